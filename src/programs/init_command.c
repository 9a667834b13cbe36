/*
 * init_command - see init_command.h.
 *
 * What must stay true: no file is written over; what is only a guess is written as a comment.
 */
/* opendir() and lstat() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/init_command.h"

#include "base/ascii.h"
#include "base/list.h"
#include "text/filename.h"
#include "text/files.h"
#include "text/write_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	DEPTH_MOST = 8,
	FILES_MOST = 1000,
	HEAD_MOST = 4000, /* bytes of a config in which its release is looked for */
};

/* A config below the folder. */
struct init_file {
	struct str name; /* seen from the folder */
	struct str text;
	bool has_main; /* a request_route */
};

struct init {
	struct arena *arena;
	struct str folder;
	LIST_OF(struct init_file);
};

/* --- what there is ------------------------------------------------------------------------------
 */

/* Takes the first word off LINE, and the blanks behind it. */
static struct str take_word(struct str *line)
{
	struct str word = str_head(*line, ascii_run(*line, ascii_is_word));

	*line = str_skip(*line, word.n);
	*line = str_skip(*line, ascii_run(*line, ascii_is_blank));
	return word;
}

static bool next_line(struct str *rest, struct str *line)
{
	if (!rest->n)
		return false;
	*line = str_trim(str_take(rest, '\n'));
	return true;
}

/* Whether a line begins the block that takes requests. */
static bool has_main(struct str text)
{
	struct str line;

	while (next_line(&text, &line)) {
		struct str word = take_word(&line);

		if (str_is(word, "request_route") ||
		    (str_is(word, "route") && (!line.n || line.p[0] == '{')))
			return true;
	}
	return false;
}

static void add_file(struct init *x, struct str path, struct str name)
{
	struct files files = files_on_disk(x->arena, NULL);
	struct str text, reason;

	if (x->count < FILES_MOST &&
	    files.read_given(files.ctx, x->arena, path, &text, &reason) == FILE_OK)
		*LIST_ADD(x->arena, x) = (struct init_file){name, text, has_main(text)};
}

static void walk(struct init *x, struct str under, unsigned depth)
{
	struct str folder = under.n ? filename_join(x->arena, x->folder, under) : x->folder;
	DIR *dir = opendir(arena_copy(x->arena, folder.p, folder.n));
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct str own = str_of(entry->d_name), name, path;
		struct stat st;

		if (own.p[0] == '.')
			continue;
		own.p = arena_copy(x->arena, own.p, own.n);
		name = filename_join(x->arena, under, own);
		path = filename_join(x->arena, x->folder, name);
		if (lstat(arena_copy(x->arena, path.p, path.n), &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < DEPTH_MOST)
			walk(x, name, depth + 1);
		else if (S_ISREG(st.st_mode) && str_ends(own, STR(".cfg")))
			add_file(x, path, name);
	}
	if (dir)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return str_compare(((const struct init_file *)a)->name,
			   ((const struct init_file *)b)->name);
}

/* --- what is written ----------------------------------------------------------------------------
 */

/* The release that the head of a config names: "Kamailio SIP Server v5.8". */
static struct str release_of(struct str text)
{
	struct str line;

	text = str_head(text, HEAD_MOST);
	while (next_line(&text, &line)) {
		ptrdiff_t at = str_search(line, STR(" v"));
		struct str word = str_skip(line, (size_t)(at + 2));
		struct version v;

		if (at < 0 || str_search(line, STR("amailio")) < 0)
			continue;
		word = str_head(word, 3);
		if (version_parse(word, &v))
			return v.name;
	}
	return STR("");
}

static void say_release(const struct init *x, struct buf *b)
{
	for (uint32_t i = 0; i < x->count; i++) {
		struct str release = x->all[i].has_main ? release_of(x->all[i].text) : STR("");

		if (release.n) {
			buf_printf(b, "kamailio = %.*s  ; as %.*s says\n", STR_ARG(release),
				   STR_ARG(x->all[i].name));
			return;
		}
	}
	buf_text(b, "; kamailio = ");
	buf_str(b, version_newest_stable().name);
	buf_text(b, "  ; the release that runs: ");
	version_list(b);
	buf_byte(b, '\n');
}

static bool say_roots(const struct init *x, struct buf *b)
{
	bool has_one = false;

	for (uint32_t i = 0; i < x->count; i++) {
		bool is_plain = str_find(x->all[i].name, ' ') < 0;

		if (!x->all[i].has_main)
			continue;
		buf_text(b, has_one ? " " : "roots = ");
		buf_text(b, is_plain ? "" : "\"");
		buf_str(b, x->all[i].name);
		buf_text(b, is_plain ? "" : "\"");
		has_one = true;
	}
	buf_text(b, has_one ? "\n" : "; roots = kamailio.cfg\n");
	return has_one;
}

