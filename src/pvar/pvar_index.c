/*
 * pvar_index - what stands in the brackets of a variable: pvars.md section 2.
 */
#include "pvar/pvar_state.h"

#include "base/number.h"

bool pvar_index(struct pvar_reader *r, struct str index)
{
	size_t used;

	if (!index.n) {
		pvar_fail(r, PVAR_INDEX, index, "the index is empty");
		pvar_hint(r, "write a number, \"*\" for all, or leave out the brackets");
		return false;
	}
	if (str_is(index, "*") || str_is(index, "+"))
		return true;
	if (index.p[0] == '$')
		return pvar_skip(r, index, &used);
	if (number_scan(index, NUMBER_MINUS).n == index.n)
		return true;
	pvar_fail(r, PVAR_INDEX, index, "\"%.*s\" is no index", STR_ARG(index));
	pvar_hint(r, "an index is a number, \"*\", or a variable, without blanks");
	return false;
}
