/*
 * behaviours - see behaviours.h.
 */
#include "facts/behaviours.h"

static const struct behaviour behaviours[] = {
#define ROW(...) {__VA_ARGS__},
#include "behaviours.inc"
#undef ROW
};

const struct behaviour *behaviours_all(size_t *count)
{
	*count = sizeof behaviours / sizeof *behaviours;
	return behaviours;
}
