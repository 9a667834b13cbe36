/*
 * symbols - see symbols.h.
 */
#include "meaning/symbols.h"

#include "meaning/constant.h"
#include "parser.h"

enum route_kind route_kind_of(int token)
{
	switch (token) {
	case T_FAILURE_ROUTE: return ROUTES_FAILURE;
	case T_BRANCH_ROUTE: return ROUTES_BRANCH;
	case T_ONSEND_ROUTE: return ROUTES_ONSEND;
	case T_ONREPLY_ROUTE: return ROUTES_REPLY;
	case T_EVENT_ROUTE: return ROUTES_EVENT;
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
	const struct name *n = names_find(&y->routes[kind], name);

	return n ? n->data : NULL;
}

bool symbols_loaded(const struct symbols *y, struct str name)
{
	return names_find(&y->modules, name) != NULL;
}

static void add_route(struct symbols *y, struct session *s, const struct node *n)
{
	enum route_kind kind = route_kind_of(n->op);
	const struct node *name = KID(n, ROUTE, name);
	struct block *b = ARENA_NEW(s->arena, struct block);
	struct str text = STR(ROUTE_MAIN);
	struct name *entry;
	struct route *r;

	if (name && !constant_text(s->arena, name, &text))
		return;
	entry = names_add(&y->routes[kind], s->arena, text, n->at);
	r = entry->data;
	if (!r) {
		r = ARENA_NEW(s->arena, struct route);
		r->kind = kind;
		r->name = text;
		r->blocks_end = &r->blocks;
		r->calls_end = &r->calls;
		entry->data = r;
		*y->routes_end = r;
		y->routes_end = &r->next;
	}
	b->node = n;
	*r->blocks_end = b;
	r->blocks_end = &b->next;
}

/* "/usr/lib/kamailio/modules/tm.so" gives "tm" (semantics.md section 7.1). */
static struct str module_name(struct str path)
{
	ptrdiff_t slash = str_find_last(path, '/');

	if (slash >= 0)
		path = str_skip(path, (size_t)slash + 1);
	return str_ends(path, STR(".so")) ? str_head(path, path.n - 3) : path;
}

static void add_module(struct symbols *y, struct session *s, struct str path, struct span at)
{
	struct module_use *m = ARENA_NEW(s->arena, struct module_use);
	struct name *entry;

	*m = (struct module_use){.name = module_name(path), .at = at};
	if (m->name.n && str_find(path, '$') < 0)
		m->fact = catalog_module(s->catalog, m->name, &s->version);
	/* Of modules that were read from their files only, the events are not known. */
	if (!m->fact || !catalog_module(&catalog_embedded, m->name, &s->version))
		y->has_unknown_module = true;
	entry = names_add(&y->modules, s->arena, m->name, at);
	entry->data = m;
	*y->modules_end = m;
	y->modules_end = &m->next;
}

/* NAME of "NAME=>size=..." (catalog/routeparams.tsv). */
static void add_table(struct symbols *y, struct session *s, struct param_use *p)
{
	struct str value, name;
	ptrdiff_t arrow;

	if (p->value->kind != N_STRING) {
		y->has_unknown_table = true;
		return;
	}
	value = p->value->text;
	arrow = str_search(value, STR("=>"));
	name = str_trim(arrow < 0 ? value : str_head(value, (size_t)arrow));
	if (!name.n || str_find(name, '$') >= 0) {
		y->has_unknown_table = true;
	} else {
		p->table = name;
		names_add(&y->tables, s->arena, name, p->value->at)->data = p;
	}
}

bool param_is_of(const struct param_use *p, const struct catalog *c, struct str name)
{
	struct str rest = p->module;
	size_t count;
	const struct fact_module *m = catalog_modules(c, name, &count);

	if (m && m->parameter_name)
		name = str_of(m->parameter_name);
	for (;;) {
		ptrdiff_t bar = str_find(rest, '|');

		if (str_equal_nocase(bar < 0 ? rest : str_head(rest, (size_t)bar), name))
			return true;
		if (bar < 0)
			return false;
		rest = str_skip(rest, (size_t)bar + 1);
	}
}

static void add_param(struct symbols *y, struct session *s, const struct node *n)
{
	struct param_use *p = ARENA_NEW(s->arena, struct param_use);

	*p = (struct param_use){.module = KID(n, MODPARAM, module)->text,
				.name = KID(n, MODPARAM, parameter)->text,
				.value = KID(n, MODPARAM, value),
				.node = n};
	*y->params_end = p;
	y->params_end = &p->next;
	if (str_is(p->name, "htable") && param_is_of(p, s->catalog, STR("htable")))
		add_table(y, s, p);
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

void symbols_collect(struct symbols *y, struct session *s, const struct node *root)
{
	*y = (struct symbols){0};
	y->routes_end = &y->first_route;
	y->modules_end = &y->first_module;
	y->params_end = &y->first_param;
	for (size_t i = 0; i < s->definition_count; i++)
		if (s->definitions[i].kind == DEFINITION_LOADMODULE)
			add_module(y, s, s->definitions[i].text, SPAN_NONE);
	for (const struct node *n = KID(root, FILE, items); n; n = n->next) {
		switch (n->kind) {
		case N_ROUTE: add_route(y, s, n); break;
		case N_LOADMODULE:
			add_module(y, s, KID(n, LOADMODULE, module)->text,
				   KID(n, LOADMODULE, module)->at);
			break;
		case N_MODPARAM: add_param(y, s, n); break;
		case N_CFGENGINE: add_engine(y, n); break;
		case N_PARAM: add_global(y, n); break;
		default: break;
		}
	}
}
