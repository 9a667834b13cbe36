/*
 * roots_search - folders: where the configs may be that include a fragment, and the configs in a
 * folder; see roots.h.
 *
 * What must stay true: no link to a folder is followed, so that none is walked twice; a repository
 * of any size is looked through in bounded time.
 */
/* opendir() and stat() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/roots.h"

#include "text/filename.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum {
	LEVELS_MOST = 3,      /* folders above a fragment that is in no repository */
	ENTRIES_MOST = 20000, /* of a repository that is looked through for a fragment */
};

/* The names in a folder, sorted: a disk has them in any order. */
struct entries {
	struct map names;
	bool is_open;
	int error;
};

static struct entries entries_of(struct arena *a, struct str folder)
{
	struct entries all = {0};
	DIR *d = opendir(arena_copy(a, folder.p, folder.n));
	const struct dirent *x;

	all.error = errno;
	all.is_open = d != NULL;
	while (d && (x = readdir(d)))
		if (x->d_name[0] != '.')
			map_add(&all.names, a, str_of(arena_copy(a, x->d_name, strlen(x->d_name))));
	if (d)
		closedir(d);
	return all;
}

static bool is_config_name(struct str name)
{
	return name.n > 4 && str_ends(name, STR(".cfg"));
}

static bool has_entry(struct arena *a, struct str folder, struct str name)
{
	struct str path = filename_join(a, folder, name);
	struct stat st;

	return stat(arena_copy(a, path.p, path.n), &st) == 0;
}

/* Meets the config NAME that stands in a folder, which was named when IS_NAMED. */
static void meet(struct roots *r, struct str name, bool is_named)
{
	struct roots_file *f = roots_file(r, name);

	if (!f)
		return;
	/* Settings may have called it by a link. */
	if (f->is_link && !f->is_outlined && !roots_is_link(r->arena, name))
		roots_rename(r, f, (struct str){arena_copy(r->arena, name.p, name.n), name.n});
	if (is_named && !f->is_named) {
		f->is_named = true;
		f->is_listed = true;
	}
}

static void add_link(struct roots *r, struct str name, bool is_named)
{
	struct str copy = {arena_copy(r->arena, name.p, name.n), name.n};

	*LIST_ADD(r->arena, &r->links) = (struct roots_link){copy, is_named};
}

void roots_take_links(struct roots *r)
{
	for (uint32_t i = 0; i < r->links.count; i++) {
		const struct roots_link *x = &r->links.all[i];

		if (!roots_known(r, x->name))
			meet(r, x->name, x->is_named);
	}
	r->links.count = 0;
}

/* --- a folder that was named ------------------------------------------------------------------ */

/* One look through a folder and those below it. */
struct folder_walk {
	struct roots *roots;
	struct arena *arena;
	const struct settings *settings; /* which exclude files; NULL: what is found is not named */
	LIST_OF(struct str) folders;     /* still to be read, the next one last */
	uint32_t entries;
};

static bool is_excluded(struct folder_walk *w, struct str path)
{
	const struct settings_values *globs = &w->settings->keys[SETTINGS_EXCLUDE];
	struct str name;

	if (!globs->count)
		return false;
	name = filename_relative(w->arena, w->settings->folder, filename_absolute(w->arena, path));
	for (uint32_t i = 0; i < globs->count; i++)
		if (filename_matches(w->arena, globs->all[i].text, name))
			return true;
	return false;
}

static void take_entry(struct folder_walk *w, struct str path, struct str name)
{
	struct stat st;

	if (lstat(arena_copy(w->arena, path.p, path.n), &st) != 0)
		return;
	if (S_ISDIR(st.st_mode)) {
		*LIST_ADD(w->arena, &w->folders) = path;
		return;
	}
	if (!is_config_name(name) || (w->settings && is_excluded(w, path)))
		return;
	if (S_ISLNK(st.st_mode))
		add_link(w->roots, path, w->settings != NULL);
	else
		meet(w->roots, path, w->settings != NULL);
}

/* Reads FOLDER; folders in it are read next, in the order of their names. */
static void take_folder(struct folder_walk *w, struct str folder)
{
	struct entries all = entries_of(w->arena, folder);
	const struct map_entry *sorted = map_sorted(&all.names, w->arena);
	uint32_t from = w->folders.count, n;

	for (uint32_t i = 0; i < all.names.entries.count && w->entries < ENTRIES_MOST; i++) {
		struct str path = filename_join(w->arena, folder, sorted[i].key);

		w->entries += !w->settings;
		take_entry(w, path, sorted[i].key);
	}
	n = w->folders.count - from;
	for (uint32_t i = 0; i < n / 2; i++) {
		struct str x = w->folders.all[from + i];

		w->folders.all[from + i] = w->folders.all[from + n - 1 - i];
		w->folders.all[from + n - 1 - i] = x;
	}
}

