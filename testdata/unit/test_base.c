/*
 * test_base - byte classes, bits, numbers, lists, maps, addresses and the nearest name.
 */
#include "base/ascii.h"
#include "base/bits.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/map.h"
#include "base/number.h"
#include "base/pile.h"
#include "facts/suggest.h"
#include "text/ip.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* The C library in its own locale knows the classes, too. */
static void classes_are_those_of_c(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++) {
		char c = (char)i;

		assert_int_equal(ascii_is_digit(c), isdigit(i) != 0);
		assert_int_equal(ascii_is_lower(c), islower(i) != 0);
		assert_int_equal(ascii_is_upper(c), isupper(i) != 0);
		assert_int_equal(ascii_is_letter(c), isalpha(i) != 0);
		assert_int_equal(ascii_is_alnum(c), isalnum(i) != 0);
		assert_int_equal(ascii_is_word(c), isalnum(i) || i == '_');
		assert_int_equal(ascii_is_hex(c), isxdigit(i) != 0);
		assert_int_equal(ascii_is_blank(c), isblank(i) != 0);
		assert_int_equal(ascii_is_space(c), isspace(i) != 0);
		assert_int_equal(ascii_is_white(c), isspace(i) && i != '\v' && i != '\f');
		assert_int_equal((unsigned char)ascii_lower(c), tolower(i));
		assert_int_equal((unsigned char)ascii_upper(c), toupper(i));
	}
	assert_int_equal(ascii_hex_value('0'), 0);
	assert_int_equal(ascii_hex_value('9'), 9);
	assert_int_equal(ascii_hex_value('a'), 10);
	assert_int_equal(ascii_hex_value('F'), 15);
	assert_int_equal(ascii_hex_value('g'), -1);
	assert_int_equal(ascii_hex_value('@'), -1);
}

static void runs_end_at_another_class(void **state)
{
	(void)state;
	assert_int_equal(ascii_run(STR("12a3"), ascii_is_digit), 2);
	assert_int_equal(ascii_run(STR("12"), ascii_is_digit), 2);
	assert_int_equal(ascii_run(STR(""), ascii_is_digit), 0);
	assert_true(ascii_all(STR("12"), ascii_is_digit));
	assert_true(ascii_all(STR(""), ascii_is_digit));
	assert_false(ascii_all(STR("12\0"), ascii_is_digit));
}

static void bits_are_counted_and_found(void **state)
{
	(void)state;
	assert_int_equal(bits_count(0), 0);
	assert_int_equal(bits_count(UINT64_C(1) << 63 | 6), 3);
	assert_int_equal(bits_count(UINT64_MAX), 64);
	assert_int_equal(bits_lowest(UINT64_MAX), 0);
	assert_int_equal(bits_lowest(UINT64_C(1) << 63 | 8), 3);
	assert_int_equal(bits_lowest(UINT64_C(1) << 63), 63);
}

/* Words are taken off a text one after the other: empty ones too, but none behind the last. */
static void words_are_taken(void **state)
{
	struct str rest = STR("one::three:"), none = STR("");

	(void)state;
	assert_true(str_is(str_take(&rest, ':'), "one"));
	assert_true(str_is(str_take(&rest, ':'), ""));
	assert_true(str_is(rest, "three:"));
	assert_true(str_is(str_take(&rest, '/'), "three:"));
	assert_int_equal(rest.n, 0);
	assert_true(str_is(str_take(&none, ':'), ""));
	assert_int_equal(none.n, 0);
}

/* The text printed says what stands there, whatever was wanted. */
static void printing_stays_inside(void **state)
{
	char space[8] = "......!";

	(void)state;
	assert_true(str_is(str_print(space, 6, "%d", 12345), "12345"));
	assert_true(str_is(str_print(space, 6, "%d", 1234567), "12345"));
	assert_string_equal(space, "12345");
	assert_true(str_is(str_print(space, 1, "%s", "a"), ""));
	assert_int_equal(space[6], '!');
}

