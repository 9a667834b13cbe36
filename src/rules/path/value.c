/*
 * value - what a block leaves when it ends without return: the value of its last action.  In the
 * reply_route without name it decides whether the reply is sent on, in a route that is asked for
 * its value it is the answer.  Tried with SIP traffic on 5.6.3: a call that is false leaves -1, the
 * break out of switch or while 0; assignments, conditions that are false, labels that do not match
 * and `return` leave 1, `exit` lets the reply pass.
 *
 * What must stay true: a call counts as false only when its tag says that it is so for messages of
 * every day; which value is meant when a route ends with a question, nobody knows, nor what values
 * mean once return_mode is set (from 5.7 on).
 */
#include "engine/visit.h"

#include "facts/words.h"
#include "unit/describe.h"

/* What is reported here. */
extern const struct rule rule_reply_route_value;
extern const struct rule rule_route_value;

struct end_value {
	const struct node *at;      /* the statement that the path is in */
	const struct node *fails;   /* leaves a value that is false: a call, a break; or NULL */
	const struct node *denies;  /* the same: a `return` in a route that was called last */
	const struct route *called; /* the statement in front was a call of it: its value is $rc */
	bool is_fresh;              /* the call itself was in front */
	bool is_guarded;            /* a condition here may have seen what a function works on */
	bool is_filtered;           /* one does behind which the other path ended */
};

struct asked_route {
	const struct node *asked; /* where somebody wants to know its value; or NULL */
	const struct node *fails; /* it ends with that; or NULL */
};

static const struct state_kind asked_routes = STATE_KIND(struct asked_route);

static struct asked_route *facts_of(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &asked_routes, r);
}

/* --- the reply_route without name ------------------------------------------------------------- */

static bool is_core_reply(const struct route *r)
{
	return r->kind == ROUTES_REPLY && str_is(r->name, ROUTE_MAIN);
}

/* The reply_route ends, and X says with what. */
static void check_reply_route(struct visit *v, const struct end_value *x)
{
	const struct node *n = x->fails ? x->fails : x->denies;
	struct diag *found;

	if (!n)
		return;
	if (n->kind == N_CALL)
		found =
		    report_as(v, &rule_reply_route_value, n->at,
			      "replies for which \"%.*s\" is false are dropped: the reply_route "
			      "ends with its value",
			      STR_ARG(n->text));
	else
		found = report_as(v, &rule_reply_route_value, n->at,
				  "replies are dropped: the reply_route ends with the value of "
				  "this \"%.*s\"",
				  STR_ARG(n->text));
	diag_hint(v->diags, found, "with \"exit;\" as the last statement of the reply_route %s",
		  "the reply is sent on");
	if (v->block)
		diag_note(v->diags, found, v->block->at, "the reply_route begins here");
}

/* --- on the way ------------------------------------------------------------------------------- */

static void take_leave(struct end_value *x, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);

	if (n->text.p[0] == 'b')
		x->fails = n;
	else if (value && value->kind == N_NUMBER && value->number < 0)
		x->denies = n;
}

static void end_route(struct visit *v, const struct end_value *x)
{
	struct asked_route *facts = facts_of(v, v->route);

	if (v->unit->routes.return_mode)
		return;
	if (is_core_reply(v->route))
		check_reply_route(v, x);
	else if (x->fails && !facts->fails)
		facts->fails = x->fails;
}

static void take_statement(struct visit *v, void *state, const struct node *n)
{
	struct end_value *x = state;

	if (n->kind == N_ROUTE) {
		end_route(v, x);
		return;
	}
	if (!x->is_fresh)
		x->called = NULL;
	x->is_fresh = false;
	x->at = n;
	x->fails = x->denies = NULL;
	if (n->kind == N_LEAVE)
		take_leave(x, n);
	else if (n->kind == N_CALL && !x->is_guarded &&
		 call_of(v->unit, n)->tags & (TAG_SOMETIMES_FALSE | TAG_LOOKING))
		x->fails = n;
}

static void ask(struct visit *v, const struct route *r, const struct node *n)
{
	if (!facts_of(v, r)->asked)
		facts_of(v, r)->asked = n;
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct end_value *called = summary;
	struct end_value *x = state;

	if (n != x->at) {
		ask(v, v->target, n);
		return;
	}
	x->called = v->target;
	x->is_fresh = true;
	x->fails = called ? called->fails : NULL;
	x->denies = called ? called->denies : NULL;
}

static void take_variable(struct visit *v, void *state, const struct node *n)
{
	const struct end_value *x = state;

	if (x->called &&
	    (str_is(n->text, "$rc") || str_is(n->text, "$retcode") || str_is(n->text, "$?")))
		ask(v, x->called, n);
}

/* --- conditions ------------------------------------------------------------------------------- */

