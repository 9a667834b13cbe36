/*
 * test_subst - subst expressions; numbers in brackets are vectors, "tried" means that
 * kamailio 5.6.3 did the same with the text as the name of a module.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "preprocess/subst.h"

#include <string.h>
#include <time.h>

struct fixture {
	struct arena *arena;
	struct regexes *regexes;
	struct subst_error error;
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

static enum subst_value resolve(void *context, struct str variable, struct buf *out)
{
	(void)context;
	if (str_is(variable, "$null")) {
		buf_text(out, "rubbish");
		return SUBST_NO_VALUE;
	}
	if (str_starts(variable, STR("$far")))
		return SUBST_UNKNOWN_VALUE;
	buf_printf(out, "<%.*s>", STR_ARG(variable));
	return SUBST_VALUE;
}

static const struct subst_resolver resolver = {resolve, NULL};

static struct subst *parse(struct fixture *f, const char *expr)
{
	struct subst *s = subst_parse(f->regexes, str_of(expr), &f->error);

	if (!s)
		fail_msg("%s: %s at %zu", expr, f->error.text.p, f->error.at);
	return s;
}

/* What the rule makes of TEXT, or the name of its answer. */
static const char *apply(struct fixture *f, const char *expr, const char *text)
{
	static const char *const names[] = {"unchanged", "",         "empty match",
					    "too long",  "too hard", "unknown"};
	struct buf b = buf_on(f->arena);
	enum subst_result result;

	buf_text(&b, "|");
	result = subst_apply(parse(f, expr), str_of(text), &resolver, &b);
	if (result == SUBST_CHANGED)
		return b.p + 1;
	assert_string_equal(b.p, "|");
	return names[result];
}

static char *repeated(struct fixture *f, const char *piece, size_t times, const char *end)
{
	struct buf b = buf_on(f->arena);

	while (times-- > 0)
		buf_text(&b, piece);
	buf_text(&b, end);
	return b.p;
}

static char *join(struct fixture *f, const char *a, const char *b, const char *c)
{
	struct buf buf = buf_on(f->arena);

	buf_printf(&buf, "%s%s%s", a, b, c);
	return buf.p;
}

static void test_replace(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(apply(f, "/FOO/bar/", "FOO"), "bar");                     /* [210] */
	assert_string_equal(apply(f, "/O/x/", "FOO"), "FxO");                         /* [211] */
	assert_string_equal(apply(f, "/O/x/g", "FOO"), "Fxx");                        /* [213] */
	assert_string_equal(apply(f, "/o/x/gi", "FOO"), "Fxx");                       /* [214] */
	assert_string_equal(apply(f, "/(a|b)/c/gggiii", "AB"), "cc");                 /* tried */
	assert_string_equal(apply(f, "/(F)(O+)/\\2\\1/", "FOO"), "OOF");              /* [217] */
	assert_string_equal(apply(f, "|FOO|bar|g", "FOO"), "bar");                    /* [227] */
	assert_string_equal(apply(f, "xFOOxbarxg", "FOO"), "bar");                    /* [228] */
	assert_string_equal(apply(f, "/a\\/b/c/", "a/b"), "c");                       /* [229] */
	assert_string_equal(apply(f, "/FOO/a\\/b/", "FOO"), "a/b");                   /* [230] */
	assert_string_equal(apply(f, "/FOO/a\\qb/", "FOO"), "aqb");                   /* [231] */
	assert_string_equal(apply(f, "/F.O/bar/s", "F\nO"), "bar");                   /* [238] */
	assert_string_equal(apply(f, "/F.O/bar/", "F\nO"), "unchanged");              /* [239] */
	assert_string_equal(apply(f, "/F//", "xF"), "x");                             /* tried */
	assert_string_equal(apply(f, "/FOO/a\\5b/", "xFOOx"), "xabx");                /* tried */
	assert_string_equal(apply(f, "/(F)|(x)/<\\1\\2>/g", "xFOOx"), "<x><F>OO<x>"); /* tried */
	assert_string_equal(apply(f, "/FOO/a\\$b\\\\/", "xFOOx"), "xa$b\\x");
	assert_string_equal(apply(f, "/FOO/\\r\\t/", "FOO"), "\r\t");
	assert_string_equal(apply(f, "nFOOn\\nn", "xFOOx"), "x\nx");  /* tried */
	assert_string_equal(apply(f, "1FOO1\\11", "xFOOx"), "xx");    /* tried */
	assert_string_equal(apply(f, "0F0a\\00", "xFOOx"), "xaFOOx"); /* tried */
	assert_string_equal(apply(f, "/FOO/bar/", ""), "unchanged");
}

