/*
 * record_again - what goes wrong behind record_route(): a second call, msg_apply_changes(),
 * remove_record_route(); and a Record-Route that nobody looks at.  Tried with SIP traffic on 5.6.3.
 *
 * What must stay true: a call counts only when it was made on every path that leads here; a request
 * is a REGISTER only where a condition has said so.
 */
#include "rules/path/method.h"

/* What is reported here. */
extern const struct rule rule_record_route_twice;
extern const struct rule rule_record_route_before;
extern const struct rule rule_record_route_register;

struct recorded {
	const struct node *by; /* NULL: on some path nothing was */
	bool is_register;
};

static struct diag *report_again(struct visit *v, const struct rule *rule, const struct node *n,
				 const struct node *before, const char *words)
{
	struct diag *x = report_as(v, rule, n->at, words, STR_ARG(n->text), STR_ARG(before->text));

	diag_note(v->diags, x, before->at, "called here");
	return x;
}

/* N comes behind a call that adds a Record-Route. */
static void check_again(struct visit *v, const struct node *n, const struct node *before)
{
	uint64_t tags = v->call->tags;

	if (tags & TAG_RECORD_ROUTE)
		report_again(v, &rule_record_route_twice, n, before,
			     "\"%.*s\" fails: \"%.*s\" has added a Record-Route already");
	else if (tags & TAG_APPLY)
		diag_hint(v->diags,
			  report_again(v, &rule_record_route_before, n, before,
				       "\"%.*s\" fails behind \"%.*s\", and changes nothing"),
			  "call it before that");
	else
		report_again(v, &rule_record_route_before, n, before,
			     "\"%.*s\" leaves a part of the header that \"%.*s\" adds");
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct recorded *x = state;
	uint64_t tags = v->call->tags;

	if (tags & TAG_RELAY) {
		x->by = NULL;
		return;
	}
	if (x->by)
		check_again(v, n, x->by);
	if (!(tags & TAG_RECORD_ROUTE))
		return;
	if (x->is_register)
		report_as(v, &rule_record_route_register, n->at,
			  "\"%.*s\" is called for a REGISTER, which makes no dialog",
			  STR_ARG(n->text));
	x->by = x->by ? x->by : n;
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct recorded *x = state;

	/* Somebody asks whether it was added. */
	if (n == x->by && !is_true)
		x->by = NULL;
	x->is_register = x->is_register || method_is(v, n, is_true, STR("REGISTER"));
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct recorded *from = other;
	struct recorded *x = state;

	(void)v;
	x->by = from->by ? x->by : NULL;
	x->is_register = x->is_register && from->is_register;
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct recorded *called = summary;
	struct recorded *x = state;

	(void)v;
	(void)n;
	if (!called)
		return;
	x->by = x->by ? x->by : called->by;
	x->is_register = x->is_register || called->is_register;
}

static const struct path_rule path = {.size = sizeof(struct recorded),
				      .step = take_step,
				      .assume = take_condition,
				      .join = join,
				      .call = take_call};

RULE(record_route_twice, "K382", SEV_WARNING, PHASE_RUN,
     .tags = TAG_RECORD_ROUTE | TAG_RECORD_ROUTE_GONE | TAG_APPLY | TAG_RELAY,
     .only_with = TAG_RECORD_ROUTE, .path = &path,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "record_route() twice for one request",
     .why = "A request gets one Record-Route of this server (or two, where enable_double_rr wants "
	    "them, by one call). The second call logs \"Double attempt to record-route\", is "
	    "false, and its parameters are lost. add_rr_param() adds to the header that is there.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nrequest_route {\n\trecord_route();\n"
	    "\trecord_route(\";trunk=1\");\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nrequest_route {\n\trecord_route();\n"
	     "\tadd_rr_param(\";trunk=1\");\n\tt_relay();\n}\n")

RULE(record_route_before, "K383", SEV_WARNING, PHASE_RUN, .found_by = &rule_record_route_twice,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "msg_apply_changes() or remove_record_route() behind record_route()",
     .why = "record_route() leaves a place for a second header that is decided on when the request "
	    "is sent. Until then msg_apply_changes() refuses to work: \"cannot apply msg changes "
	    "after adding record-route header\", and what was changed before stays unseen. "
	    "remove_record_route() takes out a piece of what record_route() has noted, and the "
	    "rest is sent as a line of its own: \";lr;ftag=here>\".",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"textops\"\n"
	    "loadmodule \"textopsx\"\nrequest_route {\n\trecord_route();\n"
	    "\tappend_hf(\"X-Trunk: 1\\r\\n\");\n\tmsg_apply_changes();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"textops\"\n"
	     "loadmodule \"textopsx\"\nrequest_route {\n\tappend_hf(\"X-Trunk: 1\\r\\n\");\n"
	     "\tmsg_apply_changes();\n\trecord_route();\n\tt_relay();\n}\n")

RULE(record_route_register, "K384", SEV_NOTE, PHASE_RUN, .found_by = &rule_record_route_twice,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "record_route() for a REGISTER",
     .why = "A Record-Route is for the later requests of a dialog, and a REGISTER makes none: "
	    "RFC 3261 has registrars ignore it. What brings the requests to a registered phone "
	    "through this server is a Path: add_path() of the module path.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tif (is_method(\"REGISTER\"))\n\t\trecord_route();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"path\"\nloadmodule \"textops\"\n"
	     "request_route {\n\tif (is_method(\"REGISTER\"))\n\t\tadd_path();\n\telse\n"
	     "\t\trecord_route();\n\tt_relay();\n}\n")
