/*
 * toggles - the names of a config that make its variants, and what the plan says about them.
 */
#ifndef KAMCHECK_TOGGLES_H
#define KAMCHECK_TOGGLES_H

#include "variants/plan.h"
#include "variants/choice.h"
#include "variants/skeleton.h"

struct toggles {
	const struct skeleton *skeleton;
	uint32_t names[CHOICE_TOGGLES_MOST]; /* of each: its number in the skeleton */
	const row *bits; /* the other way round: empty of names that are no toggles */
	unsigned count;
	unsigned left_out; /* so many more had no room */
	row as_is;         /* those that are on in the config as it stands */
	struct row_limits limits;
};

/* The toggles of K as PLAN wants them, without those of IS_COMMENT, by number of the name; NULL:
 * none.  Memory from A. */
struct toggles toggles_of(struct arena *a, const struct skeleton *k, const struct plan *plan,
			  const bool *is_comment);

/* The name of toggle N. */
struct str toggles_name(const struct toggles *t, unsigned n);

/* The set of those of NAMES that are toggles. */
row toggles_set(const struct toggles *t, struct plan_names names);

/* Which toggles each region of the skeleton wants; where one is wanted on and off nobody reads it.
 * Memory from A. */
const struct row_condition *toggles_conditions(const struct toggles *t, struct arena *a);

#endif
