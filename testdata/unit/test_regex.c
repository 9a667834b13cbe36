/*
 * test_regex - what language/regex makes of patterns; regex_random.c compares it with the C
 * library.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "regex/regex.h"

#include <string.h>
#include <time.h>

struct fixture {
	struct arena *arena;
	struct regexes *regexes;
	struct str error;
	size_t at;
};

static int set_up(void **state)
{
	static struct fixture f; /* cmocka hands over a pointer only */

	f = (struct fixture){.arena = arena_new()};
	f.regexes = regexes_new(f.arena, NULL);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	return 0;
}

static struct regex *compile(struct fixture *f, const char *pattern, unsigned flags)
{
	f->error = (struct str){0};
	return regex_compile_at(f->regexes, str_of(pattern), flags, &f->error, &f->at);
}

/* The spans of all groups up to the last set one as "0-2 0-1 -", or "no" or "too hard". */
static const char *match_from(struct fixture *f, const char *pattern, unsigned flags,
			      const char *text, size_t from, unsigned eflags)
{
	struct regex *r = compile(f, pattern, flags);
	struct regex_span g[REGEX_GROUPS];
	struct buf b = buf_on(f->arena);
	enum regex_result result;
	size_t last = REGEX_GROUPS - 1;

	if (!r)
		return f->error.p;
	result = regex_match(r, str_of(text), from, eflags, g);
	assert_int_equal(regex_match(r, str_of(text), from, eflags, NULL), result);
	if (result != REGEX_MATCH)
		return result == REGEX_NO_MATCH ? "no" : "too hard";
	while (last > 0 && g[last].from == REGEX_NONE)
		last--;
	for (size_t i = 0; i <= last; i++) {
		if (g[i].from == REGEX_NONE)
			buf_text(&b, " -");
		else
			buf_printf(&b, " %zu-%zu", g[i].from, g[i].to);
	}
	return b.p + 1;
}

static const char *match(struct fixture *f, const char *pattern, unsigned flags, const char *text)
{
	return match_from(f, pattern, flags, text, 0, 0);
}