/* A match after the first sees only the rest of the text: all tried. */
static void test_global(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(apply(f, "/^a/b/g", "aaa"), "baa");
	assert_string_equal(apply(f, "/^a/b/g", "aa\na"), "ba\nb");
	assert_string_equal(apply(f, "/^a\n/b/g", "a\na\na"), "bba");
	assert_string_equal(apply(f, "/^a\n/b/gs", "a\na\na"), "bba");
	assert_string_equal(apply(f, "/^a./b/gs", "a\na\na"), "bba");
	assert_string_equal(apply(f, "/\\<a/b/g", "aaa aa"), "bbb bb");
	assert_string_equal(apply(f, "/a$/b/g", "a\na\na\n"), "b\nb\nb\n");
	assert_string_equal(apply(f, "/a$/b/gs", "a\na\na\n"), "unchanged");
	assert_string_equal(apply(f, "/a$/b/gs", "a\na\na"), "a\na\nb");
	assert_string_equal(apply(f, "/F[^x]/b/g", "F\nF\n"), "unchanged");
	assert_string_equal(apply(f, "/F[^x]/b/gs", "F\nF\n"), "bb");
}

static void test_empty_match(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(apply(f, "/x*/y/", "abc"), "empty match"); /* [226] */
	assert_string_equal(apply(f, "/x*/y/", "xa"), "ya");           /* tried, as the next ones */
	assert_string_equal(apply(f, "/x*/y/g", "xa"), "empty match");
	assert_string_equal(apply(f, "/x*/y/g", "axx"), "empty match");
	assert_string_equal(apply(f, "/a*/b/g", "aa"), "empty match");
	assert_string_equal(apply(f, "///", "xFOOx"), "empty match");
	assert_string_equal(apply(f, "/a*/b/", ""), "empty match");
}

static void test_variables(void **state)
{
	struct fixture *f = *state;
	struct str text;
	size_t at;

	assert_string_equal(apply(f, "/FOO/x$def(VAL)y/", "FOO"), "x<$def(VAL)>y"); /* [223] */
	assert_string_equal(apply(f, "/FOO/x$null/g", "FOO-FOO"), "x-x");           /* [224] */
	assert_string_equal(apply(f, "/FOO/[$env(A/B)]/", "FOO"), "[<$env(A/B)>]"); /* tried */
	assert_string_equal(apply(f, "/F/$ru{s.len}/", "F"), "<$ru>{s.len}");       /* tried */
	assert_string_equal(apply(f, "/F/$(ru{s.len})x/", "F"), "<$(ru{s.len})>x"); /* tried */
	assert_string_equal(apply(f, "/F/a\\ub/", "F"), "a<$ru>b");                 /* tried */
	assert_string_equal(apply(f, "/F/a$$b/", "F"), "a$b");                      /* tried */
	assert_string_equal(apply(f, "/F/$ci-1$(avp(x)[0])/", "F"), "<$ci>-1<$(avp(x)[0])>");
	assert_true(subst_variable(parse(f, "/F/a\\u$si/"), 1, &text, &at));
	assert_true(str_is(text, "$si"));
	assert_int_equal(at, 6);
	assert_false(subst_variable(parse(f, "/F/a\\u$si/"), 2, &text, &at));
}

static void test_written(void **state)
{
	struct fixture *f = *state;
	struct subst *s = parse(f, "/a\\/b/c\\/d$x\\q/g");

	assert_true(str_is(subst_regex(s), "a\\/b"));
	assert_true(str_is(subst_replacement(s), "c\\/d$x\\q")); /* [260] */
	assert_int_equal(subst_odd_escape(s), 12);
	assert_int_equal(subst_odd_escape(parse(f, "/a/\\/\\n\\0/")), SIZE_MAX);
	assert_true(str_is(subst_regex(parse(f, "//x/")), "")); /* [259] */
	assert_true(str_is(subst_replacement(parse(f, "/x//")), ""));
}

/* What only the server knows is put in nowhere, and no error. */
static void test_unknown(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(apply(f, "/a/x$far(z)/", "bab"), "unknown");
	assert_string_equal(apply(f, "/a/x$far/g", "bab"), "unknown");
	assert_string_equal(apply(f, "/a/x$far/", "bbb"), "unchanged");
	assert_int_equal(subst_variable_length(STR("$far(a(b)c)d")), 11);
	assert_int_equal(subst_variable_length(STR("$far.x-")), 6);
	assert_int_equal(subst_variable_length(STR("$(far")), 0);
	assert_int_equal(subst_variable_length(STR("$-")), 0);
}

