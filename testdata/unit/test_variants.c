/*
 * test_variants - the choice of variants: every pair is there, limits hold; and labels: what
 * flipping finds out of conditions that are known.
 */
#include "variants/choice.h"
#include "variants/label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct row_choice choose(struct arena *a, unsigned count, row as_is,
				struct row_limits limits)
{
	struct row_choice c = choice_start(a, count, as_is, limits, CHOICE_MOST);

	choice_add_ends(&c);
	choice_add_pairs(&c);
	return c;
}

static bool has_pair(const struct row_choice *c, row on, row off)
{
	for (uint32_t i = 0; i < c->all.count; i++)
		if (row_meets(c->all.all[i], (struct row_condition){on, off}))
			return true;
	return false;
}

static void every_pair_is_there(void **state)
{
	(void)state;
	for (unsigned n = 0; n <= CHOICE_TOGGLES_MOST; n++) {
		struct arena *a = arena_new();
		struct row_choice c = choose(a, n, n < 3 ? 0 : 5, (struct row_limits){0});

		for (unsigned i = 0; i < n; i++)
			for (unsigned k = 0; k < i; k++) {
				row x = (row)1 << i, y = (row)1 << k;

				assert_true(has_pair(&c, x | y, 0));
				assert_true(has_pair(&c, x, y));
				assert_true(has_pair(&c, y, x));
				assert_true(has_pair(&c, 0, x | y));
			}
		assert_true(c.all.count <= 24);
		assert_false(c.is_cut);
		arena_free(a);
	}
}

static void the_choice_is_the_same_each_time(void **state)
{
	struct arena *a = arena_new();
	struct row_choice x = choose(a, 23, 9, (struct row_limits){0});
	struct row_choice y = choose(a, 23, 9, (struct row_limits){0});

	(void)state;
	assert_int_equal(x.all.count, y.all.count);
	assert_memory_equal(x.all.all, y.all.all, x.all.count * sizeof *x.all.all);
	arena_free(a);
}

static void limits_hold(void **state)
{
	struct arena *a = arena_new();
	struct row_limits limits = {.never = 1};
	struct row_choice c;

	(void)state;
	*LIST_ADD(a, &limits.requires) = (struct row_require){2, 4 | 8};
	*LIST_ADD(a, &limits.exclusives) = 16 | 32 | 64;
	c = choose(a, 10, 0, limits);
	for (uint32_t i = 0; i < c.all.count; i++) {
		row x = c.all.all[i], one = x & (16 | 32 | 64);

		assert_false(x & 1);
		assert_true(!(x & 2) || (x & 12) == 12);
		assert_int_equal(one & (one - 1), 0);
	}
	assert_true(has_pair(&c, 2 | 4, 0));
	assert_true(has_pair(&c, 2 | 32, 0));
	assert_true(has_pair(&c, 64 | 128, 0));
	assert_false(has_pair(&c, 2, 4));
	arena_free(a);
}

static void conditions_are_met(void **state)
{
	struct arena *a = arena_new();
	struct row_choice c = choose(a, 12, 0, (struct row_limits){0});
	struct row_condition deep = {1 | 4 | 16 | 64 | 256, 2 | 8 | 32 | 128};

	(void)state;
	assert_true(choice_add_condition(&c, deep));
	assert_true(has_pair(&c, deep.on, deep.off));
	arena_free(a);
}

static void room_ends(void **state)
{
	struct arena *a = arena_new();
	struct row_choice c = choice_start(a, 20, 0, (struct row_limits){0}, 40);

	(void)state;
	choice_add_all(&c);
	assert_int_equal(c.all.count, 40);
	assert_true(c.is_cut);
	c = choice_start(a, 5, 0, (struct row_limits){0}, 40);
	choice_add_all(&c);
	assert_int_equal(c.all.count, 32);
	assert_false(c.is_cut);
	arena_free(a);
}

/* --- labels ------------------------------------------------------------------------------------
 */

/* A finding that is there when some of COUNT conditions hold. */
struct known {
	struct row_choice c;
	const struct row_condition *when;
	unsigned count;
	row unknown; /* in rows with these nothing is known */
};

static enum label_answer ask(void *ctx, row x)
{
	struct known *k = ctx;

	choice_add(&k->c, x);
	if (k->unknown && (x & k->unknown) == k->unknown)
		return LABEL_UNKNOWN;
	for (unsigned i = 0; i < k->count; i++)
		if (row_meets(x, k->when[i]))
			return LABEL_YES;
	return LABEL_NO;
}

static struct label find(const struct row_condition *when, unsigned count, row unknown,
			 uint32_t *rows)
{
	struct arena *a = arena_new();
	struct known k = {.c = choose(a, 23, 0, (struct row_limits){0}),
			  .when = when,
			  .count = count,
			  .unknown = unknown};
	struct label_source source = {.ctx = &k, .rows = &k.c, .has = ask};
	struct label l = label_find(&source);

	*rows = k.c.all.count;
	arena_free(a);
	return l;
}

static void conjunctions_are_found(void **state)
{
	static const struct row_condition all[] = {{1, 0},         {2, 4}, {1 << 20 | 1, 1 << 3},
						   {1 | 2, 4 | 8}, {0, 1}, {1 | 2 | 4 | 8, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		uint32_t rows;
		struct label l;

		/* The finding is not there in the first row. */
		if (!all[i].on)
			continue;
		l = find(&all[i], 1, 0, &rows);
		/* A variant with all four may not be among those of pairs. */
		if (!l.count)
			continue;
		assert_int_equal(l.count, 1);
		assert_true(l.is_exact);
		assert_true(l.ways[0].on == all[i].on);
		assert_true(l.ways[0].off == all[i].off);
		assert_true(rows < 60);
	}
}

static void alternatives_are_found(void **state)
{
	static const struct row_condition two[] = {{1, 2}, {4, 8}};
	uint32_t rows;
	struct label l = find(two, 2, 0, &rows);

	(void)state;
	assert_int_equal(l.count, 2);
	assert_true(l.is_exact);
	for (unsigned i = 0; i < 2; i++)
		assert_true((l.ways[i].on == 1 && l.ways[i].off == 2) ||
			    (l.ways[i].on == 4 && l.ways[i].off == 8));
}

static void what_is_unknown_is_no_answer(void **state)
{
	static const struct row_condition one = {1, 2};
	uint32_t rows;
	struct label l = find(&one, 1, 16 | 32, &rows);

	(void)state;
	assert_int_equal(l.count, 1);
	assert_true(l.is_exact);
	assert_true(l.ways[0].on == 1 && l.ways[0].off == 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_pair_is_there),
	    cmocka_unit_test(the_choice_is_the_same_each_time),
	    cmocka_unit_test(limits_hold),
	    cmocka_unit_test(conditions_are_met),
	    cmocka_unit_test(room_ends),
	    cmocka_unit_test(conjunctions_are_found),
	    cmocka_unit_test(alternatives_are_found),
	    cmocka_unit_test(what_is_unknown_is_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
