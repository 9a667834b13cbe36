/*
 * test_sequence - what two sequences have in common: against the textbook's table where they differ
 * in little, and what must hold however much they differ in.
 */
#include "compare/sequence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

enum { SMALL = 24 };

/* A random number below MOST; the same row of them each time. */
static uint32_t below(uint32_t *seed, uint32_t most)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % most;
}

static void fill(uint64_t *all, uint32_t count, uint32_t letters, uint32_t *seed)
{
	for (uint32_t i = 0; i < count; i++)
		all[i] = below(seed, letters);
}

/* How long the longest common subsequence is. */
static uint32_t longest(const uint64_t *a, uint32_t n, const uint64_t *b, uint32_t m)
{
	static uint32_t table[SMALL + 1][SMALL + 1];

	for (uint32_t i = n + 1; i-- > 0;)
		for (uint32_t k = m + 1; k-- > 0;) {
			if (i == n || k == m)
				table[i][k] = 0;
			else if (a[i] == b[k])
				table[i][k] = 1 + table[i + 1][k + 1];
			else
				table[i][k] = table[i + 1][k] > table[i][k + 1] ? table[i + 1][k]
										: table[i][k + 1];
		}
	return table[0][0];
}

/* What is matched is the same, and in order; returns how much it is. */
static uint32_t check(struct arena *a, struct hash_row old, struct hash_row new)
{
	uint32_t *to = arena_array(a, (size_t)old.count + 1, sizeof *to), matched = 0, next = 0;

	sequence_match(a, old, new, to);
	for (uint32_t i = 0; i < old.count; i++) {
		if (to[i] == SEQUENCE_NONE)
			continue;
		assert_true(to[i] >= next && to[i] < new.count);
		assert_true(old.all[i] == new.all[to[i]]);
		next = to[i] + 1;
		matched++;
	}
	return matched;
}

static void test_small(void **state)
{
	struct arena *a = arena_new();
	uint64_t old[SMALL], new[SMALL];
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		uint32_t letters = 1 + below(&seed, 8);
		struct hash_row x = {old, below(&seed, SMALL + 1)},
				y = {new, below(&seed, SMALL + 1)};

		fill(old, x.count, letters, &seed);
		fill(new, y.count, letters, &seed);
		assert_int_equal(check(a, x, y), longest(old, x.count, new, y.count));
	}
	arena_free(a);
}

/* One edit in a long sequence, whose elements repeat or do not, leaves all the rest matched. */
static void test_edits(void **state)
{
	enum { COUNT = 3000 };
	struct arena *a = arena_new();
	uint64_t *old = arena_array(a, COUNT, sizeof *old),
		 *new = arena_array(a, COUNT + 1, sizeof *new);
	uint32_t seed = 2;

	(void)state;
	for (int round = 0; round < 100; round++) {
		uint32_t at = below(&seed, COUNT);

		fill(old, COUNT, round % 2 ? 3 : 1000000, &seed);
		memcpy(new, old, at * sizeof *new);
		memcpy(new + at + 1, old + at, (COUNT - at) * sizeof *new);
		new[at] = 7777777;
		assert_int_equal(
		    check(a, (struct hash_row){old, COUNT}, (struct hash_row){new, COUNT + 1}),
		    COUNT);
		assert_int_equal(
		    check(a, (struct hash_row){new, COUNT + 1}, (struct hash_row){old, COUNT}),
		    COUNT);
	}
	arena_free(a);
}

/* Much is different: still most of what stands once on both sides is found. */
static void test_many(void **state)
{
	enum { COUNT = 50000 };
	struct arena *a = arena_new();
	uint64_t *old = arena_array(a, COUNT, sizeof *old),
		 *new = arena_array(a, COUNT, sizeof *new);
	uint32_t seed = 3, kept = 0;

	(void)state;
	for (uint32_t i = 0; i < COUNT; i++) {
		bool is_kept = below(&seed, 2);

		old[i] = i;
		new[i] = is_kept ? i : COUNT + i;
		kept += is_kept;
	}
	assert_int_equal(check(a, (struct hash_row){old, COUNT}, (struct hash_row){new, COUNT}),
			 kept);
	for (uint32_t letters = 2; letters <= COUNT; letters *= 10) {
		fill(old, COUNT, letters, &seed);
		fill(new, COUNT, letters, &seed);
		assert_true(check(a, (struct hash_row){old, COUNT}, (struct hash_row){new, COUNT}) >
			    0);
	}
	arena_free(a);
}

static void test_rising(void **state)
{
	static const uint32_t numbers[] = {3, 0, 1, 5, 2, 4};
	static const bool wanted[] = {false, true, true, false, true, true};
	struct arena *a = arena_new();
	bool is_kept[6];

	(void)state;
	sequence_rising(a, numbers, 6, is_kept);
	assert_memory_equal(is_kept, wanted, sizeof wanted);
	sequence_rising(a, numbers, 0, is_kept);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_small), cmocka_unit_test(test_edits), cmocka_unit_test(test_many),
	    cmocka_unit_test(test_rising)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
