/*
 * map - see map.h.
 *
 * Entries stand in a list; a table that is at most half full finds them.  The hash is mixed with
 * the address of the table, which whoever writes a file does not know: no choice of texts makes all
 * of them meet.
 */
#include "base/map.h"

#include <stdlib.h>

enum { PLACES_FIRST = 16 };

static uint64_t word_at(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

/* The N bytes at P, 1 to 7, as a number; some of them twice. */
static uint64_t tail_at(const char *p, size_t n)
{
	uint32_t first, last;

	if (n < sizeof first)
		return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << 8 |
		       (uint64_t)(unsigned char)p[n - 1] << 16;
	memcpy(&first, p, sizeof first);
	memcpy(&last, p + n - sizeof last, sizeof last);
	return first | (uint64_t)last << 32;
}

/* Sums with secret numbers, multiplied: what other text gives the same depends on the secret. */
static uint64_t mix(uint64_t h, uint64_t word, uint64_t seed)
{
	uint64_t x = h ^ word;

	return (uint64_t)((uint32_t)x + (uint32_t)seed) *
		   ((uint32_t)(x >> 32) + (uint32_t)(seed >> 32)) +
	       (x >> 7);
}

static uint32_t hash_of(const struct map *m, struct str s)
{
	uint64_t seed = (uint64_t)(uintptr_t)m->places * 0xd1342543de82ef95;
	uint64_t h = s.n;

	for (; s.n >= sizeof h; s.p += sizeof h, s.n -= sizeof h)
		h = mix(h, word_at(s.p), seed);
	if (s.n)
		h = mix(h, tail_at(s.p, s.n), seed);
	return (uint32_t)(h * 0x9e3779b97f4a7c15 >> 32);
}

/* The place of KEY, or the free one where it belongs. */
static struct map_place *place_of(const struct map *m, struct str key, uint32_t hash)
{
	uint32_t at = hash & (m->size - 1);

	for (; m->places[at].entry; at = (at + 1) & (m->size - 1))
		if (m->places[at].hash == hash &&
		    str_equal(m->entries.all[m->places[at].entry - 1].key, key))
			break;
	return &m->places[at];
}

static const struct map_entry *find(const struct map *m, struct str key)
{
	const struct map_place *place;

	if (!m->size)
		return NULL;
	place = place_of(m, key, hash_of(m, key));
	return place->entry ? &m->entries.all[place->entry - 1] : NULL;
}

void *map_find(const struct map *m, struct str key)
{
	const struct map_entry *entry = find(m, key);

	return entry ? entry->value : NULL;
}

bool map_has(const struct map *m, struct str key)
{
	return find(m, key) != NULL;
}

/* A larger table lies elsewhere, so all hashes change. */
static void grow(struct map *m, struct arena *a)
{
	m->size = m->size ? 2 * m->size : PLACES_FIRST;
	m->places = arena_array(a, m->size, sizeof *m->places);
	for (uint32_t i = 0; i < m->entries.count; i++) {
		uint32_t hash = hash_of(m, m->entries.all[i].key);

		*place_of(m, m->entries.all[i].key, hash) = (struct map_place){hash, i + 1};
	}
}

/* The entry of KEY; a new one when there was none, which *IS_NEW says. */
static struct map_entry *entry_of(struct map *m, struct arena *a, struct str key, bool *is_new)
{
	struct map_place *place;
	uint32_t hash;

	if (2 * m->entries.count >= m->size)
		grow(m, a);
	hash = hash_of(m, key);
	place = place_of(m, key, hash);
	*is_new = !place->entry;
	if (*is_new) {
		*LIST_ADD(a, &m->entries) = (struct map_entry){.key = key};
		*place = (struct map_place){hash, m->entries.count};
	}
	return &m->entries.all[place->entry - 1];
}

void **map_slot(struct map *m, struct arena *a, struct str key)
{
	bool is_new;

	return &entry_of(m, a, key, &is_new)->value;
}

bool map_add(struct map *m, struct arena *a, struct str key)
{
	bool is_new;

	entry_of(m, a, key, &is_new);
	return is_new;
}

void *map_keep(struct map *m, struct arena *a, struct str key, const void *value)
{
	void **slot = map_slot(m, a, key);

	if (!*slot)
		*slot = (void *)value;
	return *slot;
}

void map_put(struct map *m, struct arena *a, struct str key, const void *value)
{
	*map_slot(m, a, key) = (void *)value;
}

void *map_record(struct map *m, struct arena *a, struct str key, size_t size)
{
	bool is_new;
	struct map_entry *entry = entry_of(m, a, key, &is_new);

	if (!entry->value)
		entry->value = arena_alloc(a, size);
	return entry->value;
}

static int compare(const void *a, const void *b)
{
	const struct map_entry *x = a, *y = b;

	return str_compare(x->key, y->key);
}

const struct map_entry *map_sorted(const struct map *m, struct arena *a)
{
	struct map_entry *sorted = arena_array(a, (size_t)m->entries.count + 1, sizeof *sorted);

	if (m->entries.count)
		memcpy(sorted, m->entries.all, m->entries.count * sizeof *sorted);
	qsort(sorted, m->entries.count, sizeof *sorted, compare);
	return sorted;
}
