/*
 * engine - see engine.h.  What is dispatched to whom comes from the records alone, in the order of
 * grammar/mkrules.awk: a rule behind the one that it follows.
 *
 * What must stay true: the tree is walked once, in the order of the text, without recursion; a rule
 * nobody wants costs nothing.
 */
#include "engine/engine.h"

#include "engine/paths.h"
#include "engine/registry.h"
#include "engine/visit.h"
#include "scan/keyword.h"
#include "unit/constant.h"

/* Rules to be called for one kind of thing. */
struct audience {
	LIST_OF(const struct rule *);
};

struct engine {
	struct visit visit;
	struct audience nodes[NODE_KIND_COUNT];
	struct audience arguments[ARGUMENT_KINDS];
	struct audience calls, params, modules, routes, marks, symbols, paths, ends;
	struct map pvars;    /* struct audience, by the names of variables */
	uint64_t tags;       /* of functions: somebody wants these */
	uint64_t met;        /* the calls in the tree have these */
	uint64_t kinds;      /* of nodes: one bit each for those to stop at */
	LIST_OF(char) texts; /* by the numbers of texts with variables: one is wanted, none is */
	struct visit_states states;
};

/* --- who is to be called ---------------------------------------------------------------------- */

/* By the places of visitors: whether what one finds, itself or for another record, is asked for. */
static const bool *find_wanted(const struct analysis *a)
{
	bool *wanted = arena_array(a->arena, visitor_count + 1, sizeof *wanted);

	for (size_t i = 0; i < found_rule_count; i++)
		wanted[found_rules[i].visitor] |=
		    diag_wanted(&a->session->diags, found_rules[i].rule);
	return wanted;
}

static void join(struct arena *a, struct audience *list, const struct rule *r)
{
	*LIST_ADD(a, list) = r;
}

/* Whom the walk of the tree is for. */
static void enrol_visitor(struct engine *e, const struct rule *r)
{
	struct arena *a = e->visit.arena;

	for (unsigned kind = 0; r->nodes >> kind; kind++)
		if (r->nodes >> kind & 1)
			join(a, &e->nodes[kind], r);
	if (r->tags)
		join(a, &e->calls, r);
	for (unsigned kind = 0; kind < ARGUMENT_KINDS; kind++)
		if (r->arguments >> kind & 1)
			join(a, &e->arguments[kind], r);
	for (const char *const *name = r->pvars; name && *name; name++)
		join(a, MAP_RECORD(&e->pvars, a, str_of(*name), struct audience), r);
	if (r->params)
		e->kinds |= NODE(PARAM);
	e->tags |= r->tags;
	e->kinds |= r->nodes;
	if (r->tags || r->arguments || r->pvars)
		e->kinds |= NODE(CALL);
	if (r->pvars)
		e->kinds |= NODE(PVAR) | NODE(BARE) | NODE(MODPARAM);
}

static void enrol(struct engine *e, const struct rule *r)
{
	struct arena *a = e->visit.arena;

	if (r->path) {
		join(a, &e->paths, r);
		e->kinds |= r->tags ? NODE(CALL) : 0;
	} else {
		enrol_visitor(e, r);
	}
	if (r->params || r->settings || r->each_param)
		join(a, &e->params, r);
	if (r->each_module)
		join(a, &e->modules, r);
	if (r->each_route)
		join(a, &e->routes, r);
	if (r->marks)
		join(a, &e->marks, r);
	if (r->symbols)
		join(a, &e->symbols, r);
	if (r->end)
		join(a, &e->ends, r);
}

static unsigned needs_of(const struct rule *r)
{
	return r->needs | (r->each_route || r->marks || r->path ? NEEDS_ROUTES : 0);
}

/* --- calls ------------------------------------------------------------------------------------ */

static void call(struct engine *e, const struct rule *r, const struct node *n)
{
	e->visit.rule = r;
	r->run(&e->visit, n);
}

/* --- variables -------------------------------------------------------------------------------- */

/* The rules that want to see variables such as USE; NULL: none does. */
static const struct audience *audience_of(const struct engine *e, const struct pvar_use *use)
{
	return map_find(&e->pvars, use->pvar.name);
}

