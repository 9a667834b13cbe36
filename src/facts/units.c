/*
 * units - the constant table made by grammar/mktables.awk, and look-up in it; see units.h.
 */
#include "facts/units.h"

#include "facts/rows.h"

static const struct time_unit rows[] = {
#define ROW(...) {__VA_ARGS__},
#include "units.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "units.index"
};

const struct time_unit *time_units(struct str name, size_t *count)
{
	return rows_find(rows, sizeof *rows, (struct rows_index)ROWS_INDEX(places), name, count);
}
