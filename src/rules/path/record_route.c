/*
 * record_route - a Record-Route for a request that has been sent on already.  Tried with SIP
 * traffic on 5.6.3: neither what was sent nor what a failure_route sends later has the header.
 *
 * What must stay true: a relay counts only when it is a statement, or a condition that is true, on
 * every path that leads here.
 */
#include "engine/visit.h"

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
		diag_note(
		    v->diags,
		    report(v, n->at, "\"%.*s\" comes too late to have an effect", STR_ARG(n->text)),
		    x->relay->at, "the request is sent on here");
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

RULE(record_route_late, "K367", SEV_WARNING, PHASE_RUN, .tags = TAG_RECORD_ROUTE,
     .nodes = NODE(PVAR) | NODE(BARE), .path = &path, .silent_in = DOUBT_BRACES,
     .summary = "record_route() behind t_relay()",
     .why = "t_relay() sends the request at once, with the headers it has by then. A Record-Route "
	    "added behind it goes nowhere, not even into what a failure_route sends: the later "
	    "requests of the dialog do not come through this server.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nrequest_route {\n"
	    "\tif (!t_relay()) {\n\t\tsl_reply_error();\n\t\texit;\n\t}\n\trecord_route();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nrequest_route {\n"
	     "\trecord_route();\n\tif (!t_relay()) {\n\t\tsl_reply_error();\n\t\texit;\n\t}\n}\n")
