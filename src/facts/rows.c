/*
 * rows - see rows.h.
 */
#include "facts/rows.h"

static const char *name_at(const void *table, size_t size, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)table + i * size, sizeof name);
	return name;
}

const void *rows_find(const void *table, size_t size, struct rows_index index, struct str name,
		      size_t *found)
{
	*found = 0;
	if (!index.places)
		return NULL;
	for (uint32_t at = str_hash(name) & index.mask; index.places[at];
	     at = (at + 1) & index.mask) {
		uint32_t place = index.places[at];
		size_t first = (place & (ROWS_FOUND_MOST + 1)) - 1;

		if (str_is_entry(name, name_at(table, size, first))) {
			*found = place >> ROWS_COUNT_AT;
			return (const char *)table + first * size;
		}
	}
	return NULL;
}

const void *rows_first(const void *table, size_t size, size_t count, struct str name)
{
	const char *rows = table;
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_compare(str_of(rows + middle * size), name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return rows + low * size;
}

struct rows_index rows_index(struct arena *a, const void *table, size_t size, size_t count)
{
	uint32_t *places, mask = 15;

	if (count > ROWS_FOUND_MOST)
		count = ROWS_FOUND_MOST;
	while (mask + 1 < 2 * count)
		mask = 2 * mask + 1;
	places = arena_array(a, (size_t)mask + 1, sizeof *places);
	for (size_t first = 0, end; first < count; first = end) {
		struct str name = str_of(name_at(table, size, first));
		uint32_t at = str_hash(name) & mask;
		size_t of_name;

		for (end = first + 1; end < count && str_is_entry(name, name_at(table, size, end));)
			end++;
		of_name = end - first < ROWS_OF_NAME_MOST ? end - first : ROWS_OF_NAME_MOST;
		while (places[at])
			at = (at + 1) & mask;
		places[at] = (uint32_t)(of_name << ROWS_COUNT_AT | (first + 1));
	}
	return (struct rows_index){places, mask};
}
