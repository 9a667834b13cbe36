/*
 * condition - what parameters of a module must say for a fact to hold (grammar/cells.awk, type
 * "when").
 */
#ifndef KAMCHECK_CONDITION_H
#define KAMCHECK_CONDITION_H

#include <stdbool.h>

/*
 * What must hold for a parameter; one that is not set has its default.  In rows of facts, all of
 * them must; behind the last one stands one without a parameter.
 */
struct condition {
	const char *param, *unset; /* its default */
	bool is_equal;             /* the value, or anything else */
	const char *value;
};

enum { CONDITIONS_MOST = 2 };

#endif
