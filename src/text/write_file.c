/*
 * write_file - see write_file.h.
 *
 * What must stay true: nothing is left behind when it fails, and no file but a regular one is
 * replaced.
 */
/* realpath, mkstemp and fchmod are POSIX and X/Open. */
#define _XOPEN_SOURCE 700
#include "text/write_file.h"

#include "base/buf.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct str *reason, int error)
{
	*reason = str_of(strerror(error));
	return false;
}

static bool write_all(int fd, struct str text)
{
	while (text.n) {
		ssize_t done = write(fd, text.p, text.n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		text = str_skip(text, (size_t)done);
	}
	return true;
}

/* The mode of a new file, as open() would give it. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

bool write_file(struct arena *a, struct str name, struct str text, struct str *reason)
{
	char *target = arena_alloc(a, PATH_MAX);
	struct buf temporary = buf_on(a);
	mode_t mode = usual_mode();
	struct stat st;
	bool is_good;
	int fd;

	if (!realpath(arena_copy(a, name.p, name.n), target)) {
		if (errno != ENOENT || name.n >= PATH_MAX)
			return fail(reason, errno);
		memcpy(target, name.p, name.n);
		target[name.n] = '\0';
	} else if (stat(target, &st) == 0) {
		mode = st.st_mode & 07777;
		if (!S_ISREG(st.st_mode))
			return fail(reason, EINVAL);
	}
	buf_printf(&temporary, "%s.XXXXXX", target);
	fd = mkstemp(temporary.p);
	if (fd < 0)
		return fail(reason, errno);
	is_good = write_all(fd, text) && fchmod(fd, mode) == 0;
	is_good = close(fd) == 0 && is_good;
	is_good = is_good && rename(temporary.p, target) == 0;
	if (!is_good) {
		fail(reason, errno);
		unlink(temporary.p);
	}
	return is_good;
}
