/*
 * rule_context - functions in a kind of block that they do not work in, reached through route().
 * The parser looks at the block that a call stands in (semantics.md section 6.1); a route[X] is a
 * request route to it, wherever it runs.  Whether the function may run there is the module's own
 * statement: grammar/functions.tsv.
 */
#include "engine/old_rules.h"
#include "unit/describe.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_context;
extern const struct rule rule_context_event;
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
static void say_chain(struct analysis *u, struct diag *x, const struct route *route, unsigned bit)
{
	for (int i = 0; i < CHAIN_MOST; i++) {
		int soft = !(route->context[0] >> bit & 1);
		const struct call *via = route->via[soft][bit];
		struct str from;

		if (!via || !via->from)
			return;
		from = describe_route(u, via->from);
		diag_note(&u->session->diags, x, via->at, "called from %.*s", STR_ARG(from));
		route = via->from;
	}
}

static unsigned first_bit(unsigned mask)
{
	unsigned bit = 0;

	while (!(mask >> bit & 1))
		bit++;
	return bit;
}

static void report(struct analysis *u, const struct use *use, const struct rule *code, unsigned bit)
{
	struct str from = describe_route(u, use->from);
	struct diag *x = diag_report(
	    &u->session->diags, code,
	    (struct span){use->node->at.lo, use->node->at.lo + (uint32_t)use->node->text.n},
	    "\"%.*s\" is not made for %s, where %.*s runs, too", STR_ARG(use->node->text),
	    context_word(bit), STR_ARG(from));

	say_chain(u, x, use->from, bit);
}

/* Where the request is the server's own, or has an owner who will answer it. */
static void check_event(struct analysis *u, const struct use *use, unsigned event)
{
	const struct version *v = &u->session->version;
	struct str name = use->node->text;
	unsigned bit = first_bit(event);
	struct str from;
	struct diag *x;

	if (!words_find(WORDS_REPLY_CODE, name, v) && !words_find(WORDS_REPLY_FINAL, name, v) &&
	    !(event & FACT_LOCAL && words_find(WORDS_RELAY, name, v)))
		return;
	x = diag_report(&u->session->diags, &rule_context_event,
			(struct span){use->node->at.lo, use->node->at.lo + (uint32_t)name.n},
			"\"%.*s\" does not work in %s", STR_ARG(name), context_word(bit));
	if (use->from->kind == ROUTES_EVENT)
		return;
	from = describe_route(u, use->from);
	diag_hint(&u->session->diags, x, "%.*s runs there, too", STR_ARG(from));
	say_chain(u, x, use->from, bit);
}

void contexts(struct analysis *u)
{
	for (const struct use *use = u->graph.uses; use; use = use->next) {
		const uint16_t *context = use->from->context;
		unsigned wrong = use->mask & (unsigned)~use->routes & KINDS;
		unsigned hard = use->is_soft ? 0 : wrong & context[0];
		unsigned event = use->mask & context[0] & (FACT_LOCAL | FACT_BRANCH_FAILURE);

		if (event && !use->is_soft)
			check_event(u, use, event);
		if (hard)
			report(u, use, &rule_context, first_bit(hard));
		else if (wrong & (context[0] | context[1]))
			report(u, use, &rule_context_guarded,
			       first_bit(wrong & (context[0] | context[1])));
	}
}

RULE(context_event, "K342", SEV_WARNING, PHASE_RUN,
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

RULE(context, "K340", SEV_WARNING, PHASE_RUN,
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

RULE(context_guarded, "K341", SEV_NOTE, PHASE_RUN,
     .summary = "the same, behind a condition that looks at the message",
     .why = "The condition ($rm, is_method(), status ...) may keep the wrong kinds of route away, "
	    "or not: a reply has the method of its request, too.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tt_on_reply(\"R\");\n\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\n"
	    "route[Y] {\n\tif (is_method(\"INVITE\"))\n"
	    "\t\tsl_send_reply(\"404\", \"Not here\");\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"pv\"\nloadmodule "
	     "\"siputils\"\nrequest_route {\n"
	     "\tt_on_reply(\"R\");\n\tt_relay();\n}\nonreply_route[R] {\n\troute(Y);\n}\n"
	     "route[Y] {\n\tif (is_request())\n\t\tsl_send_reply(\"404\", \"Not here\");\n}\n")
