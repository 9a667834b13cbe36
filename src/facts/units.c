/*
 * units - see units.h.  The list is short, so it is searched from front to end.
 */
#include "facts/units.h"

static const struct time_unit units[] = {
#define ROW(parameter, module, unit, least, versions) {parameter, module, unit, least, versions},
#include "units.inc"
#undef ROW
};

const struct time_unit *time_unit_find(struct str module, struct str parameter,
				       const struct version *v)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_is(parameter, units[i].parameter) && str_is(module, units[i].module) &&
		    (units[i].versions & v->bit))
			return &units[i];
	return NULL;
}
