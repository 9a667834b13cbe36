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

/* Whether the use at A was noted before that at B; one inside of an expansion comes behind it. */
static bool is_before(struct sources *s, uint32_t a, uint32_t b)
{
	int order = source_order(s, a, b);

	return order < 0 || (order == 0 && source_of(s, a)->depth < source_of(s, b)->depth);
}

/* The use of a define at OFFSET; NULL when none stands there.  Uses are in the order of reading. */
static const struct define_use *use_at(const struct record *r, struct sources *s, uint32_t offset)
{
	uint32_t lo = 0, hi = r->defines.uses.count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;
		const struct define_use *use = PILE_AT(&r->defines.uses, middle);

		if (use->at.lo == offset)
			return use;
		if (is_before(s, use->at.lo, offset))
			lo = middle + 1;
		else
			hi = middle;
	}
	return NULL;
}

struct span record_written(const struct record *r, struct sources *s, struct span at)
{
	const struct source *src;

	for (src = source_of(s, at.lo); src && src->is_expansion; src = source_of(s, at.lo)) {
		const struct define_use *use = use_at(r, s, src->from.lo);
		struct span value;

		if (!use || use->change == RECORD_NONE)
			return SPAN_NONE;
		value = PILE_AT(&r->defines.changes, use->change)->value;
		if (!value.lo || !str_equal(source_text(s, value), src->text))
			return SPAN_NONE;
		at.lo = value.lo + (at.lo - src->base);
		at.hi = value.lo + (at.hi - src->base);
	}
	return at;
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

void record_lose(struct record *r, struct arena *a, enum lost_kind kind, struct span at)
{
	*PILE_ADD(a, &r->lost) = (struct lost){at, kind};
	r->lost_kinds |= 1u << kind;
}
