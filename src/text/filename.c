/*
 * filename - see filename.h.
 */
/* getcwd() and fnmatch() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "text/filename.h"

#include "base/list.h"

#include <fnmatch.h>
#include <limits.h>
#include <unistd.h>

/* The parts of a name between slashes. */
struct name_parts {
	LIST_OF(struct str);
};

struct str filename_folder(struct str name)
{
	ptrdiff_t slash = str_find_last(name, '/');

	if (slash < 0)
		return STR(".");
	return str_head(name, slash ? (size_t)slash : 1);
}

struct str filename_join(struct arena *a, struct str folder, struct str name)
{
	struct buf b = buf_on(a);

	if (!folder.n || str_is(folder, ".") || str_starts(name, STR("/")))
		return name;
	buf_str(&b, folder);
	if (!str_ends(folder, STR("/")))
		buf_byte(&b, '/');
	buf_str(&b, name);
	return buf_view(&b);
}

/* Adds the parts of NAME, with what ".." means. */
static void add_parts(struct arena *a, struct name_parts *parts, struct str name)
{
	while (name.n) {
		struct str part = str_take(&name, '/');

		if (str_is(part, ".."))
			parts->count -= parts->count > 0;
		else if (part.n && !str_is(part, "."))
			*LIST_ADD(a, parts) = part;
	}
}

static struct str put_together(struct arena *a, const struct name_parts *parts, uint32_t from,
			       const char *lead)
{
	struct buf b = buf_on(a);

	for (uint32_t i = from; i < parts->count; i++) {
		buf_text(&b, i == from ? lead : "/");
		buf_str(&b, parts->all[i]);
	}
	return buf_view(&b);
}

struct str filename_absolute(struct arena *a, struct str name)
{
	struct name_parts parts = {0};
	char here[PATH_MAX];

	if (!str_starts(name, STR("/")) && getcwd(here, sizeof here))
		add_parts(a, &parts, str_of(here));
	add_parts(a, &parts, name);
	return parts.count ? put_together(a, &parts, 0, "/") : STR("/");
}

struct str filename_relative(struct arena *a, struct str folder, struct str name)
{
	struct name_parts from = {0}, to = {0};
	struct buf b = buf_on(a);
	uint32_t same = 0;

	add_parts(a, &from, folder);
	add_parts(a, &to, name);
	while (same < from.count && same < to.count && str_equal(from.all[same], to.all[same]))
		same++;
	for (uint32_t i = same; i < from.count; i++)
		buf_text(&b, i > same ? "/.." : "..");
	buf_str(&b, put_together(a, &to, same, b.n ? "/" : ""));
	return b.n ? buf_view(&b) : STR(".");
}

struct str filename_from_here(struct arena *a, struct str name)
{
	struct str here = filename_absolute(a, STR("."));

	return filename_is_below(here, name) ? filename_relative(a, here, name) : name;
}

bool filename_is_below(struct str folder, struct str name)
{
	if (str_is(folder, "/"))
		return true;
	return str_starts(name, folder) && (name.n == folder.n || name.p[folder.n] == '/');
}

static bool part_matches(struct arena *a, struct str glob, struct str part)
{
	return fnmatch(arena_copy(a, glob.p, glob.n), arena_copy(a, part.p, part.n), 0) == 0;
}

/* Parts against parts: of several ways to take two stars, the last one is tried on only, as with
 * the stars of one part. */
static bool parts_match(struct arena *a, const struct name_parts *glob,
			const struct name_parts *name)
{
	uint32_t g = 0, n = 0, star = UINT32_MAX, again = 0;

	while (n < name->count) {
		if (g < glob->count && str_is(glob->all[g], "**")) {
			star = ++g;
			again = n;
		} else if (g < glob->count && part_matches(a, glob->all[g], name->all[n])) {
			g++;
			n++;
			/* It names a folder: all in it is meant. */
			if (g == glob->count)
				return true;
		} else if (star != UINT32_MAX) {
			g = star;
			n = ++again;
		} else {
			return false;
		}
	}
	while (g < glob->count && str_is(glob->all[g], "**"))
		g++;
	return g == glob->count;
}

bool filename_matches(struct arena *a, struct str glob, struct str name)
{
	struct name_parts globs = {0}, names = {0};

	if (str_starts(name, STR("..")) && !str_starts(glob, STR("..")))
		return false;
	if (str_find(glob, '/') < 0 && !str_is(glob, "**"))
		*LIST_ADD(a, &globs) = STR("**");
	add_parts(a, &globs, glob);
	add_parts(a, &names, name);
	return parts_match(a, &globs, &names);
}
