/*
 * names - see names.h.
 *
 * A hash table that is at most half full.  The hash is mixed with the address of the table, which
 * whoever writes a file does not know: no choice of names makes all of them meet.
 */
#include "text/names.h"

#include <stdlib.h>

enum { PLACES_FIRST = 8 };

struct names_place {
	uint64_t hash;
	struct name *name; /* NULL: free */
};

/* The next 1 to 8 bytes of S as a number. */
static uint64_t word_at(struct str s, size_t i)
{
	uint64_t word = 0;
	size_t n = s.n - i < sizeof word ? s.n - i : sizeof word;

	memcpy(&word, s.p + i, n);
	return word;
}

/* Sums with secret numbers, multiplied: what other text gives the same depends on the secret. */
static uint64_t hash_of(struct str s, uint64_t seed)
{
	uint64_t h = s.n;

	for (size_t i = 0; i < s.n; i += sizeof(uint64_t)) {
		uint64_t x = h ^ word_at(s, i);

		h = (uint64_t)((uint32_t)x + (uint32_t)seed) *
			((uint32_t)(x >> 32) + (uint32_t)(seed >> 32)) +
		    (x >> 7);
	}
	return h * 0x9e3779b97f4a7c15;
}

static uint64_t seed_of(const struct names *s)
{
	return (uint64_t)(uintptr_t)s->places * 0xd1342543de82ef95;
}

/* The place of TEXT, or the free one where it belongs. */
static struct names_place *place_of(const struct names *s, struct str text, uint64_t hash)
{
	uint32_t at = (uint32_t)(hash >> 32) & (s->size - 1);

	for (; s->places[at].name; at = (at + 1) & (s->size - 1))
		if (s->places[at].hash == hash && str_equal(s->places[at].name->text, text))
			break;
	return &s->places[at];
}

struct name *names_find(const struct names *s, struct str text)
{
	return s->count ? place_of(s, text, hash_of(text, seed_of(s)))->name : NULL;
}

static void grow(struct names *s, struct arena *a)
{
	const struct names_place *old = s->places;
	uint32_t old_size = s->size;

	s->size = old_size ? 2 * old_size : PLACES_FIRST;
	s->places = arena_array(a, s->size, sizeof *s->places);
	for (uint32_t i = 0; i < old_size; i++) {
		uint64_t hash;

		if (!old[i].name)
			continue;
		hash = hash_of(old[i].name->text, seed_of(s));
		*place_of(s, old[i].name->text, hash) = (struct names_place){hash, old[i].name};
	}
}

struct name *names_add(struct names *s, struct arena *a, struct str text, struct span at)
{
	struct names_place *place;
	uint64_t hash;

	if (2 * s->count >= s->size)
		grow(s, a);
	hash = hash_of(text, seed_of(s));
	place = place_of(s, text, hash);
	if (!place->name) {
		place->hash = hash;
		place->name = ARENA_NEW(a, struct name);
		*place->name = (struct name){.text = text, .at = at};
		s->count++;
	}
	return place->name;
}

static int compare(const void *a, const void *b)
{
	const struct name *const *x = a, *const *y = b;

	return str_compare((*x)->text, (*y)->text);
}

const struct name **names_sorted(const struct names *s, struct arena *a)
{
	const struct name **sorted = arena_array(a, (size_t)s->count + 1, sizeof *sorted);
	uint32_t count = 0;

	for (uint32_t i = 0; i < s->size; i++)
		if (s->places[i].name)
			sorted[count++] = s->places[i].name;
	qsort(sorted, count, sizeof *sorted, compare);
	return sorted;
}

void names_each(const struct names *s, struct arena *a,
		void (*each)(const struct name *entry, void *ctx), void *ctx)
{
	const struct name **sorted = names_sorted(s, a);

	for (uint32_t i = 0; i < s->count; i++)
		each(sorted[i], ctx);
}
