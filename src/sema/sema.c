/*
 * sema - the walk over the tree, in the order of the text; see sema.h.
 *
 * What must stay true: the order is that of the text, for a flag must be declared above its use;
 * nothing here recurses deeper than the tree does, and long chains (a + b + c ..., else if) are
 * loops.
 */
#include "sema/sema.h"

#include "sema/address.h"
#include "sema/call.h"
#include "sema/declaration.h"
#include "sema/flag.h"
#include "sema/global.h"
#include "sema/module.h"
#include "sema/parameter.h"
#include "sema/route.h"
#include "sema/select.h"
#include "sema/statement.h"
#include "sema/value.h"
#include "sema/variable.h"
#include "modules/installed.h"

/* What is reported here. */

static const struct value any_value = {VALUE_ANY, false, false};

static void walk_statements(struct sema *cx, const struct node *list);
static struct value check_expression(struct sema *cx, const struct node *n);

/* Records V in the tree, for the rules. */
static struct value keep_value(const struct node *n, struct value v)
{
	if (!v.is_failed)
		sema_annotate(n)->type =
		    (unsigned char)(v.is_constant ? v.type | VALUE_CONSTANT : v.type);
	return v;
}

/* The side of a condition element: what is compared, or what it is compared with. */
static struct value walk_side(struct sema *cx, const struct node *n)
{
	switch (n->kind) {
	case N_WORD: route_element(cx, n); return any_value;
	case N_NET: address_net(cx, n); return any_value;
	case N_HOST: return any_value;
	default: return check_expression(cx, n);
	}
}

static void walk_arguments(struct sema *cx, const struct node *list)
{
	for (const struct node *n = list; n; n = n->next) {
		if (n->kind == N_IP || n->kind == N_ADDRESS)
			address_check(cx, n);
		else
			check_expression(cx, n);
	}
}

static void walk_core_call(struct sema *cx, const struct node *n)
{
	walk_arguments(cx, KID(n, CORE_CALL, arguments));
	if (n->op == OP_CALL_FLAG)
		flag_call(cx, n);
	else if (n->op == OP_CALL_AVPFLAG)
		flag_avp_call(cx, n);
	if (cx->is_onsend)
		route_call(cx, n);
}

/* A call that failed has no value, like an operator. */
static struct value walk_call(struct sema *cx, const struct node *n)
{
	struct value values[PARAMETERS_MOST] = {{0}}, v = {VALUE_INT, false, false};
	unsigned count = 0;

	if (++cx->calls == 2)
		call_nested(cx, n);
	v.is_failed = cx->calls > 1;
	for (const struct node *a = KID(n, CALL, arguments); a; a = a->next) {
		struct value argument = {0};

		if (a->kind == N_IP || a->kind == N_ADDRESS)
			address_check(cx, a);
		else
			argument = check_expression(cx, a);
		v.is_failed |= argument.is_failed;
		if (count < PARAMETERS_MOST)
			values[count++] = argument;
	}
	v.is_failed |= !call_count(cx, n);
	if (!v.is_failed)
		v.is_failed = !call_check(cx, n, values);
	if (!n->number)
		call_record(cx, n);
	cx->calls--;
	return v;
}

/* a + b + c + ... leans to the left for as long as the file is: from the bottom up, without
 * recursion. */
static struct value walk_binary(struct sema *cx, const struct node *n)
{
	uint32_t base = cx->spine.count;
	struct value v;

	for (; n->kind == N_BINARY; n = KID(n, BINARY, left))
		*LIST_ADD(cx->arena, &cx->spine) = n;
	v = check_expression(cx, n);
	while (cx->spine.count > base) {
		struct value right;

		n = cx->spine.all[--cx->spine.count];
		right = check_expression(cx, KID(n, BINARY, right));
		v = keep_value(n, value_binary(cx, n, v, right));
	}
	return v;
}

/* Its type and where it is constant are not looked into (semantics.md section 3). */
static struct value walk_selval(struct sema *cx, const struct node *n)
{
	struct value a = check_expression(cx, KID(n, SELVAL, condition));
	struct value b = check_expression(cx, KID(n, SELVAL, first));
	struct value c = check_expression(cx, KID(n, SELVAL, second));

	return (struct value){VALUE_ANY, a.is_constant && b.is_constant && c.is_constant,
			      a.is_failed || b.is_failed || c.is_failed};
}

static struct value walk_element(struct sema *cx, const struct node *n)
{
	struct value right;

	walk_side(cx, KID(n, ELEMENT, left));
	right = walk_side(cx, KID(n, ELEMENT, right));
	address_element(cx, n, right);
	return (struct value){VALUE_INT, false, right.is_failed};
}

static struct value walk_assign(struct sema *cx, const struct node *n)
{
	const struct node *target = KID(n, ASSIGN, target);
	struct value v;

	if (target->kind == N_PVAR || target->kind == N_BARE) {
		pvar_use(cx, target, true);
	} else {
		check_expression(cx, target);
	}
	v = check_expression(cx, KID(n, ASSIGN, value));
	return (struct value){VALUE_INT, false, v.is_failed};
}

