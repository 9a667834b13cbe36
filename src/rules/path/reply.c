/*
 * rule_reply - a final reply, and the script goes on: it is answered again, or the request is sent
 * on all the same.
 *
 * What must stay true: silence when in doubt.  A second message that is sent in any case is told;
 * one under a condition only behind a reply that refuses the request, and only when the condition
 * has nothing to do with the one of the reply.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_reply_not_last;
extern const struct rule rule_retransmission_goes_on;

struct route_facts {
	struct route_facts *next;
	bool sends;                 /* some way in it sends something */
	bool is_opaque;             /* it calls a route by a name that is not known */
	const struct node *goes_on; /* a call of it that has more statements behind it */
	struct reply_callee {
		struct reply_callee *next;
		struct route_facts *facts;
	} * callees;
};

/* A reply that refuses the request; whether something is sent behind it is known at the end. */
struct reply_case {
	struct reply_case *next;
	struct sent sent;
	struct route_facts *target; /* that is called behind it; or, when IS_RETURN, that it ends */
	const struct node *at;      /* what comes behind it */
	bool is_return;
};

/* Rounds of passing on that a called route sends something. */
#define ROUNDS_MOST 8

/* --- what is a reply ---------------------------------------------------------------------------
 */

/* The code that a function sends, when it is known; else 0. */
static int32_t code_of(const struct node *call)
{
	const struct node *code = KID(call, CALL, arguments);

	if (code && code->kind == N_NUMBER)
		return code->number;
	if (!code || code->kind != N_STRING || code->text.n != 3)
		return 0;
	for (size_t i = 0; i < 3; i++)
		if (code->text.p[i] < '0' || code->text.p[i] > '9')
			return 0;
	return (code->text.p[0] - '0') * 100;
}

static bool is_reply(struct misuse *mu, const struct node *n)
{
	if (n->kind != N_CALL)
		return false;
	return words_find(WORDS_REPLY_FINAL, n->text, mu->version) ||
	       words_find(WORDS_REPLY_OK, n->text, mu->version) ||
	       (words_find(WORDS_REPLY_CODE, n->text, mu->version) && code_of(n) >= 200);
}

/* A function that answers the request itself when it fails. */
static bool is_failure_reply(struct misuse *mu, const struct node *n)
{
	return words_find(WORDS_REPLY_FAILED, n->text, mu->version) != NULL;
}

/* The request is refused; that of itself is never followed by more work on it. */
static bool is_refusal(struct misuse *mu, const struct node *n)
{
	return words_find(WORDS_REPLY_FINAL, n->text, mu->version) || is_failure_reply(mu, n) ||
	       (words_find(WORDS_REPLY_CODE, n->text, mu->version) && code_of(n) >= 300);
}

static bool is_relay(struct misuse *mu, const struct node *n)
{
	if (n->kind == N_CORE_CALL)
		return n->op == OP_FORWARD || n->op == OP_FORWARD_PROTO;
	return n->kind == N_CALL && words_find(WORDS_RELAY, n->text, mu->version);
}

static bool is_route_call(const struct node *n)
{
	return n->kind == N_CORE_CALL && n->op == OP_ROUTE;
}

/* --- routes ------------------------------------------------------------------------------------
 */

static struct route_facts *facts_of(struct misuse *mu, struct str name)
{
	struct name *entry = names_add(&mu->routes, mu->arena, name, SPAN_NONE);
	struct route_facts *f = (struct route_facts *)entry->what;

	if (f)
		return f;
	f = ARENA_NEW(mu->arena, struct route_facts);
	f->next = mu->facts;
	mu->facts = f;
	entry->what = f;
	return f;
}

/* The route that a call goes to, or NULL when only the running script knows. */
static struct route_facts *target_of(struct misuse *mu, const struct node *call)
{
	const struct node *name = KID(call, CORE_CALL, arguments);

	if (!name || (name->kind != N_WORD && name->kind != N_STRING) ||
	    str_find(name->text, '$') >= 0)
		return NULL;
	return facts_of(mu, name->text);
}

static void note_call(struct misuse *mu, const struct node *call)
{
	struct route_facts *target = target_of(mu, call);
	struct reply_callee *c;

	if (!mu->here)
		return;
	if (!target) {
		mu->here->is_opaque = true;
		return;
	}
	c = ARENA_NEW(mu->arena, struct reply_callee);
	c->facts = target;
	c->next = mu->here->callees;
	mu->here->callees = c;
}

