/*
 * flow - the walk over the routes; see flow.h.
 *
 * What must stay true: each block is walked once, in the order of the text, and a callee before
 * what follows its first call; so the whole is linear.  Nothing recurses deeper than DEPTH_MOST,
 * and chains (a && b && c ..., else if) are loops.
 */
#include "unit/flow.h"

#include "base/list.h"
#include "unit/analysis.h"

/* Blocks, expressions and routes together: behind it nothing is looked into. */
enum { DEPTH_MOST = 3000, DEPTH_OF_CALLERS = 1000 };

struct walk {
	struct analysis *u;
	struct call_place place;
	uint32_t depth;
	LIST_OF(const struct node *) spine;
};

/* What an expression tells. */
struct truth {
	uint16_t yes, no; /* fact_route bits in which it can be true, can be false */
	bool is_soft;     /* it looks at the kind of message */
	bool is_guard;    /* yes and no say something */
	bool ends;        /* it never gives a value: it calls a route that always exits */
	bool may_end;     /* it may call one that exits */
	signed char constant;
};

static const struct truth unknown = {.yes = FACT_ANY, .no = FACT_ANY, .constant = -1};

static unsigned walk_list(struct walk *w, const struct node *list);
static struct truth walk_value(struct walk *w, const struct node *n);
static void walk_blocks(struct walk *w, struct route *r);

/* What calling R may do to the caller: it comes back, or the script ends. */
static void add_call(struct walk *w, struct truth *t, struct route *r)
{
	unsigned ways;

	if (!r)
		return;
	if (r->walk == FLOW_NEW && w->depth < DEPTH_OF_CALLERS)
		walk_blocks(w, r);
	if (r->walk != FLOW_DONE) {
		t->may_end = true;
		return;
	}
	ways = r->ways;
	if (ways & (FLOW_EXITS | FLOW_ZERO))
		t->may_end = true;
	if (!(ways & (FLOW_FALLS | FLOW_RETURNS)))
		t->ends = true;
}

/* The outcome of running A and then B for their effects. */
static struct truth both(struct truth a, struct truth b)
{
	struct truth t = unknown;

	t.is_soft = a.is_soft || b.is_soft || a.is_guard || b.is_guard;
	t.ends = a.ends || b.ends;
	t.may_end = a.may_end || b.may_end;
	return t;
}

static struct truth walk_arguments(struct walk *w, const struct node *list)
{
	struct truth t = unknown;

	for (const struct node *n = list; n; n = n->next)
		t = both(t, walk_value(w, n));
	t.is_soft = false;
	return t;
}

static void apply_guard(struct walk *w, struct truth *t, const struct fact_guard *g,
			enum fact_guard_form form)
{
	if (!g || g->form != form || !(g->versions & w->u->session->version.bit))
		return;
	if (g->yes == FACT_ANY && g->no == FACT_ANY) {
		t->is_soft = true;
		return;
	}
	t->yes = g->yes;
	t->no = g->no;
	t->is_guard = true;
}

static const struct fact_guard *guard_of(struct walk *w, struct str name)
{
	size_t count;

	return catalog_guards(w->u->session->catalog, name, &count);
}

static struct truth walk_call(struct walk *w, const struct node *n)
{
	struct truth t = walk_arguments(w, KID(n, CALL, arguments));

	add_call(w, &t, calls_function_call(w->u, &w->place, n));
	apply_guard(w, &t, calls_function(w->u, n->text)->guard, FACT_GUARD_FUNCTION);
	return t;
}

static struct truth walk_core_call(struct walk *w, const struct node *n)
{
	struct truth t = walk_arguments(w, KID(n, CORE_CALL, arguments));

	if (n->op == OP_ROUTE)
		add_call(w, &t, calls_route(w->u, &w->place, n));
	return t;
}

/* A && B, A || B: B is met only when A leaves the outcome open. */
static struct truth walk_right(struct walk *w, struct truth a, const struct node *n)
{
	struct call_place before = w->place;
	const struct node *right = KID(n, BINARY, right);
	bool is_and = n->op == OP_AND;
	struct truth b, t = unknown;

