/*
 * never_back - statements behind the call of a route that never comes back.  Those behind an exit
 * or return of the same block: rule_flow.c.
 */
#include "engine/visit.h"
#include "unit/describe.h"

/* So many routes may take part in it that a call never comes back; more, and nothing is said. */
enum { ROUTES_MOST = 16 };

static bool has_directive(struct analysis *u, uint32_t lo, uint32_t hi)
{
	struct sources *all = &u->session->sources;

	return lo > hi || source_of(all, lo) != source_of(all, hi) ||
	       str_search(source_text(all, (struct span){lo, hi}), STR("#!")) >= 0;
}

/* Another variant of the config may come back out of R, or of what it calls. */
static bool is_conditional(struct analysis *u, const struct route *r, unsigned *routes)
{
	if (++*routes > ROUTES_MOST)
		return true;
	for (const struct block *b = r->blocks; b; b = b->next) {
		struct span at = span_in_file(&u->session->sources, b->node->at);

		if (has_directive(u, at.lo, at.hi))
			return true;
	}
	for (const struct call *c = r->calls; c; c = c->next)
		if (c->way == CALL_ROUTE && c->to && c->to != r && is_conditional(u, c->to, routes))
			return true;
	return false;
}

static bool may_differ(struct analysis *u, const struct path_mark *m)
{
	const struct route *r = calls_target(u, m->before);
	struct sources *all = &u->session->sources;
	unsigned routes = 0;

	return !r ||
	       has_directive(u, span_in_file(all, m->before->at).hi,
			     span_in_file(all, m->node->at).lo) ||
	       is_conditional(u, r, &routes);
}

static void check_dead(struct visit *v)
{
	for (const struct path_mark *m = v->unit->marks; m; m = m->next) {
		const struct node *call = m->before;
		struct diag *x;

		/* `route(RELAY); exit;` is how careful people write. */
		if (m->kind != PATH_NEVER_BACK || call->kind != N_CORE_CALL || call->op != OP_ROUTE ||
		    m->node->kind == N_LEAVE || may_differ(v->unit, m))
			continue;
		x = report(v, m->node->at,
			   "this is never reached: the route called above always ends the script");
		diag_note(v->diags, x, call->at, "it is called here");
	}
}

RULE(route_never_back, "K364", SEV_WARNING, PHASE_RUN, .end = check_dead, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_LOST,
     .summary = "statements behind the call of a route that always ends the script",
     .why =
	 "exit and drop in a route end the whole script, not only the route; return goes back. Not "
	 "said when directives stand in the called route: another variant of the config may come "
	 "back.",
     .bad = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n"
	    "\tsl_send_reply(\"404\", \"Not Found\");\n}\nroute[REPLY] {\n"
	    "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n",
     .good = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n}\nroute[REPLY] {\n"
	     "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n")
