/*
 * calls_missing - names of routes that no block has, and which route was probably meant; see
 * calls.h.
 */
#include "unit/analysis.h"

#include "facts/suggest.h"

/* So many missing names of a kind are compared with all routes. */
enum { SUGGESTIONS_MOST = 100 };

static bool is_better(const struct route *r, const struct route *best, unsigned distance,
		      unsigned best_distance)
{
	return distance < best_distance ||
	       (distance == best_distance && distance != SUGGEST_NEVER && best &&
		best->is_reached && !r->is_reached);
}

/* The route of KIND with the name nearest to NAME, one that nothing else calls first. */
static struct route *nearest(const struct symbols *y, enum route_kind kind, struct str name)
{
	struct route *best = NULL;
	unsigned best_distance = SUGGEST_NEVER;

	for (struct route *r = y->first_route; r; r = r->next) {
		unsigned distance;

		if (r->kind != kind || str_is(r->name, ROUTE_MAIN))
			continue;
		distance = suggest_distance(name, r->name);
		if (is_better(r, best, distance, best_distance)) {
			best = r;
			best_distance = distance;
		}
	}
	return best;
}

/* The same name under another kind, or NULL. */
static struct route *of_other_kind(const struct symbols *y, enum route_kind kind, struct str name)
{
	for (enum route_kind k = 0; k < ROUTE_KINDS; k++) {
		struct route *r = k == kind ? NULL : symbols_route(y, k, name);

		if (r && !str_is(name, ROUTE_MAIN))
			return r;
	}
	return NULL;
}

static struct route *meant_by(const struct symbols *y, const struct call *call)
{
	struct route *r = of_other_kind(y, call->kind, call->text);

	if (!r)
		r = nearest(y, call->kind, call->name);
	if (r)
		r->is_meant = true;
	return r;
}

/* Whether the route of CALL should be there and is not. */
static bool is_missing(const struct analysis *u, const struct call *call)
{
	/* What waits for its call may be defined in another language. */
	return !call->to && !call->is_optional &&
	       (!u->symbols.has_engine || call->way == CALL_ROUTE);
}

void calls_missing(struct analysis *u)
{
	struct names found[ROUTE_KINDS] = {0};
	struct missing **end = &u->graph.missing;

	for (struct call *call = u->graph.first; call; call = call->next_all) {
		struct name *entry;
		struct missing *m;

		if (!is_missing(u, call))
			continue;
		entry = names_add(&found[call->kind], u->arena, call->name, call->at);
		m = entry->data;
		if (m) {
			m->last->next_missing = call;
			m->last = call;
			continue;
		}
		m = entry->data = ARENA_NEW(u->arena, struct missing);
		*m = (struct missing){.first = call, .last = call};
		if (found[call->kind].count <= SUGGESTIONS_MOST)
			m->meant = meant_by(&u->symbols, call);
		*end = m;
		end = &m->next;
	}
}
