/*
 * symbols_collect - the walk that finds the names of a configuration; see symbols.h.
 *
 * What must stay true: linear in the text, and not recursive.
 */
#include "unit/symbols.h"
#include "base/number.h"
#include "unit/symbols_state.h"

/* What nodes name without the help of a table. */
#define NAMED_BY_NODES                                                                             \
	(SYMBOLS_OF(FLAG) | SYMBOLS_OF(BRANCH_FLAG) | SYMBOLS_OF(SCRIPT_FLAG) |                    \
	 SYMBOLS_OF(AVPFLAG) | SYMBOLS_OF(GROUP) | SYMBOLS_OF(SOCKET) | SYMBOLS_OF(FUNCTION))

/* The place of PART, a piece of the text of N; all of N when it is no such piece. */
static struct span part_of(struct symbol_walk *w, const struct node *n, struct str part)
{
	if (part.p < n->text.p || part.p + part.n > n->text.p + n->text.n)
		return n->at;
	return written_span(&w->analysis->session->sources, n->at, n->text,
			    (size_t)(part.p - n->text.p), part.n);
}

/* --- routes and modules ----------------------------------------------------------------------- */

static enum symbol_kind kind_of_route(enum route_kind kind)
{
	static const enum symbol_kind kinds[ROUTE_KINDS] = {
	    [ROUTES_REQUEST] = SYMBOL_ROUTE,       [ROUTES_FAILURE] = SYMBOL_FAILURE_ROUTE,
	    [ROUTES_BRANCH] = SYMBOL_BRANCH_ROUTE, [ROUTES_ONSEND] = SYMBOL_ONSEND_ROUTE,
	    [ROUTES_REPLY] = SYMBOL_ONREPLY_ROUTE, [ROUTES_EVENT] = SYMBOL_EVENT_ROUTE};

	return kinds[kind];
}

/* Where C names its route: callbacks know it well, of route() it is all that is written. */
static struct span place_of_call(struct symbol_walk *w, const struct call *c)
{
	const struct node *name = c->fact ? NULL : KID(c->node, CORE_CALL, arguments);

	return name && name->kind == N_STRING ? part_of(w, name, name->text) : c->at;
}

static void add_block(struct symbol_walk *w, const struct route *r, const struct node *block)
{
	const struct node *name = KID(block, ROUTE, name);
	struct span at = !name                    ? symbol_head(w, block)
			 : name->kind == N_STRING ? part_of(w, name, name->text)
						  : name->at;

	symbol_note(w, kind_of_route(r->kind), r->name,
		    (struct reference){.at = at, .node = block, .how = REFERENCE_DEFINES});
}

static void add_routes(struct symbol_walk *w)
{
	struct analysis *a = w->analysis;

	for (const struct route *r = a->routes.first; r; r = r->next)
		for (const struct block *b = r->blocks; b; b = b->next)
			add_block(w, r, b->node);
	for (const struct call *c = a->graph.first; c; c = c->next_all) {
		/* An htable has an event route of its own, which may not be there. */
		if (c->fact && c->fact->form.prefix && c->is_optional && !c->to)
			continue;
		symbol_note(w, kind_of_route(c->kind), c->name,
			    (struct reference){.at = place_of_call(w, c),
					       .node = c->node,
					       .how = REFERENCE_CALLS});
	}
	for (unsigned kind = 0; kind < ROUTE_KINDS; kind++)
		if (a->graph.is_dynamic[kind])
			symbol_note_dynamic(w, kind_of_route((enum route_kind)kind));
}

static void add_modules(struct symbol_walk *w)
{
	for (const struct module *m = w->analysis->modules.modules; m; m = m->next)
		symbol_note(
		    w, SYMBOL_MODULE, m->file,
		    (struct reference){.at = part_of(w, KID(m->node, LOADMODULE, module), m->file),
				       .node = m->node,
				       .how = REFERENCE_DEFINES});
	if (w->analysis->modules.has_unknown_module)
		symbol_note_dynamic(w, SYMBOL_MODULE);
}

