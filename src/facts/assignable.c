/*
 * assignable - the constant table made by grammar/mktables.awk, sorted by variable; see
 * assignable.h.
 */
#include "facts/assignable.h"

#include "facts/rows.h"

static const struct assignable assignable[] = {
#define ROW(...) {__VA_ARGS__},
#include "assignable.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "assignable.index"
};

const struct assignable *assignable_find(struct str variable, const char *module, struct str key,
					 const struct version *v)
{
	size_t count;
	const struct assignable *row =
	    rows_find(assignable, sizeof *assignable, (struct rows_index)ROWS_INDEX(places),
		      variable, &count);

	for (; count; count--, row++)
		if ((row->versions & v->bit) && strcmp(row->module, module) == 0 &&
		    (strcmp(row->key, "-") == 0 || str_is(key, row->key)))
			return row;
	return NULL;
}
