/*
 * reply - a final reply, and the script goes on: it is answered again, or the request is sent on
 * all the same.
 *
 * What must stay true: silence when in doubt.  A second message that is sent in any case is
 * reported; one under a condition only behind a reply that refuses the request, and only when the
 * condition has nothing to do with the one of the reply.
 */
#include "base/ascii.h"
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_reply_not_last;
extern const struct rule rule_retransmission_goes_on;

/* A final reply that was sent on the way. */
struct sent {
	const struct node *reply;     /* the call; NULL: none */
	const struct node *condition; /* under which it is sent, as far as one is known; or NULL */
	bool is_vague;                /* a condition behind it may well ask whether it was sent */
	bool is_negated;              /* it is sent when the condition is false */
	bool is_changed;              /* something was changed since */
};

/* What is known on a path, as far as the part of a conditional goes that it is in. */
struct reply_part {
	struct sent sent;
	const struct node *failed;  /* under this condition: a call that replies when it fails */
	const struct route *called; /* the route called last; whether it sends is not yet taken */
	bool sends;   /* some way in it sends a reply or the request, or calls a route that does */
	bool assigns; /* some way in it leaves a mark: a variable, a flag */
	bool marks;   /* the same, but not inside of a conditional */
	bool is_otherwise;
	bool is_case; /* of a switch, before its first statement */

	/* Where the parts of a conditional have met. */
	bool then_sends;        /* some way through the first part does */
	bool then_goes_on;      /* that part comes out */
	bool has_left;          /* some part does not */
	bool is_sent_otherwise; /* the reply was sent in the other part */
};

/* What is known of a route. */
struct reply_route {
	bool sends;                 /* some way in it sends something */
	const struct node *goes_on; /* a call of it that has more statements behind it */
};

/* A reply that refuses the request; whether something is sent behind it is known at the end. */
struct reply_case {
	struct reply_case *next;
	struct sent sent;
	const struct route
	    *target;           /* that is called behind it; or, when AT is NULL, that it ends */
	const struct node *at; /* what comes behind it */
};

struct replies {
	struct reply_case *cases;
};

static const struct state_kind replies_kind = STATE_KIND(struct replies);
static const struct state_kind routes_kind = STATE_KIND(struct reply_route);

/* Rounds of passing on that a called route sends something. */
enum { ROUNDS_MOST = 8 };

static struct reply_route *facts_of(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &routes_kind, r);
}

/* --- what is a reply -------------------------------------------------------------------------- */

/* The code that a function sends, when it is known; else 0. */
static int32_t code_of(const struct node *call)
{
	const struct node *code = KID(call, CALL, arguments);

	if (code && code->kind == N_NUMBER)
		return code->number;
	if (!code || code->kind != N_STRING || code->text.n != 3)
		return 0;
	for (size_t i = 0; i < 3; i++)
		if (!ascii_is_digit(code->text.p[i]))
			return 0;
	return (code->text.p[0] - '0') * 100;
}

static uint64_t tags_at(struct visit *v, const struct node *n)
{
	return n->kind == N_CALL ? call_of(v->unit, n)->tags : 0;
}

static bool is_reply(struct visit *v, const struct node *n)
{
	uint64_t tags = tags_at(v, n);

	return tags & (TAG_REPLY_FINAL | TAG_REPLY_OK) ||
	       (tags & TAG_REPLY_CODE && code_of(n) >= 200);
}

/* The request is refused; that of itself is never followed by more work on it. */
static bool is_refusal(struct visit *v, const struct node *n)
{
	uint64_t tags = tags_at(v, n);

	return tags & (TAG_REPLY_FINAL | TAG_REPLY_FAILED) ||
	       (tags & TAG_REPLY_CODE && code_of(n) >= 300);
}

static bool is_relay(struct visit *v, const struct node *n)
{
	if (n->kind == N_CORE_CALL)
		return n->op == OP_FORWARD || n->op == OP_FORWARD_PROTO;
	return tags_at(v, n) & TAG_RELAY;
}

