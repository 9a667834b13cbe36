/*
 * parse_depth - how deep blocks and expressions may stand in each other.
 *
 * What must stay true: no tree that leaves the parser is deeper, so whatever walks one may call
 * itself: 1,000 levels take a fifth of a megabyte of stack at most (testdata/stack.t).  A chain
 * a + b + c ... and one of `else if` are as deep as they are long; they do not count, and who walks
 * them does so in a loop.
 */
#include "parse/parse_state.h"

/* The server's limit is the stack of its parser, which lets 3,000 conditions through. */
enum { DEPTH_MOST = 1000 };

/* A list of nodes that is still to be looked at. */
struct pending {
	const struct node *list;
	unsigned depth;
};

/* Whether what stands in SLOT of N is as deep as N itself. */
static bool is_chain(const struct node *n, unsigned slot)
{
	const struct node *kid = n->kid[slot];

	return kid->kind == n->kind &&
	       ((n->kind == N_BINARY && slot == SLOT_BINARY_left) ||
		(n->kind == N_IF && slot == SLOT_IF_otherwise && !kid->next));
}

/* The first node of ITEM that is too deep; NULL when none is.  Not recursive. */
static const struct node *find_too_deep(struct arena *a, const struct node *item)
{
	LIST_OF(struct pending) levels = {0};

	*LIST_ADD(a, &levels) = (struct pending){item, 1};
	while (levels.count) {
		struct pending now = levels.all[--levels.count];
		const struct node *n = now.list;

		if (now.depth > DEPTH_MOST)
			return n;
		if (n->next && n != item)
			*LIST_ADD(a, &levels) = (struct pending){n->next, now.depth};
		for (unsigned i = 0; i < node_slots(n->kind); i++) {
			if (n->kid[i])
				*LIST_ADD(a, &levels) =
				    (struct pending){n->kid[i], now.depth + !is_chain(n, i)};
		}
	}
	return NULL;
}

/* What stands in ITEM, a route or what recovery left of one, is taken out of it. */
static void cut(struct parse *ps, struct node *item, struct span at)
{
	struct node *nothing = node_new(ps->arena, N_EMPTY, item->at, STR(""));

	nothing->flags |= NF_LOST;
	if (item->kind == N_ROUTE)
		KID(item, ROUTE, body) = nothing;
	else
		KID(item, EMPTY, lost) = NULL;
	pp_lose(ps->pp, LOST_LIMIT, item->at);
	parse_too_deep(ps, at);
}

void parse_too_deep(struct parse *ps, struct span at)
{
	ps->errors++;
	diag_report(&ps->session->diags, &rule_limit, at,
		    "blocks or expressions are nested too deep");
}

void parse_limit_depth(struct parse *ps)
{
	/* A level takes at least one place on the parser's stack: mostly there is nothing to do. */
	if (ps->stack_size <= DEPTH_MOST)
		return;
	for (struct node *n = KID(ps->root, FILE, items); n; n = n->next) {
		const struct node *deep = NULL;

		if (n->kind == N_ROUTE || n->kind == N_EMPTY)
			deep = find_too_deep(ps->arena, n);
		if (deep)
			cut(ps, n, deep->at);
	}
}
