/*
 * repeats - see repeats.h.
 */
#include "output/repeats.h"

#include "base/ascii.h"

#include <string.h>

enum {
	/* Bytes of what is underlined: whole blocks are not compared, so that many that overlap
	 * cost no more than the text. */
	WORDS_MOST = 120,
	KINDS_MOST = 8, /* groups of one message that are looked at */
};

/* The words of X in the file; none when they are no measure: a quote that is lost is another each
 * time, and what does not show is to be seen wherever it is. */
static struct str words_of(const struct diags *d, const struct diag *x)
{
	struct span at = span_in_file(d->sources, x->at);
	struct str text = {0};

	if (!at.lo || at.hi - at.lo > WORDS_MOST)
		return text;
	text = source_text(d->sources, at);
	for (size_t i = 0; i < text.n; i++)
		if (ascii_is_alnum(text.p[i]))
			return text;
	return (struct str){0};
}

static bool has_same_notes(const struct diag *x, const struct diag *y)
{
	const struct diag_note *a = x->notes, *b = y->notes;

	for (; a && b; a = a->next, b = b->next)
		if (a->at.lo != b->at.lo || !str_equal(a->text, b->text))
			return false;
	return !a && !b;
}

static bool is_same_when(const struct diag_when *a, const struct diag_when *b)
{
	return a == b || (a && b && str_equal(a->text, b->text));
}

static bool is_same_releases(const struct diag_releases *a, const struct diag_releases *b)
{
	return a == b || (a && b && str_equal(a->text, b->text));
}

/* Whether X and Y, whose message is the same, differ in nothing but the place. */
static bool is_same(const struct diags *d, const struct diag *x, const struct diag *y)
{
	struct str words;

	if (x->rule != y->rule || x->severity != y->severity || !str_equal(x->hint, y->hint) ||
	    !is_same_when(x->when, y->when) || !is_same_releases(x->releases, y->releases) ||
	    !has_same_notes(x, y))
		return false;
	words = words_of(d, x);
	return words.n && str_equal(words, words_of(d, y));
}

/* The group of X among those whose message is the same. */
static struct repeats_group *group_of(struct arena *a, const struct diags *d, const struct diag *x,
				      void **slot)
{
	struct repeats_group *first = *slot, *group = first;

	for (size_t i = 0; group && i < KINDS_MOST; i++, group = group->next) {
		if (!is_same(d, group->first, x))
			continue;
		*LIST_ADD(a, &group->others) = x;
		return group;
	}
	*slot = group = ARENA_NEW(a, struct repeats_group);
	group->next = first;
	group->first = x;
	return group;
}

/* Which messages may be there twice: told by a hash of few bytes, that costs next to nothing. */
struct sieve {
	uint64_t *once, *twice;
	uint32_t mask; /* bits - 1 */
};

static uint32_t sieve_bit(const struct sieve *s, const struct diag *x)
{
	uint64_t end = x->text.n;

	if (x->text.n >= sizeof end)
		memcpy(&end, x->text.p + x->text.n - sizeof end, sizeof end);
	end = (end ^ x->text.n) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(end >> 40) & s->mask;
}

static struct sieve sieve_of(struct arena *a, const struct diags *d)
{
	struct sieve s = {.mask = 63};

	while (s.mask / 8 < d->count)
		s.mask = s.mask * 2 + 1;
	s.once = arena_array(a, s.mask / 64 + 1, sizeof *s.once);
	s.twice = arena_array(a, s.mask / 64 + 1, sizeof *s.twice);
	for (const struct diag *x = d->first; x; x = x->next) {
		uint32_t i = sieve_bit(&s, x);
		uint64_t bit = (uint64_t)1 << i % 64;

		s.twice[i / 64] |= s.once[i / 64] & bit;
		s.once[i / 64] |= bit;
	}
	return s;
}

static bool is_seen_twice(const struct sieve *s, const struct diag *x)
{
	uint32_t i = sieve_bit(s, x);

	return s->twice[i / 64] >> i % 64 & 1;
}

struct repeats repeats_of(struct arena *a, const struct diags *d)
{
	struct repeats out = {0};
	struct map by_text = {0};
	struct sieve sieve;
	uint32_t n = 0;

	if (d->count < 2)
		return out;
	sieve = sieve_of(a, d);
	out.groups = arena_array(a, d->count, sizeof(struct repeats_group *));
	for (const struct diag *x = d->first; x; x = x->next, n++)
		if (is_seen_twice(&sieve, x))
			out.groups[n] = group_of(a, d, x, map_slot(&by_text, a, x->text));
	return out;
}
