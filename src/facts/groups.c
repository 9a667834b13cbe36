/*
 * groups - the constant table made by grammar/mktables.awk; see groups.h.
 */
#include "facts/groups.h"

#include "facts/rows.h"

static const struct fact_group groups[] = {
#define ROW(name, module, is_asked, versions) {name, module, is_asked, versions},
#include "groups.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "groups.index"
};

const struct fact_group *group_find(struct str name, const struct version *v)
{
	size_t count;
	const struct fact_group *g =
	    rows_find(groups, sizeof *groups, (struct rows_index)ROWS_INDEX(places), name, &count);

	for (; count; count--, g++)
		if (g->versions & v->bit)
			return g;
	return NULL;
}
