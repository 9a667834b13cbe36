/*
 * sequence - see sequence.h.
 */
#include "compare/sequence.h"

#include <stdlib.h>

/* So many insertions and deletions are looked for exactly: work of EDITS_MOST times the length. */
enum { EDITS_MOST = 64 };

struct match {
	struct arena *arena;
	const uint64_t *old, *new;
	uint32_t *to;
};

/* A stretch of both. */
struct stretch {
	uint32_t old, old_end, new, new_end;
};

/* --- few differences ---------------------------------------------------------------------------
 */

/* How far the search got on each diagonal, round by round: round D has 2 D + 1 of them. */
static uint32_t *round_of(uint32_t *rounds, uint32_t d)
{
	return rounds + (size_t)d * d;
}

/* Whether the path with D edits comes to diagonal K by an insertion; BEFORE is round D - 1, whose
 * diagonals begin at -(D - 1). */
static bool is_inserted(const uint32_t *before, int64_t d, int64_t k)
{
	const uint32_t *middle = before + (d - 1);

	return k == -d || (k != d && middle[k - 1] < middle[k + 1]);
}

/* Where it stands there before its run. */
static int64_t start_on(const uint32_t *before, int64_t d, int64_t k)
{
	const uint32_t *middle = before + (d - 1);

	return is_inserted(before, d, k) ? middle[k + 1] : (int64_t)middle[k - 1] + 1;
}

/* Sets the matches of the path that ends in round D on diagonal K. */
static void trace(struct match *m, const struct stretch *s, uint32_t *rounds, int64_t d, int64_t k)
{
	for (;;) {
		const uint32_t *before = d ? round_of(rounds, (uint32_t)d - 1) : NULL;
		int64_t end = round_of(rounds, (uint32_t)d)[k + d];

		for (int64_t i = d ? start_on(before, d, k) : 0; i < end; i++)
			m->to[s->old + i] = (uint32_t)(s->new + (i - k));
		if (!d)
			return;
		k += is_inserted(before, d, k) ? 1 : -1;
		d--;
	}
}

/* The shortest way from one to the other (Myers 1986); false when it takes too many edits. */
static bool match_exactly(struct match *m, const struct stretch *s)
{
	int64_t n = s->old_end - s->old, count = s->new_end - s->new;
	int64_t most = n + count < EDITS_MOST ? n + count : EDITS_MOST;
	uint32_t *rounds =
	    arena_array(m->arena, (size_t)(most + 1) * (size_t)(most + 1), sizeof *rounds);

	for (int64_t d = 0; d <= most; d++) {
		uint32_t *now = round_of(rounds, (uint32_t)d);

		for (int64_t k = -d; k <= d; k += 2) {
			int64_t x = d ? start_on(round_of(rounds, (uint32_t)d - 1), d, k) : 0;
			int64_t y = x - k;

			while (x < n && y < count && y >= 0 &&
			       m->old[s->old + x] == m->new[s->new + y])
				x++, y++;
			now[k + d] = (uint32_t)x;
			if (k == n - count && x >= n) {
				trace(m, s, rounds, d, k);
				return true;
			}
		}
	}
	return false;
}

/* --- many differences --------------------------------------------------------------------------
 */

struct hash_place {
	uint64_t value;
	uint32_t at;
};

