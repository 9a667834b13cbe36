/*
 * parts - the statements of a block as they are compared: each with what it holds, and hashes.
 *
 * An `if` with its `else if`s is a list of arms, so a long chain is no deep tree, and an arm that
 * comes or goes is one.
 */
#ifndef KAMCHECK_PARTS_H
#define KAMCHECK_PARTS_H

#include "compare/same.h"

/* Besides enum node_kind. */
enum part_kind {
	PART_ARM = NODE_KIND_COUNT, /* condition and statements of an `if` */
	PART_ELSE,
	PART_MODPARAMX,
};

struct parts {
	struct piece *all;
	uint32_t count;
};

struct piece {
	const struct node *node;  /* of an arm its `if`; of an `else` its first statement */
	const struct node *about; /* what it asks: a condition, subject, label; NULL: nothing.  Of a
				     setting: the list that alone counts; or NULL */
	unsigned kind;
	struct span at;   /* all of it */
	struct span head; /* without the statements in it */
	uint64_t hash;    /* what is the same has the same one */
	uint64_t name;    /* ... is called the same: a function, target, condition; 0: never */
	uint64_t rest;    /* ... goes on the same; 0: never */
	struct parts in;  /* statements, arms, cases */
};

/* Whether what is in a part are parts. */
bool part_is_compound(const struct piece *p);

/* The statements of the list that begins at FIRST; memory from A.  *IS_BROKEN is set when one of
 * them could not be read. */
struct parts parts_of(struct arena *a, const struct same_names *names, struct sources *s,
		      const struct node *first, bool *is_broken);

/* The same without what is in it: a setting. */
struct piece part_of(const struct same_names *names, const struct node *n);

/* COUNT lists as one; memory from A. */
struct parts parts_join(struct arena *a, const struct parts *lists, uint32_t count);

/* Whether the two mean the same, as a whole; without what is in them. */
bool part_is_same(const struct same_names *x, const struct piece *p, const struct same_names *y,
		  const struct piece *q);
bool part_has_same_head(const struct same_names *x, const struct piece *p,
			const struct same_names *y, const struct piece *q);

#endif
