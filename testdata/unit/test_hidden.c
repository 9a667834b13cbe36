/*
 * test_hidden - which characters are hidden, in which places they are not, and what is shown.
 */
#include "base/hidden.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* CODE in UTF-8. */
static struct str encode(uint32_t code, char p[static 4])
{
	static const unsigned char heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; code >>= 6)
		p[i] = (char)(0x80 | (code & 0x3f));
	p[0] = (char)(heads[n == 1 ? 0 : n] | code);
	return (struct str){p, n};
}

/* What the database of Unicode says, as pcre2 has it; 10.40 is the first that knows the names. */
static pcre2_code *unicode(void)
{
	static const char pattern[] = "[\\p{DI}\\p{Bidi_C}\\x{80}-\\x{9f}\\x{2028}\\x{2029}"
				      "\\x{fff9}-\\x{fffb}]";
	int error;
	PCRE2_SIZE at;

	return pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP,
			     &error, &at, NULL);
}

static void the_table_is_that_of_unicode(void **state)
{
	pcre2_code *re = unicode();
	pcre2_match_data *data;

	(void)state;
	if (!re)
		skip();
	data = pcre2_match_data_create_from_pattern(re, NULL);
	for (uint32_t code = 0; code <= 0x10ffff; code++) {
		struct hidden_character x;
		char p[4];
		struct str one = encode(code, p);
		bool is_hidden, wanted;

		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		/* Alone, nothing licenses it. */
		is_hidden = hidden_find(one, 0, &x);
		wanted = pcre2_match(re, (PCRE2_SPTR)p, one.n, 0, 0, data, NULL) > 0;
		if (is_hidden != wanted)
			fail_msg("U+%04X", (unsigned)code);
		if (is_hidden && (x.code != code || x.at != 0 || x.n != one.n))
			fail_msg("U+%04X is found as U+%04X", (unsigned)code, (unsigned)x.code);
		assert_int_equal(utf8_code(one, one.n), code);
	}
	pcre2_match_data_free(data);
	pcre2_code_free(re);
}

/* Text, and what people are shown of it. */
static const struct {
	struct str text;
	const char *shown;
} texts[] = {
    {{"", 0}, ""},
    {STR("plain"), "plain"},
    {STR("a\tb\n\x1b[0m\x7f\0z"), "a    b??[0m??z"},
    /* Bytes that are no character, characters in two forms, half ones, C1 as bytes and as UTF-8. */
    {STR("\x9b"
	 "31m"),
     "?31m"},
    {STR("\xc2\x9b"
	 "31m"),
     "<U+009B>31m"},
    {STR("\xc0\x9b \xe0\x82\x9b \xe2\x80 \xff \xfc\xdf"), "?? ??? ?? ? ??"},
    {STR("\xed\xa0\x80 \xf4\x90\x80\x80"), "??? ????"},
    {STR("gr\xc3\xbc\xc3\x9f"
	 "e"),
     "gr\xc3\xbc\xc3\x9f"
     "e"},
    /* Marks of direction are shown in any company. */
    {STR("a\xe2\x80\xae"
	 "b\xe2\x80\xacz"),
     "a<U+202E>b<U+202C>z"},
    {STR("\xd8\xb3\xe2\x80\x8f\xd8\xb3"), "\xd8\xb3<U+200F>\xd8\xb3"},
    {STR("\xd8\x9c\xe2\x81\xa6\xe2\x81\xa9"), "<U+061C><U+2066><U+2069>"},
    /* What only hides. */
    {STR("a\xe2\x80\x8b"
	 "b\xc2\xad"
	 "c\xef\xbb\xbf\xe2\x81\xa0\xe2\x80\xa8"),
     "a<U+200B>b<U+00AD>c<U+FEFF><U+2060><U+2028>"},
    {STR("a\xe2\x80\x8d"
	 "b\xe2\x80\x8c"
	 "c"),
     "a<U+200D>b<U+200C>c"},
    {STR("a\xef\xb8\x8f"
	 "1\xef\xb8\x8f"
	 "\xd0\xb0\xef\xb8\x80"),
     "a<U+FE0F>1<U+FE0F>\xd0\xb0<U+FE00>"},
    /* A second selector hides data, and so does a joiner at the end. */
    {STR("\xe2\x9d\xa4\xef\xb8\x8f\xef\xb8\x8f"), "\xe2\x9d\xa4\xef\xb8\x8f<U+FE0F>"},
    {STR("\xf0\x9f\x91\xa9\xe2\x80\x8d"), "\xf0\x9f\x91\xa9<U+200D>"},
    {STR("x\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf"), "x<U+E0067><U+E007F>"},
    /* A joiner between letters that do not join, of Hebrew. */
    {STR("\xd7\x90\xe2\x80\x8d\xd7\x91"), "\xd7\x90<U+200D>\xd7\x91"},
};

