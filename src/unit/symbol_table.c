/*
 * symbol_table - see symbol_table.h.
 */
#include "unit/symbol_table.h"

#include "scan/written.h"
#include "unit/analysis.h"

const struct symbol *symbol_find(const struct symbol_table *t, enum symbol_kind kind,
				 struct str name)
{
	return map_find(&t->by_name[kind], name);
}

/* The symbol of that name, made when there was none. */
static struct symbol *symbol_of(struct symbol_table *t, struct analysis *a, enum symbol_kind kind,
				struct str name)
{
	struct symbol *s;

	if (symbol_kinds[kind].folds)
		name = buf_lower(a->arena, name);
	s = MAP_RECORD(&t->by_name[kind], a->arena, name, struct symbol);
	if (s->references_end)
		return s;
	s->kind = kind;
	s->name = name;
	s->references_end = &s->references;
	*t->end = s;
	t->end = &s->next;
	t->count++;
	return s;
}

void symbol_refer(struct symbol_table *t, struct analysis *a, enum symbol_kind kind,
		  struct str name, const struct node *node, struct span at, enum reference_how how)
{
	struct symbol *s = symbol_of(t, a, kind, name);
	struct reference *r = ARENA_NEW(a->arena, struct reference);

	*r = (struct reference){.at = at, .node = node, .how = how};
	*s->references_end = r;
	s->references_end = &r->next;
	s->counts[how]++;
}

/* --- what stands on the top level ------------------------------------------------------------- */

static enum symbol_kind kind_of_route(enum route_kind kind)
{
	static const enum symbol_kind kinds[ROUTE_KINDS] = {
	    [ROUTES_REQUEST] = SYMBOL_ROUTE,       [ROUTES_FAILURE] = SYMBOL_FAILURE_ROUTE,
	    [ROUTES_BRANCH] = SYMBOL_BRANCH_ROUTE, [ROUTES_ONSEND] = SYMBOL_ONSEND_ROUTE,
	    [ROUTES_REPLY] = SYMBOL_ONREPLY_ROUTE, [ROUTES_EVENT] = SYMBOL_EVENT_ROUTE};

	return kinds[kind];
}

static void add_routes(struct symbol_walk *w)
{
	struct analysis *a = w->analysis;

	for (const struct route *r = a->symbols.first_route; r; r = r->next) {
		for (const struct block *b = r->blocks; b; b = b->next) {
			const struct node *n = b->node, *name = KID(n, ROUTE, name);
			struct span keyword = {n->at.lo, n->at.lo + (uint32_t)n->text.n};

			symbol_refer(w->table, a, kind_of_route(r->kind), r->name, n,
				     name ? name->at : keyword, REFERENCE_DEFINES);
		}
	}
	for (const struct call *c = a->graph.first; c; c = c->next_all)
		symbol_refer(w->table, a, kind_of_route(c->kind), c->name, c->node, c->at,
			     REFERENCE_CALLS);
	for (unsigned kind = 0; kind < ROUTE_KINDS; kind++)
		if (a->graph.is_dynamic[kind])
			w->table->dynamic |= 1u << kind_of_route((enum route_kind)kind);
}

static void add_modules(struct symbol_walk *w)
{
	for (const struct module *m = w->analysis->modules.modules; m; m = m->next) {
		const struct node *name = KID(m->node, LOADMODULE, module);
		size_t at = (size_t)(m->file.p - name->text.p);
		bool is_inside = m->file.p >= name->text.p && at <= name->text.n;

		symbol_refer(w->table, w->analysis, SYMBOL_MODULE, m->file, m->node,
			     is_inside ? written_span(&w->analysis->session->sources, name->at,
						      name->text, at, m->file.n)
				       : name->at,
			     REFERENCE_DEFINES);
	}
}

static void add_flags(struct symbol_walk *w, const struct node *n)
{
	bool is_avp = str_is(n->text, "avpflags");

	for (const struct node *f = KID(n, FLAGS, flags); f; f = f->next)
		symbol_refer(w->table, w->analysis, is_avp ? SYMBOL_AVPFLAG : SYMBOL_FLAG, f->text,
			     f, (struct span){f->at.lo, f->at.lo + (uint32_t)f->text.n},
			     REFERENCE_DEFINES);
}

/* group.name, as cfg_get has it. */
static void add_custom(struct symbol_walk *w, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group), *field = KID(n, CUSTOM, field);
	struct buf b = buf_on(w->analysis->arena);

	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	symbol_refer(w->table, w->analysis, SYMBOL_GROUP, buf_view(&b), n, field->at,
		     KID(n, CUSTOM, id) ? REFERENCE_WRITES : REFERENCE_DEFINES);
}

