/*
 * calls_follow - which routes are reached, and in which kinds of block; see calls.h.
 *
 * A route runs in the kind of block that calls it, however deep.  The search is breadth first, so
 * the call kept for a kind of block is on a shortest way.
 */
#include "unit/analysis.h"

#include "facts/words.h"

struct step {
	struct route *route;
	unsigned char bit, is_soft;
};

struct queue {
	struct step *steps;
	size_t first, end;
};

static void reach(struct queue *q, struct route *r, unsigned bit, bool is_soft,
		  const struct call *via)
{
	if (r->context[is_soft] >> bit & 1 || (is_soft && r->context[0] >> bit & 1))
		return;
	r->context[is_soft] |= (uint16_t)(1u << bit);
	r->via[is_soft][bit] = via;
	q->steps[q->end++] = (struct step){r, (unsigned char)bit, is_soft};
}

/* Most event routes have no kind of their own. */
static unsigned event_context(const struct analysis *u, struct str name)
{
	const struct version *v = &u->session->version;

	if (words_find(WORDS_EVENT_LOCAL, name, v))
		return FACT_LOCAL;
	return words_head(WORDS_EVENT_BRANCH, name, v) ? FACT_BRANCH_FAILURE : 0;
}

/* The bit of enum fact_route in which the blocks of R start; 0: that of its callers. */
static unsigned own_context(const struct analysis *u, const struct route *r)
{
	switch (r->kind) {
	case ROUTES_FAILURE: return FACT_FAILURE;
	case ROUTES_BRANCH: return FACT_BRANCH;
	case ROUTES_ONSEND: return FACT_ONSEND;
	case ROUTES_REPLY: return str_is(r->name, ROUTE_MAIN) ? FACT_CORE_ONREPLY : FACT_TM_ONREPLY;
	case ROUTES_EVENT: return event_context(u, r->name);
	case ROUTES_REQUEST: return str_is(r->name, ROUTE_MAIN) ? FACT_REQUEST : 0;
	default: return 0;
	}
}

static void follow_contexts(struct analysis *u, struct queue *q)
{
	q->first = q->end = 0;
	for (struct route *r = u->routes.first; r; r = r->next)
		for (unsigned bit = 0; r->is_reached && bit < ROUTE_CONTEXTS; bit++)
			if (own_context(u, r) >> bit & 1)
				reach(q, r, bit, false, NULL);
	/* First what is certain: what is not must add nothing to it. */
	for (int soft = 0; soft < 2; soft++) {
		for (q->first = 0; q->first < q->end; q->first++) {
			struct step s = q->steps[q->first];

			for (const struct call *x = s.route->calls; x; x = x->next)
				if (x->way == CALL_ROUTE && x->to && x->mask >> s.bit & 1 &&
				    (soft || !x->is_soft))
					reach(q, x->to, s.bit, s.is_soft || x->is_soft, x);
		}
	}
}

static void mark_reached(struct queue *q, struct route *r)
{
	if (r->is_reached)
		return;
	r->is_reached = true;
	q->steps[q->end++] = (struct step){.route = r};
}

/* Blocks that the server runs by itself.  The others wait for a call. */
static bool is_entry(const struct route *r)
{
	return r->kind == ROUTES_EVENT || str_is(r->name, ROUTE_MAIN);
}

static void follow_reached(struct analysis *u, struct queue *q)
{
	for (struct route *r = u->routes.first; r; r = r->next)
		if (is_entry(r) || u->graph.is_dynamic[r->kind])
			mark_reached(q, r);
	for (const struct call *x = u->graph.outside; x; x = x->next)
		if (x->to)
			mark_reached(q, x->to);
	for (; q->first < q->end; q->first++)
		for (const struct call *x = q->steps[q->first].route->calls; x; x = x->next)
			if (x->to)
				mark_reached(q, x->to);
}

void calls_follow(struct analysis *u)
{
	struct queue q = {0};
	size_t routes = 0;

	for (const struct route *r = u->routes.first; r; r = r->next)
		routes++;
	q.steps = arena_array(u->arena, routes * 2 * ROUTE_CONTEXTS + 1, sizeof *q.steps);
	follow_reached(u, &q);
	follow_contexts(u, &q);
}
