/*
 * pile - an array that grows in blocks: for what there is much of.
 *
 *	PILE_OF(struct comment) all;
 *
 *	*PILE_ADD(arena, &all) = x;
 *	for (uint32_t i = 0; i < all.count; i++)
 *		... PILE_AT(&all, i)->kind ...
 *
 * What must stay true: elements never move, and next to nothing is lost when it grows; a list
 * (list.h) is simpler to read, but leaves a copy of itself behind each time its capacity doubles.
 */
#ifndef KAMCHECK_PILE_H
#define KAMCHECK_PILE_H

#include "base/arena.h"

#include <stdint.h>

enum { PILE_BLOCK = 64 }; /* elements of a block */

/* A pile of elements of TYPE, empty when it is all zeros.  To take elements off the end again, make
 * COUNT smaller. */
#define PILE_OF(type)                                                                              \
	struct {                                                                                   \
		type **blocks;                                                                     \
		uint32_t count, block_cap;                                                         \
	}

/* A pointer to element I, which must be there. */
#define PILE_AT(pile, i) (&(pile)->blocks[(i) / PILE_BLOCK][(i) % PILE_BLOCK])

/*
 * Adds an element at the end of PILE, a pointer to one, and returns it, for the caller to fill: it
 * is zeroed unless one was taken off there.  The arguments are evaluated more than once.
 */
#define PILE_ADD(arena, pile)                                                                      \
	((pile)->count % PILE_BLOCK == 0                                                           \
	     ? (void)((pile)->blocks = pile_grow((arena), (pile)->blocks, (pile)->count,           \
						 &(pile)->block_cap, sizeof **(pile)->blocks))     \
	     : (void)0,                                                                            \
	 (pile)->count++, PILE_LAST(pile))

/* The last element of PILE, which has one. */
#define PILE_LAST(pile) PILE_AT(pile, (pile)->count - 1)

/* Makes room for a block behind COUNT elements of SIZE bytes; returns where the table of blocks is
 * now. */
void *pile_grow(struct arena *a, void *blocks, uint32_t count, uint32_t *cap, size_t size);

#endif
