/*
 * route - route blocks: names that stand there twice, and what may stand in an onsend_route.
 * Facts: semantics.md sections 4 and 9, grammar.md section 7; vectors 472-487, 581-583, 678-684.
 */
#include "sema/route.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_onsend_element;
extern const struct rule rule_onsend_statement;
extern const struct rule rule_route_twice;

/* Blocks that stand above. */
struct route_scope {
	struct map
	    names[ROUTE_KINDS]; /* struct node, the name of the block that is filled; or NULL */
	const struct node *main[ROUTE_KINDS]; /* the block without name, once it is filled */
};

static struct route_scope *scope_of(struct sema *cx)
{
	if (!cx->routes)
		cx->routes = ARENA_NEW(cx->arena, struct route_scope);
	return cx->routes;
}

bool route_is_above(const struct sema *cx, enum route_kind kind, struct str name)
{
	return cx->routes && map_has(&cx->routes->names[kind], name);
}

static enum route_kind kind_of(const struct node *n)
{
	switch (n->op) {
	case OP_FAILURE_ROUTE: return ROUTES_FAILURE;
	case OP_BRANCH_ROUTE: return ROUTES_BRANCH;
	case OP_ONSEND_ROUTE: return ROUTES_ONSEND;
	case OP_ONREPLY_ROUTE: return ROUTES_REPLY;
	case OP_EVENT_ROUTE: return ROUTES_EVENT;
	default: return ROUTES_REQUEST;
	}
}

/* Kamailio takes a block of nothing but semicolons for none at all. */
static bool is_filled(const struct node *body)
{
	for (; body; body = body->next)
		if (body->kind != N_EMPTY)
			return true;
	return false;
}

/* A number is the text of its decimal digits; one above 2147483647 is extended as if negative, to
 * 64 bits. */
static struct str name_of(struct sema *cx, const struct node *name)
{
	struct buf b;

	if (name->kind != N_NUMBER)
		return name->text;
	b = buf_on(cx->arena);
	buf_printf(&b, "%llu", (unsigned long long)(int64_t)name->number);
	return buf_view(&b);
}

uint16_t route_facts(struct sema *cx, const struct node *n)
{
	const struct node *name = KID(n, ROUTE, name);

	switch (kind_of(n)) {
	case ROUTES_FAILURE: return FACT_FAILURE;
	case ROUTES_BRANCH: return FACT_BRANCH;
	case ROUTES_ONSEND: return FACT_ONSEND;
	case ROUTES_REPLY:
		return !name || str_is(name_of(cx, name), "0") ? FACT_CORE_ONREPLY
							       : FACT_TM_ONREPLY;
	case ROUTES_EVENT: return FACT_REQUEST | FACT_EVENT;
	default: return FACT_REQUEST;
	}
}

static struct diag *report_twice(struct sema *cx, const struct node *n, struct str name)
{
	struct diag *x =
	    diag_report(cx->diags, &rule_route_twice, KID(n, ROUTE, name)->at,
			"%.*s \"%.*s\" is defined twice", STR_ARG(n->text), STR_ARG(name));

	diag_seen(x, sema_last(n->at));
	return x;
}

/* "0" is the block without name: as a name it may be given only while that one does nothing. */
static void define_main(struct sema *cx, const struct node *n, enum route_kind kind)
{
	const struct node *first = scope_of(cx)->main[kind];
	struct diag *x;

	if (!first) {
		if (is_filled(KID(n, ROUTE, body)))
			scope_of(cx)->main[kind] = n;
		return;
	}
	if (!KID(n, ROUTE, name) || kind == ROUTES_REPLY)
		return;
	x = report_twice(cx, n, STR("0"));
	if (KID(first, ROUTE, name))
		diag_note(cx->diags, x, KID(first, ROUTE, name)->at, "first defined here");
	else
		diag_note(cx->diags, x, (struct span){first->at.lo, first->at.lo + 1},
			  "0 means the %.*s without name", STR_ARG(first->text));
}

void route_define(struct sema *cx, const struct node *n)
{
	enum route_kind kind = kind_of(n);
	const struct node *name = KID(n, ROUTE, name), *first;
	struct str text;

	text = name ? name_of(cx, name) : STR("0");
	if (kind != ROUTES_EVENT && str_is(text, "0")) {
		define_main(cx, n, kind);
		return;
	}
	first = map_keep(&scope_of(cx)->names[kind], cx->arena, text,
			 is_filled(KID(n, ROUTE, body)) ? name : NULL);
	if (first && first != name)
		diag_note(cx->diags, report_twice(cx, n, text), first->at, "first defined here");
}

RULE(route_twice, "K310", SEV_ERROR, PHASE_PARSE,
     .summary = "two route blocks of one kind with the same name",
     .why = "Names are compared as text, and a number is its decimal digits: route[0x10], "
	    "route[16] and route[\"16\"] are one. Blocks without name are joined, so there may be "
	    "several of them; the name 0 means them.",
     .bad = "request_route {\n\troute(RELAY);\n}\nroute[RELAY] {\n\texit;\n}\nroute[RELAY] {\n"
	    "\tdrop;\n}\n",
     .good = "request_route {\n\troute(RELAY);\n}\nroute[RELAY] {\n\texit;\n}\n"
	     "failure_route[RELAY] {\n\tdrop;\n}\n")

void route_call(struct sema *cx, const struct node *n)
{
	struct diag *x;

	if (words_find(WORDS_ONSEND_CALL, n->text, cx->version))
		return;
	if (n->op == OP_ROUTE && feature_in(cx->version, FEATURE_ROUTE_IN_ONSEND))
		return;
	x = diag_report(cx->diags, &rule_onsend_statement, n->at,
			"\"%.*s\" cannot be used in onsend_route", STR_ARG(n->text));
	diag_seen(x, n->flags & NF_BARE ? sema_next(cx, n->at.hi) : sema_last(n->at));
}

RULE(onsend_statement, "K311", SEV_ERROR, PHASE_PARSE,
     .summary = "a statement that an onsend_route cannot have",
     .why = "When an onsend_route runs the message is built already. It may use drop, "
	    "exit, return, break, assignments, if, while, switch, log, setflag, "
	    "resetflag, isflagset, the set_..._no_connect and set_..._close calls, and "
	    "functions of modules that allow it; route() from Kamailio 5.7 on.",
     .bad = "onsend_route {\n\tstrip(1);\n}\n", .good = "onsend_route {\n\tlog(\"sent\");\n}\n")

void route_element(struct sema *cx, const struct node *word)
{
	if (cx->is_onsend || !str_ends(word->text, STR("_ip")))
		return;
	if (str_is(word->text, "snd_ip") || str_is(word->text, "to_ip"))
		diag_report(cx->diags, &rule_onsend_element, word->at,
			    "\"%.*s\" is known in onsend_route only", STR_ARG(word->text));
}

RULE(onsend_element, "K312", SEV_ERROR, PHASE_PARSE,
     .summary = "snd_ip or to_ip outside of an onsend_route",
     .why = "They are the addresses that the message is sent from and to, which are "
	    "known only there.",
     .bad = "request_route {\n\tif (to_ip == 10.0.0.1)\n\t\texit;\n}\n",
     .good = "onsend_route {\n\tif (to_ip == 10.0.0.1)\n\t\tdrop;\n}\n")