static struct value walk_value(struct sema *cx, const struct node *n)
{
	const struct value some_int = {VALUE_INT, false, false};
	const struct value some_str = {VALUE_STR, false, false};

	switch (n->kind) {
	case N_NUMBER: return (struct value){VALUE_INT, true, false};
	case N_STRING: return (struct value){VALUE_STR, true, false};
	case N_UNARY: return value_unary(cx, n, check_expression(cx, KID(n, UNARY, operand)));
	case N_BINARY: return walk_binary(cx, n);
	case N_SELVAL: return walk_selval(cx, n);
	case N_ELEMENT: return walk_element(cx, n);
	case N_ASSIGN: return walk_assign(cx, n);
	case N_PVAR:
	case N_BARE: pvar_use(cx, n, false); return any_value;
	case N_SELECT: select_use(cx, n); return some_str;
	case N_CORE_CALL: walk_core_call(cx, n); return some_int;
	case N_CALL: return walk_call(cx, n);
	case N_BLOCK: walk_statements(cx, KID(n, BLOCK, body)); return some_int;
	default: return any_value;
	}
}

static struct value check_expression(struct sema *cx, const struct node *n)
{
	if (!n)
		return (struct value){VALUE_NONE, false, true};
	return keep_value(n, walk_value(cx, n));
}

/* An `else if` is a chain, not a depth. */
static void walk_if(struct sema *cx, const struct node *n)
{
	const struct node *otherwise = n;

	do {
		const struct node *condition;

		n = otherwise;
		condition = KID(n, IF, condition);
		statement_condition(cx, condition, check_expression(cx, condition), "if");
		walk_statements(cx, KID(n, IF, then));
		otherwise = KID(n, IF, otherwise);
	} while (otherwise && otherwise->kind == N_IF && !otherwise->next);
	walk_statements(cx, otherwise);
}

static void walk_switch(struct sema *cx, const struct node *n)
{
	struct switch_labels labels = {0};

	check_expression(cx, KID(n, SWITCH, subject));
	statement_switch(cx, n);
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		const struct node *label = KID(c, CASE, label);
		struct value v = label ? check_expression(cx, label) : (struct value){0};

		statement_case(cx, n, c, v, &labels);
	}
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
		walk_statements(cx, KID(c, CASE, body));
}

/* What recovery has left of a statement: of two findings on the line where it broke off the first
 * tells the mistake, a word misspelt, say. */
static void walk_lost(struct sema *cx, const struct node *n)
{
	struct diag **found = cx->diags->end;
	struct sources *s = &cx->session->sources;
	struct place end;

	walk_statements(cx, KID(n, EMPTY, lost));
	if (!*found || !(n->flags & NF_LOST) || !n->number)
		return;
	end = source_place(s, n->at.hi - 1);
	for (const struct diag *x = *found; x; x = x->next) {
		struct place p = source_place(s, x->at.lo);

		if (x->rule->phase != PHASE_PARSE || x->rule->severity != SEV_ERROR ||
		    p.source != end.source || p.line != end.line)
			continue;
		cx->told = diag_follows(cx->told ? cx->told : cx->diags->first,
					(uint32_t)n->number - 1, x);
		return;
	}
}

static void walk_statement(struct sema *cx, const struct node *n)
{
	const struct node *condition;

	switch (n->kind) {
	case N_EMPTY: walk_lost(cx, n); break;
	case N_IF: walk_if(cx, n); break;
	case N_WHILE:
		condition = KID(n, WHILE, condition);
		statement_condition(cx, condition, check_expression(cx, condition), "while");
		walk_statements(cx, KID(n, WHILE, body));
		break;
	case N_SWITCH: walk_switch(cx, n); break;
	case N_LEAVE:
		if (KID(n, LEAVE, value))
			check_expression(cx, KID(n, LEAVE, value));
		break;
	default: check_expression(cx, n); break;
	}
}

static void walk_statements(struct sema *cx, const struct node *list)
{
	for (const struct node *n = list; n; n = n->next)
		walk_statement(cx, n);
}

static void walk_route(struct sema *cx, const struct node *n)
{
	cx->is_onsend = n->op == OP_ONSEND_ROUTE;
	cx->routes_here = route_facts(cx, n);
	walk_statements(cx, KID(n, ROUTE, body));
	cx->is_onsend = false;
	route_define(cx, n);
}

static void walk_listen(struct sema *cx, const struct node *n)
{
	if (str_is(n->text, "listen"))
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			address_check_socket(cx, a);
	else
		walk_arguments(cx, KID(n, LISTEN, addresses));
	if (KID(n, LISTEN, advertise))
		walk_arguments(cx, KID(n, LISTEN, advertise));
}

/* Recovery leaves an empty statement where it skipped one, with what was complete of it: of a route
 * the kind is not known. */
