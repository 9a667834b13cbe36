/*
 * picture_modules - which module needs which other one, and why.
 *
 * What must stay true: what is drawn is what the tables say of this release and these parameters;
 * a module that none of them names stands alone.
 */
#include "pictures/picture.h"

#include "facts/setting.h"

/* The node of the module FILE; one that is not loaded is drawn as such. */
static uint32_t module_of(struct picture *p, struct analysis *a, struct str file)
{
	return picture_named(p, a, file, ROLE_MISSING, SPAN_NONE, false);
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
static struct str condition_text(struct picture *p, const struct condition *when)
{
	struct buf b = buf_on(p->arena);

	for (; when->param; when++)
		buf_printf(&b, "%s%s", b.n ? ", " : "for ", when->param);
	return buf_view(&b);
}

static void add_dependencies(struct picture *p, struct analysis *a, const struct module *m)
{
	static const char *const words[] = {
	    [NEED_ANY] = "needs", [NEED_BEFORE] = "needs above it", [NEED_LOAD] = "needs above it"};
	const struct modules *l = &a->modules;
	uint32_t bit = a->session->version.bit;
	size_t count;
	const struct dependency *row = dependency_find(m->file, &count);

	for (; count; count--, row++)
		if (row->versions & bit && modules_meet(l, m, row->when))
			picture_join(p, module_of(p, a, m->file), module_of(p, a, chosen(l, row)),
				     LINE_SOLID, str_of(words[row->order]),
				     condition_text(p, row->when));
}

static void add_databases(struct picture *p, struct analysis *a, const struct module *m)
{
	const struct modules *l = &a->modules;
	uint32_t bit = a->session->version.bit;
	size_t count;
	const struct database *row = database_find(m->file, &count);

	for (; count; count--, row++) {
		struct str url = str_of(row->url);
		struct buf driver = buf_on(p->arena);

		if (!(row->versions & bit) || !modules_meet(l, m, row->when) ||
		    !modules_value(l, m, row->param, &url) || !url.n)
			continue;
		buf_text(&driver, "db_");
		buf_str(&driver, str_take(&url, ':'));
		picture_join(p, module_of(p, a, m->file), module_of(p, a, buf_view(&driver)),
			     LINE_DASHED, STR("database of"), str_of(row->param));
	}
}

struct picture picture_modules(struct analysis *a)
{
	struct picture p = picture_new(a, "modules");

	p.missing = "not loaded";
	for (const struct module *m = a->modules.modules; m; m = m->next)
		picture_named(&p, a, m->file, ROLE_MODULE, module_place(m->node), true);
	for (const struct module *m = a->modules.modules; m; m = m->next) {
		add_dependencies(&p, a, m);
		add_databases(&p, a, m);
	}
	picture_sort(&p);
	return p;
}
