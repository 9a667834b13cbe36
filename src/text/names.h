/*
 * names - a set of names with the place where each one stands.
 *
 * What must stay true: no order of insertion and no choice of names makes it slow, whatever a
 * hostile file does.
 */
#ifndef KAMCHECK_NAMES_H
#define KAMCHECK_NAMES_H

#include "base/arena.h"
#include "text/source.h"

struct name {
	struct str text;
	struct span at;
	bool is_filled;   /* of routes: a block with this name does something */
	const void *what; /* a fact that belongs to the name, or NULL */
	void *data;       /* what the owner of the set keeps with the name */
};

struct names {
	struct names_place *places;
	uint32_t size, count; /* of places, a power of two; of names */
};

/* The entry of TEXT, or NULL. */
struct name *names_find(const struct names *s, struct str text);

/* The entry of TEXT; when there was none, a new one with the place AT. TEXT is kept, not copied. */
struct name *names_add(struct names *s, struct arena *a, struct str text, struct span at);

/* All entries, in the order of their texts; their number is S->count. */
const struct name **names_sorted(const struct names *s, struct arena *a);

/* Calls EACH for every entry, in the order of their texts; A lends the memory to sort them. */
void names_each(const struct names *s, struct arena *a,
		void (*each)(const struct name *entry, void *ctx), void *ctx);

#endif
