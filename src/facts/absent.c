/*
 * absent - the constant table made by grammar/mktables.awk, and look-up in it; see absent.h.
 */
#include "facts/absent.h"

#include "facts/rows.h"

static const struct absent absents[] = {
#define ROW(...) {__VA_ARGS__},
#include "absent.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "absent.index"
};

const struct absent *absent_find(struct str variable, const struct version *v)
{
	size_t count;
	const struct absent *x = rows_find(absents, sizeof *absents,
					   (struct rows_index)ROWS_INDEX(places), variable, &count);

	for (; count; count--, x++)
		if (x->versions & v->bit)
			return x;
	return NULL;
}
