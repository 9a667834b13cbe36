/*
 * suggest - edit distance with a bound that grows with the name's length; see suggest.h.
 */
#include "facts/suggest.h"

#include "base/ascii.h"

#define LONGEST 63

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One bit for each letter in S, other bytes share bits with them. */
static uint32_t letters_of(struct str s)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < s.n; i++)
		letters |= 1u << ((unsigned char)s.p[i] & 31);
	return letters;
}

/* An edit brings in one letter at most: more new ones than MOST, and the names are far apart. */
static bool are_apart(struct str a, struct str b, unsigned most)
{
	uint32_t fresh = letters_of(b) & ~letters_of(a);

	for (; fresh; fresh &= fresh - 1)
		if (!most--)
			return true;
	return false;
}

unsigned suggest_distance(struct str a, struct str b)
{
	unsigned rows[3][LONGEST + 1], *before = rows[0], *last = rows[1], *now = rows[2];
	unsigned most = a.n < 3 ? 0 : a.n < 6 ? 1 : a.n < 12 ? 2 : 3;

	if (a.n > LONGEST || b.n > LONGEST || a.n > b.n + most || b.n > a.n + most ||
	    are_apart(a, b, most))
		return SUGGEST_NEVER;
	for (unsigned j = 0; j <= b.n; j++)
		last[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned *recycled = before;

		now[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned differs = ascii_lower(a.p[i - 1]) != ascii_lower(b.p[j - 1]);

			now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + differs);
			if (i > 1 && j > 1 && ascii_lower(a.p[i - 1]) == ascii_lower(b.p[j - 2]) &&
			    ascii_lower(a.p[i - 2]) == ascii_lower(b.p[j - 1]))
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = recycled;
	}
	return last[b.n] <= most ? last[b.n] : SUGGEST_NEVER;
}

struct nearest nearest_to(struct str wanted)
{
	return (struct nearest){.wanted = wanted, .score = SUGGEST_NEVER * NEAREST_RANKS};
}

struct nearest nearest_listed(struct str wanted)
{
	struct nearest n = nearest_to(wanted);

	n.is_listed = true;
	return n;
}

bool nearest_consider_ranked(struct nearest *n, struct str name, unsigned rank)
{
	unsigned distance =
	    n->is_listed ? suggest_distance(name, n->wanted) : suggest_distance(n->wanted, name);
	unsigned score = distance * NEAREST_RANKS + rank;

	if (score >= n->score)
		return false;
	n->score = score;
	n->best = name;
	return true;
}

bool nearest_consider(struct nearest *n, struct str name)
{
	return nearest_consider_ranked(n, name, 0);
}
