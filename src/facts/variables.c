/*
 * variables - the constant table made by grammar/mktables.awk, sorted by parameter; see
 * variables.h.
 */
#include "facts/variables.h"

static const struct fact_variables variables[] = {
#define VARIABLES(name, module, is_refused, versions) {name, module, is_refused, versions},
#include "variables.inc"
#undef VARIABLES
};

const struct fact_variables *variables_in_param(struct str name, struct str module,
						const struct version *v)
{
	size_t count = sizeof variables / sizeof *variables, lo = 0, hi = count;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_compare(str_of(variables[middle].name), name) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (; lo < count && str_is(name, variables[lo].name); lo++)
		if (str_is(module, variables[lo].module) && (variables[lo].versions & v->bit))
			return &variables[lo];
	return NULL;
}