/* Whether a rule wants one of the variables of T.  Asked once a text. */
static bool is_awaited(struct engine *e, const struct pvar_text *t)
{
	enum { UNKNOWN, NO, YES };
	char *answer;

	while (e->texts.count < t->number)
		*LIST_ADD(e->visit.arena, &e->texts) = UNKNOWN;
	answer = &e->texts.all[t->number - 1];
	if (*answer)
		return *answer == YES;
	*answer = NO;
	for (const struct pvar_use *use = t->first; use && *answer == NO; use = use->next)
		*answer = audience_of(e, use) ? YES : NO;
	return *answer == YES;
}

/* N has a text with variables.  Of one that does not exist nothing is known, and it was reported.
 */
static void visit_pvars(struct engine *e, const struct node *n)
{
	const struct pvar_text *t;

	if (!e->pvars.size || (n->kind == N_STRING && str_find(n->text, '$') < 0))
		return;
	t = pvars_text(e->visit.unit, n);
	if (!is_awaited(e, t))
		return;
	for (const struct pvar_use *use = t->first; use; use = use->next) {
		const struct audience *list = audience_of(e, use);

		if (!list || (use->is_faulty && !use->pvar.row))
			continue;
		e->visit.pvar = use;
		for (unsigned i = 0; i < list->count; i++)
			call(e, list->all[i], n);
	}
	e->visit.pvar = NULL;
}

static bool has_variables(const struct call_info *info, int position)
{
	for (unsigned i = 0; i < info->argument_count; i++)
		if (info->arguments[i]->position == position)
			return argument_has_variables(info->arguments[i]->kind);
	return true;
}

/* The texts in the arguments of the call N. */
static void visit_texts(struct engine *e, const struct node *n)
{
	int position = 1;

	if (!e->pvars.size)
		return;
	for (const struct node *x = KID(n, CALL, arguments); x; x = x->next, position++)
		if (x->kind == N_STRING && has_variables(e->visit.call, position))
			visit_pvars(e, x);
}

/* --- calls of functions ----------------------------------------------------------------------- */

/* The argument that FACT is about; false when it is not constant, or nobody wants it. */
static bool find_argument(const struct engine *e, const struct node *call,
			  const struct fact_argument *fact, struct argument *x)
{
	const struct node *n = KID(call, CALL, arguments);

	if (!e->arguments[fact->kind].count && !fact->refuses_empty)
		return false;
	for (int skip = 1; skip < fact->position; skip++)
		n = n->next;
	*x = (struct argument){
	    .call = call, .node = n, .kind = fact->kind, .position = fact->position};
	if (!literal_text(e->visit.arena, n, &x->text))
		return false;
	if (!x->text.n && fact->refuses_empty)
		x->kind = ARGUMENT_EMPTY;
	return true;
}

static void visit_arguments(struct engine *e, const struct node *n)
{
	const struct call_info *info = e->visit.call;
	struct argument x;

	for (unsigned i = 0; i < info->argument_count; i++) {
		const struct audience *list;

		if (!find_argument(e, n, info->arguments[i], &x))
			continue;
		e->visit.argument = &x;
		list = &e->arguments[x.kind];
		for (unsigned k = 0; k < list->count; k++)
			call(e, list->all[k], x.node);
	}
	e->visit.argument = NULL;
}

static void visit_call(struct engine *e, const struct node *n)
{
	const struct call_info *info = call_of(e->visit.unit, n);

	e->visit.call = info;
	e->met |= info->tags;
	if (info->tags & e->tags)
		for (unsigned i = 0; i < e->calls.count; i++)
			if (e->calls.all[i]->tags & info->tags)
				call(e, e->calls.all[i], n);
	if (info->argument_count)
		visit_arguments(e, n);
	visit_texts(e, n);
}

static bool names_param(const struct rule *r, struct str module, struct str parameter)
{
	for (const char *const *pair = r->params; pair && *pair; pair += 2)
		if (str_is(module, pair[0]) && str_is(parameter, pair[1]))
			return true;
	return false;
}

