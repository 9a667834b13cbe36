/*
 * lists - two lists of parts compared: what is added, removed, changed, moved.
 */
#ifndef KAMCHECK_LISTS_H
#define KAMCHECK_LISTS_H

#include "compare/compare.h"

/* What the differences that are found have in common. */
struct lists_about {
	enum compare_part part;
	struct str name;
	bool is_statement;
	bool is_paired;    /* what is left over on both sides is one thing that changed */
	bool has_no_order; /* what only stands elsewhere is the same */
	const struct same_names *names[COMPARE_SIDES];
};

/* Adds what differs. */
void lists_compare(struct compared *c, const struct lists_about *about, struct parts old,
		   struct parts new);

#endif
