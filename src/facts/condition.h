/*
 * condition - what parameters of a module must say for a fact to hold (grammar/cells.awk, type
 * "when").
 */
#ifndef KAMCHECK_CONDITION_H
#define KAMCHECK_CONDITION_H

#include "base/str.h"

enum condition_test {
	CONDITION_IS,
	CONDITION_IS_NOT,
	CONDITION_ABOVE, /* a number above VALUE: of switches that a negative number leaves off */
	CONDITION_HAS_BITS, /* a number with one of the bits of VALUE */
	CONDITION_CONTAINS, /* a text with VALUE in it */
};

/*
 * What must hold for a parameter; one that is not set has its default.  In rows of facts, all of
 * them must; behind the last one stands one without a parameter.
 */
struct condition {
	const char *param, *unset; /* its default */
	enum condition_test test;
	const char *value;
};

enum { CONDITIONS_MOST = 3 };

/* Whether C holds for a parameter whose value is TEXT, a number in decimal digits. */
bool condition_holds(const struct condition *c, struct str text);

#endif