/* A parameter of the core. */
static void visit_core_param(struct engine *e, const struct node *n)
{
	const struct keyword *k = keyword_find(n->text);

	e->visit.core_param = k ? keyword_canonical(k) : n->text;
	for (unsigned i = 0; i < e->params.count; i++)
		if (names_param(e->params.all[i], STR("core"), e->visit.core_param))
			call(e, e->params.all[i], n);
}

static void visit_node(struct engine *e, const struct node *n)
{
	const struct audience *list = &e->nodes[n->kind];

	switch (n->kind) {
	case N_CALL: visit_call(e, n); break;
	case N_PVAR:
	case N_BARE: visit_pvars(e, n); break;
	case N_PARAM: visit_core_param(e, n); break;
	case N_MODPARAM:
		if (KID(n, MODPARAM, value)->kind == N_STRING)
			visit_pvars(e, KID(n, MODPARAM, value));
		break;
	default: break;
	}
	for (unsigned i = 0; i < list->count; i++)
		call(e, list->all[i], n);
}

/* --- the walk --------------------------------------------------------------------------------- */

/* Nodes that wait, the next one last. */
struct waiting {
	LIST_OF(const struct node *) nodes;
};

static bool is_wanted_kind(const struct engine *e, const struct node *n)
{
	return e->kinds >> n->kind & 1;
}

static void push(struct engine *e, struct waiting *w, const struct node *n)
{
	*LIST_ADD(e->visit.arena, &w->nodes) = n;
}

/* Lets what hangs below N wait, but no leaf alone that nobody wants to see: that is half of all. */
static void push_kids(struct engine *e, struct waiting *w, const struct node *n)
{
	for (unsigned i = node_slots(n->kind); i-- > 0;) {
		const struct node *kid = n->kid[i];

		if (kid && (kid->next || node_slots(kid->kind) || is_wanted_kind(e, kid)))
			push(e, w, kid);
	}
}

static void step(struct engine *e, struct waiting *w, const struct node *n)
{
	if (is_wanted_kind(e, n))
		visit_node(e, n);
	push_kids(e, w, n);
}

static void enter_item(struct engine *e, const struct node *item)
{
	if (item->kind != N_ROUTE)
		return;
	e->visit.block = item;
	if (e->visit.unit->built & NEEDS_ROUTES)
		e->visit.route = routes_of_block(e->visit.unit, item);
}

/* Not recursive: chains are as deep as they are long. */
static void walk_item(struct engine *e, struct waiting *w, const struct node *item)
{
	enter_item(e, item);
	step(e, w, item);
	while (w->nodes.count) {
		const struct node *n = w->nodes.all[--w->nodes.count];

		if (n->next)
			push(e, w, n->next);
		step(e, w, n);
	}
	e->visit.block = NULL;
	e->visit.route = NULL;
}

static void walk_tree(struct engine *e)
{
	struct waiting w = {0};

	if (!e->kinds)
		return;
	for (const struct node *n = KID(e->visit.unit->root, FILE, items); n; n = n->next)
		walk_item(e, &w, n);
}

/* --- parameters, modules, routes -------------------------------------------------------------- */

static bool wants_param(const struct rule *r, const struct module_param *p)
{
	return r->each_param || names_param(r, p->module->file, p->by->parameter);
}

/* What settings.tsv says of P, where its conditions hold. */
static void visit_settings(struct engine *e, const struct rule *r, const struct module_param *p)
{
	for (uint32_t i = 0; i < p->setting_count; i++) {
		const struct setting *s = p->settings[i];

		if (!(r->settings >> s->form & 1) ||
		    !modules_meet(&e->visit.unit->modules, p->module, s->when))
			continue;
		e->visit.setting = s;
		call(e, r, p->by->node);
	}
	e->visit.setting = NULL;
}

static void visit_params(struct engine *e)
{
	const struct modules *all = &e->visit.unit->modules;

	if (!e->params.count)
		return;
	for (const struct modparam *p = all->params; p; p = p->next) {
		for (const struct module_param *x = p->reached; x; x = x->next) {
			e->visit.param = x;
			e->visit.module = x->module;
			for (unsigned i = 0; i < e->params.count; i++) {
				if (wants_param(e->params.all[i], x))
					call(e, e->params.all[i], p->node);
				visit_settings(e, e->params.all[i], x);
			}
		}
	}
	e->visit.param = NULL;
	e->visit.module = NULL;
}

