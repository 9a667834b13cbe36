/*
 * catalog_merge - see catalog_merge.h.
 *
 * What must stay true: the result is sorted as catalog.h wants it; nothing of BASE is changed, for
 * it may be constant.
 */
#include "modules/catalog_merge.h"

#include <stdlib.h>
#include <string.h>

/* All rows begin with their name, and most go on with another text: the module, or NULL. */
struct row_head {
	const char *name, *second;
};

static int compare_rows(const void *a, const void *b)
{
	struct row_head x, y;
	int order;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	order = strcmp(x.name, y.name);
	return order || !x.second || !y.second ? order : strcmp(x.second, y.second);
}

/* Of rows that go on with something else. */
static int compare_names(const void *a, const void *b)
{
	const char *x, *y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return strcmp(x, y);
}

static int compare_functions(const void *a, const void *b)
{
	const struct fact_function *x = a, *y = b;
	int order = compare_rows(a, b);

	return order ? order : (x->parameters > y->parameters) - (x->parameters < y->parameters);
}

typedef int (*comparer)(const void *, const void *);

/*
 * COUNT rows of SIZE bytes at A and MORE_COUNT at B, which need not be sorted, as one table.  SORT
 * puts those of B in order, JOIN says which of two comes first.
 */
static void *merge(struct arena *arena, const void *a, size_t count, const void *b,
		   size_t more_count, size_t size, comparer sort, comparer join, size_t *total)
{
	char *out = arena_array(arena, count + more_count + 1, size), *at = out;
	char *sorted = arena_array(arena, more_count + 1, size);
	const char *left = a, *right = sorted;
	size_t left_count = count, right_count = more_count;

	if (more_count) {
		memcpy(sorted, b, more_count * size);
		qsort(sorted, more_count, size, sort);
	}
	for (; left_count || right_count; at += size) {
		bool is_left = !right_count || (left_count && join(left, right) <= 0);

		memcpy(at, is_left ? left : right, size);
		if (is_left) {
			left += size;
			left_count--;
		} else {
			right += size;
			right_count--;
		}
	}
	*total = count + more_count;
	return out;
}

