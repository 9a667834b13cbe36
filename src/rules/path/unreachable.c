/*
 * rule_flow - the way through the statements of one route: code that is never reached, cases that
 * run into the next one.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_break_outside;
extern const struct rule rule_case_falls_through;
extern const struct rule rule_code_unreachable;

/* Blocks deeper than this are not looked into. */
#define DEPTH_MOST 2000

/* The blocks { ... } and the variables in the expression N. */
static void walk_blocks(struct misuse *mu, const struct node *n)
{
	if (!n || mu->depth >= DEPTH_MOST)
		return;
	mu->depth++;
	for (; n->kind == N_BINARY; n = KID(n, BINARY, left))
		walk_blocks(mu, KID(n, BINARY, right));
	if (n->kind == N_BLOCK)
		flow_statements(mu, KID(n, BLOCK, body));
	else if (n->kind == N_ASSIGN) {
		variable_use(mu, KID(n, ASSIGN, target), true);
		walk_blocks(mu, KID(n, ASSIGN, value));
	} else if (n->kind == N_PVAR)
		variable_use(mu, n, false);
	else
		for (unsigned i = 0; i < node_slots(n->kind); i++)
			for (const struct node *x = n->kid[i]; x; x = x->next)
				walk_blocks(mu, x);
	mu->depth--;
}

static void take_if(struct misuse *mu, struct outcome *flow, const struct node *n)
{
	const struct node *condition = KID(n, IF, condition), *other = KID(n, IF, otherwise);
	struct outcome then, otherwise = {0};

	indent_check(mu, n);
	walk_blocks(mu, condition);
	reply_call(mu, flow, condition, true);
	then = flow_statements(mu, KID(n, IF, then));
	reply_retransmission(mu, n, &then);
	reply_failed(mu, condition, &then);
	if (other)
		otherwise = flow_statements(mu, other);
	reply_condition(mu, flow, condition, &then, other ? &otherwise : NULL);
	flow->ends = then.ends && otherwise.ends;
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

static void check_case(struct misuse *mu, const struct node *c, struct outcome flow)
{
	const struct node *last = NULL;
	struct diag *x;

	for (const struct node *n = KID(c, CASE, body); n; n = n->next)
		if (n->kind != N_EMPTY)
			last = n;
	/* The called route may leave; then a break would only be for show. */
	if (!last || flow.ends || !c->next || (last->kind == N_CORE_CALL && last->op == OP_ROUTE) ||
	    is_marked(mu, last, c->next))
		return;
	x = diag_report(
	    mu->diags, &rule_case_falls_through,
	    (struct span){c->next->at.lo, c->next->at.lo + (c->next->flags & NF_DEFAULT ? 7 : 4)},
	    "the case above goes on into this one");
	diag_hint(mu->diags, x, "end it with \"break\", or say \"fall through\" in a comment");
	diag_note(mu->diags, x, last->at, "its last statement is here");
}

static void take_switch(struct misuse *mu, struct outcome *flow, const struct node *n)
{
	const struct node *subject = KID(n, SWITCH, subject);
	struct sent outer = mu->at_break;
	struct outcome all = {0};

	mu->at_break = (struct sent){0};
	walk_blocks(mu, subject);
	reply_call(mu, flow, subject, true);
	mu->loops++;
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		struct outcome one = flow_statements(mu, KID(c, CASE, body));

		check_case(mu, c, one);
		all.sends |= one.sends;
		all.assigns |= one.assigns;
		if (!one.ends && !c->next)
			all.sent = one.sent;
	}
	mu->loops--;
	if (mu->at_break.reply)
		all.sent = mu->at_break;
	mu->at_break = outer;
	reply_condition(mu, flow, subject, &all, NULL);
}

