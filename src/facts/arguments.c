/*
 * arguments - the constant table made by grammar/mktables.awk; see arguments.h.
 */
#include "facts/arguments.h"

static const struct fact_argument arguments[] = {
#define ARGUMENT(name, module, count, position, kind, refuses_empty, versions)                     \
	{name, module, count, position, kind, refuses_empty, versions},
#include "arguments.inc"
#undef ARGUMENT
};

const struct fact_argument *arguments_of(struct str name, size_t *count)
{
	size_t total = sizeof arguments / sizeof *arguments, lo = 0, hi = total, end;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_compare(str_of(arguments[middle].name), name) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (end = lo; end < total && str_is(name, arguments[end].name); end++)
		;
	*count = end - lo;
	return *count ? &arguments[lo] : NULL;
}
