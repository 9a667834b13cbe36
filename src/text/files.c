/*
 * files - reading files from the disk or from memory; see files.h.
 *
 * What must stay true: opening never waits (O_NONBLOCK, then only regular files go on), but for a
 * FIFO that the user named as the config; and what grows while it is read cannot grow past the
 * limit.
 */
/* open, fstat and read are POSIX, not C11. */
#define _POSIX_C_SOURCE 200809L
#include "text/files.h"

#include "base/buf.h"
#include "base/map.h"
#include "text/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was read: no file is read twice, so none can change while it is looked at. */
struct disk {
	struct arena *kept;
	struct map texts; /* by device and number of the file */
	const struct confine *confine;
};

static struct str plain(struct arena *a, const char *format, const char *what)
{
	struct buf b = buf_on(a);

	buf_printf(&b, format, what);
	return buf_view(&b);
}

static const char *kind_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static enum file_status read_all(struct arena *a, int fd, size_t expected, struct str *text,
				 struct str *reason)
{
	size_t cap = expected + 1, n = 0;
	char *p = arena_alloc(a, cap);

	for (;;) {
		ssize_t got = read(fd, p + n, cap - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*reason = plain(a, "%s", strerror(errno));
			return FILE_UNREADABLE;
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > FILE_SIZE_MOST) {
			*reason = STR("larger than 512 MB");
			return FILE_UNREADABLE;
		}
		if (n == cap) {
			p = arena_grow(a, p, cap, cap * 2);
			cap *= 2;
		}
	}
	*text = (struct str){p, n};
	return FILE_OK;
}

/* The device and number of the file, which tell it from all others. */
static struct str identity(struct arena *a, const struct stat *st)
{
	uint64_t parts[] = {(uint64_t)st->st_dev, (uint64_t)st->st_ino};

	return (struct str){arena_copy(a, (const char *)parts, sizeof parts), sizeof parts};
}

static enum file_status read_once(struct disk *disk, struct arena *a, int fd, const struct stat *st,
				  struct str *text, struct str *reason)
{
	struct str key = identity(a, st);
	struct str *known = map_find(&disk->texts, key);
	enum file_status status = FILE_OK;

	if (known) {
		*text = *known;
		return FILE_OK;
	}
	status = read_all(a, fd, (size_t)st->st_size, text, reason);
	if (status == FILE_OK && a == disk->kept)
		*MAP_RECORD(&disk->texts, disk->kept, key, struct str) = *text;
	return status;
}

static enum file_status read_regular(struct disk *disk, struct arena *a, int fd, struct str *text,
				     struct str *reason)
{
	struct stat st;

	if (fstat(fd, &st) != 0) {
		*reason = plain(a, "%s", strerror(errno));
		return FILE_UNREADABLE;
	}
	if (!S_ISREG(st.st_mode)) {
		*reason = plain(a, "%s, not a regular file", kind_of(st.st_mode));
		return FILE_UNREADABLE;
	}
	if (st.st_size < 0 || (unsigned long long)st.st_size > FILE_SIZE_MOST) {
		*reason = STR("larger than 512 MB");
		return FILE_UNREADABLE;
	}
	return read_once(disk, a, fd, &st, text, reason);
}

static int open_name(const struct disk *disk, const char *name, bool is_given)
{
	if (disk->confine && (!is_given || confine_covers(disk->confine, str_of(name))))
		return confine_open(disk->confine, name);
	return open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
}

/* Of devices one can be included: nothing, for where a config needs the name of a file. */
static bool is_null_device(int fd)
{
	struct stat st, null;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && stat("/dev/null", &null) == 0 &&
	       S_ISCHR(null.st_mode) && st.st_rdev == null.st_rdev;
}

/* Who chose a name. */
enum chooser { CHOSEN_BY_CONFIG, CHOSEN_BY_USER, CHOSEN_AS_CONFIG };

/* Makes reading from FD wait, and waits for who writes; false when it is no FIFO. */
static bool await_fifo(int fd)
{
	struct pollfd wanted = {.fd = fd, .events = POLLIN};
	struct stat st;
	int flags = fcntl(fd, F_GETFL);

	if (fstat(fd, &st) != 0 || !S_ISFIFO(st.st_mode) || flags < 0 ||
	    fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) != 0)
		return false;
	while (poll(&wanted, 1, -1) < 0 && errno == EINTR)
		;
	return true;
}

static enum file_status read_opened(struct disk *disk, struct arena *a, int fd,
				    enum chooser chooser, struct str *text, struct str *reason)
{
	if (chooser == CHOSEN_BY_CONFIG && is_null_device(fd))
		return FILE_OK;
	if (chooser == CHOSEN_AS_CONFIG && await_fifo(fd))
		return read_all(a, fd, 64 << 10, text, reason);
	return read_regular(disk, a, fd, text, reason);
}

static enum file_status read_name(struct disk *disk, struct arena *a, struct str path,
				  enum chooser chooser, struct str *text, struct str *reason)
{
	const char *name = arena_copy(a, path.p, path.n);
	enum file_status status;
	int fd;

	if (strlen(name) != path.n) {
		*reason = STR("its name holds a NUL byte");
		return FILE_MISSING;
	}
	fd = open_name(disk, name, chooser != CHOSEN_BY_CONFIG);
	if (fd < 0 && errno == EXDEV) {
		*reason = STR("it is outside of the folder that may be read");
		return FILE_REFUSED;
	}
	if (fd < 0) {
		*reason = plain(a, "%s", strerror(errno));
		return errno == ENXIO ? FILE_UNREADABLE : FILE_MISSING;
	}
	*text = STR("");
	status = read_opened(disk, a, fd, chooser, text, reason);
	close(fd);
	return status;
}

static enum file_status disk_read(void *ctx, struct arena *a, struct str path, struct str *text,
				  struct str *reason)
{
	return read_name(ctx, a, path, CHOSEN_BY_CONFIG, text, reason);
}

static enum file_status disk_read_given(void *ctx, struct arena *a, struct str path,
					struct str *text, struct str *reason)
{
	return read_name(ctx, a, path, CHOSEN_BY_USER, text, reason);
}

struct files files_on_disk(struct arena *kept, const struct confine *confine)
{
	struct disk *disk = ARENA_NEW(kept, struct disk);

	disk->kept = kept;
	disk->confine = confine;
	return (struct files){disk_read, disk_read_given, disk};
}

enum file_status files_read_config(const struct files *f, struct arena *a, struct str name,
				   struct str *text, struct str *reason)
{
	return read_name(f->ctx, a, name, CHOSEN_AS_CONFIG, text, reason);
}

bool files_is_absent(struct str reason)
{
	return str_is(reason, strerror(ENOENT)) || str_is(reason, strerror(ENOTDIR));
}

enum file_status files_read_input(struct arena *a, struct str *text, struct str *reason)
{
	return read_all(a, STDIN_FILENO, 64 << 10, text, reason);
}

static enum file_status memory_read(void *ctx, struct arena *a, struct str path, struct str *text,
				    struct str *reason)
{
	const struct memory_files *set = ctx;

	(void)a;
	for (size_t i = 0; i < set->count; i++) {
		if (str_equal(set->file[i].path, path)) {
			*text = set->file[i].text;
			return FILE_OK;
		}
	}
	*reason = STR("No such file or directory");
	return FILE_MISSING;
}

struct files files_in_memory(const struct memory_files *set)
{
	/* The reader only reads through the pointer. */
	return (struct files){memory_read, memory_read, (void *)set};
}
