/*
 * names - see names.h.
 *
 * A crit-bit tree: an inner node tests one bit, and each path tests ascending bits.  Per byte of a
 * name there are nine: whether the byte exists, then its bits from the top; so a name sorts before
 * its extensions.
 */
#include "meaning/names.h"

struct names_node {
	struct names_node *kid[2]; /* both NULL in a leaf */
	size_t bit;
	struct name name; /* of a leaf */
};

enum { BITS = 9 };

static unsigned bit_of(struct str s, size_t bit)
{
	size_t i = bit / BITS;

	if (i >= s.n)
		return 0;
	return bit % BITS == 0 ? 1 : (unsigned)(unsigned char)s.p[i] >> (BITS - 1 - bit % BITS) & 1;
}

/* The first bit in which A and B, which are not equal, differ. */
static size_t first_difference(struct str a, struct str b)
{
	size_t i = 0, bit;

	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	for (bit = i * BITS; bit_of(a, bit) == bit_of(b, bit);)
		bit++;
	return bit;
}

static struct names_node *nearest_leaf(const struct names *s, struct str text)
{
	struct names_node *n = s->root;

	while (n && n->kid[0])
		n = n->kid[bit_of(text, n->bit)];
	return n;
}

struct name *names_find(const struct names *s, struct str text)
{
	struct names_node *n = nearest_leaf(s, text);

	return n && str_equal(n->name.text, text) ? &n->name : NULL;
}

static struct names_node *new_leaf(struct names *s, struct arena *a, struct str text,
				   struct span at)
{
	struct names_node *leaf = ARENA_NEW(a, struct names_node);

	leaf->name = (struct name){.text = text, .at = at};
	s->count++;
	return leaf;
}

struct name *names_add(struct names *s, struct arena *a, struct str text, struct span at)
{
	struct names_node *near = nearest_leaf(s, text), **place = &s->root, *inner, *leaf;
	size_t bit;

	if (!near) {
		s->root = new_leaf(s, a, text, at);
		return &s->root->name;
	}
	if (str_equal(near->name.text, text))
		return &near->name;
	bit = first_difference(near->name.text, text);
	while ((*place)->kid[0] && (*place)->bit < bit)
		place = &(*place)->kid[bit_of(text, (*place)->bit)];
	leaf = new_leaf(s, a, text, at);
	inner = ARENA_NEW(a, struct names_node);
	inner->bit = bit;
	inner->kid[bit_of(text, bit)] = leaf;
	inner->kid[!bit_of(text, bit)] = *place;
	*place = inner;
	return &leaf->name;
}

/* Without recursion: the tree may be as deep as the longest name has bits. */
void names_each(const struct names *s, void (*each)(const struct name *entry, void *ctx), void *ctx)
{
	struct name *last = NULL;

	for (uint32_t i = 0; i < s->count; i++) {
		struct names_node *n = s->root, *turn = NULL;

		while (n->kid[0]) {
			unsigned side = last ? bit_of(last->text, n->bit) : 0;

			/* Where the path of the last entry goes left, the next may lie right. */
			if (last && !side)
				turn = n;
			n = n->kid[side];
		}
		if (last)
			for (n = turn->kid[1]; n->kid[0];)
				n = n->kid[0];
		last = &n->name;
		each(last, ctx);
	}
}
