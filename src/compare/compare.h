/*
 * compare - what two configs do differently: the semantic difference, of their trees.
 *
 * Layout, comments, includes, how the preprocessor came to a text, quotes and the order of what is
 * independent do not count.
 *
 * What must stay true: what is not told is the same, node by node, so "no difference" holds also
 * for a config that somebody made to hide one; the work is n log n, whatever the configs are.
 */
#ifndef KAMCHECK_COMPARE_H
#define KAMCHECK_COMPARE_H

#include "compare/parts.h"
#include "unit/analysis.h"

/* In the order in which they are told. */
enum compare_part {
	COMPARE_GLOBALS, /* parameters of the core, sockets, flags, defines that the script reads */
	COMPARE_MODULES,
	COMPARE_PARAMS, /* of modules */
	COMPARE_ROUTES,
	COMPARE_PARTS
};

enum compare_what {
	COMPARE_ADDED,
	COMPARE_REMOVED,
	COMPARE_CHANGED,
	COMPARE_MOVED, /* it is there on both sides */
	COMPARE_RENAMED,
	COMPARE_WHATS
};

/* Old and new. */
enum { COMPARE_SIDES = 2 };

struct difference {
	enum compare_part part;
	enum compare_what what;
	struct str name;   /* of the setting, module, parameter, or route as it was called */
	struct str why;    /* or empty */
	bool is_statement; /* in the route, not the route itself */
	bool is_head;      /* what stands before the braces, with what they hold left out */
	bool has_side[COMPARE_SIDES];  /* it is there */
	struct span at[COMPARE_SIDES]; /* SPAN_NONE: it is not, or stands on the command line */
	/* The smallest that differs, of what is changed; or NULL. */
	const struct node *value[COMPARE_SIDES];
};

struct compared {
	struct arena *arena;
	struct analysis *sides[COMPARE_SIDES];
	bool is_broken[COMPARE_SIDES];          /* a statement could not be read */
	LIST_OF(struct difference) differences; /* those of a part stand together */
};

/* Compares two configs that were read whole (compare_is_whole()); memory from A. */
struct compared *compare(struct arena *a, struct analysis *old, struct analysis *new);

/* Whether nothing of the config is missing, so that it can be compared. */
bool compare_is_whole(const struct analysis *a);

/* Whether what only the server knows, such as its environment, comes from the same directives on
 * both sides: else nobody can tell whether it is the same. */
bool compare_unknowns_agree(const struct analysis *old, const struct analysis *new);

/* How many differences there are of WHAT. */
uint32_t compare_count(const struct compared *c, enum compare_what what);

#endif