static void walk_empty(struct sema *cx, const struct node *n)
{
	struct str text = source_text(&cx->session->sources, n->at);

	if (str_is(text, ";"))
		return;
	for (const struct node *x = KID(n, EMPTY, lost); x; x = x->next)
		if (x->kind == N_IP || x->kind == N_ADDRESS)
			address_check(cx, x);
	if (n->number != LOST_DECLARATION)
		return;
	cx->is_broken = true;
	module_miss(cx, text);
	if (str_search(text, STR("loadmodule")) >= 0)
		cx->has_unknown_module = cx->has_stranger = true;
}

static void walk_loadmodule(struct sema *cx, const struct node *n)
{
	module_load(cx, n);
	setup_module(cx, n);
}

static void walk_modparam(struct sema *cx, const struct node *n)
{
	const struct modparam *p = modules_add_param(&cx->unit->modules, n);

	pvar_modparam(cx, n);
	/* What the value of modparamx() is, is asked before that; what is in it, behind. */
	if (!cx->memory)
		global_memory(cx, n);
	parameter_check(cx, p);
	parameter_check_value(cx, p);
}

static void walk_item(struct sema *cx, const struct node *n)
{
	switch (n->kind) {
	case N_PARAM: global_param(cx, n); break;
	case N_LISTEN: walk_listen(cx, n); break;
	case N_SOCKET: setup_socket(cx, n); break;
	case N_FLAGS: flag_declare(cx, n); break;
	case N_CUSTOM: setup_custom(cx, n); break;
	case N_KEMI: global_kemi(cx, n); break;
	case N_COREPARAM: setup_coreparam(cx, n); break;
	case N_SUBST: pvar_subst(cx, n); break;
	case N_LOADMODULE: walk_loadmodule(cx, n); break;
	case N_MODPARAM: walk_modparam(cx, n); break;
	case N_CFGENGINE:
		cx->has_engine = true;
		setup_engine(cx, n);
		break;
	case N_ROUTE: walk_route(cx, n); break;
	case N_EMPTY: walk_empty(cx, n); break;
	default: break;
	}
	if (!cx->memory && n->kind == N_ROUTE)
		global_memory(cx, n);
}

/* Text that is missing may hold declarations. */
static bool lacks_text(const struct record *r)
{
	return record_lacks(r, LOST_INCLUDE) || record_lacks(r, LOST_LIMIT);
}

/* What is not known of the configuration now that its text has been walked. */
static unsigned doubts_of(const struct sema *cx)
{
	static const struct {
		enum lost_kind kind;
		unsigned doubts;
	} lost[] = {{LOST_INCLUDE, DOUBT_TEXT | DOUBT_DECLARATION},
		    {LOST_LIMIT, DOUBT_TEXT | DOUBT_DECLARATION},
		    {LOST_UNCLOSED, DOUBT_TEXT},
		    {LOST_CONDITION, DOUBT_TEXT},
		    {LOST_DEFINE, DOUBT_TEXT},
		    {LOST_VALUE, DOUBT_VALUE},
		    {LOST_DECLARATION, DOUBT_DECLARATION},
		    {LOST_STATEMENT, DOUBT_STATEMENT},
		    {LOST_BRACES, DOUBT_BRACES},
		    {LOST_IMPORT, DOUBT_IMPORT}};
	const struct analysis *a = cx->unit;
	unsigned doubts = 0;

	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
		if (record_lacks(&a->record, lost[i].kind))
			doubts |= lost[i].doubts;
	if (cx->diags->is_full[SEV_ERROR])
		doubts |= DOUBT_TEXT;
	if (cx->has_unknown_module || cx->has_stranger || a->modules.has_unknown_module)
		doubts |= DOUBT_MODULE;
	if (cx->has_engine)
		doubts |= DOUBT_ENGINE;
	return doubts;
}

void sema_check(struct analysis *a)
{
	struct session *s = a->session;
	const struct node *root = a->root;
	struct sema cx = {.unit = a,
			  .session = s,
			  .arena = s->arena,
			  .diags = &s->diags,
			  .version = &s->version,
			  .is_broken = lacks_text(&a->record)};

	*LIST_ADD(a->arena, &a->calls) = (struct call_info){0};
	installed_read(s, root);
	/* Lost text may load a module. */
	cx.has_unknown_module = cx.has_stranger = cx.is_broken;
	module_begin(&cx, root);
	pvar_definitions(&cx);
	for (const struct modparam *p = a->modules.params; p; p = p->next) {
		parameter_check_value(&cx, p);
		pvar_modparam(&cx, p->node);
	}
	for (const struct node *n = KID(root, FILE, items); n; n = n->next)
		walk_item(&cx, n);
	a->doubts = doubts_of(&cx);
	global_finish(&cx);
	address_finish(&cx, global_transports(&cx));
}

bool check_options(struct session *s)
{
	struct analysis none = {.session = s, .arena = s->arena};
	struct sema cx = {.unit = &none,
			  .session = s,
			  .arena = s->arena,
			  .diags = &s->diags,
			  .version = &s->version};

	module_begin(&cx, NULL);
	return !s->diags.errors;
}
