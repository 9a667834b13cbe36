/*
 * list - see list.h.
 */
#include "base/list.h"

enum { FIRST = 8 };

void *list_grow(struct arena *a, void *all, uint32_t *cap, size_t size)
{
	uint32_t old = *cap;

	/* More elements than can be counted do not fit in memory either. */
	if (old > UINT32_MAX / 2)
		return arena_array(a, SIZE_MAX, size);
	*cap = old ? 2 * old : FIRST;
	return arena_grow(a, all, old * size, *cap * size);
}
