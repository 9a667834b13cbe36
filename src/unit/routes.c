/*
 * routes - see routes.h.
 */
#include "unit/routes.h"

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

struct route *routes_find(const struct routes *all, enum route_kind kind, struct str name)
{
	return map_find(&all->by_name[kind], name);
}

struct route *routes_of_block(const struct analysis *a, const struct node *block)
{
	const struct node *name = KID(block, ROUTE, name);
	struct str text = STR(ROUTE_MAIN);

	if (name && !constant_text(a->arena, name, &text))
		return NULL;
	return routes_find(&a->routes, route_kind_of(block->op), text);
}

static void add_route(struct routes *all, struct session *s, const struct node *n)
{
	enum route_kind kind = route_kind_of(n->op);
	const struct node *name = KID(n, ROUTE, name);
	struct block *b = ARENA_NEW(s->arena, struct block);
	struct str text = STR(ROUTE_MAIN);
	struct route *r;

	if (name && !constant_text(s->arena, name, &text))
		return;
	r = MAP_RECORD(&all->by_name[kind], s->arena, text, struct route);
	if (!r->blocks) {
		r->kind = kind;
		r->number = all->count++;
		r->name = text;
		r->blocks_end = &r->blocks;
		r->calls_end = &r->calls;
		*all->end = r;
		all->end = &r->next;
	}
	b->node = n;
	*r->blocks_end = b;
	r->blocks_end = &b->next;
}

static void add_engine(struct routes *all, const struct node *n)
{
	struct str engine = KID(n, CFGENGINE, engine)->text;

	all->has_engine =
	    !str_equal_nocase(engine, STR("native")) && !str_equal_nocase(engine, STR("default"));
}

static void add_global(struct routes *all, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);

	if (value && value->kind == N_NUMBER && str_is(n->text, "return_mode"))
		all->return_mode = value->number;
}

void routes_collect(struct routes *all, struct analysis *a)
{
	struct session *s = a->session;

	*all = (struct routes){0};
	all->end = &all->first;
	for (const struct node *n = KID(a->root, FILE, items); n; n = n->next) {
		switch (n->kind) {
		case N_ROUTE: add_route(all, s, n); break;
		case N_CFGENGINE: add_engine(all, n); break;
		case N_PARAM: add_global(all, n); break;
		default: break;
		}
	}
}
