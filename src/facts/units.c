/*
 * units - see units.h.  The list is short, so it is searched from front to end.
 */
#include "facts/units.h"

static const struct time_unit units[] = {
#define ROW(parameter, module, unit, least, versions) {parameter, module, unit, least, versions},
#include "units.inc"
#undef ROW
};

const struct time_unit *time_units(struct str parameter, size_t *count)
{
	const size_t all = sizeof units / sizeof *units;
	size_t first = 0, behind;

	while (first < all && !str_is(parameter, units[first].parameter))
		first++;
	for (behind = first; behind < all && str_is(parameter, units[behind].parameter);)
		behind++;
	*count = behind - first;
	return units + first;
}