static void test_malformed(void **state)
{
	static const struct {
		const char *expr, *error;
		size_t at;
	} bad[] = {
	    {"", "too short; the form is /regex/replacement/flags", 0},   /* [241] */
	    {"//", "too short; the form is /regex/replacement/flags", 0}, /* [232] */
	    {"/FOO", "the regex ends without \"/\"; the form is /regex/replacement/",
	     4}, /* [233] */
	    {"/F\\/", "the regex ends without \"/\"; the form is /regex/replacement/", 4},
	    {"/FOO/bar", "the replacement ends without \"/\"; the form is /regex/replacement/",
	     8}, /* [234] */
	    {"/FOO/", "the replacement ends without \"/\"; the form is /regex/replacement/",
	     5}, /* [235] */
	    {"/FOO/a\\/", "the replacement ends without \"/\"; the form is /regex/replacement/", 8},
	    {"/FOO/a\\", "the replacement ends without \"/\"; the form is /regex/replacement/", 7},
	    {"/a\\\\/c/", "the replacement ends without \"/\"; the form is /regex/replacement/",
	     7},                                                                        /* tried */
	    {"/x(FOO/bar/", "in the regex: \"(\" is not closed", 2},                    /* [236] */
	    {"/FOO/bar/gz", "unknown flag \"z\"; there are i, g and s", 10},            /* [237] */
	    {"/FOO/b\\\\/c/", "unknown flag \"c\"; there are i, g and s", 9},           /* tried */
	    {"/a/b/g ", "unknown flag \" \"; there are i, g and s", 6},                 /* tried */
	    {"\\FOO\\bar\\", "a backslash cannot be the separator", 0},                 /* [240] */
	    {"/FOO/$/", "no variable name after \"$\"; write \"\\$\" for a dollar", 5}, /* tried */
	    {"/FOO/a$(ru/", "the variable \"$(ru/\" is not closed by \")\"", 6},        /* tried */
	    {"$FOO$a\\$b$", "no variable name after \"$\"; write \"\\$\" for a dollar",
	     9}, /* tried */
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_null(subst_parse(f->regexes, str_of(bad[i].expr), &f->error));
		assert_string_equal(f->error.text.p, bad[i].error);
		assert_int_equal(f->error.at, bad[i].at);
	}
	parse(f, join(f, "/F/", repeated(f, "\\0", 99, ""), "/"));
	assert_null(subst_parse(
	    f->regexes, str_of(join(f, "/F/", repeated(f, "\\n", 100, ""), "/")), &f->error));
	assert_string_equal(f->error.text.p, "more than 99 escapes and variables"); /* tried */
	assert_int_equal(f->error.at, 3 + 2 * 99);
}

static void test_too_long(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(strlen(apply(f, join(f, "/F/", repeated(f, "y", 1022, ""), "/"), "F")),
			 1022);
	assert_string_equal(apply(f, join(f, "/F/", repeated(f, "y", 1023, ""), "/"), "xF"),
			    "too long");
	assert_int_equal(strlen(apply(f, join(f, "/F/", repeated(f, "y", 1000, ""), "/g"), "FFF")),
			 3000);
	assert_string_equal(apply(f, "/F+/<\\0>/", repeated(f, "F", 1021, "")),
			    "too long"); /* tried */
	assert_int_equal(strlen(apply(f, "/F+/<\\0>/", repeated(f, "F", 1020, ""))), 1022);
	assert_string_equal(apply(f, "/F+/x/", repeated(f, "F", 100000, "")), "x");
	assert_string_equal(apply(f, join(f, "/F/", repeated(f, "y", 1000, ""), "/g"),
				  repeated(f, "F", 100000, "")),
			    "too long");
}

/* Nothing takes long, whatever the rule and the text. */
static void test_time(void **state)
{
	struct fixture *f = *state;
	char *many = repeated(f, "x", 500000, "");
	clock_t begin = clock();

	assert_int_equal(strlen(apply(f, "/x/y/g", many)), 500000);
	assert_int_equal(strlen(apply(f, "/[x]/y/g", many)), 500000);
	apply(f, "/x(.*y)?/z/g", many);
	apply(f, "/x[^y]*y|x/z/g", many);
	apply(f, "/(x*)*y/z/g", many);
	apply(f, "/(x)(x*)\\1y/z/g", many);
	for (int i = 0; i < 1000; i++)
		apply(f, "/(x*)*y|(x|xx)*z/z/g", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy");
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_replace, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_global, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_empty_match, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_variables, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_written, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_unknown, set_up, tear_down),
cmocka_unit_test_setup_teardown(test_malformed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_too_long, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_time, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
