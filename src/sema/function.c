/*
 * function - which function of which module a call means.  Facts: semantics.md sections 6.1 to 6.3;
 * vectors 590-618.
 *
 * What must stay true: as in Kamailio, a function is found by its name and the number of its
 * arguments among the modules loaded above, the last one loaded first; the kind of route decides
 * after that.
 */
#include "sema/callee.h"

/* How late MODULE was loaded. */
static uint32_t order_of(const struct check *cx, const char *module)
{
	const struct module *m = modules_file(&cx->unit->modules, module);

	return m ? m->order : 0;
}

const struct fact_function *callee_find(struct check *cx, const struct callee *c, uint16_t routes)
{
	const struct fact_function *best = NULL;

	for (size_t i = 0; i < c->row_count; i++) {
		const struct fact_function *f = &c->rows[i];

		if (!callee_is_now(cx, f) || !callee_takes(f, c->count) ||
		    (routes && !(f->routes & routes)) || !check_is_loaded(cx, f->module))
			continue;
		if (!best || order_of(cx, f->module) > order_of(cx, best->module))
			best = f;
	}
	return best;
}

/* A module that this version lacks was reported; what it has is no further mistake. */
static bool is_excused(struct check *cx, const struct callee *c)
{
	for (size_t i = 0; i < c->row_count; i++)
		if (map_has(&cx->modules_missing, str_of(c->rows[i].module)))
			return true;
	return cx->has_stranger;
}

static int argument_count(const struct node *n)
{
	int count = 0;

	for (const struct node *a = KID(n, CALL, arguments); a; a = a->next)
		count++;
	return count;
}

bool call_check(struct check *cx, const struct node *n, const struct value *values)
{
	struct callee c = {.name = n->text,
			   .at = {n->at.lo, n->at.lo + (uint32_t)n->text.n},
			   .seen = check_last(n->at),
			   .count = argument_count(n)};
	const struct known_call *k = call_known(cx, &c);

	if (!k) {
		const struct fact_function *f;

		c.rows = catalog_functions(cx->session->catalog, c.name, &c.row_count);
		f = callee_find(cx, &c, cx->routes_here);
		if (f)
			k = call_keep(cx, &c, f);
	}
	if (!k) {
		if (is_excused(cx, &c))
			return true;
		callee_report(cx, &c);
		return false;
	}
	if (k->function->wants_constants && !call_constants(cx, n, values))
		return false;
	sema_annotate(n)->number = k->info;
	return true;
}
