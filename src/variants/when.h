/*
 * when - what is said of findings that the config as it stands does not have: in which variants
 * they are there.
 */
#ifndef KAMCHECK_WHEN_H
#define KAMCHECK_WHEN_H

#include "variants/label.h"
#include "variants/run.h"

/* Gives each finding of the result that run 0 does not have its label; looks at more variants for
 * that, which are added to ROWS, and the findings of those get theirs.  CONDITIONS: by region. */
void when_label(struct variant_runs *r, const struct row_condition *conditions,
		struct row_choice *rows);

/* The same when the rows are the profiles of PLAN, behind the config as it stands. */
void when_name_profiles(struct variant_runs *r, const struct plan *plan, const uint32_t *row_of);

#endif