	w->place.mask &= is_and ? a.yes : a.no;
	w->place.is_soft |= a.is_soft;
	w->place.is_certain = false;
	b = walk_value(w, right);
	w->place = before;
	if (is_and) {
		t.yes = a.yes & b.yes;
		t.no = a.no | (a.yes & b.no);
	} else {
		t.yes = a.yes | (a.no & b.yes);
		t.no = a.no & b.no;
	}
	t.is_guard = t.yes != FACT_ANY || t.no != FACT_ANY;
	t.is_soft = a.is_soft || b.is_soft;
	t.ends = a.ends;
	t.may_end = a.may_end || b.may_end;
	return t;
}

static struct truth walk_binary(struct walk *w, const struct node *n)
{
	uint32_t base = w->spine.count;
	bool was_tested = w->place.is_tested;
	struct truth t;

	w->place.is_tested = true;
	for (; n->kind == N_BINARY; n = KID(n, BINARY, left))
		*LIST_ADD(w->u->arena, &w->spine) = n;
	t = walk_value(w, n);
	while (w->spine.count > base) {
		n = w->spine.all[--w->spine.count];
		if (n->op == OP_AND || n->op == OP_OR)
			t = walk_right(w, t, n);
		else
			t = both(t, walk_value(w, KID(n, BINARY, right)));
	}
	w->place.is_tested = was_tested;
	return t;
}

static struct truth walk_unary(struct walk *w, const struct node *n)
{
	bool was_tested = w->place.is_tested;
	struct truth t;

	w->place.is_tested = true;
	t = walk_value(w, KID(n, UNARY, operand));
	w->place.is_tested = was_tested;
	if (n->op == OP_NOT) {
		uint16_t yes = t.yes;

		t.yes = t.no;
		t.no = yes;
		t.constant = (signed char)(t.constant < 0 ? -1 : !t.constant);
		return t;
	}
	return both(t, unknown);
}

static struct truth walk_element(struct walk *w, const struct node *n)
{
	const struct node *left = KID(n, ELEMENT, left), *right = KID(n, ELEMENT, right);
	struct truth t = unknown;

	if (left->kind == N_WORD)
		apply_guard(w, &t, guard_of(w, left->text), FACT_GUARD_WORD);
	if (right->kind != N_WORD && right->kind != N_NET && right->kind != N_HOST)
		t = both(t, walk_value(w, right));
	return t;
}

static struct truth walk_block(struct walk *w, const struct node *n)
{
	struct call_place before = w->place;
	struct truth t = unknown;
	unsigned ways;

	w->place.is_tested = false;
	ways = walk_list(w, KID(n, BLOCK, body));
	w->place = before;
	t.may_end = ways & (unsigned)~FLOW_FALLS;
	t.ends = !(ways & FLOW_FALLS);
	return t;
}

static struct truth walk_selval(struct walk *w, const struct node *n)
{
	struct call_place before = w->place;
	struct truth t;

	w->place.is_tested = true;
	t = walk_value(w, KID(n, SELVAL, condition));
	w->place.is_certain = false;
	w->place.is_soft |= t.is_soft || t.is_guard;
	t = both(t, walk_value(w, KID(n, SELVAL, first)));
	t = both(t, walk_value(w, KID(n, SELVAL, second)));
	w->place = before;
	t.ends = false;
	return t;
}

static struct truth walk_assign(struct walk *w, const struct node *n)
{
	bool was_tested = w->place.is_tested;
	struct truth t;

	calls_assign(w->u, &w->place, n);
	w->place.is_tested = true;
	t = both(unknown, walk_value(w, KID(n, ASSIGN, value)));
	w->place.is_tested = was_tested;
	return t;
}

static struct truth value_of(struct walk *w, const struct node *n)
{
	struct truth t = unknown;

	switch (n->kind) {
	case N_NUMBER: t.constant = n->number != 0; return t;
	case N_PVAR:
	case N_BARE: apply_guard(w, &t, guard_of(w, n->text), FACT_GUARD_PVAR); return t;
	case N_UNARY: return walk_unary(w, n);
	case N_BINARY: return walk_binary(w, n);
	case N_SELVAL: return walk_selval(w, n);
	case N_ELEMENT: return walk_element(w, n);
	case N_ASSIGN: return walk_assign(w, n);
	case N_CORE_CALL: return walk_core_call(w, n);
	case N_CALL: return walk_call(w, n);
	case N_BLOCK: return walk_block(w, n);
	default: return unknown;
	}
}

