/*
 * ignore_add - see ignore_add.h.
 *
 * What must stay true: nothing is written that was not tried: with the comments the config says
 * what it said before, but for what they silence.
 */
/* realpath() is X/Open. */
#define _XOPEN_SOURCE 700
#include "programs/ignore_add.h"

#include "programs/ignore_places.h"
#include "programs/open.h"
#include "sema/sema.h"
#include "text/filename.h"
#include "text/write_file.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { ROUNDS_MOST = 5 };

/* Files as they will be. */
struct overlay {
	struct files files; /* as they are */
	const struct map *changed;
};

static enum file_status read_overlay(void *ctx, struct arena *a, struct str path, struct str *text,
				     struct str *reason)
{
	const struct overlay *o = ctx;
	const struct ignore_file *file = map_find(o->changed, filename_absolute(a, path));

	if (!file)
		return o->files.read(o->files.ctx, a, path, text, reason);
	*text = file->new_text;
	return FILE_OK;
}

static bool is_silenced(const struct rule *rule)
{
	return !select_is_syntax(rule) && !str_starts(str_of(rule->code), STR("K90")) &&
	       strcmp(rule->code, "K100") != 0;
}

/* Drops comments that did not do what they should; false when there are some. */
static bool judge(struct ignore_places *p, struct session *s)
{
	const struct source *last = NULL;
	struct ignore_file *file = NULL;
	bool is_good = true;

	for (const struct diag *x = s->diags.first; x; x = x->next) {
		uint32_t at = span_in_file(&s->sources, x->at).lo;
		const struct source *src = source_of(&s->sources, at);

		if (src != last)
			file = src ? map_find(&p->files, filename_absolute(s->arena, src->name))
				   : NULL;
		last = src;
		if (file && ignore_places_drop(file, x->rule, at - src->base))
			is_good = false;
	}
	return is_good;
}

/* Looks at the config with the files CHANGED: the number of its errors.  *IS_GOOD as judge(), true
 * without P. */
static uint32_t try_once(const struct known_run *r, struct ignore_places *p,
			 const struct map *changed, bool *is_good)
{
	struct str name = open_name(&r->scope->options, r->name), text, reason;
	struct overlay overlay = {.files = r->session->files, .changed = changed};
	uint32_t errors = UINT32_MAX;
	struct session s;

	open_session(&s, &r->scope->options);
	s.diags.least = r->session->diags.least;
	s.diags.last = r->session->diags.last;
	s.files = (struct files){read_overlay, read_overlay, &overlay};
	if (read_overlay(&overlay, s.arena, name, &text, &reason) == FILE_OK && check_options(&s)) {
		lint_text(&s, name, text, r->lint);
		errors = s.diags.errors;
	}
	*is_good = !p || judge(p, &s);
	session_end(&s);
	return errors;
}

/* Leaves the comments that do what they should; false when they make new errors. */
static bool try_all(const struct known_run *r, struct ignore_places *p)
{
	const struct map none = {.size = 0};
	bool is_good = false;
	uint32_t before, now = UINT32_MAX;

	for (int round = 0; round < ROUNDS_MOST && !is_good; round++) {
		for (uint32_t i = 0; i < p->files.entries.count; i++)
			ignore_places_write(p, p->files.entries.all[i].value);
		now = try_once(r, p, &p->files, &is_good);
	}
	if (!is_good || now == UINT32_MAX)
		return false;
	before = try_once(r, NULL, &none, &is_good);
	return now <= before;
}

static bool is_there(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0;
}

/* NAME with links followed; empty when there is no such file or folder. */
static struct str real_path(struct arena *a, struct str name)
{
	char *real = arena_alloc(a, PATH_MAX);

	return realpath(arena_copy(a, name.p, name.n), real) ? str_of(real) : STR("");
}

/* The folder of the project: the repository around the config, or its folder. */
static struct str project(struct arena *a, struct str config)
{
	struct str folder = filename_folder(filename_absolute(a, config)), up = folder;

	while (up.n > 1 && !is_there(a, filename_join(a, up, STR(".git"))))
		up = filename_folder(up);
	return real_path(a, up.n > 1 ? up : folder);
}

/* Whether FILE is one of the project's in FOLDER, links followed. */
static bool is_own(struct arena *a, struct str folder, struct str file)
{
	struct str real = real_path(a, file);

	return folder.n && real.n && filename_is_below(folder, real);
}

static bool write_one(struct ignore_places *p, struct ignore_file *file, struct buf *said)
{
	struct arena *a = p->arena;
	struct files files = files_on_disk(a, NULL);
	struct str now, reason = STR("it changed meanwhile");

	if (files.read_given(files.ctx, a, file->name, &now, &reason) == FILE_OK &&
	    str_equal(now, file->text) && write_file(a, file->name, file->new_text, &reason))
		return true;
	buf_printf(said, "cannot add comments to \"%.*s\": %.*s\n", STR_ARG(file->name),
		   STR_ARG(reason));
	return false;
}

static void collect(const struct known_run *r, struct ignore_places *p)
{
	struct session *s = r->session;
	struct str folder = project(s->arena, open_name(&r->scope->options, r->name));
	const struct source *last = NULL;
	bool is_ours = false;

	for (const struct diag *x = s->diags.first; x; x = x->next) {
		const struct source *src =
		    source_of(&s->sources, span_in_file(&s->sources, x->at).lo);

		if (!src || !report_shows(r->filter, x->rule, x->severity) || !is_silenced(x->rule))
			continue;
		if (src != last)
			is_ours = is_own(s->arena, folder, src->name);
		last = src;
		if (is_ours)
			ignore_places_add(p, x->rule, x->at);
	}
}

enum ignore_added ignore_add(const struct known_run *r, struct arena *a, struct map *added,
			     struct buf *said)
{
	struct session *s = r->session;
	struct ignore_places p = ignore_places_of(s->arena, &s->sources, r->root);
	enum ignore_added result = IGNORE_ADDED_NONE;

	collect(r, &p);
	if (!p.files.entries.count)
		return result;
	if (!try_all(r, &p)) {
		buf_text(said,
			 "no comments added: with them the config would say something else\n");
		return result;
	}
	for (uint32_t i = 0; i < p.files.entries.count; i++) {
		struct ignore_file *file = p.files.entries.all[i].value;
		struct str name = {arena_copy(a, file->name.p, file->name.n), file->name.n};
		uint32_t count = ignore_places_write(&p, file);

		if (!count)
			continue;
		if (!write_one(&p, file, said))
			return IGNORE_ADDED_FAILED;
		*MAP_RECORD(added, a, name, uint32_t) += count;
		result = IGNORE_ADDED_SOME;
	}
	return result;
}

void ignore_add_say(struct buf *b, const struct map *added)
{
	for (uint32_t i = 0; i < added->entries.count; i++) {
		const struct map_entry *e = &added->entries.all[i];
		uint32_t count = *(const uint32_t *)e->value;

		buf_printf(b, "%.*s: %u comment%s added\n", STR_ARG(e->key), count,
			   count == 1 ? "" : "s");
	}
}
