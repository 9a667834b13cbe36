/*
 * test_rules - the examples of the rules are true: each `bad` gives exactly its rule's code, once
 * and as the only finding, each `good` is silent.  Every rule without an example is listed here
 * with the test that covers it.
 */
#include "sema/analyse.h"
#include "engine/lint.h"
#include "engine/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* Findings of TEXT, notes of other rules apart: an example is short, and not all of it is called.
 * *CODE is the last one's. */
static uint32_t findings(const struct rule *r, const char *text, const char **code)
{
	struct memory_files none = {0};
	struct session s;
	bool *is_off; /* none: opt-in rules are on, too */
	uint32_t n;

	session_init(&s, files_in_memory(&none));
	if (r->version)
		assert_true(version_parse(str_of(r->version), &s.version));
	is_off = arena_array(s.arena, rule_count, sizeof *is_off);
	lint_text(&s, STR("example.cfg"), str_of(text), &(struct lint_options){.is_off = is_off});
	n = 0;
	*code = NULL;
	for (const struct diag *x = s.diags.first; x; x = x->next) {
		if (x->rule->severity == SEV_NOTE && strcmp(x->rule->code, r->code) != 0)
			continue;
		n++;
		*code = x->rule->code;
		if (strcmp(*code, r->code) != 0)
			print_message("%s: also %s: %.*s\n", r->code, *code, STR_ARG(x->text));
	}
	session_end(&s);
	return n;
}

static void bad_examples_give_their_code(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		const char *code;

		if (!rules[i]->bad)
			continue;
		if (findings(rules[i], rules[i]->bad, &code) != 1 ||
		    strcmp(code, rules[i]->code) != 0)
			fail_msg("%s (%s): the bad example gives %s", rules[i]->code,
				 rules[i]->name, code ? code : "nothing");
	}
}

static void good_examples_are_silent(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		const char *code;

		if (rules[i]->good && findings(rules[i], rules[i]->good, &code))
			fail_msg("%s (%s): the good example gives %s", rules[i]->code,
				 rules[i]->name, code);
	}
}

/* Its example would be a file beside the config: testdata/files.t has those. */
static bool is_about_files(const struct rule *r)
{
	return (r->found_by ? r->found_by : r)->needs & NEEDS_FILES;
}

static void rules_are_documented(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_count; i++) {
		assert_true(strlen(rules[i]->summary) > 10);
		assert_true(strlen(rules[i]->why) > 20);
		assert_ptr_equal(rule_find(str_of(rules[i]->code)), rules[i]);
		assert_ptr_equal(rule_find(str_of(rules[i]->name)), rules[i]);
		if (i)
			assert_true(strcmp(rules[i - 1]->code, rules[i]->code) < 0);
		/* Only limits, which take a large input, and other files may do without example. */
		if (!rules[i]->bad && !is_about_files(rules[i]))
			assert_non_null(
			    strstr(" K100 K106 K112 K122 K123 K707 K708 K709 K902 K910 K911 ",
				   rules[i]->code));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bad_examples_give_their_code),
	    cmocka_unit_test(good_examples_are_silent),
	    cmocka_unit_test(rules_are_documented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