static void take_while(struct misuse *mu, struct outcome *flow, const struct node *n)
{
	struct sent outer = mu->at_break;
	struct outcome body;

	indent_check(mu, n);
	walk_blocks(mu, KID(n, WHILE, condition));
	mu->loops++;
	body = flow_statements(mu, KID(n, WHILE, body));
	mu->loops--;
	mu->at_break = outer;
	flow->sends |= body.sends;
	flow->assigns |= body.assigns;
	flow->sent = (struct sent){0};
}

static void take_leave(struct misuse *mu, struct outcome *flow, const struct node *n)
{
	walk_blocks(mu, KID(n, LEAVE, value));
	flow->ends = true;
	if (str_is(n->text, "return")) {
		flow->sent.is_vague |= KID(n, LEAVE, value) != NULL;
		reply_return(mu, flow);
	}
	if (!str_is(n->text, "break"))
		return;
	if (mu->loops) {
		if (flow->sent.reply)
			mu->at_break = flow->sent;
		return;
	}
	diag_hint(mu->diags,
		  diag_report(mu->diags, &rule_break_outside, n->at,
			      "\"break\" outside of \"while\" and \"switch\""),
		  "here it does the same as \"return\"");
}

static void take_statement(struct misuse *mu, struct outcome *flow, const struct node *n)
{
	switch (n->kind) {
	case N_IF: take_if(mu, flow, n); break;
	case N_SWITCH: take_switch(mu, flow, n); break;
	case N_LEAVE: take_leave(mu, flow, n); break;
	case N_WHILE: take_while(mu, flow, n); break;
	case N_ASSIGN:
		walk_blocks(mu, n);
		reply_mark(flow);
		break;
	/* A statement that could not be read: it may be the exit behind a reply. */
	case N_EMPTY: flow->sent = (struct sent){0}; break;
	default: walk_blocks(mu, n); reply_call(mu, flow, n, false);
	}
}

/* A directive between the two: in another variant of the config the code is reached. */
static bool is_conditional(struct misuse *mu, const struct node *end, const struct node *n)
{
	struct sources *all = &mu->session->sources;
	struct span at = {span_in_file(all, end->at).hi, span_in_file(all, n->at).lo};

	return source_of(all, at.lo) != source_of(all, at.hi) || at.lo > at.hi ||
	       str_search(source_text(all, at), STR("#!")) >= 0;
}

static void report_unreachable(struct misuse *mu, const struct node *end, const struct node *n)
{
	struct diag *x;

	if (mu->is_unbalanced || is_conditional(mu, end, n))
		return;
	x = diag_report(mu->diags, &rule_code_unreachable, n->at, "this is never reached");
	diag_note(mu->diags, x, end->at, "the script leaves here");
}

static const struct node *skip_empty(const struct node *n)
{
	while (n && n->kind == N_EMPTY && !(n->flags & NF_LOST))
		n = n->next;
	return n;
}

struct outcome flow_statements(struct misuse *mu, const struct node *list)
{
	struct outcome flow = {0};
	const struct node *end = NULL; /* behind it nothing is reached */

	if (mu->depth >= DEPTH_MOST)
		return flow;
	mu->depth++;
	for (const struct node *n = skip_empty(list); n; n = skip_empty(n->next)) {
		if (end && n->kind == N_EMPTY)
			break;
		if (end && n->kind != N_LEAVE) {
			report_unreachable(mu, end, n);
			break;
		}
		if (end)
			continue;
		take_statement(mu, &flow, n);
		reply_followed(mu, n, skip_empty(n->next));
		if (flow.ends)
			end = n;
	}
	mu->depth--;
	return flow;
}

void flow_route(struct misuse *mu, const struct node *route)
{
	struct outcome flow = flow_statements(mu, KID(route, ROUTE, body));

	if (!flow.ends)
		reply_return(mu, &flow);
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
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null) "
	    "{\n\t\tbreak;\n\t}\n\tsetflag(1);\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null) "
	     "{\n\t\treturn;\n\t}\n\tsetflag(1);\n}\n")
