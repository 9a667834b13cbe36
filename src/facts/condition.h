/*
 * condition - what parameters of a module must say for a fact to hold (grammar/cells.awk, type
 * "when").
 */
#ifndef KAMCHECK_CONDITION_H
#define KAMCHECK_CONDITION_H

enum condition_test {
	CONDITION_IS,
	CONDITION_IS_NOT,
	CONDITION_ABOVE, /* a number above VALUE: of switches that a negative number leaves off */
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

#endif