static void add_socket(struct symbol_walk *w, const struct node *owner, const struct node *name)
{
	if (name && name->kind == N_STRING)
		symbol_refer(w->table, w->analysis, SYMBOL_SOCKET, name->text, owner,
			     written_span(&w->analysis->session->sources, name->at, name->text, 0,
					  name->text.n),
			     REFERENCE_DEFINES);
}

static void add_sockets(struct symbol_walk *w, const struct node *n)
{
	if (n->kind == N_LISTEN) {
		add_socket(w, n, KID(n, LISTEN, name));
		return;
	}
	for (const struct node *x = KID(n, SOCKET, attributes); x; x = x->next)
		if (x->kind == N_ATTRIBUTE && str_is(x->text, "name"))
			add_socket(w, n, KID(x, ATTRIBUTE, value));
}

/* --- names of the preprocessor ---------------------------------------------------------------- */

static void add_defines(struct symbol_walk *w)
{
	const struct defines *d = &w->analysis->record.defines;

	for (uint32_t i = 0; i < d->changes.count; i++) {
		const struct define_change *c = PILE_AT(&d->changes, i);

		if (c->source == DEFINE_PREDEFINED || c->source == DEFINE_MODULE)
			continue;
		if (c->effect == DEFINE_SET || c->effect == DEFINE_REPLACED ||
		    c->effect == DEFINE_KEPT)
			symbol_refer(w->table, w->analysis, SYMBOL_DEFINE,
				     define_of(d, c->define)->name, NULL, c->name,
				     REFERENCE_DEFINES);
		else
			symbol_refer(w->table, w->analysis, SYMBOL_DEFINE,
				     define_of(d, c->define)->name, NULL, c->name,
				     REFERENCE_WRITES);
	}
	for (uint32_t i = 0; i < d->uses.count; i++) {
		const struct define_use *u = PILE_AT(&d->uses, i);

		symbol_refer(w->table, w->analysis, SYMBOL_DEFINE, define_of(d, u->define)->name,
			     NULL, u->at, REFERENCE_READS);
	}
}

/* --- the walk --------------------------------------------------------------------------------- */

static void add_select(struct symbol_walk *w, const struct node *n)
{
	const struct node *part = KID(n, SELECT, parts), *group, *field;
	struct buf b;

	if (!part || !str_is(part->text, "cfg_get") || !(group = part->next) ||
	    !(field = group->next))
		return;
	b = buf_on(w->analysis->arena);
	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	symbol_refer(w->table, w->analysis, SYMBOL_GROUP, buf_view(&b), n, field->at,
		     REFERENCE_READS);
}

static void see(struct symbol_walk *w, const struct node *n)
{
	switch (n->kind) {
	case N_FLAGS: add_flags(w, n); break;
	case N_CUSTOM: add_custom(w, n); break;
	case N_LISTEN:
	case N_SOCKET: add_sockets(w, n); break;
	case N_CALL: symbols_of_call(w, n); break;
	case N_CORE_CALL: symbols_of_core_call(w, n); break;
	case N_SELECT: add_select(w, n); break;
	case N_PVAR:
	case N_BARE: symbols_of_text(w, n, false); break;
	case N_ASSIGN:
		if (KID(n, ASSIGN, target)->kind == N_PVAR)
			symbols_of_text(w, KID(n, ASSIGN, target), true);
		break;
	default: break;
	}
}

/* Nodes that wait, the next one last. */
struct symbol_stack {
	LIST_OF(const struct node *) nodes;
};

static void push(struct symbol_walk *w, struct symbol_stack *s, const struct node *n)
{
	if (n)
		*LIST_ADD(w->analysis->arena, &s->nodes) = n;
}

/* Not recursive: chains are as deep as they are long. */
static void walk(struct symbol_walk *w, const struct node *root)
{
	struct symbol_stack s = {{0}};

	push(w, &s, KID(root, FILE, items));
	while (s.nodes.count) {
		const struct node *n = s.nodes.all[--s.nodes.count];
		unsigned first = 0;

		push(w, &s, n->next);
		see(w, n);
		/* What is assigned to was seen as such. */
		if (n->kind == N_ASSIGN && KID(n, ASSIGN, target)->kind == N_PVAR)
			first = SLOT_ASSIGN_value;
		for (unsigned i = node_slots(n->kind); i-- > first;)
			push(w, &s, n->kid[i]);
	}
}

void symbol_table_build(struct symbol_table *t, struct analysis *a)
{
	struct symbol_walk w = {t, a};

	*t = (struct symbol_table){0};
	t->end = &t->first;
	add_defines(&w);
	add_routes(&w);
	add_modules(&w);
	for (const struct modparam *p = a->modules.params; p; p = p->next)
		symbols_of_param(&w, p);
	walk(&w, a->root);
}
