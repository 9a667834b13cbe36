/*
 * shapes - the constant table made by grammar/mktables.awk, sorted by variable; see shapes.h.
 */
#include "facts/shapes.h"

#include "facts/rows.h"

static const struct shape shapes[] = {
#define ROW(...) {__VA_ARGS__},
#include "shapes.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "shapes.index"
};

const struct shape *shape_of(struct str variable, const char *module, const struct version *v)
{
	size_t count;
	const struct shape *row = rows_find(
	    shapes, sizeof *shapes, (struct rows_index)ROWS_INDEX(places), variable, &count);

	for (; count; count--, row++)
		if ((row->versions & v->bit) && strcmp(row->module, module) == 0)
			return row;
	return NULL;
}