static int by_value(const void *a, const void *b)
{
	const struct hash_place *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static struct hash_place *sorted(struct arena *a, const uint64_t *all, uint32_t from, uint32_t to)
{
	struct hash_place *out = arena_array(a, to - from + 1, sizeof *out);

	for (uint32_t i = from; i < to; i++)
		out[i - from] = (struct hash_place){all[i], i};
	qsort(out, to - from, sizeof *out, by_value);
	return out;
}

static uint32_t run_of(const struct hash_place *all, uint32_t from, uint32_t count)
{
	uint32_t n = 1;

	while (from + n < count && all[from + n].value == all[from].value)
		n++;
	return n;
}

/* Pairs the Nth of a value with the Nth of the other side; IS_SINGLE: only what is there once. */
static void pair_values(struct match *m, const struct stretch *s, bool is_single)
{
	struct hash_place *old = sorted(m->arena, m->old, s->old, s->old_end);
	struct hash_place *new = sorted(m->arena, m->new, s->new, s->new_end);
	uint32_t n = s->old_end - s->old, count = s->new_end - s->new, i = 0, k = 0;

	while (i < n && k < count) {
		uint32_t run = run_of(old, i, n), other = run_of(new, k, count);

		if (old[i].value == new[k].value && (!is_single || (run == 1 && other == 1)))
			for (uint32_t j = 0; j < run && j < other; j++)
				m->to[old[i + j].at] = new[k + j].at;
		if (old[i].value < new[k].value) {
			i += run;
		} else if (old[i].value > new[k].value) {
			k += other;
		} else {
			i += run;
			k += other;
		}
	}
}

void sequence_rising(struct arena *a, const uint32_t *numbers, uint32_t count, bool *is_kept)
{
	/* TAILS: where the rising rows of each length so far end, the lowest of each. */
	uint32_t *tails = arena_array(a, (size_t)count + 1, sizeof *tails);
	uint32_t *before = arena_array(a, (size_t)count + 1, sizeof *before), most = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t lo = 0, hi = most;

		while (lo < hi) {
			uint32_t middle = lo + (hi - lo) / 2;

			if (numbers[tails[middle]] < numbers[i])
				lo = middle + 1;
			else
				hi = middle;
		}
		before[i] = lo ? tails[lo - 1] : SEQUENCE_NONE;
		tails[lo] = i;
		most = lo == most ? most + 1 : most;
		is_kept[i] = false;
	}
	for (uint32_t i = most ? tails[most - 1] : SEQUENCE_NONE; i != SEQUENCE_NONE; i = before[i])
		is_kept[i] = true;
}

/* Of what is paired in S only what is in order stays. */
static void keep_rising(struct match *m, const struct stretch *s)
{
	uint32_t n = s->old_end - s->old, count = 0;
	uint32_t *numbers = arena_array(m->arena, (size_t)n + 1, sizeof *numbers);
	bool *is_kept = arena_array(m->arena, (size_t)n + 1, sizeof *is_kept);

	for (uint32_t i = s->old; i < s->old_end; i++)
		if (m->to[i] != SEQUENCE_NONE)
			numbers[count++] = m->to[i];
	sequence_rising(m->arena, numbers, count, is_kept);
	count = 0;
	for (uint32_t i = s->old; i < s->old_end; i++)
		if (m->to[i] != SEQUENCE_NONE && !is_kept[count++])
			m->to[i] = SEQUENCE_NONE;
}

/* --- both ---------------------------------------------------------------------------------------
 */

static void trim(struct match *m, struct stretch *s)
{
	while (s->old < s->old_end && s->new < s->new_end && m->old[s->old] == m->new[s->new])
		m->to[s->old++] = s->new ++;
	while (s->old < s->old_end && s->new < s->new_end &&
	       m->old[s->old_end - 1] == m->new[s->new_end - 1])
		m->to[--s->old_end] = --s->new_end;
}

/* LEVEL 0: what is there once leads; 1: what is there as often; 2: only few differences. */
static void match_stretch(struct match *m, struct stretch s, int level)
{
	struct stretch gap;

	trim(m, &s);
	if (s.old == s.old_end || s.new == s.new_end || match_exactly(m, &s) || level == 2)
		return;
	pair_values(m, &s, level == 0);
	keep_rising(m, &s);
	gap = (struct stretch){.old = s.old, .new = s.new};
	for (uint32_t i = s.old; i <= s.old_end; i++) {
		bool is_end = i == s.old_end;

		if (!is_end && m->to[i] == SEQUENCE_NONE)
			continue;
		gap.old_end = i;
		gap.new_end = is_end ? s.new_end : m->to[i];
		match_stretch(m, gap, level + 1);
		gap.old = i + 1;
		gap.new = gap.new_end + 1;
	}
}

void sequence_match(struct arena *a, struct hash_row old, struct hash_row new, uint32_t *to)
{
	struct match m = {a, old.all, new.all, to};

	for (uint32_t i = 0; i < old.count; i++)
		to[i] = SEQUENCE_NONE;
	match_stretch(&m, (struct stretch){0, old.count, 0, new.count}, 0);
}
