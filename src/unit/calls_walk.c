/*
 * calls_walk - the first walk over the routes: what is called where, in which kinds of block and
 * under which conditions; and how each route ends.
 *
 * What must stay true: `-c` runs this, so it keeps next to nothing on the way.
 */
#include "unit/analysis.h"

/* Expressions deeper than this are not asked for the kind of message. */
enum { LOOKS_MOST = 100 };

/* The kinds of block in which a way is taken. */
struct kinds {
	uint16_t barred;  /* fact_route bits in which it is not taken */
	bool is_soft;     /* under a condition that goes with the kind of message */
	bool is_filtered; /* behind one: the other way ended */
};

struct recorder {
	struct path_mark **marks_end;
};

/* --- conditions ------------------------------------------------------------------------------- */

/* What the name of N says when it is true and false; NULL: nothing. */
static const struct fact_guard *guard_of(const struct path *p, const struct node *n)
{
	struct analysis *u = p->unit;
	enum fact_guard_form form = FACT_GUARD_PVAR;
	const struct fact_guard *g;
	size_t count;

	switch (n->kind) {
	case N_CALL:
		form = FACT_GUARD_FUNCTION;
		g = calls_function(u, n)->guard;
		break;
	case N_WORD: form = FACT_GUARD_WORD; /* fall through */
	case N_PVAR:
	case N_BARE: g = catalog_guards(u->session->catalog, n->text, &count); break;
	default: return NULL;
	}
	return g && g->form == form && g->versions & u->session->version.bit ? g : NULL;
}

/* Whether N looks at what goes with the kind of message. */
static bool looks(const struct path *p, const struct node *n, unsigned depth)
{
	for (; depth < LOOKS_MOST; depth++) {
		switch (n->kind) {
		case N_BINARY:
			for (; n->kind == N_BINARY; n = KID(n, BINARY, left))
				if (looks(p, KID(n, BINARY, right), depth + 1))
					return true;
			break;
		case N_UNARY: n = KID(n, UNARY, operand); break;
		case N_ASSIGN: n = KID(n, ASSIGN, value); break;
		case N_ELEMENT:
			if (guard_of(p, KID(n, ELEMENT, left)))
				return true;
			n = KID(n, ELEMENT, right);
			if (n->kind == N_WORD)
				return false;
			break;
		case N_SELVAL:
			if (looks(p, KID(n, SELVAL, condition), depth + 1) ||
			    looks(p, KID(n, SELVAL, first), depth + 1))
				return true;
			n = KID(n, SELVAL, second);
			break;
		default: return guard_of(p, n) != NULL;
		}
	}
	return false;
}

static void assume(struct path *p, void *yes, void *no, const struct node *n)
{
	struct kinds *x = yes, *y = no;
	const struct fact_guard *g = guard_of(p, n);

	if (g && (g->yes != FACT_ANY || g->no != FACT_ANY)) {
		x->barred |= (uint16_t)~g->yes & FACT_ANY;
		y->barred |= (uint16_t)~g->no & FACT_ANY;
	} else if (!x->is_soft) {
		x->is_soft = y->is_soft = g || looks(p, n, 0);
	}
}

/* --- ways ------------------------------------------------------------------------------------- */

static void enter(struct path *p, void *state, const struct node *n, bool otherwise)
{
	struct kinds *x = state;

	(void)otherwise;
	if (n->kind == N_SWITCH)
		x->is_soft = x->is_soft || looks(p, KID(n, SWITCH, subject), 0);
}

static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	struct kinds *a = (void *)into->state;
	const struct kinds *b = (const void *)from->state;

	(void)p;
	if (into->is_reached && from->is_reached) {
		a->barred &= b->barred;
		a->is_soft |= b->is_soft;
		a->is_filtered = a->is_filtered && b->is_filtered;
		return;
	}
	if (from->is_reached)
		*a = *b;
	/* One that left took its kinds of message with it. */
	a->is_filtered |= a->is_soft;
}

static void behind(struct path *p, void *state, const void *before, const struct node *n)
{
	const struct kinds *outer = before;
	struct kinds *x = state;

	(void)p;
	(void)n;
	x->is_soft = outer->is_soft || x->is_filtered;
}

/* --- what is recorded ------------------------------------------------------------------------- */

static void record(struct path *p, void *state, const struct node *n)
{
	const struct kinds *x = state;
	struct call_place place = {.route = p->route, .is_soft = x->is_soft};

	if (p->here->is_reached) {
		place.mask = (uint16_t)~x->barred & FACT_ANY;
		place.is_certain = p->is_certain;
	}
	if (n->kind == N_CALL)
		calls_function_call(p->unit, &place, n);
	else if (n->kind == N_ASSIGN)
		calls_assign(p->unit, &place, n);
	else if (n->op == OP_ROUTE)
		calls_route(p->unit, &place, n);
}

static void mark(struct path *p, enum path_mark_kind kind, const struct node *n,
		 const struct node *before, const struct node *around)
{
	struct recorder *r = p->context;
	struct path_mark *m = ARENA_NEW(p->unit->arena, struct path_mark);

	*m = (struct path_mark){.kind = kind, .node = n, .before = before, .around = around};
	*r->marks_end = m;
	r->marks_end = &m->next;
}

static void begin_block(struct path *p, struct block *b)
{
	b->is_reached = p->here->is_reached;
}

static void end_route(struct path *p, unsigned ends)
{
	p->route->ends = (unsigned char)ends;
}

void calls_walk(struct analysis *u)
{
	static const struct path_listener listener = {
	    .size = sizeof(struct kinds),
	    .nodes = 1ull << N_CALL | 1ull << N_CORE_CALL | 1ull << N_ASSIGN,
	    .sees_dead = true,
	    .step = record,
	    .assume = assume,
	    .enter = enter,
	    .join = join,
	    .behind = behind,
	    .mark = mark,
	    .block = begin_block,
	    .end = end_route,
	};
	struct recorder r = {.marks_end = &u->marks};

	path_walk(u, &listener, &r);
}