/* N may ask for what a function that follows works on. */
static bool is_guard(struct visit *v, const struct node *n)
{
	const struct call_info *call;
	const struct pvar_use *use;

	if (n->kind == N_ELEMENT)
		n = KID(n, ELEMENT, left);
	else if (n->kind == N_BINARY)
		n = KID(n, BINARY, left);
	switch (n->kind) {
	case N_WORD: return false;
	case N_BARE:
	case N_PVAR:
		use = pvars_of(v->unit, n);
		return use && words_find(WORDS_CONTENT_VARIABLE, use->pvar.name, v->version);
	case N_CALL:
		call = call_of(v->unit, n);
		return call->tags & (TAG_LOOKING | TAG_SOMETIMES_FALSE) &&
		       !(call->argument_count && call->arguments[0] &&
			 call->arguments[0]->kind == ARGUMENT_METHODS);
	default: return true;
	}
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct end_value *x = state;

	(void)is_true;
	x->is_guarded = x->is_guarded || is_guard(v, n);
}

static void behind(struct visit *v, void *state, const void *before, const struct node *n)
{
	const struct end_value *outer = before;
	struct end_value *x = state;

	(void)v;
	(void)n;
	x->is_guarded = outer->is_guarded || x->is_filtered;
}

static void gather(struct visit *v, void *state, const void *ended, bool is_open)
{
	const struct end_value *from = ended;
	struct end_value *x = state;

	(void)v;
	(void)is_open;
	x->is_filtered = x->is_filtered || x->is_guarded || from->is_guarded;
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct end_value *from = other;
	struct end_value *x = state;

	(void)v;
	x->fails = x->fails ? x->fails : from->fails;
	x->denies = x->denies ? x->denies : from->denies;
	x->called = x->called == from->called ? x->called : NULL;
	x->is_fresh = x->is_fresh && from->is_fresh;
	x->is_guarded = x->is_guarded || from->is_guarded;
	x->is_filtered = x->is_filtered || from->is_filtered;
}

/* --- routes that are asked -------------------------------------------------------------------- */

static void check_asked(struct visit *v, const struct route *r, const struct asked_route *x)
{
	const struct node *n = x->fails;
	struct str what = describe_route(v->unit, r);
	struct diag *found;

	/* A route that ends with a question passes the answer on. */
	if (n->kind == N_CALL && !(call_of(v->unit, n)->tags & TAG_SOMETIMES_FALSE))
		return;
	found = report(v, n->at, "%.*s is false when it ends %s \"%.*s\"%s", STR_ARG(what),
		       n->kind == N_CALL ? "with this" : "by this", STR_ARG(n->text),
		       n->kind == N_CALL ? " and that is false" : "");
	diag_hint(v->diags, found, "end the route with \"return 1;\"");
	diag_note(v->diags, found, x->asked->at, "its value is asked for here");
}

/* That a route ends with another one, and both are asked, is one mistake. */
static void check_routes(struct visit *v)
{
	const struct node *last = NULL;

	for (const struct route *r = v->unit->routes.first; r; r = r->next) {
		const struct asked_route *x = facts_of(v, r);

		if (!x->asked || !x->fails || x->fails == last)
			continue;
		last = x->fails;
		check_asked(v, r, x);
	}
}

static const struct path_rule path = {.size = sizeof(struct end_value),
				      .statement = take_statement,
				      .step = take_variable,
				      .assume = take_condition,
				      .behind = behind,
				      .gather = gather,
				      .join = join,
				      .call = take_call};

RULE(
    route_value, "K368", SEV_WARNING, PHASE_RUN, .nodes = NODE(PVAR) | NODE(BARE), .path = &path,
    .end = check_routes, .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
    .summary = "a route that is asked for its value, and ends without return",
    .why = "The value of a route that ends without return is that of its last action. A function "
	   "that found nothing to change is false, and so is a switch or while that was left by "
	   "break; then if (route(X)) is false, though nothing went wrong. Functions that only ask "
	   "something, such as is_method(), are taken for an answer that is meant.",
    .evidence = "kamailio issue 4088",
    .bad = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"textops\"\nrequest_route {\n"
	   "\tif (!route(PREPARE)) {\n\t\tsl_send_reply(\"500\", \"no\");\n\t\texit;\n\t}\n"
	   "\tsl_send_reply(\"200\", \"ok\");\n}\nroute[PREPARE] {\n\tremove_hf(\"X-Debug\");\n}\n",
    .good = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tif (!route(PREPARE)) {\n\t\tsl_send_reply(\"500\", \"no\");\n\t\texit;\n\t}\n"
	    "\tsl_send_reply(\"200\", \"ok\");\n}\nroute[PREPARE] {\n\tremove_hf(\"X-Debug\");\n"
	    "\treturn 1;\n}\n")

RULE(reply_route_value, "K369", SEV_WARNING, PHASE_RUN, .found_by = &rule_route_value,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "a reply_route whose last action is false: the reply is dropped",
     .why = "The reply_route without name decides with the value it ends with whether the reply is "
	    "sent on. Without exit or return that is the value of its last action: of a function "
	    "that found nothing to change it is false, and a switch or while that was left by "
	    "break is worth 0. The reply is dropped without a word in the log, and the callee "
	    "repeats it until it gives up. An onreply_route with a name does not do this.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tforward(\"192.0.2.1\", 5060);\n}\n"
	    "reply_route {\n\tremove_hf(\"X-Debug\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tforward(\"192.0.2.1\", 5060);\n}\n"
	     "reply_route {\n\tremove_hf(\"X-Debug\");\n\texit;\n}\n")
