/*
 * pile - see pile.h.
 */
#include "base/pile.h"

#include "base/list.h"

#include <string.h>

void *pile_grow(struct arena *a, void *blocks, uint32_t count, uint32_t *cap, size_t size)
{
	uint32_t block = count / PILE_BLOCK;
	void *fresh;

	if (block == *cap)
		blocks = list_grow(a, blocks, cap, sizeof fresh);
	/* One that was left when elements were taken off is used again.  The table is one of
	 * pointers to the element's type, which is not known here. */
	memcpy(&fresh, (char *)blocks + block * sizeof fresh, sizeof fresh);
	if (!fresh)
		fresh = arena_array(a, PILE_BLOCK, size);
	memcpy((char *)blocks + block * sizeof fresh, &fresh, sizeof fresh);
	return blocks;
}