/* The folder of modules of this machine, if there is one. */
static void say_modules(struct buf *b)
{
	static const char *const folders[] = {
	    "/usr/lib/x86_64-linux-gnu/kamailio/modules",
	    "/usr/lib/aarch64-linux-gnu/kamailio/modules", "/usr/lib64/kamailio/modules",
	    "/usr/local/lib64/kamailio/modules", "/usr/local/lib/kamailio/modules"};
	struct stat st;

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		if (stat(folders[i], &st) == 0 && S_ISDIR(st.st_mode)) {
			buf_printf(b, "; modules = %s  ; what is installed here\n", folders[i]);
			return;
		}
}

/* How many bytes at their ends two names share, in whole parts. */
static size_t same_end(struct str a, struct str b)
{
	size_t n = 0, whole = 0;

	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n]) {
		n++;
		if (a.p[a.n - n] == '/')
			whole = n;
	}
	/* All of B: it stands in the folder itself. */
	return n == b.n && n < a.n && a.p[a.n - 1 - n] == '/' ? n + 1 : whole;
}

/* The name that an include in LINE has, when it is absolute and not there. */
static struct str missing_include(struct arena *a, struct str line)
{
	struct str word;
	struct stat st;
	ptrdiff_t end;

	line = str_skip(line, str_starts(line, STR("#!")) || str_starts(line, STR("!!")) ? 2 : 0);
	word = take_word(&line);
	if ((!str_is(word, "include_file") && !str_is(word, "import_file")) ||
	    !str_starts(line, STR("\"/")))
		return STR("");
	line = str_skip(line, 1);
	end = str_find(line, '"');
	line = str_head(line, end < 0 ? 0 : (size_t)end);
	return line.n && lstat(arena_copy(a, line.p, line.n), &st) != 0 ? line : STR("");
}

/* "/etc/kamailio = etc" for an include of NAME, when the folder has such a file. */
static bool say_prefix(const struct init *x, struct buf *b, struct str name)
{
	for (uint32_t i = 0; i < x->count; i++) {
		struct str own = x->all[i].name;
		size_t n = same_end(name, own);

		if (n < 2 || n >= name.n)
			continue;
		buf_text(b, "[include]\n");
		buf_str(b, str_head(name, name.n - n));
		buf_text(b, " = ./");
		buf_str(b, str_head(own, own.n > n ? own.n - n : 0));
		buf_byte(b, '\n');
		return true;
	}
	return false;
}

static void say_includes(const struct init *x, struct buf *b)
{
	for (uint32_t i = 0; i < x->count; i++) {
		struct str rest = x->all[i].text, line;

		while (next_line(&rest, &line)) {
			struct str name = missing_include(x->arena, line);

			if (name.n && say_prefix(x, b, name))
				return;
		}
	}
}

static bool is_there(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0;
}

static bool refuse(struct buf *said, struct str file, const char *why)
{
	buf_quoted(said, file);
	buf_printf(said, ": %s", why);
	return false;
}

bool init_command(struct arena *a, const struct options *o, struct buf *said)
{
	struct init x = {.arena = a, .folder = o->file_count ? o->files[0] : STR(".")};
	struct str file = filename_join(a, x.folder, STR("kamcheck.ini")), reason;
	struct str hidden = filename_join(a, x.folder, STR(".kamcheck.ini"));
	struct buf b = buf_on(a);

	if (is_there(a, file) || is_there(a, hidden))
		return refuse(said, is_there(a, file) ? file : hidden,
			      "there are settings already");
	walk(&x, STR(""), 0);
	if (x.count)
		qsort(x.all, x.count, sizeof *x.all, by_name);
	buf_text(&b, "; Settings of kamcheck; \"man kamcheck\" says what there is.\n[kamcheck]\n");
	say_release(&x, &b);
	if (!say_roots(&x, &b))
		buf_text(said, "no config with a request_route found; ");
	say_modules(&b);
	say_includes(&x, &b);
	buf_text(&b, "[rules]\n; K304 = off  ; or error, warning, note\n");
	if (!write_file(a, file, buf_view(&b), &reason)) {
		buf_printf(said, "cannot write \"%.*s\": %.*s", STR_ARG(file), STR_ARG(reason));
		return false;
	}
	buf_printf(said, "wrote %.*s", STR_ARG(file));
	return true;
}
