/*
 * record_route - a Record-Route, or a t_on_failure() and its kin, for a request that has been sent
 * on already.  Tried with SIP traffic on 5.6.3: neither what was sent nor what a failure_route
 * sends later has the header; none of the armed blocks runs, after t_newtran() and in a
 * failure_route neither.
 *
 * What must stay true: a relay counts only when it is a statement, or a condition that is true, on
 * every path that leads here.
 */
#include "engine/visit.h"

extern const struct rule rule_armed_late;
extern const struct rule rule_record_route_late;

struct sent_on {
	const struct node *relay; /* NULL: on some path the request was not sent on */
};

static void take_statement(struct visit *v, void *state, const struct node *n)
{
	struct sent_on *x = state;

	if (n->kind == N_CALL && call_of(v->unit, n)->tags & TAG_RELAY)
		x->relay = n;
	/* A statement that could not be read may be the exit. */
	if (n->kind == N_EMPTY && n->flags & NF_LOST)
		x->relay = NULL;
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct sent_on *x = state;

	if (n->kind == N_CALL && call_of(v->unit, n)->tags & TAG_RELAY)
		x->relay = is_true ? n : NULL;
}

static void report_late(struct visit *v, const struct node *n, const struct node *relay)
{
	bool is_arming = call_of(v->unit, n)->tags & TAG_ARMS;
	struct diag *x = report_as(v, is_arming ? &rule_armed_late : &rule_record_route_late, n->at,
				   "\"%.*s\" comes too late to have an effect", STR_ARG(n->text));

	diag_note(v->diags, x, relay->at, "the request is sent on here");
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct sent_on *x = state;

	/* Somebody asks whether a relay failed. */
	if (n->kind != N_CALL) {
		if (str_is(n->text, "$rc") || str_is(n->text, "$retcode") || str_is(n->text, "$?"))
			x->relay = NULL;
		return;
	}
	if (x->relay)
		report_late(v, n, x->relay);
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct sent_on *from = other;
	struct sent_on *x = state;

	(void)v;
	x->relay = from->relay ? x->relay : NULL;
}

static void take_route(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct sent_on *called = summary;
	struct sent_on *x = state;

	(void)v;
	if (called && called->relay)
		x->relay = n;
}

static const struct path_rule path = {.size = sizeof(struct sent_on),
				      .statement = take_statement,
				      .assume = take_condition,
				      .step = take_step,
				      .join = join,
				      .call = take_route};

RULE(record_route_late, "K367", SEV_WARNING, PHASE_RUN, .tags = TAG_RECORD_ROUTE | TAG_ARMS,
     .nodes = NODE(PVAR) | NODE(BARE), .path = &path, .silent_in = DOUBT_BRACES,
     .summary = "record_route() behind t_relay()",
     .why = "t_relay() sends the request at once, with the headers it has by then. A Record-Route "
	    "added behind it goes nowhere, not even into what a failure_route sends: the later "
	    "requests of the dialog do not come through this server.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nrequest_route {\n"
	    "\tif (!t_relay()) {\n\t\tsl_reply_error();\n\t\texit;\n\t}\n\trecord_route();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nrequest_route {\n"
	     "\trecord_route();\n\tif (!t_relay()) {\n\t\tsl_reply_error();\n\t\texit;\n\t}\n}\n")

RULE(armed_late, "K379", SEV_WARNING, PHASE_RUN, .found_by = &rule_record_route_late,
     .silent_in = DOUBT_BRACES, .summary = "t_on_failure() or its kin behind t_relay()",
     .why =
	 "t_relay() sends the request with the blocks that are armed by then. What t_on_branch(), "
	 "t_on_reply() and t_on_failure() arm behind it never runs for that request.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n\tt_on_failure(\"NEXT\");\n}\n"
	    "failure_route[NEXT] {\n\tt_reply(\"480\", \"Not there\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_on_failure(\"NEXT\");\n\tt_relay();\n}\n"
	     "failure_route[NEXT] {\n\tt_reply(\"480\", \"Not there\");\n}\n")
