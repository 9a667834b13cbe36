/*
 * arguments - the constant table made by grammar/mktables.awk; see arguments.h.
 */
#include "facts/arguments.h"

#include "facts/rows.h"

static const struct fact_argument arguments[] = {
#define ROW(name, module, count, position, kind, refuses_empty, versions)                          \
	{name, module, count, position, kind, refuses_empty, versions},
#include "arguments.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "arguments.index"
};

const struct fact_argument *arguments_of(struct str name, size_t *count)
{
	return rows_find(arguments, sizeof *arguments, (struct rows_index)ROWS_INDEX(places), name,
			 count);
}