static void numbers_are_scanned(void **state)
{
	struct number x = number_scan(STR("12.5"), NUMBER_PLAIN);

	(void)state;
	assert_int_equal(x.n, 2);
	assert_int_equal(x.digits, 2);
	assert_int_equal(x.value, 12);
	x = number_scan(STR("-0"), NUMBER_SIGNED);
	assert_true(x.is_negative);
	assert_int_equal(x.n, 2);
	assert_int_equal(x.value, 0);
	x = number_scan(STR("+"), NUMBER_SIGNED);
	assert_int_equal(x.n, 1);
	assert_int_equal(x.digits, 0);
	assert_int_equal(number_scan(STR("+1"), NUMBER_MINUS).n, 0);
	assert_int_equal(number_scan(STR("-1"), NUMBER_PLUS).n, 0);
	assert_int_equal(number_scan(STR(""), NUMBER_SIGNED | NUMBER_HEX).n, 0);
	/* One more than fits stays at the limit, and so does what follows. */
	assert_true(number_scan(STR("18446744073709551614"), 0).value == UINT64_MAX - 1);
	assert_true(number_scan(STR("18446744073709551616"), 0).value == UINT64_MAX);
	assert_true(number_scan(STR("184467440737095516160"), 0).value == UINT64_MAX);
}

static void hexadecimal_needs_digits(void **state)
{
	struct number x = number_scan(STR("0x1fG"), NUMBER_HEX);

	(void)state;
	assert_int_equal(x.n, 4);
	assert_int_equal(x.digits, 2);
	assert_int_equal(x.value, 0x1f);
	assert_int_equal(number_scan(STR("-0XA"), NUMBER_HEX | NUMBER_MINUS).value, 10);
	assert_int_equal(number_scan(STR("0xg"), NUMBER_HEX).n, 1);
	assert_int_equal(number_scan(STR("0x"), NUMBER_HEX).n, 1);
	assert_int_equal(number_scan(STR("0x1"), NUMBER_PLAIN).n, 1);
	assert_int_equal(number_scan(STR("ff"), NUMBER_HEX).n, 0);
}

static void numbers_fit_or_are_none(void **state)
{
	int32_t i;
	int64_t wide;
	uint32_t u;

	(void)state;
	assert_true(number_int32(STR("2147483647"), 0, &i));
	assert_int_equal(i, INT32_MAX);
	assert_false(number_int32(STR("2147483648"), 0, &i));
	assert_int_equal(i, 0);
	assert_true(number_int32(STR("-2147483648"), NUMBER_MINUS, &i));
	assert_true(i == INT32_MIN);
	assert_false(number_int32(STR("-2147483649"), NUMBER_MINUS, &i));
	assert_false(number_int32(STR("-"), NUMBER_MINUS, &i));
	assert_false(number_int32(STR(""), NUMBER_SIGNED, &i));
	assert_false(number_int32(STR("1 "), NUMBER_SIGNED, &i));
	assert_true(number_int64(STR("-9223372036854775808"), NUMBER_MINUS, &wide));
	assert_true(wide == INT64_MIN);
	assert_false(number_int64(STR("9223372036854775808"), NUMBER_PLAIN, &wide));
	assert_true(number_uint32(STR("4294967295"), NUMBER_PLAIN, &u));
	assert_true(u == UINT32_MAX);
	assert_false(number_uint32(STR("4294967296"), NUMBER_PLAIN, &u));
	assert_false(number_uint32(STR("-1"), NUMBER_SIGNED, &u));
	assert_true(number_uint32(STR("-0"), NUMBER_SIGNED, &u));
	assert_true(number_uint32(STR("0xffffffff"), NUMBER_HEX, &u));
	assert_true(u == UINT32_MAX);
}

static void lists_grow(void **state)
{
	struct arena *a = arena_new();
	LIST_OF(uint32_t) list = {0};

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t *added = LIST_ADD(a, &list);

		assert_int_equal(*added, 0);
		*added = i;
		arena_alloc(a, i % 3);
	}
	assert_int_equal(list.count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(list.all[i], i);
	list.count -= 2;
	assert_int_equal(*LIST_LAST(&list), 997);
	*LIST_ADD(a, &list) = 5;
	assert_int_equal(*LIST_LAST(&list), 5);
	assert_int_equal(list.count, 999);
	arena_free(a);
}

struct record {
	uint32_t times;
};

/* Elements stay where they are, and the places of those taken off are used again. */
static void piles_grow_in_place(void **state)
{
	struct arena *a = arena_new();
	PILE_OF(uint32_t) pile = {0};
	uint32_t *first, *late;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		*PILE_ADD(a, &pile) = i * 3;
	first = PILE_AT(&pile, 0);
	late = PILE_AT(&pile, 500);
	assert_int_equal(pile.count, 1000);
	pile.count = 500;
	for (uint32_t i = 500; i < 10000; i++)
		*PILE_ADD(a, &pile) = i * 3;
	for (uint32_t i = 0; i < pile.count; i++)
		assert_int_equal(*PILE_AT(&pile, i), i * 3);
	assert_ptr_equal(PILE_AT(&pile, 0), first);
	assert_ptr_equal(PILE_AT(&pile, 500), late);
	assert_int_equal(*PILE_LAST(&pile), 9999 * 3);
	/* The table of blocks doubles, nothing else does. */
	assert_true(arena_used(a) < 10000 * sizeof(uint32_t) + 8192);
	arena_free(a);
}