static void add_params(struct symbol_walk *w)
{
	for (const struct modparam *p = w->analysis->modules.params; p; p = p->next)
		symbols_of_param(w, p);
	if (w->analysis->modules.has_unknown_param)
		w->table->dynamic |= SYMBOLS_OF(PARAMETER) | symbols_named_by(NAMED_BY_PARAM);
}

/* --- what stands on the top level ------------------------------------------------------------- */

static void add_flags(struct symbol_walk *w, const struct node *n)
{
	enum symbol_kind kind = str_is(n->text, "avpflags") ? SYMBOL_AVPFLAG : SYMBOL_FLAG;

	for (const struct node *f = KID(n, FLAGS, flags); f; f = f->next)
		symbol_note(w, kind, f->text,
			    (struct reference){
				.at = symbol_head(w, f), .node = f, .how = REFERENCE_DEFINES});
}

/* Names of flags are those of branch flags and script flags, too, where somebody uses them so. */
static void share_flags(struct symbol_walk *w)
{
	static const enum symbol_kind others[] = {SYMBOL_BRANCH_FLAG, SYMBOL_SCRIPT_FLAG};
	const struct symbols *t = w->table;

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		for (uint32_t k = 0; k < t->by_name[others[i]].entries.count; k++) {
			const struct symbol *s = t->by_name[others[i]].entries.all[k].value;
			const struct symbol *flag = map_find(&t->by_name[SYMBOL_FLAG], s->name);

			if (flag && flag->references->how == REFERENCE_DEFINES)
				symbol_note(w, others[i], s->name, *flag->references);
		}
	}
}

static void add_custom(struct symbol_walk *w, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group), *field = KID(n, CUSTOM, field);

	symbol_note(
	    w, SYMBOL_GROUP, symbol_member(w, group->text, field->text),
	    (struct reference){.at = field->at,
			       .node = n,
			       .how = KID(n, CUSTOM, id) ? REFERENCE_WRITES : REFERENCE_DEFINES});
}