static void walk(struct folder_walk *w, struct str folder)
{
	*LIST_ADD(w->arena, &w->folders) = folder;
	while (w->folders.count)
		take_folder(w, w->folders.all[--w->folders.count]);
}

/* The configs that the settings call roots. */
static void take_told(struct roots *r, const struct settings *s)
{
	const struct settings_values *names = &s->keys[SETTINGS_ROOTS];

	for (uint32_t i = 0; i < names->count; i++) {
		struct str name = filename_from_here(r->arena, names->all[i].text);
		struct roots_file *f = roots_file(r, name);

		if (f)
			f->is_told = true;
		else if (!has_entry(r->arena, STR("."), name))
			map_add(&r->absent, r->arena, name);
	}
}

bool roots_walk(struct roots *r, struct str folder, struct buf *why)
{
	/* Wrong settings are told for each config. */
	struct buf wrong = buf_on(r->arena);
	const struct scope *scope = scope_of(r->scopes, folder, &wrong);
	struct settings none = settings_none();
	struct folder_walk w = {.roots = r, .arena = arena_new()};
	struct entries all;

	all = entries_of(w.arena, folder);
	if (all.is_open) {
		w.settings = scope ? &scope->settings : &none;
		take_told(r, w.settings);
		while (str_starts(folder, STR("./")))
			folder = str_skip(folder, 2);
		walk(&w, folder.n ? folder : STR("."));
	} else {
		buf_printf(why, "cannot read \"%.*s\": %s", STR_ARG(folder), strerror(all.error));
	}
	arena_free(w.arena);
	return all.is_open;
}

/* --- around a fragment ------------------------------------------------------------------------ */

/* Meets the configs in the absolute FOLDER, called from where NAME, the fragment, is called. */
static void take_beside(struct roots *r, struct str folder, struct str name)
{
	struct arena *a = arena_new();
	struct entries all = entries_of(a, folder);
	const struct map_entry *sorted = map_sorted(&all.names, a);
	struct str here = filename_absolute(a, STR("."));

	for (uint32_t i = 0; i < all.names.entries.count; i++) {
		struct str path = filename_join(a, folder, sorted[i].key);

		if (!is_config_name(sorted[i].key))
			continue;
		if (!str_starts(name, STR("/")))
			path = filename_relative(a, here, path);
		if (roots_is_link(a, path))
			add_link(r, path, false);
		else
			meet(r, path, false);
	}
	arena_free(a);
}

/* The repository that the absolute FOLDER is in; empty when it is in none. */
static struct str repository(struct arena *a, struct str folder)
{
	for (;; folder = filename_folder(folder)) {
		if (has_entry(a, folder, STR(".git")))
			return folder;
		if (folder.n < 2)
			return STR("");
	}
}

/* In a folder where everybody may write stand files of anybody. */
static bool is_open_to_all(struct arena *a, struct str folder)
{
	struct stat st;

	return stat(arena_copy(a, folder.p, folder.n), &st) != 0 || st.st_mode & S_IWOTH;
}

/* Looks through the whole repository TOP, once. */
static void search_repository(struct roots *r, struct str top, struct str name)
{
	struct folder_walk w = {.roots = r, .arena = arena_new()};
	struct str here = filename_absolute(w.arena, STR("."));

	walk(&w, str_starts(name, STR("/")) ? top : filename_relative(w.arena, here, top));
	arena_free(w.arena);
}

void roots_look_around(struct roots *r, const struct roots_file *f)
{
	struct str folder = filename_folder(f->outer), top = repository(r->arena, folder), key;
	struct buf wrong = buf_on(r->arena);
	const struct scope *scope = scope_of(r->scopes, f->name, &wrong);

	/* Wrong settings are told with the config. */
	if (!scope)
		return;
	take_told(r, &scope->settings);
	for (int level = 0; !scope->settings.keys[SETTINGS_ROOTS].count; level++) {
		if (map_add(&r->folders, r->arena, folder))
			take_beside(r, folder, f->name);
		if (folder.n < 2 || str_equal(folder, top) || (!top.n && level == LEVELS_MOST))
			break;
		folder = filename_folder(folder);
		if (!top.n && is_open_to_all(r->arena, folder))
			break;
	}
	key = filename_join(r->arena, top, STR("**"));
	if (top.n && !scope->settings.keys[SETTINGS_ROOTS].count &&
	    map_add(&r->folders, r->arena, key))
		search_repository(r, top, f->name);
	roots_take_links(r);
	roots_scan(r);
}
