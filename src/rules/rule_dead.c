/*
 * rule_dead - statements behind the call of a route that never comes back.  Those behind an exit or
 * return of the same block: rule_flow.c.
 */
#include "rules/lint_state.h"
#include "rules/rule.h"

#include "parser.h"

void dead_statements(struct unit *u)
{
	struct diags *ds = &u->session->diags;

	if (u->is_incomplete)
		return;
	for (const struct flow_mark *m = u->flow.dead; m; m = m->next) {
		const struct node *call = m->before;
		struct diag *x;

		/* `route(RELAY); exit;` is how careful people write. */
		if (call->kind != N_CORE_CALL || call->op != T_ROUTE || m->node->kind == N_LEAVE)
			continue;
		x = diag_report(
		    ds, DIAG_ROUTE_NEVER_BACK, m->node->at,
		    "this is never reached: the route called above always ends the script");
		diag_note(ds, x, call->at, "it is called here");
	}
}

RULE(route_never_back, "K364", SEV_WARNING, PHASE_RUN,
     .summary = "statements behind the call of a route that always ends the script",
     .why = "exit and drop in a route end the whole script, not only the route; return goes back.",
     .bad = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n"
	    "\tsl_send_reply(\"404\", \"Not Found\");\n}\nroute[REPLY] {\n"
	    "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n",
     .good = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n}\nroute[REPLY] {\n"
	     "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n")
