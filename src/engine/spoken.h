/*
 * spoken - where a rule has findings: asked by rules that follow it.
 */
#ifndef KAMCHECK_SPOKEN_H
#define KAMCHECK_SPOKEN_H

#include "base/map.h"
#include "text/diag.h"

/* What is known of one rule's findings. */
struct spoken {
	LIST_OF(struct span) places;  /* in the order of their beginnings */
	LIST_OF(uint32_t) reaches;    /* how far the places up to this one reach */
	const struct diag *looked_at; /* the last finding, of any rule, that was looked at */
};

/* Whether RULE has a finding that overlaps AT.  X, all zeros at first, is kept from one question
 * about RULE to the next, as long as findings are only added. */
bool spoken_at(struct spoken *x, const struct diags *d, const struct rule *rule, struct span at);

#endif
