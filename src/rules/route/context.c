/*
 * context - functions in a kind of block that they do not work in, reached through route().
 * The parser looks at the block that a call stands in (semantics.md section 6.1); a route[X] is a
 * request route to it, wherever it runs.  Whether the function may run there is the module's own
 * statement: grammar/functions.tsv.
 */
#include "engine/visit.h"

#include "base/bits.h"
#include "unit/describe.h"

/* What is reported here. */
extern const struct rule rule_context;
extern const struct rule rule_context_guarded;

enum { CHAIN_MOST = 16 };

/* The kinds of block that the function's own statement is compared with. */
enum { KINDS = FACT_FAILURE | FACT_TM_ONREPLY | FACT_CORE_ONREPLY | FACT_BRANCH | FACT_ONSEND };

static const char *context_word(unsigned bit)
{
	switch (1u << bit) {
	case FACT_FAILURE: return "failure_route";
	case FACT_TM_ONREPLY: return "onreply_route[...]";
	case FACT_CORE_ONREPLY: return "reply_route";
	case FACT_BRANCH: return "branch_route";
	case FACT_LOCAL: return "event_route[tm:local-request]";
	case FACT_BRANCH_FAILURE: return "event_route[tm:branch-failure:...]";
	default: return "onsend_route";
	}
}

/* The calls that lead to ROUTE in the kind of block BIT. */
static void say_chain(struct visit *v, struct diag *x, const struct route *route, unsigned bit)
{
	for (int i = 0; i < CHAIN_MOST; i++) {
		int soft = !(route->context[0] >> bit & 1);
		const struct call *via = route->via[soft][bit];
		struct str from;

		if (!via || !via->from)
			return;
		from = describe_route(v->unit, via->from);
		diag_note(v->diags, x, via->at, "called from %.*s", STR_ARG(from));
		route = via->from;
	}
}

/* The name of the function that is called. */
static struct span name_at(const struct node *call)
{
	return (struct span){call->at.lo, call->at.lo + (uint32_t)call->text.n};
}

/* It was tried, and found to do its work in any kind of block. */
static bool works_anywhere(struct visit *v, const struct use *use)
{
	return call_of(v->unit, use->node)->tags & TAG_WORKING;
}

static void report_use(struct visit *v, const struct use *use, const struct rule *rule,
		       unsigned bit)
{
	struct str from = describe_route(v->unit, use->from);
	struct diag *x = report_as(v, rule, name_at(use->node),
				   "\"%.*s\" is not made for %s, where %.*s runs, too",
				   STR_ARG(use->node->text), context_word(bit), STR_ARG(from));

	if (works_anywhere(v, use))
		diag_hint(v->diags, x, "it works there all the same");
	say_chain(v, x, use->from, bit);
}

static void check_uses(struct visit *v)
{
	for (const struct use *use = v->unit->graph.uses; use; use = use->next) {
		const uint16_t *context = use->from->context;
		unsigned wrong = use->mask & (unsigned)~use->routes & KINDS;
		unsigned hard = use->is_soft ? 0 : wrong & context[0];

		if (hard && !works_anywhere(v, use))
			report_use(v, use, &rule_context, bits_lowest(hard));
		else if (wrong & (context[0] | context[1]))
			report_use(v, use, &rule_context_guarded,
				   bits_lowest(wrong & (context[0] | context[1])));
	}
}

/* Where the request is the server's own, or has an owner who will answer it. */
static void check_event(struct visit *v, const struct use *use, unsigned event)
{
	struct str name = use->node->text;
	unsigned bit = bits_lowest(event);
	uint64_t wrong = TAG_REPLY_CODE | TAG_REPLY_FINAL | (event & FACT_LOCAL ? TAG_RELAY : 0);
	struct str from;
	struct diag *x;

	if (!(call_of(v->unit, use->node)->tags & wrong))
		return;
	x = report(v, name_at(use->node), "\"%.*s\" does not work in %s", STR_ARG(name),
		   context_word(bit));
	if (use->from->kind == ROUTES_EVENT)
		return;
	from = describe_route(v->unit, use->from);
	diag_hint(v->diags, x, "%.*s runs there, too", STR_ARG(from));
	say_chain(v, x, use->from, bit);
}

static void check_events(struct visit *v)
{
	for (const struct use *use = v->unit->graph.uses; use; use = use->next) {
		unsigned event =
		    use->mask & use->from->context[0] & (FACT_LOCAL | FACT_BRANCH_FAILURE);

		if (event && !use->is_soft)
			check_event(v, use, event);
	}
}

RULE(context_event, "K342", SEV_WARNING, PHASE_RUN, .end = check_events, .needs = NEEDS_ROUTES,
     .summary = "a reply or relay in an event route where there is nothing to reply to or relay",
     .why =
	 "In event_route[tm:local-request] the request is one that Kamailio sends itself: "
	 "t_relay() logs \"unsupported route type\" and ends the script, replies go nowhere. In "
	 "event_route[tm:branch-failure:...] the transaction goes on: t_reply() and "
	 "send_reply() fail, and what sl_send_reply() sends is followed by a second final reply.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n\texit;\n}\n"
	    "event_route[tm:local-request] {\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"textops\"\nrequest_route {\n\tt_relay();\n"
	     "\texit;\n}\nevent_route[tm:local-request] {\n\tappend_hf(\"X-A: b\\r\\n\");\n}\n")

RULE(context, "K340", SEV_WARNING, PHASE_RUN, .end = check_uses, .needs = NEEDS_ROUTES,
     .summary = "a function in a kind of route it is not made for, reached by route()",
     .why = "Kamailio checks the block that a call stands in, and takes every route[X] for a "
	    "request route. Called from a failure, branch or reply route, its functions run as "
	    "there: t_relay in a reply route logs \"unsupported route type\" and the rest of the "
	    "route is dropped; a second final reply goes out from a failure route. A condition "
	    "such as is_request() or t_is_failure_route() before the call ends the finding.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nrequest_route {\n\tt_on_reply(\"R\");\n"
	    "\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\nroute[Y] {\n"
	    "\tsl_send_reply(\"404\", \"Not here\");\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"pv\"\nloadmodule "
	     "\"siputils\"\nrequest_route {\n"
	     "\tt_on_reply(\"R\");\n\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\n"
	     "route[Y] {\n\tif (is_request())\n\t\tsl_send_reply(\"404\", \"Not here\");\n}\n")

RULE(context_guarded, "K341", SEV_NOTE, PHASE_RUN, .found_by = &rule_context,
     .summary =
	 "the same, under a condition that looks at the message, or where it was seen to work",
     .why =
	 "The condition ($rm, is_method(), status ...) may keep the wrong kinds of route away, "
	 "or not: a reply has the method of its request, too. A few functions were seen to work in "
	 "every kind of route, though their modules do not say so: exec_avp(), for one.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tt_on_reply(\"R\");\n\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\n"
	    "route[Y] {\n\tif (is_method(\"INVITE\"))\n"
	    "\t\tsl_send_reply(\"404\", \"Not here\");\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"pv\"\nloadmodule "
	     "\"siputils\"\nrequest_route {\n"
	     "\tt_on_reply(\"R\");\n\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\n"
	     "route[Y] {\n\tif (is_request())\n\t\tsl_send_reply(\"404\", \"Not here\");\n}\n")
