/*
 * path_value - the ways through expressions: && and || may skip their right side, calls may end the
 * script.
 */
#include "unit/path_state.h"

#include "unit/analysis.h"

void path_level(struct walk *w, uint32_t level)
{
	w->level = level;
	w->path.is_certain = !level && !w->has_left;
}

bool path_is_deep(struct walk *w)
{
	if (w->depth < DEPTH_MOST)
		return false;
	w->path.unit->doubts |= DOUBT_TEXT;
	return true;
}

void walk_step(struct walk *w, const struct node *n)
{
	if (w->listener->nodes >> n->kind & 1 && (w->here->is_open || w->listener->sees_dead))
		w->listener->step(&w->path, w->here->state, n);
}

static bool is_logical(const struct node *n)
{
	return n->kind == N_BINARY && (n->op == OP_AND || n->op == OP_OR);
}

/* Chains lean to the left. */
static void push_spine(struct walk *w, const struct node *n)
{
	*LIST_ADD(w->path.unit->arena, &w->spine) = n;
}

/* a && b || c ...: the right side is met only where the left one leaves the outcome open. */
static struct path_way *walk_chain(struct walk *w, const struct node *n)
{
	uint32_t base = w->spine.count, level = w->level;
	struct path_way *no;

	for (; is_logical(n); n = KID(n, BINARY, left))
		push_spine(w, n);
	no = walk_condition(w, n);
	path_level(w, level + 1);
	while (w->spine.count > base) {
		struct path_way *yes = w->here, *other;

		n = w->spine.all[--w->spine.count];
		if (n->op == OP_AND) {
			other = walk_condition(w, KID(n, BINARY, right));
			no = way_join(w, no, other);
		} else {
			way_set(w, no);
			no = walk_condition(w, KID(n, BINARY, right));
			way_set(w, way_join(w, yes, w->here));
		}
	}
	path_level(w, level);
	return no;
}

/* The ways where N, which was walked, is true and false. */
static struct path_way *decide(struct walk *w, const struct node *n)
{
	struct path_way *no = way_copy(w, w->here);

	if (n->kind == N_NUMBER) {
		w->here->is_reached &= n->number != 0;
		no->is_reached &= n->number == 0;
	} else if (w->listener->assume && (w->here->is_open || w->listener->sees_dead)) {
		w->listener->assume(&w->path, w->here->state, no->state, n);
	}
	return no;
}

struct path_way *walk_condition(struct walk *w, const struct node *n)
{
	bool is_negated = false;
	struct path_way *no;

	for (; n->kind == N_UNARY && n->op == OP_NOT; n = KID(n, UNARY, operand))
		is_negated = !is_negated;
	if (is_logical(n) && !path_is_deep(w)) {
		w->depth++;
		no = walk_chain(w, n);
		w->depth--;
	} else {
		walk_value(w, n);
		no = decide(w, n);
	}
	if (is_negated) {
		struct path_way *yes = no;

		no = w->here;
		way_set(w, yes);
	}
	return no;
}

/* A chain whose outcome decides nothing. */
static void walk_logical(struct walk *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *no = walk_condition(w, n);

	way_set(w, way_join(w, w->here, no));
	way_behind(w, before, n);
}

static void walk_binary(struct walk *w, const struct node *n)
{
	uint32_t base = w->spine.count;

	for (; n->kind == N_BINARY && !is_logical(n); n = KID(n, BINARY, left))
		push_spine(w, n);
	walk_value(w, n);
	while (w->spine.count > base) {
		n = w->spine.all[--w->spine.count];
		walk_value(w, KID(n, BINARY, right));
		walk_step(w, n);
	}
}

static void walk_selval(struct walk *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *first, *no;
	uint32_t level = w->level;

	no = walk_condition(w, KID(n, SELVAL, condition));
	path_level(w, level + 1);
	walk_value(w, KID(n, SELVAL, first));
	first = w->here;
	way_set(w, no);
	walk_value(w, KID(n, SELVAL, second));
	way_set(w, way_join(w, first, w->here));
	path_level(w, level);
	way_behind(w, before, n);
}

static void walk_call(struct walk *w, const struct node *n, const struct node *arguments)
{
	struct route *r;

	for (; arguments; arguments = arguments->next)
		walk_value(w, arguments);
	walk_step(w, n);
	r = calls_target(w->path.unit, n);
	if (r)
		walk_route_call(w, n, r);
}

static void walk_deeper(struct walk *w, const struct node *n)
{
	switch (n->kind) {
	case N_UNARY:
		walk_value(w, KID(n, UNARY, operand));
		walk_step(w, n);
		break;
	case N_BINARY:
		if (is_logical(n))
			walk_logical(w, n);
		else
			walk_binary(w, n);
		break;
	case N_SELVAL: walk_selval(w, n); break;
	case N_ELEMENT:
		walk_value(w, KID(n, ELEMENT, right));
		walk_step(w, n);
		break;
	case N_ASSIGN:
		walk_value(w, KID(n, ASSIGN, value));
		walk_step(w, n);
		break;
	case N_CORE_CALL: walk_call(w, n, KID(n, CORE_CALL, arguments)); break;
	case N_CALL: walk_call(w, n, KID(n, CALL, arguments)); break;
	case N_BLOCK: walk_block(w, n); break;
	default: walk_step(w, n);
	}
}

void walk_value(struct walk *w, const struct node *n)
{
	if (path_is_deep(w))
		return;
	w->depth++;
	walk_deeper(w, n);
	w->depth--;
}