static struct truth walk_value(struct walk *w, const struct node *n)
{
	struct truth t;

	if (n && w->depth >= DEPTH_MOST)
		w->u->doubts |= DOUBT_TEXT;
	if (!n || w->depth >= DEPTH_MOST)
		return unknown;
	w->depth++;
	t = value_of(w, n);
	w->depth--;
	return t;
}

static unsigned ways_of(struct truth t)
{
	return (t.ends ? 0u : FLOW_FALLS) | (t.may_end || t.ends ? FLOW_EXITS : 0u);
}

/* A condition of `if` or `while`. */
static struct truth walk_condition(struct walk *w, const struct node *n)
{
	struct truth t;

	w->place.is_tested = true;
	t = walk_value(w, n);
	w->place.is_tested = false;
	if (t.constant == 0)
		t.yes = 0;
	else if (t.constant == 1)
		t.no = 0;
	return t;
}

/* Enters a branch: what stands there is reached in the kinds of block of MASK. */
static unsigned walk_branch(struct walk *w, const struct call_place *before, struct truth t,
			    uint16_t mask, const struct node *list)
{
	w->place = *before;
	w->place.mask &= mask;
	w->place.is_soft |= t.is_soft;
	w->place.is_certain = false;
	return walk_list(w, list);
}

/* Behind a chain of branches: what of them goes on. */
struct join {
	uint16_t mask;
	unsigned ways;
	bool has_left;
};

static void join_branch(struct walk *w, struct join *j, unsigned ways)
{
	if (ways & FLOW_FALLS)
		j->mask |= w->place.mask;
	else
		j->has_left = true;
	j->ways |= ways;
}

/* An `else if` is a chain, not a depth. */
static unsigned walk_if(struct walk *w, const struct node *n)
{
	struct call_place outer = w->place, before = w->place;
	const struct node *otherwise;
	bool is_alive = true;
	struct join j = {0};
	unsigned ways;

	for (;; n = otherwise) {
		struct truth t;

		w->place = before;
		t = walk_condition(w, KID(n, IF, condition));
		j.ways |= ways_of(t) & (unsigned)~FLOW_FALLS;
		ways = walk_branch(w, &before, t, t.yes, KID(n, IF, then));
		if (is_alive && t.constant != 0 && !t.ends)
			join_branch(w, &j, ways);
		is_alive = is_alive && t.constant != 1 && !t.ends;
		before.mask &= is_alive ? t.no : 0;
		before.is_soft |= t.is_soft;
		before.is_certain = false;
		otherwise = KID(n, IF, otherwise);
		if (!otherwise || otherwise->kind != N_IF || otherwise->next)
			break;
	}
	w->place = before;
	ways = walk_list(w, otherwise);
	if (is_alive)
		join_branch(w, &j, ways);
	w->place = outer;
	w->place.mask = j.mask;
	/* A branch that left took its kinds of message with it. */
	w->place.is_soft |= before.is_soft && j.has_left;
	return j.ways;
}

static unsigned walk_while(struct walk *w, const struct node *n)
{
	struct call_place before = w->place;
	struct truth t = walk_condition(w, KID(n, WHILE, condition));
	unsigned ways = walk_branch(w, &before, t, t.yes, KID(n, WHILE, body)), out;

	w->place = before;
	out = ways & (unsigned)~(FLOW_FALLS | FLOW_BREAKS);
	if (t.constant != 1 || ways & FLOW_BREAKS)
		out |= FLOW_FALLS;
	return out | (ways_of(t) & (unsigned)~FLOW_FALLS);
}

static unsigned walk_switch(struct walk *w, const struct node *n)
{
	struct call_place before = w->place;
	struct truth t = walk_condition(w, KID(n, SWITCH, subject));
	unsigned all = 0, last = FLOW_FALLS;
	bool has_default = false;

	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		last = walk_branch(w, &before, t, FACT_ANY, KID(c, CASE, body));
		all |= last & (unsigned)~FLOW_FALLS;
		has_default |= (c->flags & NF_DEFAULT) != 0;
	}
	w->place = before;
	w->place.is_soft |= t.is_soft && all & (unsigned)~FLOW_BREAKS;
	if (!has_default || all & FLOW_BREAKS || last & FLOW_FALLS)
		all |= FLOW_FALLS;
	return (all & (unsigned)~FLOW_BREAKS) | (ways_of(t) & (unsigned)~FLOW_FALLS);
}

