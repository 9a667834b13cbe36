/*
 * canceled - a failure_route that never asks why the request failed, and sends it on.  It runs for
 * calls that the caller has given up, too.  Tried with SIP traffic on 5.6.3: t_relay() is false and
 * logs an error, t_reply() answers in the place of "487 Request Terminated".
 *
 * What must stay true: a question anywhere in the routes that it calls is enough.
 */
#include "engine/visit.h"

#include "unit/describe.h"

struct route_of_failure {
	const struct node *relay; /* there, or in a route that it calls; or NULL */
	bool asks;                /* there, or in a route that it calls */
};

static const struct state_kind state = STATE_KIND(struct route_of_failure);

/* Rounds of passing on what called routes do. */
enum { ROUNDS_MOST = 8 };

static struct route_of_failure *facts_of(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &state, r);
}

static void see(struct visit *v, const struct node *n)
{
	struct route_of_failure *x;

	if (!v->route)
		return;
	x = facts_of(v, v->route);
	if (n->kind == N_ELEMENT) {
		x->asks = x->asks || str_is(KID(n, ELEMENT, left)->text, "status");
	} else if (n->kind != N_CALL || v->call->tags & TAG_CAUSE || v->pvar) {
		x->asks = true;
	} else if (!x->relay) {
		x->relay = n;
	}
}

/* Whether X, which calls Y, has got to know something. */
static bool take(struct route_of_failure *x, const struct route_of_failure *y)
{
	bool is_new = (y->asks && !x->asks) || (y->relay && !x->relay);

	x->asks = x->asks || y->asks;
	x->relay = x->relay ? x->relay : y->relay;
	return is_new;
}

static bool pass_once(struct visit *v)
{
	bool is_new = false;

	for (const struct call *c = v->unit->graph.first; c; c = c->next_all)
		if (c->way == CALL_ROUTE && c->from && c->to)
			is_new |= take(facts_of(v, c->from), facts_of(v, c->to));
	return is_new;
}

/* Whether all of it is known. */
static bool pass_on(struct visit *v)
{
	if (v->unit->graph.is_dynamic[ROUTES_REQUEST])
		return false;
	for (int i = 0; i < ROUNDS_MOST; i++)
		if (!pass_once(v))
			return true;
	return false;
}

static bool is_blind(struct visit *v, const struct route *r)
{
	return r->kind == ROUTES_FAILURE && r->is_reached && facts_of(v, r)->relay &&
	       !facts_of(v, r)->asks;
}

static void check_failures(struct visit *v)
{
	const struct route *r = v->unit->routes.first;
	struct diag *d;

	while (r && r->kind != ROUTES_FAILURE)
		r = r->next;
	if (!r || !pass_on(v))
		return;
	/* Who has not heard of it has not heard of it anywhere: once is enough. */
	while (r && !is_blind(v, r))
		r = r->next;
	if (!r)
		return;
	d = report(v, describe_place(r),
		   "%.*s sends on, or tries to, what the caller has given up, too",
		   STR_ARG(describe_route(v->unit, r)));
	diag_hint(v->diags, d, "begin it with \"if (t_is_canceled()) exit;\"");
	diag_note(v->diags, d, facts_of(v, r)->relay->at, "it is sent on here");
}

RULE(failure_canceled, "K385", SEV_NOTE, PHASE_RUN, .tags = TAG_RELAY | TAG_CAUSE,
     .nodes = NODE(ELEMENT), .pvars = PVAR("T_reply_code", "T_rpl", "T", "rs", "rr"), .run = see,
     .end = check_failures, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_LOST | DOUBT_BRACES | DOUBT_MODULE | DOUBT_ENGINE,
     .summary = "a failure_route that sends on without t_is_canceled()",
     .why = "When the caller hangs up before anybody has answered, the branches fail with 487, and "
	    "the failure_route runs. What it does for a next destination it does in vain: a branch "
	    "marked as failed, a counter, a reply of its own; t_relay() is false and logs "
	    "\"t_forward_noack failed\". Told once, and only when the failure_route and what it "
	    "calls ask for no cause at all.",
     .evidence = "kamailio issue 875",
     .bad = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_failure(\"NEXT\");\n"
	    "\tt_relay();\n}\nfailure_route[NEXT] {\n\t$du = \"sip:192.0.2.2\";\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_failure(\"NEXT\");\n"
	     "\tt_relay();\n}\nfailure_route[NEXT] {\n\tif (t_is_canceled())\n\t\texit;\n"
	     "\t$du = \"sip:192.0.2.2\";\n\tt_relay();\n}\n")
