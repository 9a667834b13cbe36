/*
 * subjects - what a configuration has that rows of grammar/conditions.tsv are about, and what they
 * ask for.
 *
 * What must stay true: a call of one shape is looked at once.
 */
#ifndef KAMCHECK_SUBJECTS_H
#define KAMCHECK_SUBJECTS_H

#include "engine/visit.h"
#include "facts/conditions.h"

/* Something that a row is about. */
struct subject {
	const struct condition_row *row;
	const struct node *node;
	struct span at;
	struct str word; /* what the user chose of its name */
};

struct subjects {
	LIST_OF(struct subject) subjects;
	LIST_OF(bool) is_seen; /* calls, by their numbers: those of one shape share one */
	LIST_OF(const struct node *) assigned; /* what is assigned to */
	struct map called;                     /* functions */
	struct map core;    /* struct node, the last that sets a parameter of the core */
	struct map sockets; /* protocols */
	struct map told;    /* what was said to be missing */
};

/* Of this run; what it holds so far. */
struct subjects *subjects_of(struct visit *v);

/* Takes notice of N: a module, a parameter, a call, an assignment, an address, a route. */
void subjects_see(struct visit *v, const struct node *n);

#endif
