/*
 * call_record - what the analysis keeps of calls of functions: one record for all calls of one
 * shape.
 *
 * What must stay true: what a call means holds for the modules that are loaded above it.
 */
#include "sema/callee.h"

#include "facts/arguments.h"
#include "facts/tags.h"

#include <string.h>

/* The rows of the arguments of F when it is called with COUNT of them. */
static void add_arguments(struct sema *cx, struct call_info *info, struct str name, int count)
{
	const struct fact_argument **list;
	size_t rows;
	const struct fact_argument *row = arguments_of(name, &rows);

	info->is_known = rows > 0;
	if (!rows || !info->function)
		return;
	info->arguments = list = arena_array(cx->arena, rows, sizeof *list);
	for (const struct fact_argument *end = row + rows; row < end; row++)
		if (row->count == count && row->versions & cx->version->bit &&
		    !strcmp(row->module, info->function->module))
			list[info->argument_count++] = row;
}

/* Records calls of one shape; returns their number. */
static int32_t record(struct sema *cx, struct str name, const struct fact_function *f, int count)
{
	struct analysis *a = cx->unit;
	struct call_info *info = LIST_ADD(cx->arena, &a->calls);

	*info = (struct call_info){.function = f, .tags = tags_of(name, cx->version)};
	add_arguments(cx, info, name, count);
	return (int32_t)(a->calls.count - 1);
}

const struct known_call *call_known(struct sema *cx, const struct callee *c)
{
	const struct known_call *k;

	if (cx->calls_loaded != cx->unit->modules.count) {
		cx->calls_valid = (struct map){0};
		cx->calls_loaded = cx->unit->modules.count;
	}
	for (k = map_find(&cx->calls_valid, c->name); k; k = k->next)
		if (k->count == c->count && k->routes == cx->routes_here)
			return k;
	return NULL;
}

const struct known_call *call_keep(struct sema *cx, const struct callee *c,
				   const struct fact_function *f)
{
	struct known_call *k = ARENA_NEW(cx->arena, struct known_call);

	*k = (struct known_call){.next = map_find(&cx->calls_valid, c->name),
				 .function = f,
				 .count = c->count,
				 .routes = cx->routes_here,
				 .info = record(cx, c->name, f, c->count)};
	map_put(&cx->calls_valid, cx->arena, c->name, k);
	return k;
}

void call_record(struct sema *cx, const struct node *n)
{
	int32_t *info = MAP_RECORD(&cx->calls_unresolved, cx->arena, n->text, int32_t);

	if (!*info)
		*info = record(cx, n->text, NULL, 0);
	sema_annotate(n)->number = *info;
}
