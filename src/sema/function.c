/*
 * function - the call of a module's function: found, excused or reported.
 */
#include "sema/callee.h"

/* A module that this version lacks was reported; what it has is no further mistake. */
static bool is_excused(struct sema *cx, const struct callee *c)
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

bool call_check(struct sema *cx, const struct node *n, const struct value *values)
{
	struct callee c = {.name = n->text,
			   .at = {n->at.lo, n->at.lo + (uint32_t)n->text.n},
			   .seen = sema_last(n->at),
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