void reply_followed(struct misuse *mu, const struct node *n, const struct node *next)
{
	struct route_facts *target = is_route_call(n) ? target_of(mu, n) : NULL;

	if (target && next && next->kind != N_LEAVE && !target->goes_on)
		target->goes_on = n;
}

/* --- on the way --------------------------------------------------------------------------------
 */

static void report_again(struct misuse *mu, const struct node *n, const struct node *reply)
{
	struct diag *x = diag_report(mu->diags, &rule_reply_not_last, n->at,
				     is_relay(mu, n) ? "\"%.*s\" although a final reply was sent"
						     : "\"%.*s\" sends one more final reply",
				     STR_ARG(n->text));

	diag_hint(mu->diags, x, "is an \"exit\" missing behind the first one?");
	diag_note(mu->diags, x, reply->at, "the reply is sent here");
}

static struct diag *report_goes_on(struct misuse *mu, const struct node *reply)
{
	struct diag *x;

	if (is_failure_reply(mu, reply))
		x = diag_report(mu->diags, &rule_reply_not_last, reply->at,
				"\"%.*s\" has sent a final reply when it fails, and the script "
				"goes on",
				STR_ARG(reply->text));
	else
		x = diag_report(mu->diags, &rule_reply_not_last, reply->at,
				"the script goes on behind this final reply");
	diag_hint(mu->diags, x, "is an \"exit\" missing behind it?");
	return x;
}

/* Puts a reply aside until all routes are known. */
static void defer(struct misuse *mu, const struct sent *sent, struct route_facts *target,
		  const struct node *at)
{
	struct reply_case *x = ARENA_NEW(mu->arena, struct reply_case);

	x->sent = *sent;
	x->target = target;
	x->at = at;
	x->is_return = !at;
	x->next = mu->cases;
	mu->cases = x;
}

/* The call that a condition makes in any case, or N itself. */
static const struct node *first_call(const struct node *n)
{
	for (;;) {
		if (n->kind == N_UNARY)
			n = KID(n, UNARY, operand);
		else if (n->kind == N_BINARY)
			n = KID(n, BINARY, left);
		else
			return n;
	}
}

void reply_mark(struct outcome *flow)
{
	flow->assigns = flow->marks = true;
	flow->sent.is_vague |= flow->sent.reply != NULL;
	flow->sent.is_changed |= flow->sent.reply != NULL;
}

void reply_call(struct misuse *mu, struct outcome *flow, const struct node *n, bool is_condition)
{
	n = first_call(n);
	if (is_route_call(n)) {
		struct route_facts *target = target_of(mu, n);

		note_call(mu, n);
		flow->sends = true;
		if (target && flow->sent.reply && is_refusal(mu, flow->sent.reply))
			defer(mu, &flow->sent, target, n);
		flow->sent = (struct sent){0};
		return;
	}
	if (n->kind != N_CALL && n->kind != N_CORE_CALL)
		return;
	if (n->kind == N_CORE_CALL && n->op == OP_CALL_FLAG && !str_starts(n->text, STR("is")))
		reply_mark(flow);
	if (!is_reply(mu, n) && !is_relay(mu, n))
		return;
	if (flow->sent.reply)
		report_again(mu, n, flow->sent.reply);
	flow->sends = true;
	if (mu->here)
		mu->here->sends = true;
	/* In a condition: the branches know whether it was sent. */
	flow->sent = (struct sent){.reply = is_reply(mu, n) && !is_condition ? n : NULL};
}

/* A word that two conditions have in common: a function, a variable, an element. */
static bool names_word(const struct node *n, struct str word, uint32_t depth)
{
	if (!n || depth > 50)
		return false;
	if (n->text.n && n->kind != N_NUMBER && n->kind != N_STRING && n->kind != N_BINARY &&
	    n->kind != N_UNARY && str_equal(n->text, word))
		return true;
	for (unsigned i = 0; i < node_slots(n->kind); i++)
		for (const struct node *kid = n->kid[i]; kid; kid = kid->next)
			if (names_word(kid, word, depth + 1))
				return true;
	return false;
}