/* Text that people write, in which nothing is hidden. */
static const char *const honest[] = {
    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    /* Persian: "I want", with a joiner that is none; Hindi and Malayalam. */
    "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85",
    "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7",
    "\xe0\xb4\xa8\xe0\xb5\x8d\xe2\x80\x8d",
    "\xe9\x9b\xbb\xe8\xa9\xb1 \xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88 \xea\xb0\x80",
    /* An ideograph in one of its forms. */
    "\xe8\xbe\xbb\xf3\xa0\x84\x80",
    /* A family, a woman mechanic with a tone of skin, a rainbow flag, a heart, keycaps. */
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    "\xf0\x9f\x91\xa9\xf0\x9f\x8f\xbd\xe2\x80\x8d\xf0\x9f\x94\xa7",
    "\xf0\x9f\x8f\xb3\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x8c\x88",
    "\xe2\x9d\xa4\xef\xb8\x8f \xc2\xa9\xef\xb8\x8f \xe2\x9a\xa0\xef\xb8\x8f",
    "1\xef\xb8\x8f\xe2\x83\xa3 #\xef\xb8\x8f\xe2\x83\xa3",
    /* The flag of England: a black flag and letters that do not show. */
    "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xa5\xf3\xa0\x81\xae\xf3\xa0\x81"
    "\xa7\xf3\xa0\x81\xbf",
    "\xe2\x80\x9cquotes\xe2\x80\x9d \xe2\x80\x93 \xe2\x80\xa6 \xc2\xa0 \xe2\x82\xac",
};

static void what_hides_is_shown(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf b = buf_on(a);

		hidden_show(&b, texts[i].text);
		assert_string_equal(b.p ? b.p : "", texts[i].shown);
	}
	for (size_t i = 0; i < sizeof honest / sizeof *honest; i++) {
		struct buf b = buf_on(a);
		struct hidden_character x;

		assert_false(hidden_find(str_of(honest[i]), 0, &x));
		hidden_show(&b, str_of(honest[i]));
		assert_string_equal(b.p, honest[i]);
	}
	arena_free(a);
}

/* A flag has six letters at most; more would be a message that nobody sees. */
static void flags_are_short(void **state)
{
	static const char flag[] = "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa7\xf3\xa0\x81"
				   "\xa7\xf3\xa0\x81\xa7\xf3\xa0\x81\xa7\xf3\xa0\x81\xa7\xf3\xa0"
				   "\x81\xa7";
	struct hidden_character x;

	(void)state;
	assert_true(hidden_find(str_of(flag), 0, &x));
	assert_int_equal(x.at, 4 + 6 * 4);
}

/* Long ASCII in front, at every alignment, does not matter. */
static void places_are_exact(void **state)
{
	char text[200];

	(void)state;
	for (size_t at = 0; at < 100; at++) {
		struct hidden_character x;

		memset(text, 'a', sizeof text);
		memcpy(text + at, "\xe2\x80\xae", 3);
		assert_true(hidden_find((struct str){text, sizeof text}, 0, &x));
		assert_int_equal(x.at, at);
		assert_int_equal(x.kind, HIDDEN_DIRECTION);
		assert_false(hidden_find((struct str){text, sizeof text}, at + x.n, &x));
		assert_false(hidden_find((struct str){text, at + 2}, 0, &x));
	}
}

static void columns_are_those_of_what_is_shown(void **state)
{
	struct str text = STR("\ta\xc3\xbc\xe2\x80\xae\xff.");

	(void)state;
	assert_int_equal(hidden_columns(text, 0), 0);
	assert_int_equal(hidden_columns(text, 1), 4);
	assert_int_equal(hidden_columns(text, 2), 5);
	assert_int_equal(hidden_columns(text, 4), 6);
	assert_int_equal(hidden_columns(text, 7), 14);
	assert_int_equal(hidden_columns(text, 8), 15);
	assert_int_equal(hidden_columns(text, 99), 16);
}

static void characters_start_where_they_start(void **state)
{
	struct str text = STR("a\xe2\x80\xae\x80z");

	(void)state;
	assert_int_equal(utf8_start(text, 0), 0);
	assert_int_equal(utf8_start(text, 1), 1);
	assert_int_equal(utf8_start(text, 2), 1);
	assert_int_equal(utf8_start(text, 3), 1);
	assert_int_equal(utf8_start(text, 4), 4);
	assert_int_equal(utf8_start(text, 5), 5);
	assert_int_equal(utf8_start(text, 6), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_table_is_that_of_unicode),
	    cmocka_unit_test(what_hides_is_shown),
	    cmocka_unit_test(flags_are_short),
	    cmocka_unit_test(places_are_exact),
	    cmocka_unit_test(columns_are_those_of_what_is_shown),
	    cmocka_unit_test(characters_start_where_they_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
