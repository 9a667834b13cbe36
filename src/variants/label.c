/*
 * label - see label.h.
 */
#include "variants/label.h"

#include "base/bits.h"

/* What flipping found. */
struct flipping {
	const struct label_source *source;
	const struct label *label; /* ways found before */
};

static enum label_answer ask(struct flipping *f, row x)
{
	return f->source->has(f->source->ctx, x);
}

static bool has(struct flipping *f, row x)
{
	return ask(f, x) == LABEL_YES;
}

/* Whether it is certain that the finding is not there. */
static bool lacks(struct flipping *f, row x)
{
	return ask(f, x) == LABEL_NO;
}

static bool is_told(const struct label *l, row x)
{
	for (unsigned i = 0; i < l->count; i++)
		if (row_meets(x, l->ways[i]))
			return true;
	return false;
}

/* The row with the finding that has the fewest on, of those that no way tells of; *COMMON is what
 * is on in all of them. */
static bool find_start(struct flipping *f, row *start, row *common)
{
	const struct row_choice *r = f->source->rows;
	bool is_found = false;

	*common = choice_full(r);
	for (uint32_t i = 0; i < r->all.count; i++) {
		row x = r->all.all[i];

		if (is_told(f->label, x) || !has(f, x))
			continue;
		*common &= x;
		if (!is_found || bits_count(x) < bits_count(*start))
			*start = x;
		is_found = true;
	}
	return is_found;
}

/* Whether the finding is there in X, and no way tells of it yet. */
static bool is_new(struct flipping *f, row x)
{
	return choice_allow(f->source->rows, x) && !is_told(f->label, x) && has(f, x);
}

/* Switches off what need not be on. */
static row lessen(struct flipping *f, row start, row common)
{
	row x = start, hint = f->source->hint & common;

	if (hint != common && is_new(f, hint))
		return hint;
	if (is_new(f, common))
		return common;
	for (unsigned i = 0; i < f->source->rows->count_of; i++) {
		row less = x & ~((row)1 << i);

		if (less != x && is_new(f, less))
			x = less;
	}
	return x;
}

/* The names of X that cannot be switched off; those that can are, unless another way tells of what
 * is left. */
static row find_needed(struct flipping *f, row *x)
{
	const struct row_choice *r = f->source->rows;
	row needed = 0;

	for (unsigned i = 0; i < r->count_of; i++) {
		row set = (row)1 << i, less = *x & ~set;

		/* What the limits want beside others says nothing. */
		if (less == *x || !choice_allow(r, less))
			continue;
		if (!has(f, less))
			needed |= set;
		else if (!is_told(f->label, less))
			*x = less;
	}
	return needed;
}

/* What rows show where a condition holds. */
struct evidence {
	row harmless; /* names that were on where the finding is there */
	row common;   /* ... that were on wherever it is not */
};

static struct evidence look(struct flipping *f, struct row_condition c)
{
	const struct row_choice *r = f->source->rows;
	struct evidence out = {0, choice_full(r)};

	for (uint32_t i = 0; i < r->all.count; i++) {
		if (!row_meets(r->all.all[i], c))
			continue;
		if (has(f, r->all.all[i]))
			out.harmless |= choice_is_full(r, r->all.all[i]) ? 0 : r->all.all[i];
		else if (lacks(f, r->all.all[i]))
			out.common &= r->all.all[i];
	}
	out.common &= ~out.harmless;
	return out;
}

/* The names of SET that are on beside X without harm: those that the limits let be on together. */
static row fill(const struct row_choice *r, row x, row set)
{
	row out = 0;

	for (unsigned i = 0; i < r->count_of; i++) {
		row one = (row)1 << i & set;

		if (one && choice_allow(r, x | out | one))
			out |= one;
	}
	return out;
}

/* The names of SET that take the finding away when they are on beside X.  Many are tried at once,
 * and halved when they do. */
static row find_harmful(struct flipping *f, row x, row set)
{
	row low, first = 0;

	set = fill(f->source->rows, x, set);
	if (!set || has(f, x | set))
		return 0;
	if (bits_count(set) == 1)
		return lacks(f, x | set) ? set : 0;
	for (row rest = set; bits_count(first) < bits_count(set) / 2; rest &= ~low) {
		low = rest & (~rest + 1);
		first |= low;
	}
	return find_harmful(f, x, first) | find_harmful(f, x, set & ~first);
}

/* Whether the finding is not there in some row though C holds. */
static bool has_unexplained(struct flipping *f, struct row_condition c)
{
	const struct row_choice *r = f->source->rows;

	for (uint32_t i = 0; i < r->all.count; i++)
		if (row_meets(r->all.all[i], c) && lacks(f, r->all.all[i]))
			return true;
	return false;
}

/* Names that take the finding away beside X alone, though some row has them and the finding: looked
 * for among those that are on where C holds and it is not there. */
static row find_conditional(struct flipping *f, row x, struct row_condition c)
{
	const struct row_choice *r = f->source->rows;
	row set = 0, out = 0;

	for (uint32_t i = 0; i < r->all.count; i++)
		if (row_meets(r->all.all[i], c) && lacks(f, r->all.all[i]))
			set |= r->all.all[i];
	for (set &= ~x; set; set &= set - 1)
		out |= find_harmful(f, x, set & (~set + 1));
	return out;
}

/*
 * The names that may take the finding away beside X and are not in C.  When others are known to,
 * it is asked first whether all the rest together do: that is the same row for many findings.  The
 * row with all on says little by itself.
 */
static row doubtful_of(struct flipping *f, row x, struct row_condition c)
{
	const struct row_choice *r = f->source->rows;
	row rest = choice_full(r) & ~(c.off | x), together = c.off ? fill(r, x, rest) : 0;

	rest &= ~look(f, c).harmless;
	return rest && together && has(f, x | together) ? rest & ~together : rest;
}

static struct row_condition find_way(struct flipping *f, row start, row common)
{
	row x = lessen(f, start, common);
	struct row_condition c = {find_needed(f, &x), 0};
	struct evidence e = look(f, c);

	/* What is on wherever the finding is not is the first to be suspected. */
	for (unsigned round = 0; round < 2; round++) {
		row set = e.common & ~x & (round ? ~f->source->suspects : f->source->suspects);

		for (; set && has_unexplained(f, c); set &= set - 1)
			c.off |= find_harmful(f, x, set & (~set + 1));
	}
	c.off |= find_harmful(f, x, doubtful_of(f, x, c));
	if (has_unexplained(f, c))
		c.off |= find_conditional(f, x, c);
	return c;
}

/* Whether L says in all rows what is so. */
static bool is_right(struct flipping *f, const struct label *l)
{
	const struct row_choice *r = f->source->rows;

	for (uint32_t i = 0; i < r->all.count; i++) {
		row x = r->all.all[i];

		if (is_told(l, x) ? lacks(f, x) : has(f, x))
			return false;
	}
	return true;
}

struct label label_find(const struct label_source *s)
{
	struct label l = {.count = 0};
	struct flipping f = {.source = s, .label = &l};
	row start = 0, common;

	while (l.count < LABEL_WAYS && find_start(&f, &start, &common)) {
		struct row_condition way = find_way(&f, start, common);

		/* It would say what is not so. */
		if (!way.on && !way.off)
			break;
		l.ways[l.count++] = way;
		/* It does not even tell of where it was found. */
		if (!is_told(&l, start))
			break;
	}
	l.is_exact = l.count && is_right(&f, &l);
	return l;
}
