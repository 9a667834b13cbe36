/*
 * test_settings - what settings are made of: text of an ini file, names of files, globs, words that
 * select rules.
 */
#include "engine/levels.h"
#include "text/filename.h"
#include "text/ini.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What was read, as text: one line an item. */
static const char *dump(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);
	struct ini ini;

	if (!ini_read(a, text, &ini)) {
		buf_printf(&b, "%u:%u %s", ini.at.line, ini.at.column, ini.complaint);
		return b.p;
	}
	buf_text(&b, "");
	for (uint32_t i = 0; i < ini.count; i++) {
		const struct ini_item *x = &ini.all[i];

		buf_printf(&b, "%u:%u [%.*s|%.*s]", x->at.line, x->at.column, STR_ARG(x->section),
			   STR_ARG(x->argument));
		if (x->key.n)
			buf_printf(&b, " %.*s %u:%u=%.*s", STR_ARG(x->key), x->value_at.line,
				   x->value_at.column, STR_ARG(x->value));
		buf_byte(&b, '\n');
	}
	return b.n ? b.p : "";
}

static void test_ini(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
	    {"", ""},
	    {"; c\n# c\n\n \t\r\n", ""},
	    {"a=b", "1:1 [|] a 1:3=b\n"},
	    {"\xef\xbb\xbf[s]\r\n  k = v w ; c\r\n", "1:2 [s|]\n2:3 [s|] k 2:7=v w\n"},
	    {"[ path test/[ab]** ] # c\n", "1:3 [path|test/[ab]**]\n"},
	    {"k = \"a ; b\"; c#d\n", "1:1 [|] k 1:5=\"a ; b\"; c#d\n"},
	    {"k =\n", "1:1 [|] k 1:4=\n"},
	    {"[]\n", "1:1 the section has no name"},
	    {"\n [a\n", "2:2 \"]\" is missing at the end of the section's name"},
	    {"key\n", "1:1 \"=\" is missing behind the key"},
	    {" = x\n", "1:2 a key is missing before \"=\""},
	    {"k = a \"b\n", "1:7 a quote is not closed"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena *a = arena_new();

		assert_string_equal(dump(a, str_of(cases[i].text)), cases[i].want);
		arena_free(a);
	}
}

static void test_ini_nul(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(dump(a, STR("a=b\nc=\0d\n")), "2:3 a NUL byte");
	arena_free(a);
}

static void test_words(void **state)
{
	struct arena *a = arena_new();
	struct str rest = STR("  A B=\"c d\"\te"), word;

	(void)state;
	assert_true(ini_word(&rest, &word) && str_is(word, "A"));
	assert_true(ini_word(&rest, &word) && str_is(word, "B=\"c d\""));
	assert_true(str_is(ini_unquoted(a, word), "B=c d"));
	assert_true(ini_word(&rest, &word) && str_is(word, "e"));
	assert_false(ini_word(&rest, &word));
	arena_free(a);
}

static void test_names(void **state)
{
	static const char *const relative[][3] = {
	    {"/a/b", "/a/b/c", "c"}, {"/a/b", "/a/c", "../c"}, {"/", "/x", "x"},
	    {"/a", "/a", "."},       {"/a/b", "/", "../.."},
	};
	static const char *const folders[][2] = {
	    {"a/b", "a"}, {"b", "."}, {"/b", "/"}, {"a/b/c", "a/b"}};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof relative / sizeof *relative; i++)
		assert_true(
		    str_is(filename_relative(a, str_of(relative[i][0]), str_of(relative[i][1])),
			   relative[i][2]));
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		assert_true(str_is(filename_folder(str_of(folders[i][0])), folders[i][1]));
	assert_true(str_is(filename_absolute(a, STR("/a/./b//../c/")), "/a/c"));
	assert_true(str_is(filename_absolute(a, STR("/../..")), "/"));
	assert_true(filename_is_below(STR("/a"), STR("/a/b")));
	assert_false(filename_is_below(STR("/a"), STR("/ab")));
	arena_free(a);
}

