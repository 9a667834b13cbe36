/*
 * variables - parameters of modules whose value holds variables, which the module parses when the
 * server starts.
 *
 * Source: grammar/variables.tsv, asked of the real server: each parameter was given a value with an
 * unknown variable.
 */
#ifndef KAMCHECK_VARIABLES_H
#define KAMCHECK_VARIABLES_H

#include "facts/condition.h"
#include "facts/version.h"

struct fact_variables {
	const char *name, *module; /* the parameter; the module as modparam() calls it */
	bool is_refused;           /* the server does not start; otherwise it only logs */
	struct condition when[CONDITIONS_MOST + 1]; /* for the module to look */
	uint32_t versions;
};

/* The row of a parameter in V, or NULL when its value is no text with variables. */
const struct fact_variables *variables_in_param(struct str name, struct str module,
						const struct version *v);

#endif
