/*
 * choice - see choice.h.
 *
 * What must stay true: time grows with the square of the toggles, of which there are few, and with
 * nothing else.
 */
#include "variants/choice.h"

#include "base/bits.h"
#include "base/str.h"

enum {
	ORDERS = 12,   /* that are tried for a row */
	ALL_MOST = 10, /* 2^10 rows fit */
	FEW = 8,       /* toggles of which all may be on */
};

static row bit(unsigned n)
{
	return (row)1 << n;
}

bool choice_is_full(const struct row_choice *r, row x)
{
	return r->count_of > FEW && 4 * bits_count(x) > 3 * r->count_of;
}

static void add(struct row_choice *r, row x)
{
	row *kept = ARENA_NEW(r->arena, row);

	*kept = x;
	*LIST_ADD(r->arena, &r->all) = x;
	*MAP_RECORD(&r->known, r->arena, ((struct str){(const char *)kept, sizeof *kept}),
		    uint32_t) = r->all.count;
}

uint32_t choice_find(const struct row_choice *r, row x)
{
	const uint32_t *number = map_find(&r->known, (struct str){(const char *)&x, sizeof x});

	return number ? *number - 1 : CHOICE_NONE;
}

struct row_choice choice_start(struct arena *a, unsigned count, row as_is, struct row_limits limits,
			       uint32_t most)
{
	struct row_choice r = {.arena = a, .count_of = count, .limits = limits, .most = most};

	add(&r, as_is);
	return r;
}

row choice_full(const struct row_choice *r)
{
	return r->count_of == CHOICE_TOGGLES_MOST ? ~(row)0 : bit(r->count_of) - 1;
}

bool choice_allow(const struct row_choice *r, row x)
{
	if (x & r->limits.never)
		return false;
	for (uint32_t i = 0; i < r->limits.requires.count; i++) {
		const struct row_require *q = &r->limits.requires.all[i];

		if ((x & q->if_on) && (x & q->then_on) != q->then_on)
			return false;
	}
	for (uint32_t i = 0; i < r->limits.exclusives.count; i++)
		if (bits_count(x & r->limits.exclusives.all[i]) > 1)
			return false;
	return true;
}

/* One of a set stays: the first of those wanted, else the first. */
static row keep_one(row set, row wanted)
{
	row best = set & wanted ? set & wanted : set;

	return best & (~best + 1);
}

row choice_fit(const struct row_choice *r, row x, row wanted)
{
	/* Each round switches at least one of them, and what was switched off stays off. */
	row off = r->limits.never;

	for (unsigned round = 0; round <= 2 * r->count_of && !choice_allow(r, x &= ~off); round++) {
		for (uint32_t i = 0; i < r->limits.exclusives.count; i++) {
			row set = x & r->limits.exclusives.all[i];

			off |= bits_count(set) > 1 ? set & ~keep_one(set, wanted) : 0;
		}
		x &= ~off;
		for (uint32_t i = 0; i < r->limits.requires.count; i++) {
			const struct row_require *q = &r->limits.requires.all[i];

			if ((x & q->if_on) && (q->then_on & off))
				off |= q->if_on;
			else if (x & q->if_on)
				x |= q->then_on;
		}
	}
	return x;
}

void choice_add(struct row_choice *r, row x)
{
	if (choice_find(r, x) != CHOICE_NONE || !choice_allow(r, x))
		return;
	if (r->all.count >= r->most)
		r->is_cut = true;
	else
		add(r, x);
}

void choice_add_ends(struct row_choice *r)
{
	choice_add(r, choice_fit(r, choice_full(r), 0));
	choice_add(r, 0);
}

/* --- pairs -------------------------------------------------------------------------------------
 */

/* What is missing: with toggle I at value V, the others at value W. */
struct pairs {
	row missing[CHOICE_TOGGLES_MOST][2][2];
	unsigned count;
};

static void start_pairs(struct pairs *p, const struct row_choice *r)
{
	p->count = r->count_of;
	for (unsigned i = 0; i < p->count; i++)
		for (unsigned v = 0; v < 4; v++)
			p->missing[i][v / 2][v % 2] = choice_full(r) & ~bit(i);
}

/* The pairs of X are there. */
static void take_pairs(struct pairs *p, row x)
{
	for (unsigned i = 0; i < p->count; i++) {
		row *missing = p->missing[i][x >> i & 1];

		missing[0] &= x;
		missing[1] &= ~x;
	}
}

