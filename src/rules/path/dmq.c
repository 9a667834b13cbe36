/*
 * dmq - the requests of other servers, KDMQ, that nobody takes, or that are asked for a password.
 *
 * What must stay true: an authentication counts when it was passed by requests that may be KDMQ; on
 * some paths only, it may be meant.
 */
#include "rules/path/method.h"

/* What is reported here. */
extern const struct rule rule_dmq_authenticated;
extern const struct rule rule_dmq_authenticated_maybe;

struct peer {
	const struct node *passed; /* an authentication that was passed on some path; or NULL */
	bool is_certain;           /* … on every path */
	bool is_other;             /* for certain no KDMQ */
};

struct dmq {
	const struct node *bus; /* the parameter that makes it talk to others; or NULL */
	bool is_handled;
};

static const struct state_kind dmq = STATE_KIND(struct dmq);

/* Of a route: where it takes KDMQ; or NULL. */
static const struct state_kind handlers = STATE_KIND(const struct node *);

static const struct node **handler_of(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &handlers, r);
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct peer *x = state;

	if (!x->is_other)
		x->is_other = method_is_other(v, n, is_true, STR("KDMQ"));
	if (is_true && !x->is_other && n->kind == N_CALL &&
	    call_of(v->unit, n)->tags & TAG_AUTHENTICATION) {
		x->passed = n;
		x->is_certain = true;
	}
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct peer *from = other;
	struct peer *x = state;

	(void)v;
	/* What cannot be KDMQ says nothing about it. */
	if (x->is_other != from->is_other) {
		if (x->is_other)
			*x = *from;
		return;
	}
	x->is_certain = x->is_certain && from->is_certain;
	x->passed = x->passed ? x->passed : from->passed;
}

static void report_passed(struct visit *v, const struct peer *x, const struct node *handler)
{
	struct diag *d =
	    report_as(v, x->is_certain ? &rule_dmq_authenticated : &rule_dmq_authenticated_maybe,
		      handler->at, "a KDMQ of another server gets here only with a password");

	diag_hint(v->diags, d, "take KDMQ before the authentication: servers send none");
	diag_note(v->diags, d, x->passed->at, "\"%.*s\" asks for it", STR_ARG(x->passed->text));
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	const struct peer *x = state;

	if (x->passed)
		report_passed(v, x, n);
	else
		*handler_of(v, v->route) = n;
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct node **handler = handler_of(v, v->target);
	const struct peer *called = summary;
	struct peer *x = state;

	(void)n;
	if (*handler) {
		if (x->passed)
			report_passed(v, x, *handler);
		else
			*handler_of(v, v->route) = *handler;
		*handler = NULL;
	}
	if (!called || x->is_other)
		return;
	if (!x->passed && called->passed) {
		x->passed = called->passed;
		x->is_certain = called->is_certain;
	}
	x->is_other = called->is_other;
}

/* The parameter, or a call that takes KDMQ. */
static void look(struct visit *v, const struct node *n)
{
	struct dmq *all = visit_state(v, &dmq);

	if (n->kind == N_CALL)
		all->is_handled = true;
	else
		all->bus = n;
}

static void check_handled(struct visit *v)
{
	const struct dmq *all = visit_state(v, &dmq);
	struct diag *x;

	if (!all->bus || all->is_handled || modules_run_scripts(&v->unit->modules))
		return;
	x = report(v, all->bus->at,
		   "this server asks others for their news, and nothing takes their KDMQ requests");
	diag_hint(v->diags, x,
		  "if (is_method(\"KDMQ\")) { dmq_handle_message(); exit; } at the "
		  "beginning of the request_route");
}

static const struct path_rule path = {.size = sizeof(struct peer),
				      .step = take_step,
				      .assume = take_condition,
				      .join = join,
				      .call = take_call};

