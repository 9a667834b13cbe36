/*
 * rule_flow - the way through the statements of one route: code that is never reached, cases that
 * run into the next one, replies that are not the end.
 *
 * What must stay true: a way is followed only as far as it is certain; a call of another route may
 * end the script, so nothing is known behind it.
 */
#include "rules/misuse.h"
#include "rules/rule.h"

#include "facts/words.h"
#include "parser.h"

/* Blocks deeper than this are not looked into. */
#define DEPTH_MOST 2000

/* --- replies -----------------------------------------------------------------------------------
 */

/* The first argument says that the reply is a final one. */
static bool has_final_code(const struct node *call)
{
	const struct node *code = KID(call, CALL, arguments);

	if (code && code->kind == N_NUMBER)
		return code->number >= 200 && code->number <= 699;
	return code && code->kind == N_STRING && code->text.n == 3 && code->text.p[0] >= '2' &&
	       code->text.p[0] <= '6';
}

static bool is_reply(struct misuse *mu, const struct node *n)
{
	if (n->kind != N_CALL)
		return false;
	return words_find(WORDS_REPLY_FINAL, n->text, mu->version) ||
	       (words_find(WORDS_REPLY_CODE, n->text, mu->version) && has_final_code(n));
}

static bool is_relay(struct misuse *mu, const struct node *n)
{
	if (n->kind == N_CORE_CALL)
		return n->op == T_FORWARD || n->op == T_FORWARD_PROTO;
	return n->kind == N_CALL && words_find(WORDS_RELAY, n->text, mu->version);
}

static void report_after_reply(struct misuse *mu, const struct node *n, const struct node *reply)
{
	struct diag *x = diag_report(mu->diags, DIAG_REPLY_NOT_LAST, n->at,
				     is_relay(mu, n) ? "\"%.*s\" although a final reply was sent"
						     : "\"%.*s\" sends one more final reply",
				     STR_ARG(n->text));

	diag_hint(mu->diags, x, "is an \"exit\" missing behind the first one?");
	diag_note(mu->diags, x, reply->at, "the reply is sent here");
}

/* The call that a condition makes in any case, or N itself. */
static const struct node *first_call(const struct node *n)
{
	while (n) {
		if (n->kind == N_UNARY)
			n = KID(n, UNARY, operand);
		else if (n->kind == N_BINARY)
			n = KID(n, BINARY, left);
		else
			break;
	}
	return n;
}

/* N runs on the way of FLOW: it may send something. */
static void take_call(struct misuse *mu, struct flow *flow, const struct node *n)
{
	n = first_call(n);
	if (!n || (n->kind != N_CALL && n->kind != N_CORE_CALL))
		return;
	if (n->kind == N_CORE_CALL && n->op == T_ROUTE) {
		flow->reply = NULL;
		flow->may_leave = true;
		return;
	}
	if (flow->reply && (is_reply(mu, n) || is_relay(mu, n))) {
		report_after_reply(mu, n, flow->reply);
		flow->reply = NULL;
	}
	if (is_reply(mu, n))
		flow->reply = n;
}

RULE(reply_not_last, "K356", SEV_WARNING, PHASE_RUN,
     .summary = "a request is answered, and then answered again or sent on",
     .why = "A function that sends a final reply does not end the script. Without exit behind "
	    "it the statements below run, too, and the caller gets two final replies, or one "
	    "for a request that is sent on all the same.",
     .evidence = "kamailio issues 1543, 2802",
     .bad = "loadmodule \"sl.so\"\nrequest_route {\n\tif ($rU == $null) {\n"
	    "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t}\n"
	    "\tsl_send_reply(\"404\", \"Not Found\");\n}\n",
     .good = "loadmodule \"sl.so\"\nrequest_route {\n\tif ($rU == $null) {\n"
	     "\t\tsl_send_reply(\"484\", \"Address Incomplete\");\n\t\texit;\n\t}\n"
	     "\tsl_send_reply(\"404\", \"Not Found\");\n}\n")

/* --- statements --------------------------------------------------------------------------------
 */

/* A condition that comes behind the reply may well ask whether it was sent. */
static void join(struct flow *flow, struct flow then, struct flow otherwise)
{
	const struct node *reply = then.ends ? NULL : then.reply;

	if (!reply && !otherwise.ends)
		reply = otherwise.reply;
	if (then.may_leave || otherwise.may_leave || then.ends || otherwise.ends)
		flow->reply = NULL;
	flow->may_leave |= then.may_leave || otherwise.may_leave;
	if (reply)
		flow->reply = reply;
	flow->ends = then.ends && otherwise.ends;
}

static void take_if(struct misuse *mu, struct flow *flow, const struct node *n)
{
	struct flow then, otherwise = {0};

	expression_condition(mu, KID(n, IF, condition));
	take_call(mu, flow, KID(n, IF, condition));
	then = flow_statements(mu, KID(n, IF, then));
	if (KID(n, IF, otherwise))
		otherwise = flow_statements(mu, KID(n, IF, otherwise));
	join(flow, then, otherwise);
}

