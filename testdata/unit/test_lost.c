/*
 * test_lost - what is lost behind a mistake: for each finding of the preprocessor and the parser
 * the text that the tree does not hold.
 */
#include "base/buf.h"
#include "engine/registry.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

static const struct {
	const char *text;
	const char *expected; /* codes, then each stretch with its kind, a line each */
	const char *version;  /* NULL: the default */
} cases[] = {
#include "test_lost.inc"
};

static const char *const kinds[] = {
    [LOST_INCLUDE] = "include", [LOST_IMPORT] = "import",       [LOST_DECLARATION] = "declaration",
    [LOST_SETTING] = "setting", [LOST_STATEMENT] = "statement", [LOST_UNCLOSED] = "unclosed",
    [LOST_BRACES] = "braces",   [LOST_DEFINE] = "define",       [LOST_CONDITION] = "condition",
    [LOST_LIMIT] = "limit",     [LOST_VALUE] = "value",
};

/* Codes that were met, by their number. */
struct met {
	bool code[1000];
};

static struct str lost_of(struct session *s, const char *text, struct met *met)
{
	const struct rule *last = NULL;
	struct record r;
	struct buf b = buf_on(s->arena);

	parse_config(s, STR("main.cfg"), str_of(text), &r);
	diags_sort(&s->diags);
	for (const struct diag *x = s->diags.first; x; x = x->next) {
		if (x->rule != last)
			buf_printf(&b, "%s%s", last ? " " : "", x->rule->code);
		met->code[atoi(x->rule->code + 1)] = true;
		last = x->rule;
	}
	buf_byte(&b, '\n');
	for (uint32_t i = 0; i < r.lost.count; i++) {
		const struct lost *x = PILE_AT(&r.lost, i);

		buf_printf(&b, "%s ", kinds[x->kind]);
		buf_quoted(&b, str_head(source_text(&s->sources, x->at), 60));
		buf_byte(&b, '\n');
		assert_true(record_lacks(&r, x->kind));
	}
	return buf_view(&b);
}

/* A reader that is confined to the folder it stands in. */
static enum file_status confined_read(void *ctx, struct arena *a, struct str path, struct str *text,
				      struct str *reason)
{
	struct files inside = files_in_memory(ctx);

	if (path.p[0] != '/')
		return inside.read(inside.ctx, a, path, text, reason);
	*reason = STR("");
	return FILE_REFUSED;
}

static bool check_case(const char *text, const char *expected, const char *version, struct met *met)
{
	struct memory_file self = {STR("main.cfg"), str_of(text)};
	struct memory_files files = {&self, 1};
	struct session s;
	struct str got;
	bool is_good;

	session_init(&s, (struct files){confined_read, confined_read, &files});
	if (version)
		assert_true(version_parse(str_of(version), &s.version));
	got = lost_of(&s, text, met);
	is_good = str_is(got, expected);
	if (!is_good)
		fprintf(stderr, "%.300s\n--- is\n%s--- should be\n%s\n", text, got.p, expected);
	session_end(&s);
	return is_good;
}

/* HEAD, COUNT times FORMAT with its number, TAIL. */
static bool check_long(const char *head, const char *format, unsigned count, const char *tail,
		       const char *expected, struct met *met)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);
	bool is_good;

	buf_text(&b, head);
	for (unsigned i = 0; i < count; i++) {
		for (const char *p = format; *p; p++) {
			if (*p == '@')
				buf_number(&b, (int32_t)i);
			else
				buf_byte(&b, *p);
		}
	}
	buf_text(&b, tail);
	is_good = check_case(b.p, expected, NULL, met);
	arena_free(a);
	return is_good;
}

#define TEN(text) text text text text text text text text text text

static bool check_limits(struct met *met)
{
	static const char route[] = "request_route { exit; }\n";
	bool is_good = true;

	is_good &= check_long("", "#!ifdef A\n", 513, "",
			      "K101 K106\ncondition \"#!ifdef \"\n"
			      "unclosed \"#!ifdef A\\n#!ifdef A\\n#!ifdef A\\n#!ifdef A\\n"
			      "#!ifdef A\\n#!ifdef A\\n\"\n",
			      met);
	is_good &= check_long("", "#!define N@\n", 508, route, "K112\ndefine \"N507\"\n", met);
	is_good &= check_long("request_route { if (", "(", 12000, "",
			      "K100\nlimit \"" TEN("((((((") "\"\n", met);
	is_good &=
	    check_long("alias=", "a.", 1000, "b\n", "K100\nlimit \"" TEN("a.a.a.") "\"\n", met);
	is_good &= check_long("include_file \"main.cfg\"\n", "", 0, route,
			      "K122\ninclude \"\\\"main.cfg\\\"\"\n", met);
	return is_good;
}

static void just_that_is_lost(void **state)
{
	struct met met = {{false}};
	bool is_good = true;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_good &= check_case(cases[i].text, cases[i].expected, cases[i].version, &met);
	is_good &= check_limits(&met);
	assert_true(is_good);
	/* No finding was forgotten. */
	for (size_t i = 0; i < rule_count; i++)
		if ((rules[i]->code[1] == '1' || rules[i]->code[1] == '2') &&
		    !met.code[atoi(rules[i]->code + 1)])
			fail_msg("%s has no case", rules[i]->code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(just_that_is_lost)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
