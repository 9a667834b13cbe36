/*
 * sequence - what two sequences have in common, in order.
 *
 * Exact where they differ in little; where they differ in much, what is there once on both sides
 * leads.  What must stay true: at most n log n, whatever the sequences are.
 */
#ifndef KAMCHECK_SEQUENCE_H
#define KAMCHECK_SEQUENCE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define SEQUENCE_NONE UINT32_MAX

struct hash_row {
	const uint64_t *all; /* elements are the same when their numbers are */
	uint32_t count;
};

/*
 * Sets for each element of OLD in TO, of as many, which one of NEW is the same; SEQUENCE_NONE: it
 * has none there.  What is set rises.
 */
void sequence_match(struct arena *a, struct hash_row old, struct hash_row new, uint32_t *to);

/* Which of the COUNT numbers, all different, are in order: IS_KEPT is set for as many as can be. */
void sequence_rising(struct arena *a, const uint32_t *numbers, uint32_t count, bool *is_kept);

#endif
