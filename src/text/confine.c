/*
 * confine - files of one folder only; see confine.h.
 *
 * A name is walked component by component, and symbolic links are followed here, by their text, not
 * by the system.  So a way that leaves the folder ends there: it makes no difference what there is
 * outside, and nobody learns it from what is said.  Of what lies outside only those folders are
 * walked through that were known before: the ones that lead to the folder and to the working
 * directory.
 *
 * What must stay true: nothing outside of the folder is opened or asked for; the file that is
 * opened is the one that was found, whoever puts links in its place meanwhile.
 */
/* O_PATH is Linux's own. */
#define _GNU_SOURCE
#include "text/confine.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MOST 40  /* as Linux follows */
#define STEPS_MOST 256 /* links may make a way as long as they like */

/* Folders have their names without links and without a slash at the end: "/" is empty. */
struct confine {
	struct str root;
	struct str cwd; /* p == NULL: there is none any more */
	/* Ways to folders as the user wrote them, with a slash at the end; n == 0: none. */
	struct {
		struct str written, folder;
	} ways[2];
	bool has_folder; /* the main file has one, beside which names are looked for */
	bool is_closed;  /* there is no folder to read in */
};

/* A way through folders. */
struct walked_path {
	const struct confine *confine;
	struct arena *arena;
	struct buf at;   /* so far: a folder without links, written as those of struct confine */
	struct str rest; /* still to go */
	unsigned links, steps;
	bool is_from_cwd; /* it began in the working directory */
};

static bool is_below(struct str path, struct str folder)
{
	return path.n > folder.n && path.p[folder.n] == '/' && str_starts(path, folder);
}

static bool leads_to(struct str path, struct str folder)
{
	return folder.p && (str_equal(path, folder) || is_below(folder, path));
}

/* Whether PATH may be read. */
static bool is_inside(const struct confine *c, struct str path)
{
	return !c->is_closed && (str_equal(path, c->root) || is_below(path, c->root));
}

static struct str without_slash(struct str path)
{
	return path.n && path.p[path.n - 1] == '/' ? str_head(path, path.n - 1) : path;
}

/* The folder PATH without links; p == NULL, with errno, when it is none. */
static struct str real_folder(struct arena *a, struct str path)
{
	char *name = arena_alloc(a, PATH_MAX);
	struct stat st;

	if (!realpath(arena_copy(a, path.p, path.n), name))
		return (struct str){0};
	if (stat(name, &st) == 0 && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return (struct str){0};
	}
	return without_slash(str_of(name));
}

/* The nearest folder with a ".git" from FOLDER up; that of a stranger is none of its repository. */
static struct str repository(struct arena *a, struct str folder)
{
	struct stat own, st;

	if (stat(arena_copy(a, folder.p, folder.n), &own) != 0)
		return folder;
	for (struct str up = folder; up.n; up = str_head(up, (size_t)str_find_last(up, '/'))) {
		struct buf git = buf_on(a);

		buf_str(&git, up);
		buf_text(&git, "/.git");
		if (lstat(git.p, &st) == 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode)) &&
		    (st.st_uid == own.st_uid || st.st_uid == geteuid()))
			return up;
	}
	return folder;
}

/* Whether a config of that name stands in no folder: it comes through a descriptor. */
static bool is_stream(struct str name)
{
	return str_is(name, "-") || str_is(name, "/dev/stdin") ||
	       str_starts(name, STR("/dev/fd/")) || str_starts(name, STR("/proc/"));
}

static struct str folder_of(struct str name)
{
	return is_stream(name) ? STR("") : str_head(name, (size_t)(str_find_last(name, '/') + 1));
}

const struct confine *confine_new(struct arena *a, struct str dir, struct str main,
				  struct str *reason)
{
	struct confine *c = ARENA_NEW(a, struct confine);
	struct str written = folder_of(main), folder;
	struct buf b = buf_on(a);

	c->cwd = real_folder(a, STR("."));
	c->has_folder = written.n > 0;
	folder = written.n ? real_folder(a, written) : c->cwd;
	if (dir.n) {
		c->root = real_folder(a, dir);
		buf_str(&b, without_slash(dir));
		buf_byte(&b, '/');
		c->ways[1].written = buf_view(&b);
		c->ways[1].folder = c->root;
	} else if (folder.p) {
		c->root = repository(a, folder);
		/* Nobody means the whole disk who has not said so. */
		c->is_closed = !c->root.n;
	}
	if (!c->root.p) {
		*reason = str_of(strerror(errno));
		return NULL;
	}
	if (written.n && folder.p) {
		c->ways[0].written = written;
		c->ways[0].folder = folder;
	}
	return c;
}

/* Begins again with the name PATH, which stands in the folder that was reached, or is absolute. */
static void set_out(struct walked_path *w, struct str path)
{
	const struct confine *c = w->confine;
	bool is_absolute = path.n && path.p[0] == '/';

	w->rest = path;
	if (is_absolute)
		buf_clear(&w->at);
	for (size_t i = 0; i < sizeof c->ways / sizeof *c->ways; i++) {
		struct str written = c->ways[i].written;

		/* What is not absolute was written for the working directory. */
		if (!written.n || (w->links && written.p[0] != '/') || !str_starts(path, written))
			continue;
		buf_clear(&w->at);
		buf_str(&w->at, c->ways[i].folder);
		w->rest = str_skip(path, written.n);
		return;
	}
	if (!is_absolute && !w->links) {
		w->is_from_cwd = true;
		buf_str(&w->at, c->cwd);
	}
}

