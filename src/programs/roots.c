/*
 * roots - see roots.h.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/roots.h"

#include "programs/open.h"
#include "text/filename.h"

#include <sys/stat.h>

static void add_root(struct roots *r, struct roots_file *f)
{
	if (!f->is_root)
		*LIST_ADD(r->arena, &r->roots) = f;
	f->is_root = true;
}

/* A config that the user named is checked as such, whatever includes it. */
static bool is_whole(const struct roots_file *f)
{
	return !f->outer.n || f->is_told ||
	       (!f->is_listed && f->outline.has_main && f->outline.has_modules);
}

/* Adds those of ABOVE, but for the first, that nothing includes; only configs when WANTS_MAIN. */
static bool add_outermost(struct roots *r, const struct roots_files *above, bool wants_main)
{
	bool is_found = false;

	for (uint32_t i = 1; i < above->count; i++) {
		struct roots_file *x = above->all[i];

		if (!x->is_told && (x->includers.count || (wants_main && !roots_has_main(r, x))))
			continue;
		add_root(r, x);
		is_found = true;
	}
	return is_found;
}

/* The roots of F are added; of a file that is part of nothing that is itself, if it is a config. */
static void add_roots_of(struct roots *r, struct roots_file *f)
{
	struct arena *a = arena_new();
	struct roots_files above = roots_reached(r, a, f, true);
	bool is_part = false;

	if (!is_whole(f))
		is_part = add_outermost(r, &above, true) || add_outermost(r, &above, false);
	if (!is_part && f->is_listed && !f->is_told && !roots_has_main(r, f))
		*LIST_ADD(r->arena, &r->missed) = f;
	else if (!is_part)
		add_root(r, f);
	arena_free(a);
}

/* --- what the user named ---------------------------------------------------------------------- */

static bool is_folder(struct arena *a, struct str name)
{
	struct stat st;

	return stat(arena_copy(a, name.p, name.n), &st) == 0 && S_ISDIR(st.st_mode);
}

static void name_file(struct roots *r, struct str name)
{
	struct roots_file *f = str_is(name, "-") ? NULL : roots_file(r, name);

	/* Standard input, a FIFO, and what cannot be read are configs by themselves. */
	if (!f)
		f = roots_add(r, name);
	/* As the user calls it, not as a folder does. */
	if (f->outer.n)
		roots_rename(r, f, name);
	f->is_named = true;
	f->is_listed = false;
}

/* What a folder has by its own name keeps it. */
static void take_given(struct roots *r)
{
	struct map *m = &r->given;

	for (uint32_t i = 0; i < m->entries.count; i++) {
		const struct str *name = m->entries.all[i].value;

		if (roots_known(r, *name))
			continue;
		name_file(r, *name);
		m->entries.all[i].value = NULL;
	}
	roots_take_links(r);
}

/* A link to a config that has another name, too, is checked as it is named; a link to a fragment
 * means the fragment. */
static void add_given(struct roots *r)
{
	for (uint32_t i = 0; i < r->given.entries.count; i++) {
		const struct str *name = r->given.entries.all[i].value;
		struct roots_file *f = name ? roots_known(r, *name) : NULL;

		if (!f)
			continue;
		if (is_whole(f) || !f->includers.count)
			f = roots_add(r, *name);
		f->is_named = true;
		f->is_listed = false;
	}
}

/* Whether the only word of the command line is no file that can be looked into: it is a config, and
 * why it cannot be read is told by its check. */
static bool is_unknown(const struct roots *r)
{
	return r->options->file_count == 1 && r->all.count && !r->all.all[0]->outer.n;
}

/* Whether the only word of the command line is a config: then no other file is looked at. */
static bool is_simple(struct roots *r)
{
	const struct options *o = r->options;
	struct arena *scratch;
	struct str text, reason;
	bool is_whole_config;

	if (o->file_count != 1)
		return false;
	scratch = arena_new();
	is_whole_config =
	    r->all.count &&
	    r->reader.read_given(r->reader.ctx, scratch, o->files[0], &text, &reason) == FILE_OK &&
	    outline_is_whole(text);
	arena_free(scratch);
	return is_whole_config;
}

/* Fragments lead to the configs around them; what is part of a config in a folder that was named
 * needs no other. */
static void look_around(struct roots *r)
{
	uint32_t count = r->all.count;

	for (uint32_t i = 0; i < count; i++) {
		struct roots_file *f = r->all.all[i];

		if (!f->is_named || is_whole(f) ||
		    (f->is_listed && (f->includers.count || roots_has_main(r, f))))
			continue;
		roots_look_around(r, f);
	}
}

/* What the settings call a root, and is not there, is told as if it were named. */
static void add_absent(struct roots *r)
{
	uint32_t named = r->all.count;

	for (uint32_t i = 0; i < r->absent.entries.count; i++) {
		struct str name = r->absent.entries.all[i].key;
		bool is_named = false;

		for (uint32_t k = 0; k < named && !is_named; k++)
			is_named = str_equal(r->all.all[k]->name, name);
		if (!is_named)
			add_root(r, roots_add(r, name));
	}
}

static bool take_names(struct roots *r, struct buf *why)
{
	const struct options *o = r->options;

	for (size_t i = 0; i < o->file_count; i++) {
		struct str name = o->files[i];

		if (is_folder(r->arena, name)) {
			if (!roots_walk(r, name, why))
				return false;
		} else if (roots_is_link(r->arena, name)) {
			map_keep(&r->given, r->arena, filename_absolute(r->arena, name),
				 &o->files[i]);
		} else {
			name_file(r, name);
		}
	}
	take_given(r);
	return true;
}

bool roots_find(struct roots *r, struct arena *a, const struct options *o, struct scopes *scopes,
		struct buf *why)
{
	*r = (struct roots){.arena = a, .options = o, .scopes = scopes};
	if (!take_names(r, why))
		return false;
	r->is_simple = is_unknown(r);
	/* Nothing is read before it is known what may be. */
	if (!r->is_simple) {
		if (!open_files(&r->reader, a, o, o->files[0], why))
			return false;
		r->is_simple = is_simple(r);
	}
	if (r->is_simple) {
		add_root(r, r->all.all[0]);
		return true;
	}
	roots_scan(r);
	look_around(r);
	add_given(r);
	for (uint32_t i = 0; i < r->all.count; i++)
		if (r->all.all[i]->is_named)
			add_roots_of(r, r->all.all[i]);
	add_absent(r);
	return true;
}
