/*
 * catalog_merge - see catalog_merge.h.
 *
 * What must stay true: the result is sorted as catalog.h wants it; nothing of BASE is changed, for
 * it may be constant.
 */
#include "facts/catalog_merge.h"

#include <stdlib.h>
#include <string.h>

/* All rows begin with their name, all but those of modules go on with another text. */
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

static int compare_functions(const void *a, const void *b)
{
	const struct fact_function *x = a, *y = b;
	int order = compare_rows(a, b);

	return order ? order : (x->parameters > y->parameters) - (x->parameters < y->parameters);
}

typedef int (*comparer)(const void *, const void *);

/* COUNT rows of SIZE bytes at A and MORE_COUNT at B, which need not be sorted, as one table. */
static void *merge(struct arena *arena, const void *a, size_t count, const void *b,
		   size_t more_count, size_t size, comparer compare, size_t *total)
{
	char *out = arena_array(arena, count + more_count + 1, size), *at = out;
	char *sorted = arena_array(arena, more_count + 1, size);
	const char *left = a, *right = sorted;
	size_t left_count = count, right_count = more_count;

	if (more_count) {
		memcpy(sorted, b, more_count * size);
		qsort(sorted, more_count, size, compare);
	}
	for (; left_count || right_count; at += size) {
		bool is_left = !right_count || (left_count && compare_rows(left, right) <= 0);

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

#define MERGE(table, one, compare)                                                                 \
	do {                                                                                       \
		out->table =                                                                       \
		    merge(a, base->table, base->one##_count, more->table, more->one##_count,       \
			  sizeof *base->table, compare, &out->one##_count);                        \
		out->one##_index =                                                                 \
		    rows_index(a, out->table, sizeof *out->table, out->one##_count);               \
	} while (0)

const struct catalog *catalog_with(struct arena *a, const struct catalog *base,
				   const struct catalog *more)
{
	struct catalog *out = ARENA_NEW(a, struct catalog);

	/* The old names, too. */
	*out = *base;
	MERGE(modules, module, compare_rows);
	MERGE(functions, function, compare_functions);
	MERGE(params, param, compare_rows);
	MERGE(pvars, pvar, compare_rows);
	MERGE(transformations, transformation, compare_rows);
	MERGE(events, event, compare_rows);
	MERGE(globals, global, compare_rows);
	MERGE(route_names, route_name, compare_rows);
	return out;
}

/* Rows that are being made. */
struct rows {
	struct fact_module *modules;
	struct fact_function *functions;
	struct fact_param *params;
	struct fact_pvar *pvars;
	size_t module_count, function_count, param_count, pvar_count;
};

/* Makes them the rows of C. */
static void put_rows(struct catalog *c, const struct rows *r)
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

static struct rows rows_for(struct arena *a, size_t modules, size_t functions, size_t params,
			    size_t pvars)
{
	return (struct rows){
	    .modules = arena_array(a, modules + 1, sizeof(struct fact_module)),
	    .functions = arena_array(a, functions + 1, sizeof(struct fact_function)),
	    .params = arena_array(a, params + 1, sizeof(struct fact_param)),
	    .pvars = arena_array(a, pvars + 1, sizeof(struct fact_pvar)),
	};
}

static void append_module(struct rows *r, const struct module_facts *m, uint32_t versions)
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
	struct rows rows;

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

/* The row of MODULE in FACTS, or NULL. */
static const struct fact_module *find_module(const struct catalog *facts, const char *module)
{
	size_t count;

	return catalog_modules(facts, str_of(module), &count);
}

static bool has_pvar(const struct catalog *facts, const struct fact_pvar *p)
{
	size_t count;
	const struct fact_pvar *k = catalog_pvars(facts, str_of(p->name), &count);

	for (; count; count--, k++)
		if (strcmp(k->module, p->module) == 0)
			return true;
	return false;
}

/* What FACTS put in their place no longer holds in the version BIT; rows that hold in no other one
 * go. */
static void keep_functions(struct rows *r, const struct catalog *base, const struct catalog *facts,
			   uint32_t bit)
{
	for (size_t i = 0; i < base->function_count; i++) {
		struct fact_function *f = &r->functions[r->function_count];

		*f = base->functions[i];
		if (f->versions & bit && find_module(facts, f->module))
			f->versions &= ~bit;
		r->function_count += f->versions != 0;
	}
}

static void keep_params(struct rows *r, const struct catalog *base, const struct catalog *facts,
			uint32_t bit)
{
	for (size_t i = 0; i < base->param_count; i++) {
		struct fact_param *p = &r->params[r->param_count];

		*p = base->params[i];
		if (p->versions & bit && find_module(facts, p->module))
			p->versions &= ~bit;
		r->param_count += p->versions != 0;
	}
}

static void keep_pvars(struct rows *r, const struct catalog *base, const struct catalog *facts,
		       uint32_t bit)
{
	for (size_t i = 0; i < base->pvar_count; i++) {
		struct fact_pvar *p = &r->pvars[r->pvar_count];

		*p = base->pvars[i];
		if (p->versions & bit && has_pvar(facts, p))
			p->versions &= ~bit;
		r->pvar_count += p->versions != 0;
	}
}

/* A module keeps what no file tells: on which others it depends. */
static void keep_modules(struct rows *r, const struct catalog *base, struct fact_module *facts,
			 size_t count, uint32_t bit)
{
	for (size_t i = 0; i < base->module_count; i++) {
		struct fact_module *m = &r->modules[r->module_count];

		*m = base->modules[i];
		for (size_t k = 0; m->versions & bit && k < count; k++)
			if (strcmp(facts[k].name, m->name) == 0) {
				facts[k].depends = m->depends;
				m->versions &= ~bit;
			}
		r->module_count += m->versions != 0;
	}
}

const struct catalog *catalog_with_modules(struct arena *a, const struct catalog *base,
					   const struct module_facts *list, size_t count,
					   const struct version *v)
{
	const struct catalog *facts = catalog_of_modules(a, list, count, v->bit);
	struct rows kept = rows_for(a, base->module_count, base->function_count, base->param_count,
				    base->pvar_count);
	struct fact_module *modules = arena_array(a, facts->module_count + 1, sizeof *modules);
	struct catalog rest = *base, more = *facts;

	for (size_t i = 0; i < facts->module_count; i++)
		modules[i] = facts->modules[i];
	more.modules = modules;
	keep_modules(&kept, base, modules, facts->module_count, v->bit);
	keep_functions(&kept, base, facts, v->bit);
	keep_params(&kept, base, facts, v->bit);
	keep_pvars(&kept, base, facts, v->bit);
	put_rows(&rest, &kept);
	return catalog_with(a, &rest, &more);
}
