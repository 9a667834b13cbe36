/*
 * catalog_command - see catalog_command.h.
 */
/* opendir is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/catalog_command.h"

#include "base/hidden.h"
#include "base/list.h"
#include "modules/catalog_merge.h"
#include "modules/catalog_text.h"
#include "text/confine.h"
#include "text/files.h"
#include "views/catalog_list.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct dump {
	struct arena *arena;
	const struct catalog *known;
	struct files files;
	struct buf *why;
	LIST_OF(struct module_facts) facts;
	uint32_t versions; /* for files that do not say what they were built for */
};

/* Names of a --catalog may be anything. */
static void show_lines(struct buf *out, struct str text)
{
	while (text.n) {
		hidden_show(out, str_take(&text, '\n'));
		buf_byte(out, '\n');
	}
}

static bool list(const struct options *o, const struct catalog *c, struct buf *out, struct buf *why)
{
	struct str name = o->file_count > 1 ? o->files[1] : STR(""), nearest;
	struct buf rows = buf_on(out->arena);
	enum catalog_kind kind;

	if (!catalog_kind_named(o->files[0], &kind)) {
		buf_text(why, "catalog knows no ");
		buf_quoted(why, o->files[0]);
		buf_text(why, "; there are dump, ");
		catalog_kind_list(why);
		return false;
	}
	if (o->file_count > 2) {
		buf_text(why, "catalog takes a kind and one name");
		return false;
	}
	if (catalog_list(&rows, c, kind, name, o->has_version ? &o->version : NULL, &nearest)) {
		show_lines(out, buf_view(&rows));
		return true;
	}
	buf_printf(why, "no %.*s ", STR_ARG(o->files[0]));
	buf_quoted(why, name);
	if (o->has_version)
		buf_printf(why, " in Kamailio %.*s", STR_ARG(o->version.name));
	if (nearest.n) {
		buf_text(why, "; did you mean ");
		buf_quoted(why, nearest);
		buf_byte(why, '?');
	}
	return true;
}

static void complain(struct buf *why, struct str path, const char *what, const char *reason)
{
	if (why->n)
		buf_text(why, "; ");
	buf_text(why, what);
	buf_quoted(why, path);
	buf_printf(why, ": %s", reason);
}

/* Reads the module file PATH; a module is named as its file is. */
static void dump_file(struct dump *d, struct str path)
{
	struct module_facts facts;
	struct str bytes, reason;
	const char *why;

	if (d->files.read(d->files.ctx, d->arena, path, &bytes, &reason) != FILE_OK) {
		complain(d->why, path, "cannot read ", arena_copy(d->arena, reason.p, reason.n));
		return;
	}
	why = module_file_read(d->arena, d->known, NULL, module_file_name(path), bytes, &facts);
	if (why) {
		complain(d->why, path, "cannot read ", why);
		return;
	}
	if (!facts.versions)
		facts.versions = d->versions;
	*LIST_ADD(d->arena, &d->facts) = facts;
}

static struct str join(struct arena *a, struct str directory, struct str name)
{
	struct buf b = buf_on(a);

	buf_printf(&b, "%.*s/%.*s", STR_ARG(directory), STR_ARG(name));
	return buf_view(&b);
}

static int compare_strs(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool dump_directory(struct dump *d, struct str directory)
{
	DIR *dir = opendir(arena_copy(d->arena, directory.p, directory.n));
	LIST_OF(struct str) names = {0};
	struct dirent *entry;

	if (!dir) {
		complain(d->why, directory, "cannot list ", strerror(errno));
		return false;
	}
	while ((entry = readdir(dir))) {
		struct str name = str_of(entry->d_name);

		if (str_ends(name, STR(".so")))
			*LIST_ADD(d->arena, &names) =
			    (struct str){arena_copy(d->arena, name.p, name.n), name.n};
	}
	closedir(dir);
	if (names.count)
		qsort(names.all, names.count, sizeof *names.all, compare_strs);
	for (uint32_t i = 0; i < names.count; i++)
		dump_file(d, join(d->arena, directory, names.all[i]));
	return true;
}

/* The module NAME from the first directory that has it. */
static void dump_module(struct dump *d, struct str path, struct str name)
{
	struct str stem = module_file_name(name), bytes, reason;

	while (path.n) {
		struct str directory = str_take(&path, ':');
		struct buf b = buf_on(d->arena);

		buf_printf(&b, "%.*s/%.*s.so", STR_ARG(directory), STR_ARG(stem));
		if (d->files.read(d->files.ctx, d->arena, buf_view(&b), &bytes, &reason) !=
		    FILE_OK) {
			b = buf_on(d->arena);
			buf_printf(&b, "%.*s/%.*s/%.*s.so", STR_ARG(directory), STR_ARG(stem),
				   STR_ARG(stem));
		}
		if (d->files.read(d->files.ctx, d->arena, buf_view(&b), &bytes, &reason) ==
		    FILE_OK) {
			dump_file(d, buf_view(&b));
			return;
		}
	}
	complain(d->why, name, "cannot find module ", "it is in no directory of -L");
}

static bool dump(struct arena *a, const struct options *o, struct buf *out, struct buf *why)
{
	struct dump d = {.arena = a,
			 .known = o->catalog,
			 .files = files_on_disk(a, NULL),
			 .why = why,
			 .versions = o->version.bit};
	struct str path = o->library;

	if (!path.n) {
		buf_text(why, "catalog dump needs -L with the directories of the modules");
		return false;
	}
	for (size_t i = 1; i < o->file_count; i++)
		dump_module(&d, path, o->files[i]);
	while (o->file_count == 1 && path.n)
		if (!dump_directory(&d, str_take(&path, ':')))
			return false;
	catalog_write(out, catalog_of_modules(a, d.facts.all, d.facts.count, 0));
	catalog_write_defaults(out, d.facts.all, d.facts.count);
	return true;
}

/* A file of the user's choice; where strangers write, a link may be theirs. */
static bool read_given(struct arena *a, const struct options *o, struct str name, struct str *text,
		       struct str *reason)
{
	const struct confine *confine = NULL;
	struct files files;

	if (o->confines && !(confine = confine_new(a, o->folder, name, reason)))
		return false;
	files = files_on_disk(a, confine);
	return files.read_given(files.ctx, a, name, text, reason) == FILE_OK;
}

const struct catalog *catalog_command_load(struct arena *a, const struct options *o,
					   struct buf *why)
{
	const struct catalog *c = &catalog_embedded;

	for (size_t i = 0; i < o->catalog_count; i++) {
		const struct catalog *more;
		struct str text, reason;
		struct buf wrong = buf_on(a);

		if (!read_given(a, o, o->catalogs[i], &text, &reason)) {
			complain(why, o->catalogs[i], "cannot read catalogue ",
				 arena_copy(a, reason.p, reason.n));
			return NULL;
		}
		more = catalog_read(a, text, &wrong);
		if (!more) {
			buf_byte(&wrong, '\0');
			complain(why, o->catalogs[i], "cannot read catalogue ", wrong.p);
			return NULL;
		}
		c = catalog_replace(a, c, more);
	}
	return c;
}

bool catalog_command(struct arena *a, const struct options *o, struct buf *out, struct buf *why)
{
	return str_is(o->files[0], "dump") ? dump(a, o, out, why) : list(o, o->catalog, out, why);
}
