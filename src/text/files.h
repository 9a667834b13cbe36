/*
 * files - how text gets in: a callback, so that tests, fuzzers and editors need no disk.
 */
#ifndef KAMCHECK_FILES_H
#define KAMCHECK_FILES_H

#include "base/arena.h"
#include "base/str.h"

struct confine;

enum file_status {
	FILE_OK,
	FILE_MISSING, /* cannot be opened: absent, or no permission; an import goes on without it */
	FILE_UNREADABLE, /* opened, but no regular file, or reading failed */
	FILE_REFUSED,    /* a config may not read there; nobody looked whether it is there */
};

/*
 * Reads the file PATH whole into *TEXT, with memory from A.  On failure *REASON says why in plain
 * words.
 */
typedef enum file_status (*file_reader)(void *ctx, struct arena *a, struct str path,
					struct str *text, struct str *reason);

struct files {
	file_reader read;       /* names that a config chose */
	file_reader read_given; /* names that the user chose: the config, folders of -L */
	void *ctx;
};

/*
 * The reader of real files.  Only regular files are read, so that no FIFO or device makes it wait.
 * A file whose text is wanted in KEPT a second time is not read again, whatever name it has: the
 * text is the same one.  CONFINE is NULL, or says where a config may read; a link there is its
 * choice, too, so names that the user chose below that folder must not lead out of it either.
 */
struct files files_on_disk(struct arena *kept, const struct confine *confine);

/*
 * Reads the config NAME itself with F, a reader of real files: what the user named may be a FIFO,
 * too, such as "<(envsubst < t.cfg)", and is waited for.
 */
enum file_status files_read_config(const struct files *f, struct arena *a, struct str name,
				   struct str *text, struct str *reason);

/* Whether REASON, of FILE_MISSING, says that there is no such file, and not that nobody may read
 * it. */
bool files_is_absent(struct str reason);

/* Reads standard input to its end. */
enum file_status files_read_input(struct arena *a, struct str *text, struct str *reason);

/* One file of files_in_memory(). */
struct memory_file {
	struct str path, text;
};

struct memory_files {
	const struct memory_file *file;
	size_t count;
};

/* A reader that knows only the files of SET, which must outlive it. */
struct files files_in_memory(const struct memory_files *set);

/* Most bytes that one file may have. */
#define FILE_SIZE_MOST ((size_t)512 << 20)

#endif
