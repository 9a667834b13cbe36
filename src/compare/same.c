/*
 * same - see same.h.
 */
#include "compare/same.h"

#include <stdlib.h>

/* --- names that stand for others ---------------------------------------------------------------
 */

static int by_node(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct same_name *)a)->node;
	uintptr_t y = (uintptr_t)((const struct same_name *)b)->node;

	return x < y ? -1 : x > y;
}

void same_sort(struct same_names *names)
{
	if (names->count)
		qsort(names->all, names->count, sizeof *names->all, by_node);
}

static struct str text_of(const struct same_names *names, const struct node *n)
{
	struct same_name key = {.node = n}, *found = NULL;

	if (names->count && (n->kind == N_STRING || n->kind == N_WORD))
		found = bsearch(&key, names->all, names->count, sizeof key, by_node);
	return found ? found->name : n->text;
}

/* --- what counts of a node ---------------------------------------------------------------------
 */

struct look {
	uint32_t what; /* kind, op, flags */
	int32_t number;
	struct str text;
};

/* IS_NAME: N is a name, which may stand in quotes or not. */
static struct look look_at(const struct same_names *names, const struct node *n, bool is_name)
{
	unsigned flags = n->flags & (NF_VIRTUAL | NF_REGEX | NF_DEFAULT | NF_INDEXED);
	bool is_bare = is_name && (n->kind == N_WORD || n->kind == N_HOST);
	unsigned kind = is_bare ? N_STRING : n->kind;
	bool is_operator = n->kind == N_BINARY || n->kind == N_UNARY || n->kind == N_ELEMENT;
	struct look look = {.what = kind | (uint32_t)n->op << 8 | flags << 16};

	if (n->kind == N_NUMBER)
		look.number = n->number;
	look.text = is_operator && n->op ? STR("") : text_of(names, n);
	return look;
}

/* The kids of N are names: of routes, of hosts. */
static bool has_names(const struct node *n)
{
	return (n->kind == N_CORE_CALL && n->op == OP_ROUTE) || n->kind == N_ADDRESS;
}

const struct node *same_chained(const struct node *n)
{
	const struct node *next = KID(n, IF, otherwise);

	return next && next->kind == N_IF && !next->next ? next : NULL;
}

/* The slot whose only node goes on in a chain with N; -1: none. */
static int chain_slot(const struct node *n)
{
	if (n->kind == N_BINARY)
		return SLOT_BINARY_left;
	return n->kind == N_IF && same_chained(n) ? SLOT_IF_otherwise : -1;
}

/* N, or the next one behind it that is more than a semicolon. */
static const struct node *skip_empty(const struct node *n)
{
	while (n && n->kind == N_EMPTY && !(n->flags & NF_LOST))
		n = n->next;
	return n;
}

/* --- hashes ------------------------------------------------------------------------------------
 */

