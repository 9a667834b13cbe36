/*
 * symbols - see symbols.h.
 */
#include "unit/symbols.h"

#include "unit/analysis.h"

#include "unit/constant.h"

enum route_kind route_kind_of(int op)
{
	switch (op) {
	case OP_FAILURE_ROUTE: return ROUTES_FAILURE;
	case OP_BRANCH_ROUTE: return ROUTES_BRANCH;
	case OP_ONSEND_ROUTE: return ROUTES_ONSEND;
	case OP_ONREPLY_ROUTE: return ROUTES_REPLY;
	case OP_EVENT_ROUTE: return ROUTES_EVENT;
	default: return ROUTES_REQUEST;
	}
}

const char *route_kind_word(enum route_kind kind)
{
	static const char *const words[] = {
	    [ROUTES_REQUEST] = "route",       [ROUTES_FAILURE] = "failure_route",
	    [ROUTES_BRANCH] = "branch_route", [ROUTES_ONSEND] = "onsend_route",
	    [ROUTES_REPLY] = "onreply_route", [ROUTES_EVENT] = "event_route"};

	return words[kind];
}

struct route *symbols_route(const struct symbols *y, enum route_kind kind, struct str name)
{
	return map_find(&y->routes[kind], name);
}

struct route *symbols_route_of(const struct analysis *a, const struct node *block)
{
	const struct node *name = KID(block, ROUTE, name);
	struct str text = STR(ROUTE_MAIN);

	if (name && !constant_text(a->arena, name, &text))
		return NULL;
	return symbols_route(&a->symbols, route_kind_of(block->op), text);
}

bool symbols_loaded(const struct symbols *y, struct str name)
{
	return modules_has(y->loaded, name);
}

static void add_route(struct symbols *y, struct session *s, const struct node *n)
{
	enum route_kind kind = route_kind_of(n->op);
	const struct node *name = KID(n, ROUTE, name);
	struct block *b = ARENA_NEW(s->arena, struct block);
	struct str text = STR(ROUTE_MAIN);
	struct route *r;

	if (name && !constant_text(s->arena, name, &text))
		return;
	r = MAP_RECORD(&y->routes[kind], s->arena, text, struct route);
	if (!r->blocks) {
		r->kind = kind;
		r->number = y->route_count++;
		r->name = text;
		r->blocks_end = &r->blocks;
		r->calls_end = &r->calls;
		*y->routes_end = r;
		y->routes_end = &r->next;
	}
	b->node = n;
	*r->blocks_end = b;
	r->blocks_end = &b->next;
}

static void add_engine(struct symbols *y, const struct node *n)
{
	struct str engine = KID(n, CFGENGINE, engine)->text;

	y->has_engine =
	    !str_equal_nocase(engine, STR("native")) && !str_equal_nocase(engine, STR("default"));
	y->engine = n;
}

static void add_global(struct symbols *y, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);

	if (value && value->kind == N_NUMBER && str_is(n->text, "return_mode"))
		y->return_mode = value->number;
}

void symbols_collect(struct symbols *y, struct analysis *a)
{
	struct session *s = a->session;

	*y = (struct symbols){.loaded = &a->modules,
			      .has_unknown_module = a->modules.has_private_module};
	y->routes_end = &y->first_route;
	for (const struct node *n = KID(a->root, FILE, items); n; n = n->next) {
		switch (n->kind) {
		case N_ROUTE: add_route(y, s, n); break;
		case N_CFGENGINE: add_engine(y, n); break;
		case N_PARAM: add_global(y, n); break;
		default: break;
		}
	}
}
