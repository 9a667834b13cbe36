/*
 * catalog - the constant tables made by grammar/mktables.awk, and look-up in them; see catalog.h.
 */
#include "facts/catalog.h"

#include <string.h>

static const struct fact_module modules[] = {
#define ROW(name, parameter_name, depends, versions)                                               \
	{name, parameter_name, depends, versions, false},
#include "modules.inc"
#undef ROW
};

static const struct fact_function functions[] = {
#define ROW(name, module, parameters, routes, wants_constants, versions)                           \
	{name, module, parameters, wants_constants, routes, versions},
#include "functions.inc"
#undef ROW
};

static const struct fact_param params[] = {
#define ROW(name, module, type, has_setter, versions) {name, module, type, has_setter, versions},
#include "params.inc"
#undef ROW
};

static const struct fact_pvar pvars[] = {
#define INNER(...)
#define INNER_KEY(...)
#define ROW(...) {__VA_ARGS__},
#include "pvars.inc"
#undef ROW
#undef INNER_KEY
#undef INNER
};

static const struct fact_transformation transformations[] = {
#define ROW(...) {__VA_ARGS__},
#include "transformations.inc"
#undef ROW
};

static const struct fact_event events[] = {
#define ROW(name, module, kind, set_by, versions) {name, module, kind, set_by, versions},
#include "events.inc"
#undef ROW
};

static const struct fact_global globals[] = {
#define ROW(...) {__VA_ARGS__},
#include "globals.inc"
#undef ROW
};

static const struct fact_route_name route_names[] = {
#define ROW(...) {__VA_ARGS__},
#include "routeparams.inc"
#undef ROW
};

static const struct fact_renamed renamed[] = {
#define ROW(name, kind, module, advice, versions) {name, kind, module, advice, versions},
#include "renamed.inc"
#undef ROW
};

static const struct fact_guard guards[] = {
#define ROW(name, form, yes, no, versions) {name, form, yes, no, versions},
#include "guards.inc"
#undef ROW
};

/* Where the rows of each name are. */
static const uint32_t module_places[] = {
#include "modules.index"
};

static const uint32_t function_places[] = {
#include "functions.index"
};

static const uint32_t param_places[] = {
#include "params.index"
};

static const uint32_t pvar_places[] = {
#include "pvars.index"
};

static const uint32_t transformation_places[] = {
#include "transformations.index"
};

static const uint32_t event_places[] = {
#include "events.index"
};

static const uint32_t global_places[] = {
#include "globals.index"
};

static const uint32_t route_name_places[] = {
#include "routeparams.index"
};

static const uint32_t renamed_places[] = {
#include "renamed.index"
};

static const uint32_t guard_places[] = {
#include "guards.index"
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

const struct catalog catalog_embedded = {
    .modules = modules,
    .functions = functions,
    .params = params,
    .pvars = pvars,
    .transformations = transformations,
    .events = events,
    .globals = globals,
    .route_names = route_names,
    .renamed = renamed,
    .guards = guards,
    .module_count = COUNT(modules),
    .function_count = COUNT(functions),
    .param_count = COUNT(params),
    .pvar_count = COUNT(pvars),
    .transformation_count = COUNT(transformations),
    .event_count = COUNT(events),
    .global_count = COUNT(globals),
    .route_name_count = COUNT(route_names),
    .renamed_count = COUNT(renamed),
    .guard_count = COUNT(guards),
    .module_index = ROWS_INDEX(module_places),
    .function_index = ROWS_INDEX(function_places),
    .param_index = ROWS_INDEX(param_places),
    .pvar_index = ROWS_INDEX(pvar_places),
    .transformation_index = ROWS_INDEX(transformation_places),
    .event_index = ROWS_INDEX(event_places),
    .global_index = ROWS_INDEX(global_places),
    .route_name_index = ROWS_INDEX(route_name_places),
    .renamed_index = ROWS_INDEX(renamed_places),
    .guard_index = ROWS_INDEX(guard_places),
};

#define FIND(field, one) rows_find(c->field, sizeof *c->field, c->one##_index, name, count)

const struct fact_module *catalog_modules(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(modules, module);
}

const struct fact_function *catalog_functions(const struct catalog *c, struct str name,
					      size_t *count)
{
	return FIND(functions, function);
}

const struct fact_param *catalog_params(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(params, param);
}

const struct fact_pvar *catalog_pvars(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(pvars, pvar);
}

const struct fact_transformation *catalog_class(const struct catalog *c, struct str name,
						size_t *count)
{
	return FIND(transformations, transformation);
}

const struct fact_event *catalog_events(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(events, event);
}

const struct fact_global *catalog_globals(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(globals, global);
}

const struct fact_route_name *catalog_route_names(const struct catalog *c, struct str name,
						  size_t *count)
{
	return FIND(route_names, route_name);
}

const struct fact_renamed *catalog_renamed(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(renamed, renamed);
}

const char *catalog_advice(const struct catalog *c, enum renamed_kind kind, struct str name,
			   const char *module, const struct version *v)
{
	size_t count;
	const struct fact_renamed *r = catalog_renamed(c, name, &count);

	for (; count; count--, r++)
		if (r->kind == kind && (r->versions & v->bit) &&
		    (!module || strcmp(r->module, module) == 0))
			return r->advice;
	return NULL;
}

const struct fact_guard *catalog_guards(const struct catalog *c, struct str name, size_t *count)
{
	return FIND(guards, guard);
}

const struct fact_module *catalog_module(const struct catalog *c, struct str name,
					 const struct version *v)
{
	size_t count;
	const struct fact_module *m = catalog_modules(c, name, &count);

	for (; count; count--, m++)
		if (m->versions & v->bit)
			return m;
	return NULL;
}
