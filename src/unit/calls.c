/*
 * calls - recording what names a route; see calls.h.  Following the calls: calls_follow.c.
 */
#include "unit/analysis.h"

#include "facts/tags.h"
#include "unit/constant.h"
#include "unit/name_form.h"
#include "parser.h"

/* Kinds of block in which a function of a block route[...] may come to run although the parser
 * cannot see it. */
enum {
	CONTEXTS_BEHIND =
	    FACT_FAILURE | FACT_TM_ONREPLY | FACT_CORE_ONREPLY | FACT_BRANCH | FACT_ONSEND
};

void calls_init(struct calls *c, bool keeps_all)
{
	*c = (struct calls){.keeps_all = keeps_all};
	c->end = &c->first;
	c->outside_end = &c->outside;
	c->uses_end = &c->uses;
}

static uint16_t routes_of(struct analysis *u, struct str name)
{
	const struct session *s = u->session;
	size_t count;
	const struct fact_function *f = catalog_functions(s->catalog, name, &count);
	uint16_t routes = 0;

	for (; count; count--, f++)
		if (f->versions & s->version.bit && modules_has(&u->modules, str_of(f->module)))
			routes |= f->routes;
	return routes;
}

static const struct function_facts *facts_of(struct analysis *u, struct str name)
{
	const struct catalog *c = u->session->catalog;
	struct function_facts *f = map_find(&u->graph.functions, name);
	size_t count;

	if (f)
		return f;
	f = MAP_RECORD(&u->graph.functions, u->arena, name, struct function_facts);
	f->routes = routes_of(u, name);
	f->names = catalog_route_names(c, name, &f->name_count);
	f->guard = catalog_guards(c, name, &count);
	f->only_looks = tags_of(name, &u->session->version) & TAG_LOOKING;
	return f;
}

const struct function_facts *calls_function(struct analysis *u, const struct node *call)
{
	struct call_info *info = &u->calls.all[call->number];

	/* All calls that sema did not reach have one number. */
	if (!call->number)
		return facts_of(u, call->text);
	if (!info->facts)
		info->facts = facts_of(u, call->text);
	return info->facts;
}

static void keep_string(struct analysis *u, const struct node *n)
{
	if (u->graph.keeps_all)
		*LIST_ADD(u->arena, &u->graph.strings) = n;
}

static struct call *new_call(struct analysis *u, const struct call_place *p, enum call_way way,
			     enum route_kind kind, struct str name, const struct node *node)
{
	struct call *x = ARENA_NEW(u->arena, struct call);
	struct calls *c = &u->graph;

	*x = (struct call){.from = p ? p->route : NULL,
			   .way = way,
			   .kind = kind,
			   .name = name,
			   .text = name,
			   .at = node->at,
			   .node = node,
			   .mask = p ? p->mask : FACT_ANY,
			   .is_soft = p && p->is_soft,
			   .is_certain = p && p->is_certain};
	x->to = routes_find(&u->routes, kind, name);
	if (x->to) {
		x->next_of_target = x->to->callers;
		x->to->callers = x;
	}
	*c->end = x;
	c->end = &x->next_all;
	if (x->from) {
		*x->from->calls_end = x;
		x->from->calls_end = &x->next;
	} else {
		*c->outside_end = x;
		c->outside_end = &x->next;
	}
	return x;
}

void calls_route(struct analysis *u, const struct call_place *p, const struct node *core_call)
{
	const struct node *name = KID(core_call, CORE_CALL, arguments);
	struct str text;
	struct call *x;

	if (!name)
		return;
	if (name->kind == N_STRING) {
		/* Taken as it stands: 5.6.3 looks for a block route["$rm"], too. */
		text = name->text;
	} else if (!constant_text(u->arena, name, &text)) {
		u->graph.is_dynamic[ROUTES_REQUEST] = true;
		return;
	}
	x = new_call(u, p, CALL_ROUTE, ROUTES_REQUEST, text, core_call);
	x->at = name->at;
	/* The main route exists always (semantics.md section 12.1). */
	x->is_optional = str_is(text, ROUTE_MAIN);
	x->is_needed = !x->is_optional;
}

/* The place of NAME, a piece of the text of N when that is a string. */
static struct span part_of(struct analysis *u, const struct node *n, struct str name)
{
	if (n->kind != N_STRING)
		return n->at;
	return written_span(&u->session->sources, n->at, n->text, (size_t)(name.p - n->text.p),
			    name.n);
}

static enum call_way way_of(const struct fact_route_name *fact)
{
	if (fact->form.flags & NAME_ARMS)
		return CALL_ARM;
	return fact->form.flags & NAME_RUNS ? CALL_ROUTE : CALL_CALLBACK;
}