static void visit_modules(struct engine *e)
{
	if (!e->modules.count)
		return;
	for (const struct module *m = e->visit.unit->modules.modules; m; m = m->next) {
		e->visit.module = m;
		for (unsigned i = 0; i < e->modules.count; i++)
			call(e, e->modules.all[i], m->node);
	}
	e->visit.module = NULL;
}

static void visit_routes(struct engine *e)
{
	if (!e->routes.count)
		return;
	for (const struct route *r = e->visit.unit->routes.first; r; r = r->next) {
		e->visit.route = r;
		for (unsigned i = 0; i < e->routes.count; i++)
			call(e, e->routes.all[i], r->blocks->node);
	}
	e->visit.route = NULL;
}

static void visit_marks(struct engine *e)
{
	if (!e->marks.count)
		return;
	for (const struct path_mark *m = e->visit.unit->marks; m; m = m->next) {
		e->visit.mark = m;
		for (unsigned i = 0; i < e->marks.count; i++)
			if (e->marks.all[i]->marks >> m->kind & 1)
				call(e, e->marks.all[i], m->node);
	}
	e->visit.mark = NULL;
}

static void visit_symbols(struct engine *e)
{
	if (!e->symbols.count)
		return;
	for (const struct symbol *s = e->visit.unit->symbols.first; s; s = s->next) {
		e->visit.symbol = s;
		for (unsigned i = 0; i < e->symbols.count; i++)
			if (e->symbols.all[i]->symbols >> s->kind & 1)
				call(e, e->symbols.all[i], s->references->node);
	}
	e->visit.symbol = NULL;
}

/* Builds what the rules that are WANTED want to see. */
static void build(struct analysis *a, const bool *wanted)
{
	unsigned needs = 0;
	uint32_t symbols = 0;

	for (size_t i = 0; i < visitor_count; i++) {
		if (!wanted[i] || visitors[i]->silent_in & a->doubts)
			continue;
		needs |= needs_of(visitors[i]);
		symbols |= visitors[i]->symbols;
	}
	analysis_build(a, needs);
	analysis_symbols(a, symbols);
}

/* Whether R, which follows paths, may find anything: not when it waits for functions, and none of
 * them is called. */
static bool is_led(const struct engine *e, const struct rule *r)
{
	if (r->only_with)
		return (r->only_with & e->met) != 0;
	return r->nodes || !r->tags || r->tags & e->met;
}

/* The rules that follow paths, all in one walk. */
static void follow_paths(struct engine *e)
{
	struct audience followers = {0};

	for (unsigned i = 0; i < e->paths.count; i++)
		if (is_led(e, e->paths.all[i]))
			join(e->visit.arena, &followers, e->paths.all[i]);
	if (followers.count)
		paths_run(&e->visit, followers.all, followers.count);
}

void engine_run(struct analysis *a)
{
	struct session *s = a->session;
	const bool *wanted;
	struct engine *e;

	if (s->diags.last < PHASE_START)
		return;
	e = ARENA_NEW(a->arena, struct engine);
	wanted = find_wanted(a);
	e->visit = (struct visit){.unit = a,
				  .session = s,
				  .arena = a->arena,
				  .diags = &s->diags,
				  .version = &s->version,
				  .states = &e->states};
	/* It may meet limits, which are doubts. */
	build(a, wanted);
	for (size_t i = 0; i < visitor_count; i++)
		if (wanted[i] && !(visitors[i]->silent_in & a->doubts))
			enrol(e, visitors[i]);
	visit_params(e);
	walk_tree(e);
	visit_modules(e);
	visit_routes(e);
	visit_marks(e);
	visit_symbols(e);
	follow_paths(e);
	for (unsigned i = 0; i < e->ends.count; i++) {
		e->visit.rule = e->ends.all[i];
		e->ends.all[i]->end(&e->visit);
	}
}
