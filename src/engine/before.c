/*
 * before - see before.h.
 */
#include "engine/before.h"

/* Rounds of passing on what callers have done. */
enum { ROUNDS_MOST = 16 };

/* Whether R begins with a message that is new to the script, or is called at known places only. */
static bool is_known(const struct analysis *a, const struct route *r)
{
	const struct call *c = r->callers;

	if (r->kind == ROUTES_FAILURE || r->kind == ROUTES_REPLY ||
	    (r->kind == ROUTES_REQUEST && str_is(r->name, ROUTE_MAIN)))
		return true;
	if (r->kind != ROUTES_REQUEST || !r->is_reached || a->graph.is_dynamic[r->kind])
		return false;
	while (c && c->way == CALL_ROUTE)
		c = c->next_of_target;
	return r->callers && !c;
}

void before_begin(struct before *b, const struct visit *v)
{
	b->routes = arena_array(v->arena, v->unit->routes.count, sizeof *b->routes);
	for (const struct route *r = v->unit->routes.first; r; r = r->next)
		b->routes[r->number] = is_known(v->unit, r) ? 0 : UINT64_MAX;
}

void before_called(struct before *b, struct arena *a, const struct route *from,
		   const struct route *to, uint64_t done)
{
	*LIST_ADD(a, &b->calls) = (struct before_call){from, to, done};
}

/* Whether there was anything new. */
static bool pass_once(struct before *b)
{
	bool is_new = false;

	for (uint32_t i = 0; i < b->calls.count; i++) {
		const struct before_call *c = &b->calls.all[i];
		uint64_t *to = &b->routes[c->to->number];
		uint64_t more = (c->done | b->routes[c->from->number]) & ~*to;

		*to |= more;
		is_new = is_new || more;
	}
	return is_new;
}

bool before_end(struct before *b)
{
	for (int i = 0; i < ROUNDS_MOST; i++)
		if (!pass_once(b))
			return true;
	return false;
}

uint64_t before_route(const struct before *b, const struct route *r)
{
	return b->routes[r->number];
}
