/*
 * choice - sets of variants: which toggles are on in each.
 *
 * A row is a set of toggles, bit N for number N.  What must stay true: the same toggles and limits
 * give the same rows in the same order, on every machine; no row is there twice, and none but the
 * first breaks a limit.
 */
#ifndef KAMCHECK_CHOICE_H
#define KAMCHECK_CHOICE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"

#include <stdint.h>

enum { CHOICE_TOGGLES_MOST = 64, CHOICE_MOST = 1024 };

typedef uint64_t row;

/* With IF on, all of THEN are. */
struct row_require {
	row if_on, then_on;
};

struct row_limits {
	row never;
	LIST_OF(struct row_require) requires;
	LIST_OF(row) exclusives; /* of each set one at most */
};

/* A condition: these on, those off. */
struct row_condition {
	row on, off;
};

struct row_choice {
	struct arena *arena;
	unsigned count_of; /* toggles */
	struct row_limits limits;
	LIST_OF(row) all; /* the first one is the config as it stands */
	struct map known; /* uint32_t, 1 + number of a row */
	uint32_t most;    /* no more than so many */
	bool is_cut;      /* there would be more */
};

/* Rows of COUNT toggles with AS_IS as the first; A must live as long. */
struct row_choice choice_start(struct arena *a, unsigned count, row as_is, struct row_limits limits,
			       uint32_t most);

/* All toggles. */
row choice_full(const struct row_choice *r);

/* Whether nearly all are on in X: what is seen there says little of any one of them. */
bool choice_is_full(const struct row_choice *r, row x);

/* Whether X breaks no limit. */
bool choice_allow(const struct row_choice *r, row x);

/* The row next to X that breaks no limit; those WANTED are switched last. */
row choice_fit(const struct row_choice *r, row x, row wanted);

#define CHOICE_NONE UINT32_MAX

/* The number of X, or CHOICE_NONE. */
uint32_t choice_find(const struct row_choice *r, row x);

/* Adds X unless it is there, breaks a limit or there is no room. */
void choice_add(struct row_choice *r, row x);

/* All on, and all off. */
void choice_add_ends(struct row_choice *r);

/* Rows so that every pair of toggles is there in all four ways, as far as the limits let them. */
void choice_add_pairs(struct row_choice *r);

/* Rows with each one alone, and with all but each. */
void choice_add_each(struct row_choice *r);

/* All rows, as far as there is room; then those that differ most first. */
void choice_add_all(struct row_choice *r);

/* A row that meets X unless there is one; false when none can. */
bool choice_add_condition(struct row_choice *r, struct row_condition x);

/* Whether no row meets C. */
static inline bool row_is_never(struct row_condition c)
{
	return c.on & c.off;
}

static inline bool row_meets(row x, struct row_condition c)
{
	return (x & c.on) == c.on && !(x & c.off);
}

#endif
