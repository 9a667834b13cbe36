/*
 * calls_missing - names of routes that no block has, and which route was probably meant; see
 * calls.h.
 */
#include "unit/analysis.h"

#include "base/map.h"
#include "facts/suggest.h"

/* So many missing names of a kind are compared with all routes. */
enum { SUGGESTIONS_MOST = 100 };

/* The route of KIND with the name nearest to NAME, one that nothing else calls first. */
static struct route *nearest(const struct routes *all, enum route_kind kind, struct str name)
{
	struct route *best = NULL;
	struct nearest n = nearest_to(name);

	for (struct route *r = all->first; r; r = r->next)
		if (r->kind == kind && !str_is(r->name, ROUTE_MAIN) &&
		    nearest_consider_ranked(&n, r->name, r->is_reached))
			best = r;
	return best;
}

/* The same name under another kind, or NULL. */
static struct route *of_other_kind(const struct routes *all, enum route_kind kind, struct str name)
{
	for (enum route_kind k = 0; k < ROUTE_KINDS; k++) {
		struct route *r = k == kind ? NULL : routes_find(all, k, name);

		if (r && !str_is(name, ROUTE_MAIN))
			return r;
	}
	return NULL;
}

static struct route *meant_by(const struct routes *all, const struct call *call)
{
	struct route *r = of_other_kind(all, call->kind, call->text);

	if (!r)
		r = nearest(all, call->kind, call->name);
	if (r)
		r->is_meant = true;
	return r;
}

/* Whether the route of CALL should be there and is not. */
static bool is_missing(const struct analysis *u, const struct call *call)
{
	/* What waits for its call may be defined in another language. */
	return !call->to && !call->is_optional &&
	       (!u->routes.has_engine || call->way == CALL_ROUTE);
}

void calls_missing(struct analysis *u)
{
	struct map found[ROUTE_KINDS] = {0}; /* struct missing */
	struct missing **end = &u->graph.missing;

	for (struct call *call = u->graph.first; call; call = call->next_all) {
		struct missing *m;

		if (!is_missing(u, call))
			continue;
		m = MAP_RECORD(&found[call->kind], u->arena, call->name, struct missing);
		if (m->first) {
			m->last->next_missing = call;
			m->last = call;
			continue;
		}
		*m = (struct missing){.first = call, .last = call};
		if (found[call->kind].entries.count <= SUGGESTIONS_MOST)
			m->meant = meant_by(&u->routes, call);
		*end = m;
		end = &m->next;
	}
}