/* The table of semantics.md section 13. */
static void test_valid(void **state)
{
	static const char *const valid[] = {
	    "",         "()",    "a)",    "|a",        "a||b",        "(a|)",    "a**",
	    "a+*",      "a*?",   "a+?",   "a++",       "a{,3}",       "a{1,}",   "a{1}{2}",
	    "a{32767}", "[]a]",  "[a-]",  "[:alpha:]", "[[:alpha:]]", "[[.a.]]", "[[=a=]]",
	    "[\\d]",    "\\d",   "\\Q",   "\\x41",     "\\w",         "\\s",     "\\b",
	    "\\<",      "\\>",   "^^a",   "a$b",       "(a)\\1",      "a}",      "(a)(b\\1)",
	    "a{,}",     "[---]", "[!--]", "a{\\0}",    "(a){0}"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
		if (!compile(f, valid[i], 0))
			fail_msg("%s: %s", valid[i], f->error.p);
}

static void test_invalid(void **state)
{
	static const struct {
		const char *pattern, *error;
		size_t at;
	} invalid[] = {
	    {"(", "\"(\" is not closed", 0},
	    {"x((a)", "\"(\" is not closed", 1},
	    {"*a", "\"*\" has nothing before it to repeat", 0},
	    {"a|+", "\"+\" has nothing before it to repeat", 2},
	    {"(?:a)", "\"?\" has nothing before it to repeat", 1},
	    {"^*", "\"*\" has nothing before it to repeat", 1},
	    {"{1}", "\"{\" has nothing before it to repeat", 0},
	    {"a{", "\"{\" is not closed", 1},
	    {"a{1", "\"{\" is not closed", 1},
	    {"a{}", "\"{\" needs a count such as {2}, {2,} or {2,5}", 1},
	    {"a{x}", "\"{\" needs a count such as {2}, {2,} or {2,5}", 1},
	    {"a{1a}", "\"{\" needs a count such as {2}, {2,} or {2,5}", 1},
	    {"a{2,1}", "in \"{2,1}\" the least is above the most", 1},
	    {"a{32768}", "a count is above 32767", 1},
	    {"a{99999999999999999999}", "a count is above 32767", 1},
	    {"[", "\"[\" is not closed", 0},
	    {"a[]", "\"[\" is not closed", 1},
	    {"[^]", "\"[\" is not closed", 0},
	    {"[a", "\"[\" is not closed", 0},
	    {"[a-", "\"[\" is not closed", 0},
	    {"[z-a]", "the range \"z-a\" runs backwards", 1},
	    {"[a-z-9]", "\"-\" for itself must be first or last in brackets", 4},
	    {"[[:foo:]]", "there is no character class \"foo\"", 1},
	    {"[[:alpha]", "\"[:\" is not closed by \":]\"", 1},
	    {"[[.foo.]]", "\"[.foo.]\" is not one character", 1},
	    {"[a-[:digit:]]", "a range cannot end in a class", 1},
	    {"a\\", "a backslash at the end escapes nothing", 1},
	    {"\\1", "\"\\1\" names a group that is not closed before it", 0},
	    {"(a\\1)", "\"\\1\" names a group that is not closed before it", 2},
	    {"(a)|\\1", "\"\\1\" names a group that is not closed before it", 4},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
		if (compile(f, invalid[i].pattern, 0))
			fail_msg("%s is valid", invalid[i].pattern);
		assert_string_equal(f->error.p, invalid[i].error);
		assert_int_equal(f->at, invalid[i].at);
	}
	assert_null(compile(f, "[_-a]", REGEX_NOCASE));
	assert_non_null(compile(f, "[_-a]", 0));
}

static void test_longest(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(match(f, "a|ab|abc", 0, "xabcd"), "1-4");
	assert_string_equal(match(f, "(a|ab)(c|bcd)(d*)", 0, "abcd"), "0-4 0-1 1-4 4-4");
	assert_string_equal(match(f, "x*", 0, "aaa"), "0-0");
	assert_string_equal(match(f, "(a*)(a|aa)", 0, "aaaa"), "0-4 0-3 3-4");
	assert_string_equal(match(f, "(a?)(ab)?", 0, "ab"), "0-2 0-0 0-2");
	assert_string_equal(match(f, "b|a*", 0, "aab"), "0-2");
	assert_string_equal(match(f, "FOO", 0, "xxFOOFOO"), "2-5");
	assert_string_equal(match(f, "F(O)+", 0, "xxFOO"), "2-5 4-5");
	assert_string_equal(match(f, "(a*)*", 0, "b"), "0-0 0-0");
	assert_string_equal(match(f, "(a|b*)*", 0, "ab"), "0-2 1-2");
	assert_string_equal(match(f, "(ab|)*", 0, "abb"), "0-2 0-2");
	assert_string_equal(match(f, "(|a)(.)", 0, "ab"), "0-2 0-1 1-2");
	assert_string_equal(match(f, "(1)(2)(3)(4)(5)(6)(7)(8)(9)(10)", 0, "12345678910"),
			    "0-11 0-1 1-2 2-3 3-4 4-5 5-6 6-7 7-8 8-9");
	assert_string_equal(match(f, "", 0, ""), "0-0");
}

static void test_pieces(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(match(f, "[\\d]+", 0, "xd\\"), "1-3");
	assert_string_equal(match(f, "\\d", 0, "1d"), "1-2");
	assert_string_equal(match(f, "[]a-]+", 0, "x]a-"), "1-4");
	assert_string_equal(match(f, "[[:digit:][.x.][=y=]]+", 0, "ax1y2"), "1-5");
	assert_string_equal(match(f, "\\<b\\>", 0, "ab b"), "3-4");
	assert_string_equal(match(f, "\\bb", 0, "ab b"), "3-4");
	assert_string_equal(match(f, "\\Bb", 0, "b ab"), "3-4");
	assert_string_equal(match(f, "a\\'", 0, "aba"), "2-3");
	assert_string_equal(match(f, "\\w+\\W\\s", 0, "-a_1- "), "1-6");
	assert_string_equal(match(f, "a{,2}b", 0, "aaab"), "1-4");
	assert_string_equal(match(f, "a{1\\,2}", 0, "aaa"), "0-2");
	assert_string_equal(match(f, "^(ab){2}{2}$", 0, "abababab"), "0-8 6-8");
	assert_string_equal(match(f, "(a)(b)?\\1", 0, "aba"), "0-3 0-1 1-2");
	assert_string_equal(match(f, "(a){0}\\1", 0, "a"), "no");
	assert_string_equal(match(f, "[\x80-\xff]+", 0, "a\xc3\xa4z"), "1-3");
	assert_string_equal(match(f, "a)}", 0, "a)}"), "0-3");
	assert_string_equal(match(f, "a.c", 0, "a\nc"), "0-3");
	assert_string_equal(match(f, "\\.\\*\\+\\?\\(", 0, ".*+?("), "0-5");
	assert_string_equal(match(f, "x#y z", 0, "x#y z"), "0-5");
}

static void test_flags(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(match(f, "foo", REGEX_NOCASE, "xFOo"), "1-4");
	assert_string_equal(match(f, "[a-c]+", REGEX_NOCASE, "xAbC"), "1-4");
	assert_string_equal(match(f, "[A-z]", REGEX_NOCASE, "_"), "no");
	assert_string_equal(match(f, "[[:lower:]]", REGEX_NOCASE, "A"), "0-1");
	assert_string_equal(match(f, "(a)\\1", REGEX_NOCASE, "aA"), "0-2 0-1");
	assert_string_equal(match(f, "\\d", REGEX_NOCASE, "dD"), "no"); /* as glibc */
	assert_string_equal(match(f, "a.c", REGEX_NEWLINE, "a\nc"), "no");
	assert_string_equal(match(f, "a[^x]c", REGEX_NEWLINE, "a\nc"), "no");
	assert_string_equal(match(f, "a\\Wc", REGEX_NEWLINE, "a\nc"), "0-3");
	assert_string_equal(match(f, "^c$", REGEX_NEWLINE, "a\nc\nd"), "2-3");
	assert_string_equal(match(f, "^c$", 0, "a\nc\nd"), "no");
	assert_string_equal(match(f, "a$", 0, "a\n"), "no");
	assert_string_equal(match(f, "\n^", REGEX_NEWLINE, "a\n"), "1-2");
	assert_string_equal(match_from(f, "^a", 0, "aa", 1, REGEX_NOTBOL), "no");
	assert_string_equal(match_from(f, "^a", 0, "aa", 1, 0), "1-2");
	assert_string_equal(match_from(f, "^a", REGEX_NEWLINE, "ab\na", 1, REGEX_NOTBOL), "3-4");
	assert_string_equal(match_from(f, "\\<a", 0, "aa", 1, REGEX_NOTBOL), "1-2");
	assert_string_equal(match_from(f, "(a)(b)", 0, "abab", 2, 0), "2-4 2-3 3-4");
	assert_string_equal(match_from(f, "a", 0, "a", 1, 0), "no");
	assert_string_equal(match_from(f, "a*", 0, "a", 1, 0), "1-1");
}

static void test_nul(void **state)
{
	struct fixture *f = *state;
	struct regex *r = regex_compile(f->regexes, (struct str){"a.\0[b]", 6}, 0, &f->error);
	struct regex_span g[REGEX_GROUPS];

	assert_non_null(r);
	assert_int_equal(regex_match(r, (struct str){"xa\0\0b", 5}, 0, 0, g), REGEX_MATCH);
	assert_int_equal(g[0].to, 5);
	assert_int_equal(regex_match(r, (struct str){NULL, 0}, 0, 0, g), REGEX_NO_MATCH);
}

static char *repeated(struct fixture *f, const char *piece, size_t times)
{
	struct buf b = buf_on(f->arena);

	while (times-- > 0)
		buf_text(&b, piece);
	return b.p;
}

/* Patterns that explode give an answer, and soon. */
static void test_hard(void **state)
{
	struct fixture *f = *state;
	char *many = repeated(f, "x", 200000);
	clock_t begin = clock();

	assert_null(compile(f, "(((a{32767}){32767}){32767}){32767}", 0));
	assert_null(compile(f, "((a|b){1000}){1000}", 0));
	assert_null(compile(
	    f, repeated(f, "a{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}{2}", 1), 0));
	assert_null(compile(f, repeated(f, "(", 60000), 0));
	assert_null(compile(f, repeated(f, "a", 70000), 0));
	assert_non_null(compile(f, repeated(f, "a*", 10), 0));
	compile(f, repeated(f, "a**", 20000), 0);
	compile(f, repeated(f, "[[:alpha:]]", 5000), 0);
	compile(f, repeated(f, "()", 30000), 0);
	assert_string_equal(match(f, "(x*)*y", 0, repeated(f, "x", 30)), "no");
	assert_string_equal(match(f, "(x+x+)+y", 0, repeated(f, "x", 40)), "no");
	assert_string_equal(match(f, "(x|xx)*$", 0, repeated(f, "x", 300)), "0-300 299-300");
	match(f, "x[^y]*y", 0, many);
	match(f, "(x|x|x)*(x|x)*y", 0, many);
	match(f, "x{30000}y", 0, many);
	match(f, "(x*)\\1y", 0, many);
	match(f, "(.*)(.*)(.*)(.*)\\4\\3\\2\\1z", 0, repeated(f, "x", 200));
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
}

/* After the first match no more memory is taken. */
static void test_memory(void **state)
{
	struct fixture *f = *state;
	struct regex *r = compile(f, "(a|b)*(c|cd)(d*)(x*)*", 0);
	struct regex *s = compile(f, "([ab]+c)*d", 0);
	char *text = repeated(f, "abbac", 300);
	struct regex_span g[REGEX_GROUPS];
	size_t used;

	for (int i = 0; i < 3; i++)
		assert_int_equal(regex_match(r, str_of(text), 0, 0, g), REGEX_MATCH);
	assert_int_equal(regex_match(s, str_of(text), 0, 0, g), REGEX_NO_MATCH);
	used = arena_used(f->arena);
	for (int i = 0; i < 500; i++) {
		assert_int_equal(regex_match(r, str_of(text), 0, 0, g), REGEX_MATCH);
		assert_int_equal(regex_match(s, str_of(text), 0, 0, g), REGEX_NO_MATCH);
	}
	assert_int_equal(arena_used(f->arena), used);
}

/* Exploding patterns pay once, not for each text; when the run's account is spent, nothing is known
 * any more. */
static void test_account(void **state)
{
	struct fixture *f = *state;
	struct account account = account_open();
	struct regexes *all = regexes_new(f->arena, &account);
	struct regex *r = regex_compile(all, STR("(a|aa)+$"), 0, &f->error);
	struct regex *plain = regex_compile(all, STR("b+"), 0, &f->error);
	struct str text = str_of(repeated(f, "a", 40));
	uint64_t first, later;

	assert_ptr_equal(regex_compile(all, STR("(a|aa)+$"), 0, &f->error), r);
	assert_ptr_not_equal(regex_compile(all, STR("(a|aa)+$"), REGEX_NOCASE, &f->error), r);
	text = (struct str){arena_copy(f->arena, text.p, text.n), text.n};
	*(char *)&text.p[text.n - 1] = 'c';
	later = account.spent[ACCOUNT_MATCHING];
	assert_int_equal(regex_match(r, text, 0, 0, NULL), REGEX_NO_MATCH);
	first = account.spent[ACCOUNT_MATCHING] - later;
	for (int i = 0; i < 10; i++)
		assert_int_equal(regex_match(r, text, 0, 0, NULL), REGEX_NO_MATCH);
	later = account.spent[ACCOUNT_MATCHING];
	assert_int_equal(regex_match(r, text, 0, 0, NULL), REGEX_NO_MATCH);
	assert_true(account.spent[ACCOUNT_MATCHING] - later < first / 5);
	account.most[ACCOUNT_MATCHING] = account.spent[ACCOUNT_MATCHING];
	assert_int_equal(regex_match(plain, text, 0, 0, NULL), REGEX_TOO_HARD);
	assert_true(account_is_spent(&account, ACCOUNT_MATCHING));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_valid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_invalid, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_longest, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_pieces, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_flags, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_nul, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_hard, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_memory, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_account, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
