/*
 * repeats - findings that say the same of the same words in several places: who reads them as a
 * person is told once, and where the others are.
 *
 * What must stay true: nothing differs between two that are repeats of each other but the place, so
 * that none hides what only it says.
 */
#ifndef KAMCHECK_REPEATS_H
#define KAMCHECK_REPEATS_H

#include "base/map.h"
#include "text/diag.h"

struct repeats_group {
	struct repeats_group *next; /* of the same message, and different otherwise */
	const struct diag *first;
	LIST_OF(const struct diag *) others; /* in the order of the findings */
};

struct repeats {
	/* Of each finding, in their order, or NULL; NULL: there are none. */
	struct repeats_group **groups;
};

/* The findings of D, whether they are shown or not: repeats are of one rule and as severe, so
 * either all of them are or none.  Memory from A, and D must live as long. */
struct repeats repeats_of(struct arena *a, const struct diags *d);

#endif
