/*
 * map - a hash table from text to whatever its owner keeps.
 *
 * Three ways to use it, of which one map needs one:
 * - a set: map_add() says whether the text is new, map_has() asks.
 * - records: MAP_RECORD(&m, arena, text, struct x) is the record of a text, made when there was
 *   none; map_find() gives it, or NULL.
 * - pointers to something else: map_keep() or map_put(), and map_find().
 *
 * What must stay true: no order of insertion and no choice of texts makes it slow, whatever a
 * hostile file does; entries stay in the order in which they were added.  An empty map is all
 * zeros.  Nothing is taken out: who wants that puts NULL.
 */
#ifndef KAMCHECK_MAP_H
#define KAMCHECK_MAP_H

#include "base/arena.h"
#include "base/list.h"
#include "base/str.h"

struct map_entry {
	struct str key;
	void *value;
};

struct map_place {
	uint32_t hash, entry; /* its number, counted from 1; 0: free */
};

struct map {
	LIST_OF(struct map_entry) entries; /* in the order of their adding */
	struct map_place *places;
	uint32_t size; /* of places, a power of two, and at least twice the number of entries */
};

/* The value of KEY; NULL when there is none, or it is NULL. */
void *map_find(const struct map *m, struct str key);

bool map_has(const struct map *m, struct str key);

/*
 * Where the value of KEY is kept: NULL stands there when KEY is new.  Valid until the next key is
 * added.  The text of KEY is kept, not copied.
 */
void **map_slot(struct map *m, struct arena *a, struct str key);

/* True when KEY was not there yet: now it is. */
bool map_add(struct map *m, struct arena *a, struct str key);

/* Gives KEY the value unless it has one; returns the one that it has now.  Who kept a constant
 * finds it without "const". */
void *map_keep(struct map *m, struct arena *a, struct str key, const void *value);

/* Sets the value of KEY, whatever it was; who put a constant finds it without "const". */
void map_put(struct map *m, struct arena *a, struct str key, const void *value);

/* The record of SIZE bytes of KEY: made, and zeroed, when there was none.  It never moves. */
void *map_record(struct map *m, struct arena *a, struct str key, size_t size);

#define MAP_RECORD(m, arena, key, type) ((type *)map_record((m), (arena), (key), sizeof(type)))

/* A copy of the entries, in the order of their texts; their number is M->entries.count. */
const struct map_entry *map_sorted(const struct map *m, struct arena *a);

#endif