static struct walked_path walk_from(const struct confine *c, struct arena *a, struct str name)
{
	struct walked_path w = {.confine = c, .arena = a, .at = buf_on(a)};

	set_out(&w, name);
	return w;
}

/* The next component of the way; empty at its end. */
static struct str next_part(struct walked_path *w)
{
	ptrdiff_t slash;

	while (w->rest.n && w->rest.p[0] == '/')
		w->rest = str_skip(w->rest, 1);
	slash = str_find(w->rest, '/');
	return slash < 0 ? w->rest : str_head(w->rest, (size_t)slash);
}

/* Git's own files hold credentials; they are no part of what is checked. */
static bool is_hidden(struct str part)
{
	return str_equal_nocase(part, STR(".git"));
}

static void go_up(struct walked_path *w)
{
	ptrdiff_t slash = str_find_last(buf_view(&w->at), '/');

	if (slash >= 0)
		w->at.p[w->at.n = (size_t)slash] = '\0';
}

static void go_into(struct walked_path *w, struct str part)
{
	buf_byte(&w->at, '/');
	buf_str(&w->at, part);
}

/* Goes on where the link that was reached leads to. */
static int follow(struct walked_path *w)
{
	char *target = arena_alloc(w->arena, PATH_MAX);
	ssize_t n = readlink(w->at.p, target, PATH_MAX);
	struct buf way = buf_on(w->arena);

	if (n < 0)
		return errno;
	if (++w->links > LINKS_MOST)
		return ELOOP;
	if (n == PATH_MAX)
		return ENAMETOOLONG;
	go_up(w);
	buf_str(&way, (struct str){target, (size_t)n});
	buf_str(&way, w->rest);
	set_out(w, buf_view(&way));
	return 0;
}

/* What was reached lies below the folder: it may be looked at.  An error number, or 0. */
static int look(struct walked_path *w)
{
	struct stat st;

	if (lstat(w->at.p, &st) != 0)
		return errno;
	if (S_ISLNK(st.st_mode))
		return follow(w);
	return w->rest.n && !S_ISDIR(st.st_mode) ? ENOTDIR : 0;
}

/* One step; an error number, EXDEV when it leads outside, or 0. */
static int step(struct walked_path *w, struct str part)
{
	const struct confine *c = w->confine;
	struct str at;

	if (++w->steps > STEPS_MOST)
		return ENAMETOOLONG;
	w->rest = str_skip(w->rest, part.n);
	if (str_is(part, "."))
		return 0;
	if (str_is(part, "..")) {
		go_up(w);
		return 0;
	}
	go_into(w, part);
	at = buf_view(&w->at);
	if (is_below(at, c->root))
		return is_hidden(part) ? EXDEV : look(w);
	return leads_to(at, c->root) || leads_to(at, c->cwd) ? 0 : EXDEV;
}

/* Opens the file PATH below the folder; no link is followed, for there is none. */
static int open_found(const struct confine *c, struct arena *a, struct str path)
{
	struct str rest = str_skip(path, c->root.n + 1);
	int folder = open(c->root.n ? arena_copy(a, c->root.p, c->root.n) : "/",
			  O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	while (folder >= 0) {
		ptrdiff_t slash = str_find(rest, '/');
		struct str part = slash < 0 ? rest : str_head(rest, (size_t)slash);
		int flags = slash < 0 ? O_RDONLY | O_NONBLOCK | O_NOCTTY : O_PATH | O_DIRECTORY;
		int next = openat(folder, part.n ? arena_copy(a, part.p, part.n) : ".",
				  flags | O_NOFOLLOW | O_CLOEXEC);
		int error = errno;

		close(folder);
		errno = error;
		if (slash < 0)
			return next;
		folder = next;
		rest = str_skip(rest, part.n + 1);
	}
	return -1;
}

/* Goes the whole way; an error number, or 0: what was reached is below the folder. */
static int walk(struct walked_path *w)
{
	const struct confine *c = w->confine;
	struct str part;
	int error = 0;

	while (!error && (part = next_part(w)).n)
		error = step(w, part);
	if (!error && !is_inside(c, buf_view(&w->at)))
		error = EXDEV;
	/* In a working directory outside no config looks for anything, only beside its own file. */
	if (error == EXDEV && w->is_from_cwd && c->has_folder && !is_inside(c, c->cwd))
		return ENOENT;
	return error;
}

int confine_open(const struct confine *c, const char *name)
{
	struct arena *a = arena_new();
	struct walked_path w = walk_from(c, a, str_of(name));
	int error = walk(&w), fd = -1;

	if (!error) {
		fd = open_found(c, a, buf_view(&w.at));
		error = errno;
	}
	arena_free(a);
	errno = error;
	return fd;
}

bool confine_covers(const struct confine *c, struct str name)
{
	struct arena *a = arena_new();
	struct walked_path w = walk_from(c, a, name);
	struct str part;
	bool is_covered = true;

	while ((part = next_part(&w)).n) {
		is_covered &= !is_hidden(part);
		w.rest = str_skip(w.rest, part.n);
		if (str_is(part, ".."))
			go_up(&w);
		else if (!str_is(part, "."))
			go_into(&w, part);
	}
	is_covered &= !is_stream(name) && is_inside(c, buf_view(&w.at));
	arena_free(a);
	return is_covered;
}
