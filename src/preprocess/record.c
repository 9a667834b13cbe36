/*
 * record - see record.h.
 */
#include "preprocess/record.h"

static void add_branch(struct record *r, struct arena *a, struct conditional *c, struct branch b)
{
	uint32_t number = r->branches.count;

	b.next = RECORD_NONE;
	if (c->first == RECORD_NONE)
		c->first = number;
	else
		PILE_AT(&r->branches, c->last)->next = number;
	c->last = number;
	*PILE_ADD(a, &r->branches) = b;
}

uint32_t record_open(struct record *r, struct arena *a, struct conditional c, struct branch first)
{
	c.first = c.last = RECORD_NONE;
	add_branch(r, a, &c, first);
	*PILE_ADD(a, &r->conditionals) = c;
	return r->conditionals.count - 1;
}

void record_branch(struct record *r, struct arena *a, uint32_t number, struct branch b)
{
	add_branch(r, a, PILE_AT(&r->conditionals, number), b);
}

const struct branch *record_branch_now(const struct record *r, uint32_t number)
{
	return PILE_AT(&r->branches, PILE_AT(&r->conditionals, number)->last);
}

void record_skip(struct record *r, struct arena *a, uint32_t from)
{
	*PILE_ADD(a, &r->skipped) = (struct span){from, from};
}

void record_skip_end(struct record *r, uint32_t to)
{
	struct span *last = PILE_LAST(&r->skipped);

	last->hi = to;
	if (last->lo == last->hi)
		r->skipped.count--;
}