static bool is_route_call(const struct node *n)
{
	return n->kind == N_CORE_CALL && n->op == OP_ROUTE;
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

/* --- findings --------------------------------------------------------------------------------- */

static void report_again(struct visit *v, const struct node *n, const struct node *reply)
{
	struct diag *x = report(v, n->at,
				is_relay(v, n) ? "\"%.*s\" although a final reply was sent"
					       : "\"%.*s\" sends one more final reply",
				STR_ARG(n->text));

	diag_hint(v->diags, x, "is an \"exit\" missing behind the first one?");
	diag_note(v->diags, x, reply->at, "the reply is sent here");
}

static struct diag *report_goes_on(struct visit *v, const struct node *reply)
{
	struct diag *x;

	if (tags_at(v, reply) & TAG_REPLY_FAILED)
		x = report(v, reply->at,
			   "\"%.*s\" has sent a final reply when it fails, and the script "
			   "goes on",
			   STR_ARG(reply->text));
	else
		x = report(v, reply->at, "the script goes on behind this final reply");
	diag_hint(v->diags, x, "is an \"exit\" missing behind it?");
	return x;
}

/* Puts a reply aside until all routes are known. */
static void defer(struct visit *v, const struct sent *sent, const struct route *target,
		  const struct node *at)
{
	struct replies *all = visit_state(v, &replies_kind);
	struct reply_case *x = ARENA_NEW(v->arena, struct reply_case);

	*x = (struct reply_case){.sent = *sent, .target = target, .at = at, .next = all->cases};
	all->cases = x;
}

/* --- statements ------------------------------------------------------------------------------- */

/* The path leaves a mark that later statements can ask for: a variable, a flag. */
static void leave_mark(struct reply_part *x)
{
	x->assigns = x->marks = true;
	x->sent.is_vague |= x->sent.reply != NULL;
	x->sent.is_changed |= x->sent.reply != NULL;
}

/* The route that was called last on the way has been walked since, so it is known whether it sends
 * something; but of one that calls itself, of which it is not said. */
static void come_back(struct visit *v, struct reply_part *x)
{
	if (!x->called)
		return;
	if (facts_of(v, x->called)->sends)
		x->sends = facts_of(v, v->route)->sends = true;
	x->called = NULL;
}

static void take_route_call(struct visit *v, struct reply_part *x, const struct node *n)
{
	const struct route *target = calls_target(v->unit, n);

	x->called = target;
	if (target && x->sent.reply && is_refusal(v, x->sent.reply))
		defer(v, &x->sent, target, n);
	x->sent = (struct sent){0};
}

/* N is a statement, or a condition. */
static void take_call(struct visit *v, struct reply_part *x, const struct node *n,
		      bool is_condition)
{
	n = first_call(n);
	if (is_route_call(n)) {
		take_route_call(v, x, n);
		return;
	}
	if (n->kind == N_CORE_CALL && n->op == OP_CALL_FLAG && !str_starts(n->text, STR("is")))
		leave_mark(x);
	if (!is_reply(v, n) && !is_relay(v, n))
		return;
	if (x->sent.reply)
		report_again(v, n, x->sent.reply);
	x->sends = true;
	facts_of(v, v->route)->sends = true;
	/* In a condition: the branches know whether it was sent. */
	x->sent = (struct sent){.reply = is_reply(v, n) && !is_condition ? n : NULL};
}

/* Whether other statements than the end of the route follow N. */
static bool is_followed(const struct node *n)
{
	do
		n = n->next;
	while (n && n->kind == N_EMPTY && !(n->flags & NF_LOST));
	return n && n->kind != N_LEAVE;
}

static void take_statement(struct visit *v, struct reply_part *x, const struct node *n)
{
	const struct route *target;

	take_call(v, x, n, false);
	if (!is_route_call(n) || !is_followed(n))
		return;
	target = calls_target(v->unit, n);
	if (target && !facts_of(v, target)->goes_on)
		facts_of(v, target)->goes_on = n;
}

/* The path leads back to the callers. */
static void go_back(struct visit *v, struct reply_part *x)
{
	if (x->sent.reply && !x->sent.is_vague && !x->marks && is_refusal(v, x->sent.reply))
		defer(v, &x->sent, v->route, NULL);
	x->sent = (struct sent){0};
}

static void statement(struct visit *v, void *state, const struct node *n)
{
	struct reply_part *x = state;

	come_back(v, x);
	x->is_case = false;
	switch (n->kind) {
	case N_IF: take_call(v, x, KID(n, IF, condition), true); break;
	case N_SWITCH: take_call(v, x, KID(n, SWITCH, subject), true); break;
	case N_WHILE: break;
	case N_ASSIGN: leave_mark(x); break;
	case N_LEAVE:
		if (n->text.p[0] != 'r')
			break;
		x->sent.is_vague |= KID(n, LEAVE, value) != NULL;
		go_back(v, x);
		break;
	case N_ROUTE: go_back(v, x); break;
	case N_EMPTY:
		/* A statement that could not be read may be the exit behind a reply. */
		if (n->flags & NF_LOST)
			x->sent = (struct sent){0};
		break;
	default: take_statement(v, x, n);
	}
}

/* --- parts of conditionals -------------------------------------------------------------------- */

/* CALL goes on when it fails, which it says with a reply. */
static bool goes_on_failed(struct visit *v, const struct node *call)
{
	const struct fact_function *f;

	if (!(tags_at(v, call) & TAG_GOES_ON))
		return false;
	f = call_of(v->unit, call)->function;
	return f && modules_meet(&v->unit->modules, modules_file(&v->unit->modules, f->module),
				 tags_condition(call->text, TAG_GOES_ON, v->version));
}

static void enter(struct visit *v, void *state, const struct node *n, bool otherwise)
{
	struct reply_part *x = state;
	const struct node *condition = n->kind == N_IF ? KID(n, IF, condition) : n;

	*x = (struct reply_part){.is_otherwise = otherwise,
				 .is_sent_otherwise = otherwise,
				 .is_case = n->kind == N_SWITCH && !otherwise};
	if (!otherwise && condition->kind == N_UNARY && condition->op == OP_NOT &&
	    goes_on_failed(v, KID(condition, UNARY, operand)))
		x->failed = KID(condition, UNARY, operand);
}

/* The end of a part: a reply that nothing has followed is the one of its condition. */
static void settle(struct visit *v, struct reply_part *x)
{
	come_back(v, x);
	if (x->failed && !x->sent.reply)
		x->sent = (struct sent){.reply = x->failed};
	x->failed = NULL;
}

static void add_part(struct reply_part *x, const struct reply_part *other)
{
	x->then_sends =
	    (x->is_otherwise ? x->then_sends : x->sends) | (!other->is_otherwise && other->sends);
	x->sends |= other->sends;
	x->assigns |= other->assigns;
}

static void join(struct visit *v, void *state, const void *other)
{
	struct reply_part *x = state, y = *(const struct reply_part *)other;

	settle(v, x);
	settle(v, &y);
	x->then_goes_on = true;
	add_part(x, &y);
	/* Of two cases the later one; of two branches the first.  That a case falls into the next
	 * one is another mistake. */
	if (y.sent.reply && !x->is_case && (!x->sent.reply || x->is_otherwise == y.is_otherwise)) {
		x->sent = y.sent;
		x->is_sent_otherwise = y.is_sent_otherwise;
	}
}

static void gather(struct visit *v, void *state, const void *ended, bool is_open)
{
	struct reply_part *x = state;
	struct reply_part y = *(const struct reply_part *)ended;

	settle(v, x);
	come_back(v, &y);
	x->then_goes_on |= is_open && !x->is_otherwise;
	x->has_left = true;
	add_part(x, &y);
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
static bool is_same(struct visit *v, const struct node *a, const struct node *b)
{
	struct sources *all = &v->session->sources;

	if (a->kind != b->kind || a->at.hi - a->at.lo != b->at.hi - b->at.lo ||
	    (a->kind != N_ELEMENT && !(tags_at(v, a) & TAG_LOOKING)))
		return false;
	return str_equal(source_text(all, a->at), source_text(all, b->at));
}

/* The reply was sent where CONDITION is true in any case. */
static bool is_implied(struct visit *v, const struct sent *sent, const struct node *condition)
{
	const struct node *known = sent->condition;

	if (!known || sent->is_negated || sent->is_changed)
		return false;
	for (; condition->kind == N_BINARY && condition->op == OP_OR;
	     condition = KID(condition, BINARY, left))
		if (is_same(v, known, KID(condition, BINARY, right)))
			return true;
	return is_same(v, known, condition);
}

/* A conditional, whose parts have met in PARTS, is passed while SENT was sent before it. */
static void pass(struct visit *v, struct sent *sent, const struct node *condition,
		 const struct reply_part *parts, bool ends)
{
	if (parts->then_sends && is_implied(v, sent, condition)) {
		diag_note(v->diags, report_goes_on(v, sent->reply), condition->at,
			  "behind it this condition still holds, and more is sent");
		*sent = (struct sent){0};
		return;
	}
	if (sent->is_vague || asks_result(condition) ||
	    (sent->condition && share_word(sent->condition, condition, 0))) {
		if (parts->sends || ends)
			*sent = (struct sent){0};
		return;
	}
	if (!parts->sends)
		return;
	if (is_refusal(v, sent->reply))
		diag_note(v->diags, report_goes_on(v, sent->reply), condition->at,
			  "behind it comes this condition, and more is sent");
	*sent = (struct sent){0};
}

/* The reply of PARTS is what was sent behind the conditional. */
static void take_over(struct reply_part *x, const struct reply_part *parts,
		      const struct node *condition, bool is_negated, bool has_else)
{
	x->sent = parts->sent;
	if (!x->sent.condition) {
		x->sent.condition = condition;
		x->sent.is_negated = is_negated;
	}
	/* With an else the ways are told apart on purpose, and often meet at an exit. */
	x->sent.is_vague |= parts->assigns || has_else;
}

static void check_retransmission(struct visit *v, const struct node *n,
				 const struct reply_part *parts)
{
	const struct node *condition = KID(n, IF, condition), *last = condition;
	struct diag *x;

	/* A route that is called there may well end the script. */
	if (!parts->then_goes_on || parts->then_sends ||
	    !(tags_at(v, condition) & TAG_RETRANSMISSION))
		return;
	for (const struct node *s = KID(n, IF, then); s; s = s->next)
		if (s->kind != N_EMPTY)
			last = s;
	x = report_as(v, &rule_retransmission_goes_on, last->at,
		      "the script goes on with a request that is dealt with already");
	diag_hint(v->diags, x, "is an \"exit\" missing behind it?");
	diag_note(v->diags, x, condition->at, "\"%.*s\" finds it here", STR_ARG(condition->text));
}

static void behind(struct visit *v, void *state, const void *before, const struct node *n)
{
	struct reply_part *x = state, parts = *x;
	bool is_if = n->kind == N_IF;
	const struct node *condition = is_if ? KID(n, IF, condition) : n->kid[0];

	come_back(v, &parts);
	*x = *(const struct reply_part *)before;
	come_back(v, x);
	if (is_if)
		check_retransmission(v, n, &parts);
	if (is_if || n->kind == N_SWITCH) {
		if (x->sent.reply)
			pass(v, &x->sent, condition, &parts, is_if && parts.has_left);
		if (parts.sent.reply)
			take_over(x, &parts, condition, is_if && parts.is_sent_otherwise,
				  is_if && KID(n, IF, otherwise));
	} else if (n->kind == N_WHILE) {
		x->sent = (struct sent){0};
	}
	x->sends |= parts.sends;
	x->assigns |= parts.assigns;
}

/* --- what needs all routes -------------------------------------------------------------------- */

/* A route that calls one that sends something sends something. */
static void pass_on(struct visit *v)
{
	bool has_changed = true;

	for (int round = 0; has_changed && round < ROUNDS_MOST; round++) {
		has_changed = false;
		for (const struct route *r = v->unit->routes.first; r; r = r->next)
			for (const struct call *c = r->calls; c && !facts_of(v, r)->sends;
			     c = c->next)
				if (c->way == CALL_ROUTE && c->to && facts_of(v, c->to)->sends)
					has_changed = facts_of(v, r)->sends = true;
	}
}

static void finish(struct visit *v)
{
	const struct replies *all = visit_state(v, &replies_kind);

	if (all->cases)
		pass_on(v);
	for (const struct reply_case *x = all->cases; x; x = x->next) {
		const struct reply_route *target = facts_of(v, x->target);
		const struct node *at = x->at ? x->at : target->goes_on;

		if (!at || (x->at && !target->sends))
			continue;
		diag_note(v->diags, report_goes_on(v, x->sent.reply), at->at,
			  x->at ? "it goes on here, and more is sent"
				: "the route is called here, and more statements follow");
	}
}

static const struct path_rule path = {
    .size = sizeof(struct reply_part),
    .statement = statement,
    .enter = enter,
    .join = join,
    .gather = gather,
    .behind = behind,
};

RULE(reply_not_last, "K356", SEV_WARNING, PHASE_RUN, .path = &path, .end = finish,
     .summary = "a request is answered, and the script goes on to answer it again or send it on",
     .why = "A function that sends a final reply does not end the script. Without exit after it "
	    "the statements below run, too, and the caller gets two final replies, or one for a "
	    "request that is sent on all the same. Under a condition that calls a route it is "
	    "reported when that route sends something, itself or by others.",
     .evidence = "kamailio issues 1543, 2802",
     .bad = "loadmodule \"pv.so\"\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\n"
	    "request_route {\n\tif ($rU == $null) {\n"
	    "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t}\n\tt_relay();\n}\n",
     .good = "loadmodule \"pv.so\"\nloadmodule \"tm.so\"\nloadmodule \"sl.so\"\n"
	     "request_route {\n\tif ($rU == $null) {\n"
	     "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t\texit;\n\t}\n"
	     "\tt_relay();\n}\n")

RULE(retransmission_goes_on, "K365", SEV_WARNING, PHASE_RUN, .found_by = &rule_reply_not_last,
     .summary = "a request that another process deals with is dealt with again",
     .why = "t_precheck_trans() is true when the same request was received before and is being "
	    "processed. The block after it has to end the script; otherwise the request is "
	    "answered or sent on twice.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route {\n"
	    "\tif (t_precheck_trans()) {\n\t\tt_check_trans();\n\t}\n\tt_check_trans();\n"
	    "\tt_relay();\n\texit;\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"tmx.so\"\nrequest_route {\n"
	     "\tif (t_precheck_trans()) {\n\t\tt_check_trans();\n\t\texit;\n\t}\n"
	     "\tt_check_trans();\n\tt_relay();\n\texit;\n}\n")
