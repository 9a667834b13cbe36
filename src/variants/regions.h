/*
 * regions - branches of conditionals that are not what they look like: text that is no config, and
 * text that no variant reads.
 */
#ifndef KAMCHECK_REGIONS_H
#define KAMCHECK_REGIONS_H

#include "variants/run.h"

struct regions {
	bool *is_comment;        /* by number of a name: what hangs on it is no config */
	LIST_OF(uint32_t) prose; /* the first region of each of them */
};

/* Looks which names are there to comment text out; T has all toggles of its skeleton. */
struct regions regions_find(const struct variant_runs *r, const struct toggles *t);

/* The toggles that must be on for AT, a place of the result, to be read; CONDITIONS: by region. */
row regions_wanted(const struct variant_runs *r, const struct row_condition *conditions,
		   struct span at);

/* Reports them, and the regions that no run has read as no variant can; CONDITIONS: by region. */
void regions_report(const struct variant_runs *r, const struct row_condition *conditions,
		    const struct regions *x);

#endif