/* Between the end of a case and the next one somebody says that it is meant. */
static bool is_marked(struct misuse *mu, const struct node *last, const struct node *next)
{
	static const char *const marks[] = {"fall", "FALL", "Fall", "no break", "NO BREAK"};
	struct sources *all = &mu->session->sources;
	struct span at = {span_in_file(all, last->at).hi, span_in_file(all, next->at).lo};
	struct str text;

	/* An include between them, or text of a define: not to be judged. */
	if (source_of(all, at.lo) != source_of(all, at.hi) || at.lo > at.hi)
		return true;
	text = source_text(all, at);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_search(text, str_of(marks[i])) >= 0)
			return true;
	return false;
}

static void check_case(struct misuse *mu, const struct node *c, struct flow flow)
{
	const struct node *last = NULL;
	struct diag *x;

	for (const struct node *n = KID(c, CASE, body); n; n = n->next)
		if (n->kind != N_EMPTY)
			last = n;
	/* The called route may leave; then a break would only be for show. */
	if (!last || flow.ends || !c->next || (last->kind == N_CORE_CALL && last->op == T_ROUTE) ||
	    is_marked(mu, last, c->next))
		return;
	x = diag_report(
	    mu->diags, DIAG_CASE_FALLS_THROUGH,
	    (struct span){c->next->at.lo, c->next->at.lo + (c->next->flags & NF_DEFAULT ? 7 : 4)},
	    "the case above goes on into this one");
	diag_hint(mu->diags, x, "end it with \"break\", or say \"fall through\" in a comment");
	diag_note(mu->diags, x, last->at, "its last statement is here");
}

static void take_switch(struct misuse *mu, struct flow *flow, const struct node *n)
{
	expression_check(mu, KID(n, SWITCH, subject));
	mu->loops++;
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
		check_case(mu, c, flow_statements(mu, KID(c, CASE, body)));
	mu->loops--;
	flow->reply = NULL;
	flow->may_leave = true;
}

static void take_leave(struct misuse *mu, struct flow *flow, const struct node *n)
{
	if (KID(n, LEAVE, value))
		expression_check(mu, KID(n, LEAVE, value));
	flow->ends = flow->may_leave = true;
	if (str_is(n->text, "break") && !mu->loops)
		diag_hint(mu->diags,
			  diag_report(mu->diags, DIAG_BREAK_OUTSIDE, n->at,
				      "\"break\" outside of \"while\" and \"switch\""),
			  "here it does the same as \"return\"");
}

static void take_statement(struct misuse *mu, struct flow *flow, const struct node *n)
{
	switch (n->kind) {
	case N_IF: take_if(mu, flow, n); break;
	case N_SWITCH: take_switch(mu, flow, n); break;
	case N_LEAVE: take_leave(mu, flow, n); break;
	case N_WHILE:
		expression_condition(mu, KID(n, WHILE, condition));
		mu->loops++;
		flow_statements(mu, KID(n, WHILE, body));
		mu->loops--;
		flow->reply = NULL;
		flow->may_leave = true;
		break;
	case N_ASSIGN: expression_check(mu, n); break;
	default: expression_check(mu, n); take_call(mu, flow, n);
	}
}

struct flow flow_statements(struct misuse *mu, const struct node *list)
{
	struct flow flow = {0};
	const struct node *end = NULL; /* behind it nothing is reached */

	if (mu->depth >= DEPTH_MOST)
		return (struct flow){.may_leave = true};
	mu->depth++;
	for (const struct node *n = list; n; n = n->next) {
		if (end && n->kind != N_EMPTY && n->kind != N_LEAVE) {
			diag_note(mu->diags,
				  diag_report(mu->diags, DIAG_CODE_UNREACHABLE, n->at,
					      "this is never reached"),
				  end->at, "the script leaves here");
			break;
		}
		take_statement(mu, &flow, n);
		if (flow.ends && !end)
			end = n;
	}
	flow.ends = end != NULL;
	mu->depth--;
	return flow;
}

RULE(code_unreachable, "K353", SEV_WARNING, PHASE_RUN,
     .summary = "statements that are never reached",
     .why = "All ways above lead to exit, return, drop or break, so what stands behind in the "
	    "same block never runs.",
     .bad = "request_route {\n\texit;\n\tsetflag(1);\n}\n",
     .good = "request_route {\n\tsetflag(1);\n\texit;\n}\n")

RULE(case_falls_through, "K354", SEV_WARNING, PHASE_RUN,
     .summary = "a case that goes on into the next one",
     .why = "A case of a switch ends with break, exit, return or drop. Without one of these "
	    "the statements of the next case run, too. A comment that says \"fall through\" in "
	    "front of the next case tells that it is meant.",
     .bad = "request_route {\n\tswitch (%x) {\n\tcase \"1\":\n\t\tsetflag(1);\n"
	    "\tcase \"2\":\n\t\tsetflag(2);\n\t}\n}\n",
     .good = "request_route {\n\tswitch (%x) {\n\tcase \"1\":\n\t\tsetflag(1);\n\t\tbreak;\n"
	     "\tcase \"2\":\n\t\tsetflag(2);\n\t}\n}\n")

RULE(break_outside, "K355", SEV_NOTE, PHASE_RUN, .summary = "break outside of while and switch",
     .why = "There it ends the route, as return does, and not only the block or the if around "
	    "it.",
     .bad = "request_route {\n\tif ($rU == $null) {\n\t\tbreak;\n\t}\n\tsetflag(1);\n}\n",
     .good = "request_route {\n\tif ($rU == $null) {\n\t\treturn;\n\t}\n\tsetflag(1);\n}\n")
