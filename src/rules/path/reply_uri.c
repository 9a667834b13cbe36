/*
 * reply_uri - assignments to the request URI where only replies are.  Tried on 5.6.3: the variable
 * stays null, and the reply as it is.
 */
#include "engine/visit.h"

#include "facts/changes.h"

static void check_assignment(struct visit *v, const struct node *n)
{
	const struct node *target = KID(n, ASSIGN, target);
	unsigned context = route_contexts(v->route);

	if (!context || context & ~(unsigned)(FACT_TM_ONREPLY | FACT_CORE_ONREPLY) ||
	    (target->kind != N_PVAR && target->kind != N_BARE) ||
	    !(changes_of(target->text, v->version) & TAG_REQUEST_URI))
		return;
	diag_hint(v->diags,
		  report(v, n->at, "a reply has no request URI: \"%.*s\" stays null",
			 STR_ARG(target->text)),
		  "set it in the request_route, a branch_route or a failure_route");
}

RULE(reply_request_uri, "K378", SEV_WARNING, PHASE_RUN, .nodes = NODE(ASSIGN),
     .run = check_assignment, .needs = NEEDS_ROUTES, .silent_in = DOUBT_LOST,
     .summary = "the request URI is set in a reply route",
     .why = "$ru, $rU, $rd and $rp are parts of the first line of a request. In an onreply_route "
	    "and a reply_route the message is the reply, which has none: the assignment does "
	    "nothing, and nothing is logged.",
     .bad = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_reply(\"R\");\n"
	    "\tt_relay();\n}\nonreply_route[R] {\n\t$rU = \"100\";\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_reply(\"R\");\n"
	     "\t$rU = \"100\";\n\tt_relay();\n}\nonreply_route[R] {\n\t$avp(user) = \"100\";\n}\n")