static void add_socket(struct symbol_walk *w, const struct node *owner, const struct node *name)
{
	if (name && name->kind == N_STRING && name->text.n)
		symbol_note(w, SYMBOL_SOCKET, name->text,
			    (struct reference){.at = part_of(w, name, name->text),
					       .node = owner,
					       .how = REFERENCE_DEFINES});
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

/* @cfg_get.group.field */
static void add_select(struct symbol_walk *w, const struct node *n)
{
	const struct node *part = KID(n, SELECT, parts), *group, *field;

	if (!part || !str_is(part->text, "cfg_get") || !(group = part->next) ||
	    !(field = group->next))
		return;
	symbol_note(
	    w, SYMBOL_GROUP, symbol_member(w, group->text, field->text),
	    (struct reference){.at = symbol_head(w, field), .node = n, .how = REFERENCE_READS});
}

/* --- names of the preprocessor ---------------------------------------------------------------- */

/* The name of a module in the loadmodule that defined MOD_NAME. */
static struct span module_of_define(struct symbol_walk *w, const struct define_change *c,
				    struct str name)
{
	struct str text = source_text(&w->analysis->session->sources, c->at);
	struct str module = str_skip(name, sizeof "MOD_" - 1);
	size_t folder = (size_t)(str_find_last(text, '/') + 1);
	ptrdiff_t at = str_search(str_skip(text, folder), module);
	uint32_t lo = c->at.lo + (uint32_t)folder + (uint32_t)at;

	return at < 0 ? c->at : (struct span){lo, lo + (uint32_t)module.n};
}

static void add_change(struct symbol_walk *w, const struct define_change *c,
		       const struct define *define)
{
	struct reference r = {.at = c->name, .how = REFERENCE_DEFINES};

	if (c->source == DEFINE_PREDEFINED || (c->source == DEFINE_MODULE && !define->uses))
		return;
	if (c->source == DEFINE_MODULE)
		r.at = module_of_define(w, c, define->name);
	if (c->effect == DEFINE_REMOVED || c->effect == DEFINE_MISSED)
		r.how = REFERENCE_WRITES;
	symbol_note(w, SYMBOL_DEFINE, define->name, r);
}

/* A byte of the value of a define; texts of values do not move. */
struct value_place {
	const char *text;
	size_t offset;
};

/*
 * Where U, inside of the value of another define, is written; SPAN_NONE when that is known already.
 * Such a use is met again each time that the value is expanded, and looked for once: defines that
 * double each other make millions of uses of a few lines.
 */
static struct span place_in_value(struct symbol_walk *w, struct map *seen,
				  const struct define_use *u)
{
	struct sources *all = &w->analysis->session->sources;
	const struct source *value = source_of(all, u->at.lo);
	struct value_place place = {value->text.p, u->at.lo - value->base};
	struct str key = {(const char *)&place, sizeof place};

	if (map_has(seen, key))
		return SPAN_NONE;
	key.p = arena_copy(w->analysis->arena, key.p, key.n);
	map_add(seen, w->analysis->arena, key);
	return record_written(&w->analysis->record, all, u->at);
}

static void add_defines(struct symbol_walk *w)
{
	const struct defines *d = &w->analysis->record.defines;
	struct map seen = {0};

	for (uint32_t i = 0; i < d->changes.count; i++) {
		const struct define_change *c = PILE_AT(&d->changes, i);

		add_change(w, c, define_of(d, c->define));
	}
	for (uint32_t i = 0; i < d->uses.count; i++) {
		const struct define_use *u = PILE_AT(&d->uses, i);
		struct reference r = {.at = u->at, .how = REFERENCE_READS};

		if (u->kind == USE_NESTED)
			r.at = place_in_value(w, &seen, u);
		if (r.at.lo || u->kind != USE_NESTED)
			symbol_note(w, SYMBOL_DEFINE, define_of(d, u->define)->name, r);
	}
}

/* --- the walk --------------------------------------------------------------------------------- */

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
	case N_ASSIGN: symbols_of_assignment(w, n); break;
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

static uint64_t tags_naming(uint32_t kinds)
{
	uint64_t tags = 0;

	for (unsigned kind = 0; kinds >> kind; kind++)
		if (kinds >> kind & 1)
			tags |= symbol_kinds[kind].tag;
	return tags;
}

void symbols_build(struct symbols *t, struct analysis *a, uint32_t kinds)
{
	struct symbol_walk w = {.table = t,
				.analysis = a,
				.by_pvars = kinds & symbols_named_by(NAMED_BY_PVAR),
				.tags = tags_naming(kinds)};

	*t = (struct symbols){.kinds = kinds};
	t->end = &t->first;
	if (kinds & SYMBOLS_OF(DEFINE))
		add_defines(&w);
	if (kinds & SYMBOLS_OF_ROUTES)
		add_routes(&w);
	if (kinds & SYMBOLS_OF(MODULE))
		add_modules(&w);
	if (kinds & (SYMBOLS_OF(MODULE) | SYMBOLS_OF(PARAMETER) | symbols_named_by(NAMED_BY_PARAM)))
		add_params(&w);
	if (kinds & (NAMED_BY_NODES | symbols_named_by(NAMED_BY_FUNCTION) |
		     symbols_named_by(NAMED_BY_PVAR) | symbols_named_by(NAMED_BY_ASSIGNED)))
		walk(&w, a->root);
	share_flags(&w);
	for (const struct symbol *s = t->first; s; s = s->next)
		if (!s->counts[REFERENCE_DEFINES])
			t->undefined |= UINT32_C(1) << s->kind;
}
