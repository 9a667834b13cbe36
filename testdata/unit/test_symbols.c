/*
 * test_symbols - the table of names as rules see it: what is collected of one kind alone, names
 * that only the running script knows, values that are refused; characters.
 */
#include "base/utf8.h"
#include "sema/analyse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

static struct analysis *begin(struct session *s, const char *text)
{
	static const struct memory_files none = {0};

	session_init(s, files_in_memory(&none));
	return analyse(s, STR("t.cfg"), str_of(text));
}

static const char timers[] = "loadmodule \"rtimer\"\nloadmodule \"pv\"\n"
			     "modparam(\"rtimer\", \"timer\", \"name=Tick;interval=10\")\n"
			     "modparam(\"rtimer\", \"timer\", \"name=bad;interval=x\")\n"
			     "modparam(\"rtimer\", \"exec\", \"timer=tick;route=A\")\n"
			     "request_route { $var(x) = 1; exit; }\nroute[A] { exit; }\n";

static void one_kind_alone(void **state)
{
	struct session s;
	struct analysis *a = begin(&s, timers);
	const struct symbol *tick, *bad;

	(void)state;
	analysis_symbols(a, SYMBOLS_OF(TIMER));
	assert_int_equal(a->symbols.count, 2);
	assert_int_equal(a->built, 0);
	tick = symbol_find(&a->symbols, a, SYMBOL_TIMER, STR("TICK"));
	bad = symbol_find(&a->symbols, a, SYMBOL_TIMER, STR("bad"));
	assert_true(tick && bad && str_is(tick->name, "Tick"));
	assert_int_equal(tick->counts[REFERENCE_DEFINES], 1);
	assert_int_equal(tick->counts[REFERENCE_READS], 1);
	assert_false(tick->is_refused);
	assert_true(bad->is_refused);
	assert_string_equal(
	    "Tick", arena_copy(a->arena, source_text(&s.sources, tick->references->at).p, 4));
	assert_null(symbol_find(&a->symbols, a, SYMBOL_VAR, STR("x")));
	/* All that is asked for later is there, too. */
	analysis_symbols(a, SYMBOLS_OF(VAR) | SYMBOLS_OF(ROUTE));
	assert_non_null(symbol_find(&a->symbols, a, SYMBOL_TIMER, STR("tick")));
	assert_non_null(symbol_find(&a->symbols, a, SYMBOL_VAR, STR("x")));
	assert_int_equal(
	    symbol_find(&a->symbols, a, SYMBOL_ROUTE, STR("A"))->counts[REFERENCE_CALLS], 1);
	session_end(&s);
}

/* A config, and of which kinds names are computed, or used and never defined. */
static const struct {
	const char *text;
	uint32_t dynamic, undefined;
} cases[] = {
    {"loadmodule \"pv\"\nrequest_route { $var($ru) = $avp(a); }\n", SYMBOLS_OF(VAR),
     SYMBOLS_OF(AVP)},
    {"loadmodule \"pv\"\nloadmodule \"htable\"\nrequest_route { sht_reset(\"$var(t)\"); }\n",
     SYMBOLS_OF(HTABLE), SYMBOLS_OF(VAR)},
    {"loadmodule \"pv\"\nloadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"a=>size=4\")\n"
     "request_route { $sht(a=>x) = 1; $sht(b=>x) = 1; }\n",
     0, SYMBOLS_OF(HTABLE)},
    {"loadmodule \"pv\"\nrequest_route { route($var(r)); route(NIX); }\n", SYMBOLS_OF(ROUTE),
     SYMBOLS_OF(VAR) | SYMBOLS_OF(ROUTE)},
    {"loadmodule \"rtimer\"\nmodparam(\"rtimr\", \"timer\", \"name=a;interval=1\")\n"
     "modparam(\"rtimer\", \"exec\", \"timer=a;route=A\")\nroute[A] { exit; }\n",
     SYMBOLS_OF(TIMER), SYMBOLS_OF(TIMER)},
};

static void what_is_not_known(void **state)
{
	const uint32_t seen = SYMBOLS_OF(VAR) | SYMBOLS_OF(AVP) | SYMBOLS_OF(HTABLE) |
			      SYMBOLS_OF(ROUTE) | SYMBOLS_OF(TIMER);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct session s;
		struct analysis *a = begin(&s, cases[i].text);

		analysis_build(a, NEEDS_SYMBOLS);
		assert_int_equal(a->symbols.dynamic & seen, cases[i].dynamic);
		assert_int_equal(a->symbols.undefined & seen, cases[i].undefined);
		session_end(&s);
	}
}

/* Bytes at the start of each text that are one character; 0: they are none. */
static const struct {
	const char *text;
	size_t length;
	bool is_control;
} characters[] = {
    {"", 0, false},
    {"a", 1, false},
    {"\x1f", 1, true},
    {"\x7f", 1, true},
    {"\xc3\xb6", 2, false},
    {"\xc2\x9f", 2, true},
    {"\xc2\xa0", 2, false},
    {"\xe2\x80\xa9", 3, true},
    {"\xe2\x82\xac", 3, false},
    {"\xf0\x9f\x98\x80", 4, false},
    {"\x80", 0, false},
    {"\xc3", 0, false},
    {"\xc3"
     "a",
     0, false},
    {"\xc0\x80", 0, false},
    {"\xc1\xbf", 0, false},
    {"\xe0\x9f\xbf", 0, false},
    {"\xed\xa0\x80", 0, false},
    {"\xf0\x8f\xbf\xbf", 0, false},
    {"\xf4\x90\x80\x80", 0, false},
    {"\xf5\x80\x80\x80", 0, false},
    {"\xe2\x82", 0, false},
    {"\xe2\x82"
     "a",
     0, false},
};

static void bytes_are_characters(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
		struct str text = str_of(characters[i].text);

		assert_int_equal(utf8_length(text), characters[i].length);
		assert_int_equal(utf8_is_control(text), characters[i].is_control);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_kind_alone),
	    cmocka_unit_test(what_is_not_known),
	    cmocka_unit_test(bytes_are_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
