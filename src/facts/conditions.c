/*
 * conditions - the constant table made by grammar/mktables.awk, and look-up in it; see
 * conditions.h.
 */
#include "facts/conditions.h"

#include "facts/rows.h"

static const struct condition_row rows[] = {
#define ROW(...) {__VA_ARGS__},
#include "conditions.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "conditions.index"
};

const struct condition_row *conditions_find(struct str name, size_t *count)
{
	return rows_find(rows, sizeof *rows, (struct rows_index)ROWS_INDEX(places), name, count);
}
