/*
 * failure - a failure_route that sends the request on, and has not said where.  Tried with SIP
 * traffic on 5.6.3: t_relay() finds no branch to send and is false; the caller gets the failure.
 *
 * What must stay true: whatever is not known to leave the target alone may have set it.
 */
#include "engine/visit.h"

#include "facts/words.h"

struct failed {
	bool has_target; /* on some path something may have set one */
};

/* Functions with one of these leave the target of the request alone. */
#define TAG_HARMLESS                                                                               \
	(TAG_LOG | TAG_LOOKING | TAG_SOMETIMES_FALSE | TAG_REPLY_CODE | TAG_REPLY_FINAL |          \
	 TAG_REPLY_OK | TAG_RECORD_ROUTE | TAG_BODY | TAG_BODY_NEW | TAG_SLEEP | TAG_SHT)

static bool is_harmless(struct visit *v, const struct node *n)
{
	const struct call_info *call = call_of(v->unit, n);

	if (call->tags & TAG_REQUEST_URI)
		return false;
	return call->tags & (TAG_HARMLESS | TAG_RELAY) || (call->facts && call->facts->name_count);
}

static void check_relay(struct visit *v, const struct node *n)
{
	struct diag *d;

	if (v->route->kind != ROUTES_FAILURE || KID(n, CALL, arguments) ||
	    !(call_of(v->unit, n)->tags & TAG_RELAY_NEW))
		return;
	d = report(v, n->at, "\"%.*s\" has nowhere to send the request that failed",
		   STR_ARG(n->text));
	diag_hint(v->diags, d, "set $du, $ru or a part of it before, or take the next destination");
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct failed *x = state;
	const struct pvar_use *use;

	/* There is nothing more to learn. */
	if (x->has_target)
		return;
	switch (n->kind) {
	case N_CALL:
		if (call_of(v->unit, n)->tags & TAG_RELAY)
			check_relay(v, n);
		else if (!is_harmless(v, n))
			x->has_target = true;
		break;
	case N_CORE_CALL:
		if (n->op != OP_CALL_FLAG && n->op != OP_ROUTE)
			x->has_target = true;
		break;
	default:
		n = KID(n, ASSIGN, target);
		use = n->kind == N_PVAR ? pvars_of(v->unit, n) : NULL;
		if (!use || !words_find(WORDS_SCRIPT_VARIABLE, use->pvar.name, v->version))
			x->has_target = true;
	}
}

static void take_statement(struct visit *v, void *state, const struct node *n)
{
	struct failed *x = state;

	(void)v;
	if (n->kind == N_EMPTY && n->flags & NF_LOST)
		x->has_target = true;
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct failed *from = other;
	struct failed *x = state;

	(void)v;
	x->has_target = x->has_target || from->has_target;
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct failed *called = summary;
	struct failed *x = state;

	(void)v;
	(void)n;
	x->has_target = x->has_target || !called || called->has_target;
}

static const struct path_rule path = {.size = sizeof(struct failed),
				      .statement = take_statement,
				      .step = take_step,
				      .join = join,
				      .call = take_call};

RULE(failure_without_target, "K377", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(CALL) | NODE(CORE_CALL) | NODE(ASSIGN), .path = &path,
     .silent_in = DOUBT_LOST | DOUBT_BRACES | DOUBT_MODULE,
     .summary = "a failure_route that sends the request on without a new target",
     .why = "In a failure_route the branches of the request have failed, and t_relay() sends only "
	    "to new ones: those that append_branch() or a function such as ds_next_dst() makes, or "
	    "the request itself when its URI or $du was set again. Without one it logs \"no "
	    "branches for forwarding\", is false, and the caller gets the reply that failed.",
     .bad = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_failure(\"AGAIN\");\n"
	    "\tt_relay();\n}\nfailure_route[AGAIN] {\n\tif (t_is_canceled())\n\t\texit;\n"
	    "\tif (t_check_status(\"486|408\"))\n\t\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"textops\"\nrequest_route "
	     "{\n\tt_on_failure(\"AGAIN\");\n"
	     "\tt_relay();\n}\nfailure_route[AGAIN] {\n\tif (t_is_canceled())\n\t\texit;\n"
	     "\tif (t_check_status(\"486|408\")) {\n\t\t$du = \"sip:192.0.2.2\";\n\t\tt_relay();\n"
	     "\t} else {\n\t\tsubst_uri(\"/@.*/@192.0.2.3/\");\n\t\tt_relay();\n\t}\n}\n")
