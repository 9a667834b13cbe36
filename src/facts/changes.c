/*
 * changes - the constant table made by grammar/mktables.awk, and look-up in it; see changes.h.
 */
#include "facts/changes.h"

#include "facts/rows.h"

static const struct change {
	const char *variable;
	enum tag tag;
	uint32_t versions;
} changes[] = {
#define ROW(...) {__VA_ARGS__},
#include "changes.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "changes.index"
};

uint64_t changes_of(struct str variable, const struct version *v)
{
	size_t count;
	const struct change *x =
	    rows_find(changes, sizeof *changes, (struct rows_index)ROWS_INDEX(places),
		      str_skip(variable, variable.n > 0), &count);
	uint64_t tags = 0;

	for (; count; count--, x++)
		if (x->versions & v->bit)
			tags |= x->tag;
	return tags;
}
