/*
 * variables - the constant table made by grammar/mktables.awk, sorted by parameter; see
 * variables.h.
 */
#include "facts/variables.h"

#include "facts/rows.h"

static const struct fact_variables variables[] = {
#define ROW(...) {__VA_ARGS__},
#include "variables.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "variables.index"
};

const struct fact_variables *variables_in_param(struct str name, struct str module,
						const struct version *v)
{
	size_t count;
	const struct fact_variables *row = rows_find(
	    variables, sizeof *variables, (struct rows_index)ROWS_INDEX(places), name, &count);

	for (; count; count--, row++)
		if (str_is(module, row->module) && (row->versions & v->bit))
			return row;
	return NULL;
}