static void maps_are_sets(void **state)
{
	struct arena *a = arena_new();
	struct map m = {0};

	(void)state;
	assert_false(map_has(&m, STR("x")));
	assert_true(map_add(&m, a, STR("x")));
	assert_false(map_add(&m, a, STR("x")));
	assert_true(map_has(&m, STR("x")));
	assert_null(map_find(&m, STR("x")));
	assert_true(map_add(&m, a, STR("")));
	assert_true(map_add(&m, a, STR("x\0")));
	assert_false(map_has(&m, STR("x\0y")));
	assert_int_equal(m.entries.count, 3);
	arena_free(a);
}

static void maps_keep_records(void **state)
{
	struct arena *a = arena_new();
	struct map m = {0};
	struct record *first = MAP_RECORD(&m, a, STR("0"), struct record);

	(void)state;
	for (uint32_t round = 0; round < 2; round++) {
		for (int i = 0; i < 5000; i++) {
			struct buf b = buf_on(a);

			buf_number(&b, i);
			MAP_RECORD(&m, a, buf_view(&b), struct record)->times++;
		}
	}
	assert_int_equal(m.entries.count, 5000);
	assert_ptr_equal(map_find(&m, STR("0")), first);
	for (uint32_t i = 0; i < m.entries.count; i++) {
		const struct record *r = m.entries.all[i].value;
		int32_t number;

		assert_int_equal(r->times, 2);
		assert_true(number_int32(m.entries.all[i].key, NUMBER_PLAIN, &number));
		assert_int_equal(number, i);
	}
	assert_null(map_find(&m, STR("5000")));
	arena_free(a);
}

enum { NAMES = 20000 };

static struct str name_of(struct arena *a, int i)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%s%d", i % 3 ? "R" : "route_with_a_long_name_", i);

	return (struct str){arena_copy(a, text, (size_t)n), (size_t)n};
}

static void many_names_are_kept_once_and_sorted(void **state)
{
	struct arena *a = arena_new();
	const struct map_entry *sorted;
	struct map m = {0};

	(void)state;
	for (int i = 0; i < NAMES; i++)
		assert_true(map_add(&m, a, name_of(a, i)));
	for (int i = 0; i < NAMES; i++) {
		assert_true(map_has(&m, name_of(a, i)));
		assert_false(map_add(&m, a, name_of(a, i)));
	}
	assert_int_equal(m.entries.count, NAMES);
	assert_false(map_has(&m, STR("R")));
	sorted = map_sorted(&m, a);
	for (int i = 1; i < NAMES; i++)
		assert_true(str_compare(sorted[i - 1].key, sorted[i].key) < 0);
	arena_free(a);
}

static void maps_are_sorted_by_text(void **state)
{
	static int one, two;
	struct arena *a = arena_new();
	struct map m = {0};
	const struct map_entry *sorted = map_sorted(&m, a);

	(void)state;
	assert_non_null(sorted);
	map_put(&m, a, STR("b"), &one);
	map_put(&m, a, STR("ab"), &one);
	map_put(&m, a, STR("a"), &one);
	map_put(&m, a, STR("b"), &two);
	*map_slot(&m, a, STR("c")) = &one;
	assert_int_equal(m.entries.count, 4);
	sorted = map_sorted(&m, a);
	assert_true(str_is(sorted[0].key, "a"));
	assert_true(str_is(sorted[1].key, "ab"));
	assert_true(str_is(sorted[2].key, "b"));
	assert_ptr_equal(sorted[2].value, &two);
	assert_true(str_is(sorted[3].key, "c"));
	assert_true(str_is(m.entries.all[0].key, "b"));
	assert_ptr_equal(map_keep(&m, a, STR("b"), &one), &two);
	assert_ptr_equal(map_keep(&m, a, STR("d"), &two), &two);
	assert_ptr_equal(map_find(&m, STR("d")), &two);
	arena_free(a);
}