#define DMQ                                                                                        \
	"loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"pv\"\nloadmodule \"textops\"\n"        \
	"loadmodule \"auth\"\nloadmodule \"dmq\"\n"                                                \
	"modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"                          \
	"modparam(\"dmq\", \"notification_address\", \"sip:127.0.0.1:5062\")\n"                    \
	"listen=udp:127.0.0.1:5060\n"

RULE(dmq_unhandled, "K374", SEV_WARNING, PHASE_RUN, .tags = TAG_DMQ,
     .params = PARAM("dmq", "notification_address"), .run = look, .end = check_handled,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_ENGINE | DOUBT_BRACES,
     .summary = "dmq with a notification_address, and no route that takes KDMQ",
     .why = "The servers of a DMQ bus tell each other what changes with requests of the method "
	    "KDMQ, which arrive in the request_route like any other. Without "
	    "dmq_handle_message() they are routed on or refused: this server shows up on the bus "
	    "and learns nothing from it.",
     .evidence = "kamailio issues 1308, 3674", .bad = DMQ "request_route {\n\tt_relay();\n}\n",
     .good = DMQ "request_route {\n\tif (is_method(\"KDMQ\")) {\n\t\tdmq_handle_message();\n"
		 "\t\texit;\n\t}\n\tt_relay();\n}\n")

RULE(dmq_authenticated, "K375", SEV_WARNING, PHASE_RUN, .tags = TAG_DMQ, .path = &path,
     .silent_in = DOUBT_LOST | DOUBT_BRACES,
     .summary = "KDMQ requests are taken behind an authentication",
     .why = "The servers of a DMQ bus send KDMQ without a password. Behind an authentication that "
	    "all requests have to pass they are challenged, and what they say is lost.",
     .bad = DMQ "request_route {\n\tif (!pv_auth_check(\"a\", \"$avp(p)\", \"0\", \"0\")) {\n"
		"\t\tauth_challenge(\"a\", \"0\");\n\t\texit;\n\t}\n\tif (is_method(\"KDMQ\")) {\n"
		"\t\tdmq_handle_message();\n\t\texit;\n\t}\n\tt_relay();\n}\n",
     .good = DMQ "request_route {\n\tif (is_method(\"KDMQ\")) {\n\t\tdmq_handle_message();\n"
		 "\t\texit;\n\t}\n\tif (!pv_auth_check(\"a\", \"$avp(p)\", \"0\", \"0\")) {\n"
		 "\t\tauth_challenge(\"a\", \"0\");\n\t\texit;\n\t}\n\tt_relay();\n}\n")

RULE(dmq_authenticated_maybe, "K376", SEV_NOTE, PHASE_RUN, .found_by = &rule_dmq_authenticated,
     .silent_in = DOUBT_LOST | DOUBT_BRACES,
     .summary = "KDMQ requests are taken behind an authentication of some requests",
     .why = "As K375, when only some requests are authenticated: those whose From is a domain of "
	    "this server, say. The From of a KDMQ has an address of a server of the bus.",
     .bad = DMQ "request_route {\n\tif (from_uri == myself) {\n"
		"\t\tif (!pv_auth_check(\"a\", \"$avp(p)\", \"0\", \"0\")) {\n"
		"\t\t\tauth_challenge(\"a\", \"0\");\n\t\t\texit;\n\t\t}\n\t}\n"
		"\tif (is_method(\"KDMQ\")) {\n\t\tdmq_handle_message();\n\t\texit;\n\t}\n"
		"\tt_relay();\n}\n",
     .good = DMQ "request_route {\n\tif (is_method(\"REGISTER\")) {\n"
		 "\t\tif (!pv_auth_check(\"a\", \"$avp(p)\", \"0\", \"0\")) {\n"
		 "\t\t\tauth_challenge(\"a\", \"0\");\n\t\t\texit;\n\t\t}\n\t}\n"
		 "\tif (is_method(\"KDMQ\")) {\n\t\tdmq_handle_message();\n\t\texit;\n\t}\n"
		 "\tt_relay();\n}\n")