/* A pair that cannot be. */
static void drop_pair(struct pairs *p, unsigned i, unsigned v, unsigned k, unsigned w)
{
	p->missing[i][v][w] &= ~bit(k);
	p->missing[k][w][v] &= ~bit(i);
}

static unsigned gain(const struct pairs *p, unsigned i, unsigned v, row zeros, row ones)
{
	return bits_count(p->missing[i][v][0] & zeros) + bits_count(p->missing[i][v][1] & ones);
}

/* So many pairs of X are missing. */
static unsigned worth(const struct pairs *p, row x)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < p->count; i++)
		sum += gain(p, i, x >> i & 1, ~x, x);
	return sum;
}

/* Gives each toggle from FIRST on the value that brings most; ONES and ZEROS are set already. */
static row complete(const struct pairs *p, row zeros, row ones, unsigned first)
{
	for (unsigned n = 0; n < p->count; n++) {
		unsigned i = (first + n) % p->count;

		if ((zeros | ones) & bit(i))
			continue;
		if (gain(p, i, 1, zeros, ones) > gain(p, i, 0, zeros, ones))
			ones |= bit(i);
		else
			zeros |= bit(i);
	}
	return ones;
}

/* The first pair that is missing: toggle *I at *V, *K at *W. */
static bool find_missing(const struct pairs *p, unsigned *i, unsigned *v, unsigned *k, unsigned *w)
{
	for (*i = 0; *i < p->count; ++*i)
		for (unsigned x = 0; x < 4; x++) {
			row missing;

			*v = 1 - x / 2;
			*w = 1 - x % 2;
			missing = p->missing[*i][*v][*w];
			for (*k = 0; missing && *k < p->count; ++*k)
				if (missing & bit(*k))
					return true;
		}
	return false;
}

/* The best row that has the pair, of those that are tried. */
static row best_row(const struct row_choice *r, const struct pairs *p, row zeros, row ones,
		    unsigned from)
{
	row best = 0;
	unsigned most = 0;

	for (unsigned n = 0; n < ORDERS; n++) {
		row x = choice_fit(r, complete(p, zeros, ones, from + n * p->count / ORDERS), ones);
		unsigned value = worth(p, x);

		if (value > most || !n) {
			most = value;
			best = x;
		}
	}
	return best;
}

void choice_add_pairs(struct row_choice *r)
{
	struct pairs p = {.count = 0};
	unsigned i, v, k, w;

	start_pairs(&p, r);
	for (uint32_t n = 0; n < r->all.count; n++)
		if (!choice_is_full(r, r->all.all[n]))
			take_pairs(&p, r->all.all[n]);
	while (!r->is_cut && find_missing(&p, &i, &v, &k, &w)) {
		row ones = (v ? bit(i) : 0) | (w ? bit(k) : 0);
		row x = best_row(r, &p, (bit(i) | bit(k)) & ~ones, ones, k);

		if (choice_allow(r, x)) {
			choice_add(r, x);
			take_pairs(&p, x);
		}
		drop_pair(&p, i, v, k, w);
	}
}

/* --- others ------------------------------------------------------------------------------------
 */

void choice_add_each(struct row_choice *r)
{
	for (unsigned i = 0; i < r->count_of; i++)
		choice_add(r, choice_fit(r, bit(i), bit(i)));
	for (unsigned i = 0; i < r->count_of; i++)
		choice_add(r, choice_fit(r, choice_full(r) & ~bit(i), 0) & ~bit(i));
}

void choice_add_all(struct row_choice *r)
{
	uint64_t x = 0x9e3779b97f4a7c15;

	if (r->count_of <= ALL_MOST) {
		for (row n = 0; n <= choice_full(r); n++)
			choice_add(r, n);
		return;
	}
	choice_add_pairs(r);
	choice_add_each(r);
	/* The rest is chosen anyhow, and always the same. */
	for (uint32_t n = 0; n < 4 * CHOICE_MOST && r->all.count < r->most; n++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		choice_add(r, choice_fit(r, x & choice_full(r), 0));
	}
	r->is_cut = true;
}

bool choice_add_condition(struct row_choice *r, struct row_condition c)
{
	row x;

	for (uint32_t i = 0; i < r->all.count; i++)
		if (row_meets(r->all.all[i], c))
			return true;
	x = choice_fit(r, (r->all.all[0] | c.on) & ~c.off, c.on);
	if (!row_meets(x, c) || !choice_allow(r, x))
		return false;
	choice_add(r, x);
	return true;
}
