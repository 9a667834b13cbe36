/*
 * levels - how severe findings are for this user: rules that settings switch off or weigh
 * otherwise, everywhere or in some files.
 *
 * A more exact word wins: a code or name over "K45", that over "K4" and "all"; what is said of some
 * files wins over what is said of all; of two that are alike the later one.
 *
 * What must stay true: that a text cannot be read is always told, as an error.
 */
#ifndef KAMCHECK_LEVELS_H
#define KAMCHECK_LEVELS_H

#include "base/list.h"
#include "engine/select.h"
#include "text/diag.h"

enum { LEVEL_OFF = SEVERITY_COUNT };

struct level_row {
	struct selection rules;
	struct str glob, folder; /* of files, seen from FOLDER; glob.n == 0: all */
	unsigned value;          /* enum severity, or LEVEL_OFF */
	uint32_t order;          /* of its statement */
};

struct levels {
	LIST_OF(struct level_row); /* the weaker first: levels_sort() */
	const bool *asked; /* by rule_index(): rules that are not off, whatever a row says; NULL:
			      there are none */
};

void levels_sort(struct levels *l);

/* Which of the levels hold in the file NAME, which is absolute; memory from A. */
const bool *levels_in(const struct levels *l, struct arena *a, struct str name);

/* The level of RULE where those of IN hold; NULL: those of no file in particular. */
unsigned levels_of(const struct levels *l, const struct rule *rule, const bool *in);

/* Whether nobody sees findings of RULE, whatever file they are in. */
bool levels_ask_for(const struct levels *l, const struct rule *rule);
bool levels_are_off(const struct levels *l, const struct rule *rule);

/* Weighs the findings D, and takes out those that are off; to be called before sorting. */
void levels_apply(const struct levels *l, struct diags *d);

#endif