static void add_mark(struct walk *w, struct flow_mark ***end, const struct node *n,
		     const struct node *before)
{
	struct flow_mark *m = ARENA_NEW(w->u->arena, struct flow_mark);

	*m = (struct flow_mark){.route = w->place.route, .node = n, .before = before};
	**end = m;
	*end = &m->next;
}

static unsigned walk_leave(struct walk *w, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);

	if (value)
		walk_value(w, value);
	switch (n->text.p[0]) {
	case 'b': return FLOW_BREAKS;
	case 'r': break;
	default: return FLOW_EXITS;
	}
	if (!value || value->kind != N_NUMBER || value->number)
		return FLOW_RETURNS;
	return w->u->symbols.return_mode ? FLOW_RETURNS : FLOW_ZERO;
}

static unsigned walk_statement(struct walk *w, const struct node *n)
{
	w->place.is_tested = false;
	switch (n->kind) {
	case N_EMPTY: return FLOW_FALLS;
	case N_IF: return walk_if(w, n);
	case N_WHILE: return walk_while(w, n);
	case N_SWITCH: return walk_switch(w, n);
	case N_LEAVE: return walk_leave(w, n);
	default: return ways_of(walk_value(w, n));
	}
}

static bool is_idle(const struct node *n)
{
	/* `exit; break;` is how people end a case. */
	return n->kind == N_EMPTY || (n->kind == N_LEAVE && n->text.p[0] == 'b');
}

/* The ways out of the statements of LIST, which start where WAYS leads to. */
static unsigned walk_sequence(struct walk *w, const struct node *list, unsigned ways)
{
	const struct node *last = NULL;
	bool is_marked = false;

	for (const struct node *n = list; n; n = n->next) {
		unsigned now;

		if (!(ways & FLOW_FALLS)) {
			if (!is_marked && !is_idle(n) && last)
				add_mark(w, &w->u->flow.dead_end, n, last);
			is_marked |= !is_idle(n);
			w->place.mask = 0;
		}
		now = walk_statement(w, n);
		if (ways & FLOW_FALLS) {
			ways = (ways & (unsigned)~FLOW_FALLS) | now;
			last = n;
		}
		if (now & (unsigned)~FLOW_FALLS)
			w->place.is_certain = false;
	}
	return ways;
}

static unsigned walk_list(struct walk *w, const struct node *list)
{
	unsigned ways;

	if (w->depth >= DEPTH_MOST) {
		w->u->doubts |= DOUBT_TEXT;
		return FLOW_FALLS | FLOW_RETURNS | FLOW_EXITS;
	}
	w->depth++;
	ways = walk_sequence(w, list, FLOW_FALLS);
	w->depth--;
	return ways;
}

/* Blocks without name are joined into one. */
static void walk_blocks(struct walk *w, struct route *r)
{
	struct call_place before = w->place;
	unsigned ways = FLOW_FALLS;

	r->walk = FLOW_OPEN;
	w->place = (struct call_place){.route = r, .mask = FACT_ANY, .is_certain = true};
	w->depth++;
	for (struct block *b = r->blocks; b; b = b->next) {
		b->is_reached = ways & FLOW_FALLS;
		ways = walk_sequence(w, KID(b->node, ROUTE, body), ways);
	}
	w->depth--;
	/* `break` outside of everything leaves the route: grammar.md has no rule against it. */
	if (ways & FLOW_BREAKS)
		ways |= FLOW_RETURNS;
	r->ways = (unsigned char)ways;
	r->walk = FLOW_DONE;
	w->place = before;
}

void flow_walk(struct analysis *u)
{
	struct walk w = {.u = u};

	u->flow = (struct flow){0};
	u->flow.dead_end = &u->flow.dead;
	for (struct route *r = u->symbols.first_route; r; r = r->next)
		if (r->walk == FLOW_NEW)
			walk_blocks(&w, r);
}