uint64_t same_mix(uint64_t h, uint64_t number)
{
	h = (h ^ number) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

uint64_t same_text(uint64_t h, struct str text)
{
	uint64_t piece;

	h = same_mix(h, text.n);
	for (; text.n >= sizeof piece; text = str_skip(text, sizeof piece)) {
		memcpy(&piece, text.p, sizeof piece);
		h = same_mix(h, piece);
	}
	for (size_t i = 0; i < text.n; i++)
		h = same_mix(h, (unsigned char)text.p[i]);
	return h;
}

static uint64_t hash_list(uint64_t h, const struct same_names *names, const struct node *first,
			  bool are_names);

static uint64_t hash_node(uint64_t h, const struct same_names *names, const struct node *n,
			  bool is_name)
{
	for (;;) {
		struct look look = look_at(names, n, is_name);
		int chain = chain_slot(n);

		h = same_text(same_mix(same_mix(h, look.what), (uint32_t)look.number), look.text);
		for (unsigned i = 0; i < node_slots(n->kind); i++)
			if ((int)i != chain)
				h = hash_list(h, names, n->kid[i], has_names(n));
		if (chain < 0)
			return h;
		n = n->kid[chain];
		is_name = false;
	}
}

static uint64_t hash_list(uint64_t h, const struct same_names *names, const struct node *first,
			  bool are_names)
{
	uint64_t count = 0;

	for (const struct node *n = skip_empty(first); n; n = skip_empty(n->next), count++)
		h = hash_node(h, names, n, are_names);
	return same_mix(h, count);
}

uint64_t same_node(uint64_t h, const struct same_names *names, const struct node *n)
{
	return n ? hash_node(h, names, n, false) : same_mix(h, 0);
}

uint64_t same_list(uint64_t h, const struct same_names *names, const struct node *first)
{
	return hash_list(h, names, first, false);
}

/* --- for certain -------------------------------------------------------------------------------
 */

static bool are_lists_same(const struct same_names *x, const struct node *a,
			   const struct same_names *y, const struct node *b, bool are_names);

static bool are_looks_same(const struct look *a, const struct look *b)
{
	return a->what == b->what && a->number == b->number && str_equal(a->text, b->text);
}

static bool are_nodes_same(const struct same_names *x, const struct node *a,
			   const struct same_names *y, const struct node *b, bool is_name)
{
	for (;;) {
		struct look look_a = look_at(x, a, is_name), look_b = look_at(y, b, is_name);
		int chain = chain_slot(a);

		if (!are_looks_same(&look_a, &look_b) || chain != chain_slot(b))
			return false;
		for (unsigned i = 0; i < node_slots(a->kind); i++)
			if ((int)i != chain &&
			    !are_lists_same(x, a->kid[i], y, b->kid[i], has_names(a)))
				return false;
		if (chain < 0)
			return true;
		a = a->kid[chain];
		b = b->kid[chain];
		is_name = false;
	}
}

static bool are_lists_same(const struct same_names *x, const struct node *a,
			   const struct same_names *y, const struct node *b, bool are_names)
{
	for (;;) {
		a = skip_empty(a);
		b = skip_empty(b);
		if (!a || !b)
			return !a && !b;
		if (!are_nodes_same(x, a, y, b, are_names))
			return false;
		a = a->next;
		b = b->next;
	}
}

bool same_nodes(const struct same_names *x, const struct node *a, const struct same_names *y,
		const struct node *b)
{
	return a && b ? are_nodes_same(x, a, y, b, false) : !a && !b;
}

bool same_lists(const struct same_names *x, const struct node *a, const struct same_names *y,
		const struct node *b)
{
	return are_lists_same(x, a, y, b, false);
}

/* Moves to the first nodes of two lists that differ; false when one of the lists ends before. */
static bool narrow_list(const struct same_names *x, const struct node **a,
			const struct same_names *y, const struct node **b)
{
	const struct node *p = *a, *q = *b;

	while (p && q && are_nodes_same(x, p, y, q, false)) {
		p = p->next;
		q = q->next;
	}
	if (!p || !q)
		return false;
	*a = p;
	*b = q;
	return true;
}

void same_narrow(const struct same_names *x, const struct node **a, const struct same_names *y,
		 const struct node **b)
{
	/* Each level is compared as a whole, so not many of them. */
	for (int level = 0; level < 8; level++) {
		struct look look_a = look_at(x, *a, false), look_b = look_at(y, *b, false);
		const struct node *p = NULL, *q = NULL;
		unsigned i;

		if (!are_looks_same(&look_a, &look_b))
			return;
		for (i = 0; i < node_slots((*a)->kind); i++) {
			p = (*a)->kid[i];
			q = (*b)->kid[i];
			if (!are_lists_same(x, p, y, q, false))
				break;
		}
		if (i == node_slots((*a)->kind) || !narrow_list(x, &p, y, &q))
			return;
		*a = p;
		*b = q;
	}
}