static void test_globs(void **state)
{
	static const struct {
		const char *glob, *name;
		bool want;
	} cases[] = {
	    {"archive/**", "archive/a/b.cfg", true},
	    {"archive/**", "new/archive/b.cfg", false},
	    {"archive", "new/archive/b.cfg", true},
	    {"*.bak.cfg", "a/b/c.bak.cfg", true},
	    {"*.bak.cfg", "a/b.cfg", false},
	    {"a/*.cfg", "a/x.cfg", true},
	    {"a/*.cfg", "a/b/x.cfg", false},
	    {"a/**/x.cfg", "a/x.cfg", true},
	    {"a/**/x.cfg", "a/b/c/x.cfg", true},
	    {"**/b/**/d", "a/b/b/c/d", true},
	    {"**", "a", true},
	    {"**", "../a", false},
	    {"[ab].cfg", "b.cfg", true},
	    {"?.cfg", "ab.cfg", false},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (filename_matches(a, str_of(cases[i].glob), str_of(cases[i].name)) !=
		    cases[i].want)
			fail_msg("%s on %s", cases[i].glob, cases[i].name);
	arena_free(a);
}

static void test_select(void **state)
{
	static const char *const bad[][2] = {
	    {"K999", "no rule \"K999\"; \"kamcheck rules\" lists them"},
	    {"", "no rule \"\"; \"kamcheck rules\" lists them"},
	    {"route_undefind", "no rule \"route_undefind\"; did you mean \"route_undefined\"?"},
	};
	struct arena *a = arena_new();
	const struct rule *r = rule_find(STR("K304"));
	struct selection x;
	struct buf why = buf_on(a);

	(void)state;
	assert_true(select_read(STR("k304"), &x, &why) && x.rule == r);
	assert_true(select_read(STR("k3"), &x, &why) && select_has(&x, r));
	assert_true(select_read(STR("K4"), &x, &why) && !select_has(&x, r));
	assert_true(select_read(STR("all"), &x, &why) && select_has(&x, r));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		why = buf_on(a);
		assert_false(select_read(str_of(bad[i][0]), &x, &why));
		assert_string_equal(why.p, bad[i][1]);
	}
	arena_free(a);
}

static void add(struct levels *l, struct arena *a, const char *word, const char *glob,
		unsigned value)
{
	struct level_row *x = LIST_ADD(a, l);
	struct buf why = buf_on(a);

	assert_true(select_read(str_of(word), &x->rules, &why));
	x->glob = str_of(glob);
	x->folder = STR("/p");
	x->value = value;
}

static void test_levels(void **state)
{
	struct arena *a = arena_new();
	const struct rule *unused = rule_find(STR("K304")), *other = rule_find(STR("K301")),
			  *syntax = rule_find(STR("K201"));
	struct levels l = {0};

	(void)state;
	add(&l, a, "K304", "test/**", SEV_ERROR);
	add(&l, a, "K304", "", LEVEL_OFF);
	add(&l, a, "K3", "", SEV_NOTE);
	add(&l, a, "all", "", SEV_WARNING);
	levels_sort(&l);
	assert_int_equal(levels_of(&l, unused, NULL), LEVEL_OFF);
	assert_int_equal(levels_of(&l, unused, levels_in(&l, a, STR("/p/x.cfg"))), LEVEL_OFF);
	assert_int_equal(levels_of(&l, unused, levels_in(&l, a, STR("/p/test/x.cfg"))), SEV_ERROR);
	assert_int_equal(levels_of(&l, unused, levels_in(&l, a, STR("/q/test/x.cfg"))), LEVEL_OFF);
	assert_int_equal(levels_of(&l, other, NULL), SEV_NOTE);
	assert_int_equal(levels_of(&l, syntax, NULL), SEV_ERROR);
	assert_false(levels_are_off(&l, unused));
	l.count--;
	assert_true(levels_are_off(&l, unused));
	assert_false(levels_are_off(&l, syntax));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ini),    cmocka_unit_test(test_ini_nul),
	    cmocka_unit_test(test_words),  cmocka_unit_test(test_names),
	    cmocka_unit_test(test_globs),  cmocka_unit_test(test_select),
	    cmocka_unit_test(test_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
