/*
 * same - what two nodes of different trees mean, compared: as numbers, and for certain.
 *
 * Places, quotes, blanks, words for operators ("and", "&&"), numbers in other bases and empty
 * statements do not count.  Names of routes can be taken for others.
 *
 * What must stay true: nodes that are the same have the same hash; the hash of a stranger's text
 * proves nothing, so what has the same one is compared.  Chains of operators and of `else if` are
 * walked in loops, for they are as deep as they are long.
 */
#ifndef KAMCHECK_SAME_H
#define KAMCHECK_SAME_H

#include "base/list.h"
#include "tree/ast.h"

/* A node whose text is taken for NAME. */
struct same_name {
	const struct node *node;
	struct str name;
};

/* How the nodes of one tree are looked at: its list is sorted by same_sort(). */
struct same_names {
	LIST_OF(struct same_name);
};

void same_sort(struct same_names *names);

/* H mixed with a number, with a text, with the node N, with the list that begins at N (or NULL). */
uint64_t same_mix(uint64_t h, uint64_t number);
uint64_t same_text(uint64_t h, struct str text);
uint64_t same_node(uint64_t h, const struct same_names *names, const struct node *n);
uint64_t same_list(uint64_t h, const struct same_names *names, const struct node *first);

/* Whether A, of the tree that X is for, means what B of the one of Y does; either may be NULL. */
bool same_nodes(const struct same_names *x, const struct node *a, const struct same_names *y,
		const struct node *b);

/* The same of lists. */
bool same_lists(const struct same_names *x, const struct node *a, const struct same_names *y,
		const struct node *b);

/* The `if` that is all there is behind the `else` of N, an `if`; or NULL. */
const struct node *same_chained(const struct node *n);

/*
 * The first parts of A and B that differ and have no parts that do: *A and *B are moved there. Not
 * into statements of other kinds.
 */
void same_narrow(const struct same_names *x, const struct node **a, const struct same_names *y,
		 const struct node **b);

#endif
