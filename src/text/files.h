/*
 * files - how text gets in: a callback, so that tests, fuzzers and editors need no disk.
 */
#ifndef KAMCHECK_FILES_H
#define KAMCHECK_FILES_H

#include "base/arena.h"
#include "base/str.h"

enum file_status {
	FILE_OK,
	FILE_MISSING, /* cannot be opened: absent, or no permission; an import goes on without it */
	FILE_UNREADABLE, /* opened, but no regular file, or reading failed */
};

/*
 * Reads the file PATH whole into *TEXT, with memory from A; "-" is standard input.  On failure
 * *REASON says why in plain words.
 */
typedef enum file_status (*file_reader)(void *ctx, struct arena *a, struct str path,
					struct str *text, struct str *reason);

struct files {
	file_reader read;
	void *ctx;
};

/*
 * The reader of real files.  Only regular files are read, so no FIFO or device makes it wait.  A
 * file whose text is wanted in KEPT a second time is not read again, whatever name it has: the
 * text is the same one.
 */
struct files files_on_disk(struct arena *kept);

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
