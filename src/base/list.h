/*
 * list - an array that grows.
 *
 * A list is a struct of its own type, empty when it is all zeros:
 *
 *	LIST_OF(struct span) found;
 *
 *	*LIST_ADD(arena, &found) = at;
 *	for (uint32_t i = 0; i < found.count; i++)
 *		... found.all[i] ...
 *
 * What must stay true: elements move when the list grows, so no pointer to one is kept; the memory
 * of an arena is not given back, so the capacity doubles.
 */
#ifndef KAMCHECK_LIST_H
#define KAMCHECK_LIST_H

#include "base/arena.h"

#include <stdint.h>

/* A list of elements of TYPE.  To take elements off the end again, make COUNT smaller. */
#define LIST_OF(type)                                                                              \
	struct {                                                                                   \
		type *all;                                                                         \
		uint32_t count, cap;                                                               \
	}

/*
 * Adds an element at the end of LIST, a pointer to one, and returns it, for the caller to fill: it
 * is zeroed unless one was taken off there.  The arguments are evaluated more than once.
 */
#define LIST_ADD(arena, list)                                                                      \
	((list)->count == (list)->cap                                                              \
	     ? (void)((list)->all =                                                                \
			  list_grow((arena), (list)->all, &(list)->cap, sizeof *(list)->all))      \
	     : (void)0,                                                                            \
	 &(list)->all[(list)->count++])

/* The last element of LIST, which has one. */
#define LIST_LAST(list) (&(list)->all[(list)->count - 1])

/* Makes room behind the *CAP elements of SIZE bytes at ALL; returns where they are now. */
void *list_grow(struct arena *a, void *all, uint32_t *cap, size_t size);

#endif