#define MERGE(table, one, sort, join)                                                              \
	do {                                                                                       \
		out->table =                                                                       \
		    merge(a, base->table, base->one##_count, more->table, more->one##_count,       \
			  sizeof *base->table, sort, join, &out->one##_count);                     \
		out->one##_index =                                                                 \
		    rows_index(a, out->table, sizeof *out->table, out->one##_count);               \
	} while (0)

const struct catalog *catalog_with(struct arena *a, const struct catalog *base,
				   const struct catalog *more)
{
	struct catalog *out = ARENA_NEW(a, struct catalog);

	/* The old names, too. */
	*out = *base;
	MERGE(modules, module, compare_rows, compare_rows);
	MERGE(functions, function, compare_functions, compare_rows);
	MERGE(params, param, compare_rows, compare_rows);
	MERGE(pvars, pvar, compare_rows, compare_rows);
	MERGE(transformations, transformation, compare_rows, compare_rows);
	MERGE(events, event, compare_rows, compare_rows);
	MERGE(globals, global, compare_rows, compare_rows);
	MERGE(route_names, route_name, compare_names, compare_names);
	return out;
}

/* Rows that are being made. */
struct merged_rows {
	struct fact_module *modules;
	struct fact_function *functions;
	struct fact_param *params;
	struct fact_pvar *pvars;
	size_t module_count, function_count, param_count, pvar_count;
};

/* Makes them the rows of C. */
static void put_rows(struct catalog *c, const struct merged_rows *r)
{
	c->modules = r->modules;
	c->functions = r->functions;
	c->params = r->params;
	c->pvars = r->pvars;
	c->module_count = r->module_count;
	c->function_count = r->function_count;
	c->param_count = r->param_count;
	c->pvar_count = r->pvar_count;
}

static struct merged_rows rows_for(struct arena *a, size_t modules, size_t functions, size_t params,
				   size_t pvars)
{
	return (struct merged_rows){
	    .modules = arena_array(a, modules + 1, sizeof(struct fact_module)),
	    .functions = arena_array(a, functions + 1, sizeof(struct fact_function)),
	    .params = arena_array(a, params + 1, sizeof(struct fact_param)),
	    .pvars = arena_array(a, pvars + 1, sizeof(struct fact_pvar)),
	};
}

static void append_module(struct merged_rows *r, const struct module_facts *m, uint32_t versions)
{
	struct fact_module *row = &r->modules[r->module_count++];

	versions = versions ? versions : m->versions;
	*row = (struct fact_module){m->name, m->parameter_name, NULL, versions, false};
	for (size_t i = 0; i < m->function_count; i++) {
		r->functions[r->function_count] = m->functions[i];
		r->functions[r->function_count++].versions = versions;
	}
	for (size_t i = 0; i < m->param_count; i++) {
		r->params[r->param_count] = m->params[i];
		r->params[r->param_count++].versions = versions;
	}
	for (size_t i = 0; i < m->pvar_count; i++) {
		r->pvars[r->pvar_count] = m->pvars[i];
		r->pvars[r->pvar_count++].versions = versions;
	}
}

const struct catalog *catalog_of_modules(struct arena *a, const struct module_facts *list,
					 size_t count, uint32_t versions)
{
	static const struct catalog none;
	size_t functions = 0, params = 0, pvars = 0;
	struct catalog all = {0};
	struct merged_rows rows;

	for (size_t i = 0; i < count; i++) {
		functions += list[i].function_count;
		params += list[i].param_count;
		pvars += list[i].pvar_count;
	}
	rows = rows_for(a, count, functions, params, pvars);
	for (size_t i = 0; i < count; i++)
		append_module(&rows, &list[i], versions);
	put_rows(&all, &rows);
	return catalog_with(a, &none, &all);
}

/* The versions in which FACTS know MODULE. */
static uint32_t module_versions(const struct catalog *facts, const char *module)
{
	size_t count;
	const struct fact_module *m = catalog_modules(facts, str_of(module), &count);
	uint32_t versions = 0;

	for (; count; count--, m++)
		versions |= m->versions;
	return versions;
}

/* The versions in which FACTS have the variable P; a module registers some only when it starts, so
 * that its file does not show them. */
static uint32_t pvar_versions(const struct catalog *facts, const struct fact_pvar *p)
{
	size_t count;
	const struct fact_pvar *k = catalog_pvars(facts, str_of(p->name), &count);
	uint32_t versions = 0;

	for (; count; count--, k++)
		if (strcmp(k->module, p->module) == 0)
			versions |= k->versions;
	return versions;
}

/* What FACTS put in their place no longer holds in their versions; rows that hold in no other one
 * go. */
static void keep_functions(struct merged_rows *r, const struct catalog *base,
			   const struct catalog *facts)
{
	for (size_t i = 0; i < base->function_count; i++) {
		struct fact_function *f = &r->functions[r->function_count];

		*f = base->functions[i];
		f->versions &= ~module_versions(facts, f->module);
		r->function_count += f->versions != 0;
	}
}

static void keep_params(struct merged_rows *r, const struct catalog *base,
			const struct catalog *facts)
{
	for (size_t i = 0; i < base->param_count; i++) {
		struct fact_param *p = &r->params[r->param_count];

		*p = base->params[i];
		p->versions &= ~module_versions(facts, p->module);
		r->param_count += p->versions != 0;
	}
}

static void keep_pvars(struct merged_rows *r, const struct catalog *base,
		       const struct catalog *facts)
{
	for (size_t i = 0; i < base->pvar_count; i++) {
		struct fact_pvar *p = &r->pvars[r->pvar_count];

		*p = base->pvars[i];
		p->versions &= ~pvar_versions(facts, p);
		r->pvar_count += p->versions != 0;
	}
}

/* A module keeps what no file tells: on which others it depends. */
static void keep_modules(struct merged_rows *r, const struct catalog *base,
			 struct fact_module *facts, size_t count)
{
	for (size_t i = 0; i < base->module_count; i++) {
		struct fact_module *m = &r->modules[r->module_count];

		*m = base->modules[i];
		for (size_t k = 0; k < count; k++)
			if (m->versions & facts[k].versions &&
			    strcmp(facts[k].name, m->name) == 0) {
				if (!facts[k].depends)
					facts[k].depends = m->depends;
				m->versions &= ~facts[k].versions;
			}
		r->module_count += m->versions != 0;
	}
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The same in all but the versions.  The names are the same already. */
static bool is_same_module(const void *a, const void *b)
{
	const struct fact_module *x = a, *y = b;

	return is_same_text(x->parameter_name, y->parameter_name) &&
	       is_same_text(x->depends, y->depends) && x->is_unread == y->is_unread;
}

static bool is_same_function(const void *a, const void *b)
{
	const struct fact_function *x = a, *y = b;

	return is_same_text(x->module, y->module) && x->parameters == y->parameters &&
	       x->wants_constants == y->wants_constants && x->routes == y->routes;
}

static bool is_same_param(const void *a, const void *b)
{
	const struct fact_param *x = a, *y = b;

	return is_same_text(x->module, y->module) && x->type == y->type &&
	       x->has_setter == y->has_setter;
}

static const char *form_of(const struct fact_pvar *p)
{
	return p->form ? p->form->text : NULL;
}

static bool is_same_pvar(const void *a, const void *b)
{
	const struct fact_pvar *x = a, *y = b;

	return is_same_text(x->module, y->module) && is_same_text(form_of(x), form_of(y)) &&
	       x->is_writable == y->is_writable && x->has_inner == y->has_inner &&
	       x->has_index == y->has_index;
}

/* Makes one row of those that say the same of several versions; VERSIONS is the offset of these. */
static size_t join(char *rows, size_t count, size_t size, size_t versions,
		   bool (*is_same)(const void *, const void *))
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		char *row = rows + i * size;
		size_t k = kept;

		while (k > 0 && compare_rows(rows + (k - 1) * size, row) == 0 &&
		       !is_same(rows + (k - 1) * size, row))
			k--;
		if (k > 0 && compare_rows(rows + (k - 1) * size, row) == 0) {
			uint32_t mask, more;

			memcpy(&mask, rows + (k - 1) * size + versions, sizeof mask);
			memcpy(&more, row + versions, sizeof more);
			mask |= more;
			memcpy(rows + (k - 1) * size + versions, &mask, sizeof mask);
		} else {
			memmove(rows + kept++ * size, row, size);
		}
	}
	return kept;
}

#define JOIN(rows, one)                                                                            \
	do {                                                                                       \
		out->one##_count = join((char *)out->rows, out->one##_count, sizeof *out->rows,    \
					offsetof(struct fact_##one, versions), is_same_##one);     \
		out->one##_index = rows_index(a, out->rows, sizeof *out->rows, out->one##_count);  \
	} while (0)

const struct catalog *catalog_replace(struct arena *a, const struct catalog *base,
				      const struct catalog *facts)
{
	struct merged_rows kept = rows_for(a, base->module_count, base->function_count,
					   base->param_count, base->pvar_count);
	struct fact_module *modules = arena_array(a, facts->module_count + 1, sizeof *modules);
	static const struct catalog none;
	struct catalog rest = *base, more, *out;

	facts = catalog_with(a, &none, facts);
	more = *facts;
	for (size_t i = 0; i < facts->module_count; i++)
		modules[i] = facts->modules[i];
	more.modules = modules;
	keep_modules(&kept, base, modules, facts->module_count);
	keep_functions(&kept, base, facts);
	keep_params(&kept, base, facts);
	keep_pvars(&kept, base, facts);
	put_rows(&rest, &kept);
	out = (struct catalog *)catalog_with(a, &rest, &more);
	JOIN(modules, module);
	JOIN(functions, function);
	JOIN(params, param);
	JOIN(pvars, pvar);
	return out;
}

const struct catalog *catalog_with_modules(struct arena *a, const struct catalog *base,
					   const struct module_facts *list, size_t count,
					   const struct version *v)
{
	return catalog_replace(a, base, catalog_of_modules(a, list, count, v->bit));
}
