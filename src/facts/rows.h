/*
 * rows - look-up by name in the tables of facts, the constant ones that grammar/mktables.awk makes
 * and those read from files.
 *
 * What must stay true: a row of a table with an index begins with a pointer to its name; rows of
 * one name stand together; an index is at most half full.
 */
#ifndef KAMCHECK_ROWS_H
#define KAMCHECK_ROWS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Where the rows of each name are.  A place that is not 0 holds 1 + the number of the first row of
 * a name and, from bit ROWS_COUNT_AT on, how many there are.  A name is at the place that its
 * str_hash() says, or behind it.  No places: an empty table.
 */
struct rows_index {
	const uint32_t *places;
	uint32_t mask; /* their number, a power of two, less 1 */
};

enum { ROWS_COUNT_AT = 20, ROWS_FOUND_MOST = (1 << ROWS_COUNT_AT) - 2, ROWS_OF_NAME_MOST = 4095 };

/* The index whose PLACES, an array, mktables.awk made. */
#define ROWS_INDEX(places)                                                                         \
	{                                                                                          \
		places, (uint32_t)(sizeof(places) / sizeof *(places)) - 1                          \
	}

/*
 * The first of the rows of SIZE bytes in TABLE whose name is NAME, and in *FOUND how many there
 * are; NULL, and 0, when there is none.
 */
const void *rows_find(const void *table, size_t size, struct rows_index index, struct str name,
		      size_t *found);

/*
 * The first of the COUNT rows of SIZE bytes in TABLE whose name is NAME or stands behind it, for
 * tables without index that hold no pointers: a row begins with the bytes of its name and a NUL,
 * and rows are sorted.  Behind the last row when there is none.
 */
const void *rows_first(const void *table, size_t size, size_t count, struct str name);

/*
 * The index of COUNT rows; its places live in A.  Of a table with more than ROWS_FOUND_MOST rows,
 * the first ones are found; of a name with more than ROWS_OF_NAME_MOST, the same.
 */
struct rows_index rows_index(struct arena *a, const void *table, size_t size, size_t count);

#endif