/* Records the name that VALUE holds by the row FACT. */
static struct call *record(struct analysis *u, const struct call_place *p,
			   const struct fact_route_name *fact, const struct node *value,
			   const struct node *node)
{
	struct str text, name;
	struct call *x;

	if (!constant_text(u->arena, value, &text)) {
		u->graph.is_dynamic[fact->route] = true;
		return NULL;
	}
	if (!name_form_find(&fact->form, text, &name))
		return NULL;
	text = name;
	if (fact->form.prefix) {
		struct buf b = buf_on(u->arena);

		buf_text(&b, fact->form.prefix);
		buf_str(&b, name);
		name = buf_view(&b);
	}
	x = new_call(u, p, way_of(fact), fact->route, name, node);
	x->text = text;
	x->fact = fact;
	x->at = part_of(u, value, text);
	x->is_optional = fact->form.flags & NAME_OPTIONAL;
	x->is_needed = fact->form.flags & NAME_NEEDED;
	return x;
}

static bool is_in_force(struct analysis *u, const struct fact_route_name *fact,
			enum fact_namer kind)
{
	return fact->kind == kind && fact->versions & u->session->version.bit &&
	       (str_is(str_of(fact->module), "core") ||
		modules_has(&u->modules, str_of(fact->module)));
}

static void record_use(struct analysis *u, const struct call_place *p, const struct node *call,
		       uint16_t routes)
{
	struct use *x;

	if (!u->graph.keeps_all || !routes || (routes & CONTEXTS_BEHIND) == CONTEXTS_BEHIND ||
	    (p->route->kind != ROUTES_REQUEST && p->route->kind != ROUTES_EVENT))
		return;
	x = ARENA_NEW(u->arena, struct use);
	*x = (struct use){.from = p->route,
			  .node = call,
			  .routes = routes,
			  .mask = p->mask,
			  .is_soft = p->is_soft};
	*u->graph.uses_end = x;
	u->graph.uses_end = &x->next;
}

void calls_function_call(struct analysis *u, const struct call_place *p, const struct node *call)
{
	const struct function_facts *f = calls_function(u, call);
	const struct fact_route_name *row = f->names;

	if (!f->only_looks)
		record_use(u, p, call, f->routes);
	for (const struct node *n = KID(call, CALL, arguments); n; n = n->next)
		if (n->kind == N_STRING)
			keep_string(u, n);
	for (size_t i = 0; i < f->name_count; i++, row++) {
		const struct node *n = node_argument(KID(call, CALL, arguments), row->argument);

		if (n && is_in_force(u, row, NAMED_BY_FUNCTION))
			record(u, p, row, n, call);
	}
}

/* The argument of CALL that names the route which it runs at once; or NULL. */
static const struct node *runs_argument(struct analysis *u, const struct node *call)
{
	const struct function_facts *f = calls_function(u, call);

	for (size_t i = 0; i < f->name_count; i++)
		if (f->names[i].form.flags & NAME_RUNS &&
		    is_in_force(u, &f->names[i], NAMED_BY_FUNCTION))
			return node_argument(KID(call, CALL, arguments), f->names[i].argument);
	return NULL;
}

struct route *calls_target(struct analysis *u, const struct node *n)
{
	const struct node *name = NULL;
	struct str text;

	if (n->kind == N_CALL)
		name = runs_argument(u, n);
	else if (n->op == OP_ROUTE)
		name = KID(n, CORE_CALL, arguments);
	if (!name || !constant_text(u->arena, name, &text))
		return NULL;
	return routes_find(&u->routes, ROUTES_REQUEST, text);
}

void calls_assign(struct analysis *u, const struct call_place *p, const struct node *assign)
{
	const struct node *target = KID(assign, ASSIGN, target);
	const struct fact_route_name *row;
	size_t count;

	if (target->kind != N_PVAR || !target->text.n)
		return;
	row = catalog_route_names(u->session->catalog, str_skip(target->text, 1), &count);
	for (; count; count--, row++) {
		if (is_in_force(u, row, NAMED_BY_PVAR)) {
			record(u, p, row, KID(assign, ASSIGN, value), assign);
			return;
		}
	}
}

static void record_param(struct analysis *u, const struct modparam *p)
{
	size_t count;
	const struct fact_route_name *row =
	    catalog_route_names(u->session->catalog, p->parameter, &count);

	if (p->value->kind == N_STRING)
		keep_string(u, p->value);
	for (; count; count--, row++)
		if (is_in_force(u, row, NAMED_BY_PARAM) && modparam_reaches(p, row->module))
			record(u, NULL, row, p->value, p->node);
	/* It may be one that names routes. */
	for (unsigned kind = 0; (p->is_dynamic || p->is_too_hard) && kind < ROUTE_KINDS; kind++)
		u->graph.is_dynamic[kind] = true;
}

static void record_global(struct analysis *u, const struct node *n)
{
	size_t count;
	const struct fact_route_name *row;

	if (!KID(n, PARAM, value))
		return;
	row = catalog_route_names(u->session->catalog, n->text, &count);
	for (; count; count--, row++)
		if (is_in_force(u, row, NAMED_BY_GLOBAL))
			record(u, NULL, row, KID(n, PARAM, value), n);
}

void calls_params(struct analysis *u)
{
	for (const struct modparam *p = u->modules.params; p; p = p->next)
		record_param(u, p);
	for (const struct node *n = KID(u->root, FILE, items); n; n = n->next)
		if (n->kind == N_PARAM)
			record_global(u, n);
}