static bool share_word(const struct node *a, const struct node *b, uint32_t depth)
{
	if (!a || depth > 50)
		return false;
	if (a->text.n && a->kind != N_NUMBER && a->kind != N_STRING && a->kind != N_BINARY &&
	    a->kind != N_UNARY && names_word(b, a->text, 0))
		return true;
	for (unsigned i = 0; i < node_slots(a->kind); i++)
		for (const struct node *kid = a->kid[i]; kid; kid = kid->next)
			if (share_word(kid, b, depth + 1))
				return true;
	return false;
}

/* The result code of a call is about anything. */
static bool asks_result(const struct node *condition)
{
	return names_word(condition, STR("$rc"), 0) || names_word(condition, STR("$retcode"), 0) ||
	       names_word(condition, STR("$?"), 0);
}

/* A and B are the same question about the message, and nothing but the message. */
static bool is_same(struct misuse *mu, const struct node *a, const struct node *b)
{
	struct sources *all = &mu->session->sources;

	if (a->kind != b->kind || a->at.hi - a->at.lo != b->at.hi - b->at.lo ||
	    (a->kind != N_ELEMENT &&
	     (a->kind != N_CALL || !words_head(WORDS_LOOKING, a->text, mu->version))))
		return false;
	return str_equal(source_text(all, a->at), source_text(all, b->at));
}

/* The reply was sent where CONDITION is true in any case. */
static bool is_implied(struct misuse *mu, const struct sent *sent, const struct node *condition)
{
	const struct node *known = sent->condition;

	if (!known || sent->is_negated || sent->is_changed)
		return false;
	for (; condition->kind == N_BINARY && condition->op == OP_OR;
	     condition = KID(condition, BINARY, left))
		if (is_same(mu, known, KID(condition, BINARY, right)))
			return true;
	return is_same(mu, known, condition);
}

/* A conditional is passed while a reply was sent before it. */
static void pass_condition(struct misuse *mu, struct outcome *flow, const struct node *condition,
			   const struct outcome *then, const struct outcome *otherwise)
{
	bool sends = then->sends || (otherwise && otherwise->sends);
	bool ends = then->ends || (otherwise && otherwise->ends);

	if (!flow->sent.reply)
		return;
	if (then->sends && is_implied(mu, &flow->sent, condition)) {
		diag_note(mu->diags, report_goes_on(mu, flow->sent.reply), condition->at,
			  "behind it this condition still holds, and more is sent");
		flow->sent = (struct sent){0};
		return;
	}
	if (flow->sent.is_vague || asks_result(condition) ||
	    (flow->sent.condition && share_word(flow->sent.condition, condition, 0))) {
		if (sends || ends)
			flow->sent = (struct sent){0};
		return;
	}
	if (!sends)
		return;
	if (is_refusal(mu, flow->sent.reply))
		diag_note(mu->diags, report_goes_on(mu, flow->sent.reply), condition->at,
			  "behind it comes this condition, and more is sent");
	flow->sent = (struct sent){0};
}

void reply_condition(struct misuse *mu, struct outcome *flow, const struct node *condition,
		     const struct outcome *then, const struct outcome *otherwise)
{
	const struct outcome *from = NULL;

	pass_condition(mu, flow, condition, then, otherwise);
	flow->sends |= then->sends || (otherwise && otherwise->sends);
	flow->assigns |= then->assigns || (otherwise && otherwise->assigns);
	if (!then->ends && then->sent.reply)
		from = then;
	else if (otherwise && !otherwise->ends && otherwise->sent.reply)
		from = otherwise;
	if (!from)
		return;
	flow->sent = from->sent;
	if (!flow->sent.condition) {
		flow->sent.condition = condition;
		flow->sent.is_negated = from == otherwise;
	}
	/* With an else the ways are told apart on purpose, and often meet at an exit. */
	flow->sent.is_vague |= from->assigns || otherwise;
}

void reply_failed(struct misuse *mu, const struct node *condition, struct outcome *then)
{
	const struct node *call;

	if (condition->kind != N_UNARY || condition->op != OP_NOT || then->ends || then->sent.reply)
		return;
	call = KID(condition, UNARY, operand);
	/* As the parameters are by default it ends the script. */
	if (call->kind == N_CALL && is_failure_reply(mu, call) &&
	    !modules_number(&mu->unit->modules, "sanity", "autodrop", 1) &&
	    !modules_number(&mu->unit->modules, "sanity", "noreply", 0))
		then->sent = (struct sent){.reply = call};
}

