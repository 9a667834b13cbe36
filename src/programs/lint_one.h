/*
 * lint_one - lint of one config, as it stands or in its variants.
 */
#ifndef KAMCHECK_LINT_ONE_H
#define KAMCHECK_LINT_ONE_H

#include "programs/scope.h"
#include "variants/variants.h"

/*
 * Checks TEXT, the main file NAME, for the releases and in the variants that SCOPE wants, its
 * findings weighed by LEVELS, which may be NULL, and not sorted; the findings go to S, which was
 * opened with the options of SCOPE.  Returns what identities of findings want to know: a tree, or
 * NULL.  *COVERAGE: which variants were checked.
 */
const struct node *lint_one(struct session *s, const struct scope *scope,
			    const struct levels *levels, struct str name, struct str text,
			    const struct lint_options *lint, struct variants_coverage *coverage);

#endif
