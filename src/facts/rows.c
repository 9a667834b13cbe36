/*
 * rows - see rows.h.
 */
#include "facts/rows.h"

#include <string.h>

/* The name that row I of a table of rows of SIZE bytes begins with. */
static struct str name_at(const void *table, size_t size, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)table + i * size, sizeof name);
	return str_of(name);
}

const void *rows_find(const void *table, size_t size, size_t count, struct str name, size_t *found)
{
	size_t lo = 0, hi = count, end;

	*found = 0;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_compare(name_at(table, size, middle), name) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (end = lo; end < count && str_equal(name_at(table, size, end), name); end++)
		;
	*found = end - lo;
	return *found ? (const char *)table + lo * size : NULL;
}
