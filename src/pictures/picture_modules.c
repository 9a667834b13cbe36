/*
 * picture_modules - which module needs which other one, and why.
 *
 * What must stay true: what is drawn is what the tables say of this release and these parameters;
 * a module that none of them names stands alone.
 */
#include "pictures/picture.h"

#include "facts/setting.h"

struct modules_drawing {
	struct picture picture;
	struct analysis *analysis;
	struct map known; /* numbers of nodes + 1, by the file of a module */
};

static uint32_t module_of(struct modules_drawing *d, struct str file)
{
	void **slot = map_slot(&d->known, d->picture.arena, file);

	if (!*slot)
		*slot = (void *)((uintptr_t)picture_add(&d->picture, d->analysis, file,
							ROLE_MISSING, SPAN_NONE, false) +
				 1);
	return (uint32_t)((uintptr_t)*slot - 1);
}

/* The alternative that is loaded, or the first. */
static struct str chosen(const struct modules *l, const struct dependency *row)
{
	for (const char *const *name = row->needs; *name; name++)
		if (modules_has(l, str_of(*name)))
			return str_of(*name);
	return str_of(row->needs[0]);
}

/* For which parameters: "for db_mode". */
static struct str condition_text(struct modules_drawing *d, const struct condition *when)
{
	struct buf b = buf_on(d->picture.arena);

	for (; when->param; when++)
		buf_printf(&b, "%s%s", b.n ? ", " : "for ", when->param);
	return buf_view(&b);
}

static void add_dependencies(struct modules_drawing *d, const struct module *m)
{
	static const char *const words[] = {
	    [NEED_ANY] = "needs", [NEED_BEFORE] = "needs above it", [NEED_LOAD] = "needs above it"};
	const struct modules *l = &d->analysis->modules;
	uint32_t bit = d->analysis->session->version.bit;
	size_t count;
	const struct dependency *row = dependency_find(m->file, &count);

	for (; count; count--, row++)
		if (row->versions & bit && modules_meet(l, m, row->when))
			picture_join(&d->picture, module_of(d, m->file),
				     module_of(d, chosen(l, row)), LINE_SOLID,
				     str_of(words[row->order]), condition_text(d, row->when));
}

static void add_databases(struct modules_drawing *d, const struct module *m)
{
	const struct modules *l = &d->analysis->modules;
	uint32_t bit = d->analysis->session->version.bit;
	size_t count;
	const struct database *row = database_find(m->file, &count);

	for (; count; count--, row++) {
		struct str url = str_of(row->url);
		struct buf driver = buf_on(d->picture.arena);

		if (!(row->versions & bit) || !modules_meet(l, m, row->when) ||
		    !modules_value(l, m, row->param, &url) || !url.n)
			continue;
		buf_text(&driver, "db_");
		buf_str(&driver, str_take(&url, ':'));
		picture_join(&d->picture, module_of(d, m->file), module_of(d, buf_view(&driver)),
			     LINE_DASHED, STR("database of"), str_of(row->param));
	}
}

struct picture picture_modules(struct analysis *a)
{
	struct modules_drawing d = {.picture = picture_new(a, "modules"), .analysis = a};

	d.picture.missing = "not loaded";
	for (const struct module *m = a->modules.modules; m; m = m->next) {
		uint32_t number =
		    picture_add(&d.picture, a, m->file, ROLE_MODULE, module_place(m->node), true);

		map_put(&d.known, a->arena, m->file, (void *)((uintptr_t)number + 1));
	}
	for (const struct module *m = a->modules.modules; m; m = m->next) {
		add_dependencies(&d, m);
		add_databases(&d, m);
	}
	picture_sort(&d.picture);
	return d.picture;
}
