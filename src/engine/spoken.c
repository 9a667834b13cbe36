/*
 * spoken - see spoken.h.
 *
 * What must stay true: each finding is looked at once a rule that asks, and a question costs a
 * binary search: a config with ten thousand findings asks as often.
 */
#include "engine/spoken.h"

#include <stdlib.h>

static int by_beginning(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static void note_reaches(struct spoken *x, struct arena *a, uint32_t from)
{
	x->reaches.count = from;
	for (uint32_t i = from; i < x->places.count; i++) {
		uint32_t reach = x->places.all[i].hi;

		if (i && x->reaches.all[i - 1] > reach)
			reach = x->reaches.all[i - 1];
		*LIST_ADD(a, &x->reaches) = reach;
	}
}

/* Takes in what was reported since the last question. */
static void catch_up(struct spoken *x, const struct diags *d, const struct rule *rule)
{
	const struct diag *next = x->looked_at ? x->looked_at->next : d->first;
	uint32_t known = x->places.count;
	bool is_sorted = true;

	for (; next; next = next->next) {
		uint32_t n = x->places.count;

		x->looked_at = next;
		if (next->rule != rule)
			continue;
		is_sorted &= !n || x->places.all[n - 1].lo <= next->at.lo;
		*LIST_ADD(d->arena, &x->places) = next->at;
	}
	if (!is_sorted) {
		qsort(x->places.all, x->places.count, sizeof *x->places.all, by_beginning);
		known = 0;
	}
	note_reaches(x, d->arena, known);
}

bool spoken_at(struct spoken *x, const struct diags *d, const struct rule *rule, struct span at)
{
	uint32_t low = 0, high;

	catch_up(x, d, rule);
	high = x->places.count;
	/* How many begin before AT ends; does one of them reach into it? */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (x->places.all[middle].lo < at.hi)
			low = middle + 1;
		else
			high = middle;
	}
	return low && x->reaches.all[low - 1] > at.lo;
}