void reply_retransmission(struct misuse *mu, const struct node *n, const struct outcome *then)
{
	const struct node *condition = KID(n, IF, condition), *last = condition;
	struct diag *x;

	/* A route that is called there may well end the script. */
	if (condition->kind != N_CALL || then->ends || then->sends ||
	    !words_find(WORDS_RETRANSMISSION, condition->text, mu->version))
		return;
	for (const struct node *s = KID(n, IF, then); s; s = s->next)
		if (s->kind != N_EMPTY)
			last = s;
	x = diag_report(mu->diags, &rule_retransmission_goes_on, last->at,
			"the script goes on with a request that is dealt with already");
	diag_hint(mu->diags, x, "is an \"exit\" missing behind it?");
	diag_note(mu->diags, x, condition->at, "\"%.*s\" finds it here", STR_ARG(condition->text));
}

RULE(retransmission_goes_on, "K365", SEV_WARNING, PHASE_RUN,
     .summary = "a request that another process deals with is dealt with again",
     .why = "t_precheck_trans() is true when the same request was received before and is being "
	    "processed. The block behind it has to end the script; otherwise the request is "
	    "answered or sent on twice.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route {\n"
	    "\tif (t_precheck_trans()) {\n\t\tt_check_trans();\n\t}\n\tt_check_trans();\n"
	    "\tt_relay();\n\texit;\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route {\n"
	     "\tif (t_precheck_trans()) {\n\t\tt_check_trans();\n\t\texit;\n\t}\n"
	     "\tt_check_trans();\n\tt_relay();\n\texit;\n}\n")

void reply_return(struct misuse *mu, struct outcome *flow)
{
	if (mu->here && flow->sent.reply && !flow->sent.is_vague && !flow->marks &&
	    is_refusal(mu, flow->sent.reply))
		defer(mu, &flow->sent, mu->here, NULL);
	flow->sent = (struct sent){0};
}

void reply_route(struct misuse *mu, const struct node *route)
{
	const struct node *name = KID(route, ROUTE, name);

	mu->here = NULL;
	if (route->op == OP_ROUTE && name && name->kind != N_NUMBER)
		mu->here = facts_of(mu, name->text);
	mu->at_break = (struct sent){0};
	flow_route(mu, route);
}

/* A route that calls one that sends something sends something. */
static void pass_on(struct misuse *mu)
{
	bool has_changed = true;

	for (int round = 0; has_changed && round < ROUNDS_MOST; round++) {
		has_changed = false;
		for (struct route_facts *f = mu->facts; f; f = f->next)
			for (const struct reply_callee *c = f->callees; c && !f->sends; c = c->next)
				if (c->facts->sends)
					has_changed = f->sends = true;
	}
}

void reply_finish(struct misuse *mu)
{
	pass_on(mu);
	for (const struct reply_case *x = mu->cases; x; x = x->next) {
		const struct node *at = x->is_return ? x->target->goes_on : x->at;

		if (!at || (!x->is_return && !x->target->sends))
			continue;
		diag_note(mu->diags, report_goes_on(mu, x->sent.reply), at->at,
			  x->is_return ? "the route is called here, and more statements follow"
				       : "it goes on here, and more is sent");
	}
}

RULE(reply_not_last, "K356", SEV_WARNING, PHASE_RUN,
     .summary = "a request is answered, and the script goes on to answer it again or send it on",
     .why = "A function that sends a final reply does not end the script. Without exit behind "
	    "it the statements below run, too, and the caller gets two final replies, or one "
	    "for a request that is sent on all the same.",
     .evidence = "kamailio issues 1543, 2802",
     .bad = "loadmodule \"pv.so\"\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\n"
	    "request_route {\n\tif ($rU == $null) {\n"
	    "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t}\n\tt_relay();\n}\n",
     .good = "loadmodule \"pv.so\"\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\n"
	     "request_route {\n\tif ($rU == $null) {\n"
	     "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t\texit;\n\t}\n"
	     "\tt_relay();\n}\n")
