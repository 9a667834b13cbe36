/*
 * test_formats - what forms of output are made of: hashes of lines as GitHub publishes them,
 * columns, text that is fit for other programs, names of files.
 */
#include "output/columns.h"
#include "output/line_hash.h"
#include "output/paths.h"
#include "output/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

static void check_hashes(struct str text, const char *const *expected, size_t n)
{
	struct arena *a = arena_new();
	struct line_hashes h = line_hashes_of(a, text);
	char got[32];

	assert_int_equal(h.count, n);
	for (size_t i = 0; i < n; i++) {
		str_print(got, sizeof got, "%llx:%u", (unsigned long long)h.all[i].hash,
			  h.all[i].number);
		assert_string_equal(got, expected[i]);
	}
	arena_free(a);
}

#define CHECK_HASHES(text, ...)                                                                    \
	do {                                                                                       \
		static const char *const expected[] = {__VA_ARGS__};                               \
		check_hashes(STR(text), expected, sizeof expected / sizeof *expected);             \
	} while (0)

#define LINE "Lorem ipsum dolor sit amet.\n"

/* The texts and hashes are those that GitHub's action is tested with. */
static void lines_hash_as_github_says(void **state)
{
	(void)state;
	CHECK_HASHES("", "c129715d7a2bc9a3:1");
	CHECK_HASHES(" a\nb\n  \t\tc\n d", "271789c17abda88f:1", "54703d4cd895b18:1",
		     "180aee12dab6264:1", "a23a3dc5e078b07b:1");
	CHECK_HASHES(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", "e9496ae3ebfced30:1",
		     "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1", "e20e36e16fcb0cc8:1",
		     "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1", "c129715d7a2bc9a3:1");
	CHECK_HASHES(LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE, "a7f2ff13bc495cf2:1",
		     "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
		     "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1",
		     "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1",
		     "c129715d7a2bc9a3:1");
}

/* A broken character is as many replacements as a decoder of the web makes of it. */
static void broken_characters_hash_as_replacements(void **state)
{
	static const struct {
		struct str broken, replaced;
	} cases[] = {
	    {STR("a\xff\xfe"), STR("a\xef\xbf\xbd\xef\xbf\xbd")},
	    {STR("\xe2\x82!"), STR("\xef\xbf\xbd!")},
	    {STR("\xe2\x82"), STR("\xef\xbf\xbd")},
	    {STR("\xf0\x9f\x98z"), STR("\xef\xbf\xbdz")},
	    {STR("\xe0\x80\x80"), STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")},
	    {STR("\xed\xa0\x80"), STR("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")},
	    {STR("\x80\xc3"), STR("\xef\xbf\xbd\xef\xbf\xbd")},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_true(line_hashes_of(a, cases[i].broken).all[0].hash ==
			    line_hashes_of(a, cases[i].replaced).all[0].hash);
	arena_free(a);
}

static void columns_count_characters_and_units(void **state)
{
	struct arena *a = arena_new();
	struct columns c = columns_of(a, STR("a\xc3\xa4\xf0\x9f\x98\x80\xff!"));
	struct buf b = buf_on(a);
	struct columns_count all;

	(void)state;
	assert_int_equal(columns_count(&c, 1).characters, 1);
	assert_int_equal(columns_count(&c, 3).characters, 2);
	assert_int_equal(columns_count(&c, 7).characters, 3);
	assert_int_equal(columns_count(&c, 7).units, 4);
	assert_int_equal(columns_count(&c, 9).units, 6);
	assert_int_equal(columns_count(&c, 99).characters, 5);
	/* The same over many blocks: each character is of 3 bytes, so that it lies on their
	 * borders. */
	for (int i = 0; i < 5000; i++)
		buf_text(&b, "\xe2\x82\xac");
	c = columns_of(a, buf_view(&b));
	for (size_t i = 0; i <= 5000; i++) {
		all = columns_count(&c, 3 * i);
		assert_int_equal(all.characters, i);
		assert_int_equal(all.units, i);
	}
	arena_free(a);
}

static void text_is_made_fit(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);

	(void)state;
	words_utf8(&b, STR("a\xff\xc3\xa4\xe2\x82\x01"));
	assert_string_equal(b.p, "a\xef\xbf\xbd\xc3\xa4\xef\xbf\xbd\xef\xbf\xbd\x01");
	buf_clear(&b);
	words_visible(&b, STR("a\tb\n\x1b[\xe2\x80\xae\xc2\x85\xef\xbf\xbf\xff"));
	assert_string_equal(b.p, "a b\xef\xbf\xbd\xef\xbf\xbd[<U+202E><U+0085>\xef\xbf\xbd"
				 "\xef\xbf\xbd");
	arena_free(a);
}

static struct str real(struct arena *a, struct str name)
{
	struct buf b = buf_on(a);

	buf_text(&b, name.p[0] == '/' ? "" : "/base/");
	buf_str(&b, name);
	return buf_view(&b);
}

static void files_are_named_from_the_base(void **state)
{
	struct arena *a = arena_new();
	struct paths p = {.arena = a, .base = STR("/base"), .real = real}, none = {.arena = a};

	(void)state;
	assert_true(str_is(paths_name(&p, STR("x/a b.cfg"))->path, "x/a b.cfg"));
	assert_true(str_is(paths_name(&p, STR("x/a b.cfg"))->uri, "x/a%20b.cfg"));
	assert_true(str_is(paths_name(&p, STR("/base/\xc3\xa4:b"))->uri, "%C3%A4%3Ab"));
	assert_true(str_is(paths_name(&p, STR("/basement/x"))->path, "/basement/x"));
	assert_true(str_is(paths_name(&p, STR("/basement/x"))->uri, "file:///basement/x"));
	assert_true(paths_name(&p, STR("/etc/x"))->is_absolute);
	assert_true(str_is(paths_name(&none, STR("././x"))->path, "x"));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_hash_as_github_says),
	    cmocka_unit_test(broken_characters_hash_as_replacements),
	    cmocka_unit_test(columns_count_characters_and_units),
	    cmocka_unit_test(text_is_made_fit),
	    cmocka_unit_test(files_are_named_from_the_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