static void the_nearest_name_is_kept(void **state)
{
	struct nearest n = nearest_to(STR("register"));

	(void)state;
	assert_false(nearest_consider(&n, STR("acc")));
	assert_int_equal(n.best.n, 0);
	assert_true(nearest_consider(&n, STR("registrar")));
	assert_true(nearest_consider(&n, STR("registers")));
	assert_false(nearest_consider(&n, STR("registed")));
	assert_true(str_is(n.best, "registers"));
	assert_true(nearest_consider(&n, STR("register")));
	assert_false(nearest_consider(&n, STR("registers")));
	assert_true(str_is(n.best, "register"));
	/* Two letters are too few to be wrong, three are not. */
	n = nearest_to(STR("de"));
	assert_false(nearest_consider(&n, STR("def")));
	n = nearest_listed(STR("de"));
	assert_true(nearest_consider(&n, STR("def")));
}

static void ranks_decide_among_equals(void **state)
{
	struct nearest n = nearest_to(STR("register"));

	(void)state;
	assert_true(nearest_consider_ranked(&n, STR("registera"), 3));
	assert_false(nearest_consider_ranked(&n, STR("registerb"), 3));
	assert_true(nearest_consider_ranked(&n, STR("registerc"), 1));
	assert_false(nearest_consider_ranked(&n, STR("registrar"), 0));
	assert_true(str_is(n.best, "registerc"));
	/* No rank makes a name near that is far. */
	assert_false(nearest_consider_ranked(&n, STR("acc"), 0));
	n = nearest_to(STR("register"));
	assert_false(nearest_consider_ranked(&n, STR("acc"), 0));
}

static void ipv4_is_read_as_kamailio_does(void **state)
{
	unsigned char ip[16] = {0};
	uint32_t n[4];

	(void)state;
	assert_int_equal(ip_v4(STR("10.0.255.1"), ip), 4);
	assert_memory_equal(ip, "\x0a\x00\xff\x01", 4);
	assert_int_equal(ip_v4(STR("127.0.0.00010"), ip), 4);
	assert_int_equal(ip[3], 10);
	assert_int_equal(ip_v4(STR("10.0.256.1"), ip), 0);
	assert_int_equal(ip_v4(STR("10.0.1"), ip), 0);
	assert_int_equal(ip_v4(STR("10.0.1."), ip), 0);
	assert_int_equal(ip_v4(STR("10.0.1.2 "), ip), 0);
	assert_int_equal(ip_v4(STR("-1.0.1.2"), ip), 0);
	assert_int_equal(ip_v4(STR(""), ip), 0);
	assert_true(ip_numbers(STR("1.300.99999999999999999999.4"), n));
	assert_int_equal(n[1], 300);
	assert_true(n[2] == UINT32_MAX);
	assert_false(ip_numbers(STR("1.2.3.4/8"), n));
}

static void ipv6_is_read_as_kamailio_does(void **state)
{
	unsigned char ip[16], one[16] = {[15] = 1};

	(void)state;
	assert_int_equal(ip_v6(STR("::1"), ip), 16);
	assert_memory_equal(ip, one, 16);
	assert_int_equal(ip_v6(STR("0:0::0:1"), ip), 16);
	assert_memory_equal(ip, one, 16);
	assert_int_equal(ip_v6(STR("1:2:3:4:5:6:7:8"), ip), 16);
	assert_int_equal(ip_v6(STR("1:2:3:4:5:6:7::"), ip), 16);
	assert_int_equal(ip_v6(STR("1:2:3:4:5:6:7::8"), ip), 0);
	assert_int_equal(ip_v6(STR("1::2::3"), ip), 0);
	assert_int_equal(ip_v6(STR("::ffff:127.0.0.1"), ip), 0);
	assert_int_equal(ip_v6(STR("::1\0"), ip), 0);
	assert_int_equal(ip_v6(STR(""), ip), 0);
	assert_int_equal(ip_v6(STR("1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111"), ip),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(classes_are_those_of_c),
	    cmocka_unit_test(runs_end_at_another_class),
	    cmocka_unit_test(bits_are_counted_and_found),
	    cmocka_unit_test(words_are_taken),
	    cmocka_unit_test(printing_stays_inside),
	    cmocka_unit_test(numbers_are_scanned),
	    cmocka_unit_test(hexadecimal_needs_digits),
	    cmocka_unit_test(numbers_fit_or_are_none),
	    cmocka_unit_test(lists_grow),
	    cmocka_unit_test(piles_grow_in_place),
	    cmocka_unit_test(maps_are_sets),
	    cmocka_unit_test(maps_keep_records),
	    cmocka_unit_test(many_names_are_kept_once_and_sorted),
	    cmocka_unit_test(maps_are_sorted_by_text),
	    cmocka_unit_test(ipv4_is_read_as_kamailio_does),
	    cmocka_unit_test(ipv6_is_read_as_kamailio_does),
	    cmocka_unit_test(the_nearest_name_is_kept),
	    cmocka_unit_test(ranks_decide_among_equals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
