/*
 * roots_graph - the files that were met, and which of them includes which; see roots.h.
 *
 * What must stay true: a file is told by its number on the disk, whatever names lead to it; each is
 * read once.
 */
/* stat() and lstat() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/roots.h"

#include "preprocess/session.h"
#include "text/filename.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

/* --- files ------------------------------------------------------------------------------------ */

/* What tells a file from all others: its number and that of its device. */
struct identity {
	uint64_t device, number;
};

/* That of the regular file NAME; false when it is none. */
static bool identify(struct str name, struct identity *out)
{
	char path[PATH_MAX];
	struct stat st;

	if (name.n >= sizeof path)
		return false;
	memcpy(path, name.p, name.n);
	path[name.n] = '\0';
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*out = (struct identity){(uint64_t)st.st_dev, (uint64_t)st.st_ino};
	return true;
}

static struct str key_of(const struct identity *x)
{
	return (struct str){(const char *)x, sizeof *x};
}

bool roots_is_link(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0 && S_ISLNK(st.st_mode);
}

struct roots_file *roots_known(const struct roots *r, struct str name)
{
	struct identity x;

	return identify(name, &x) ? map_find(&r->by_identity, key_of(&x)) : NULL;
}

struct roots_file *roots_add(struct roots *r, struct str name)
{
	struct roots_file *f = ARENA_NEW(r->arena, struct roots_file);

	f->name = (struct str){arena_copy(r->arena, name.p, name.n), name.n};
	*LIST_ADD(r->arena, &r->all) = f;
	return f;
}

void roots_rename(struct roots *r, struct roots_file *f, struct str name)
{
	f->name = name;
	f->outer = filename_absolute(r->arena, name);
	f->is_link = roots_is_link(r->arena, name);
}

struct roots_file *roots_file(struct roots *r, struct str name)
{
	struct roots_file *f;
	struct identity x;

	if (!identify(name, &x))
		return NULL;
	f = map_find(&r->by_identity, key_of(&x));
	if (f)
		return f;
	f = roots_add(r, name);
	roots_rename(r, f, f->name);
	map_put(&r->by_identity, r->arena,
		(struct str){arena_copy(r->arena, (const char *)&x, sizeof x), sizeof x}, f);
	return f;
}

/* The options in force for F, with what its settings map.  Wrong settings are told with the config.
 */
static const struct options *options_for(struct roots *r, const struct roots_file *f)
{
	struct buf wrong = buf_on(r->arena);
	const struct scope *scope = scope_of(r->scopes, f->name, &wrong);

	return scope ? &scope->options : r->options;
}

/* The file that F includes by NAME; NULL when there is none. */
static struct roots_file *included(struct roots *r, struct arena *scratch,
				   const struct roots_file *f, struct str name)
{
	const struct options *o = options_for(r, f);
	struct session mapping = {.prefixes = o->prefixes, .prefix_count = o->prefix_count};
	struct str mapped = session_include_name(&mapping, scratch, name);
	struct roots_file *found = roots_file(r, mapped);

	if (found || str_starts(mapped, STR("/")))
		return found;
	return roots_file(r, filename_join(scratch, filename_folder(f->name), mapped));
}

static bool read_text(struct roots *r, struct arena *a, const struct roots_file *f,
		      struct str *text)
{
	struct str reason;

	return f->outer.n && r->reader.read(r->reader.ctx, a, f->name, text, &reason) == FILE_OK;
}

/* Takes the outline of F, and what it includes. */
static void take_outline(struct roots *r, struct arena *scratch, struct roots_file *f,
			 struct str text)
{
	struct outline x = outline_of(scratch, text);

	f->is_outlined = true;
	f->outline.has_main = x.has_main;
	f->outline.has_modules = x.has_modules;
	for (uint32_t i = 0; i < x.includes.count; i++) {
		struct roots_file *part = included(r, scratch, f, x.includes.all[i]);

		if (!part || part == f)
			continue;
		*LIST_ADD(r->arena, &f->includes) = part;
		*LIST_ADD(r->arena, &part->includers) = f;
	}
}

/* What includes nothing, and was not named, is of interest only when it is included itself. */
static void scan(struct roots *r, struct roots_file *f)
{
	struct arena *scratch = arena_new();
	struct str text;

	if (read_text(r, scratch, f, &text) &&
	    (f->is_named || str_search(text, STR("include_file")) >= 0 ||
	     str_search(text, STR("import_file")) >= 0))
		take_outline(r, scratch, f, text);
	arena_free(scratch);
}

static bool has_own_main(struct roots *r, struct roots_file *f)
{
	struct arena *scratch;
	struct str text;

	if (!f->is_outlined) {
		f->is_outlined = true;
		scratch = arena_new();
		if (read_text(r, scratch, f, &text))
			f->outline.has_main = outline_of(scratch, text).has_main;
		arena_free(scratch);
	}
	return f->outline.has_main;
}

void roots_scan(struct roots *r)
{
	while (r->scanned < r->all.count)
		scan(r, r->all.all[r->scanned++]);
}

/* --- what follows from includes --------------------------------------------------------------- */

struct roots_files roots_reached(struct roots *r, struct arena *a, struct roots_file *f, bool up)
{
	struct roots_files found = {0};
	uint32_t mark = ++r->marks;

	f->mark = mark;
	*LIST_ADD(a, &found) = f;
	for (uint32_t i = 0; i < found.count; i++) {
		const struct roots_file *x = found.all[i];
		uint32_t count = up ? x->includers.count : x->includes.count;

		for (uint32_t k = 0; k < count; k++) {
			struct roots_file *next = up ? x->includers.all[k] : x->includes.all[k];

			if (next->mark == mark)
				continue;
			next->mark = mark;
			*LIST_ADD(a, &found) = next;
		}
	}
	return found;
}

bool roots_has_main(struct roots *r, struct roots_file *f)
{
	struct arena *a = arena_new();
	struct roots_files parts = roots_reached(r, a, f, false);
	bool is_found = false;

	for (uint32_t i = 0; i < parts.count && !is_found; i++)
		is_found = has_own_main(r, parts.all[i]);
	arena_free(a);
	return is_found;
}
