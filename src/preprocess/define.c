/*
 * define - a hash table of names; see define.h.  The table is small by Kamailio's own limit, so it
 * never grows.
 */
#include "preprocess/define.h"

#include "facts/suggest.h"

#define BUCKETS (sizeof((struct defines *)0)->bucket / sizeof(struct define *))

void defines_init(struct defines *d, struct arena *a)
{
	*d = (struct defines){.arena = a};
}

struct define *define_find(const struct defines *d, struct str name)
{
	uint32_t hash = str_hash(name);
	struct define *x = d->bucket[hash % BUCKETS];

	while (x && (x->hash != hash || !str_equal(x->name, name)))
		x = x->next;
	return x;
}

struct define *define_add(struct defines *d, struct str name, struct str value, struct span at)
{
	struct define *x;

	if (d->count >= DEFINES_MOST)
		return NULL;
	x = ARENA_NEW(d->arena, struct define);
	x->name = name;
	x->hash = str_hash(name);
	x->at = at;
	if (++d->count < DEFINES_MOST)
		x->value = value;
	x->next = d->bucket[x->hash % BUCKETS];
	d->bucket[x->hash % BUCKETS] = x;
	return x;
}

void define_remove(struct defines *d, struct define *x)
{
	struct define **p = &d->bucket[x->hash % BUCKETS];

	while (*p != x)
		p = &(*p)->next;
	*p = x->next;
	d->count--;
}

const struct define *define_nearest(const struct defines *d, struct str name)
{
	const struct define *best = NULL;
	unsigned least = SUGGEST_NEVER;

	for (size_t i = 0; i < BUCKETS; i++) {
		for (const struct define *x = d->bucket[i]; x; x = x->next) {
			unsigned distance = suggest_distance(name, x->name);

			if (distance < least && distance <= 2) {
				least = distance;
				best = x;
			}
		}
	}
	return best;
}
