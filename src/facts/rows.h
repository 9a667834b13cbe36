/*
 * rows - look-up by name in the constant tables that grammar/mktables.awk makes.
 *
 * What must stay true: a row begins with a pointer to its name, and a table is sorted by name as
 * memcmp() sorts.
 */
#ifndef KAMCHECK_ROWS_H
#define KAMCHECK_ROWS_H

#include "base/str.h"

/*
 * The first of COUNT rows of SIZE bytes whose name is NAME, and in *FOUND how many stand there
 * together; NULL, and 0, when there is none.
 */
const void *rows_find(const void *table, size_t size, size_t count, struct str name, size_t *found);

#endif
