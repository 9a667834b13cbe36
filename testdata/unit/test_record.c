/*
 * test_record - what the preprocessor saw of a config with everything that it knows, as text.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

static const char main_text[] = "#!KAMAILIO\n"
				"# a line\n"
				"#!define PORT 5060\n"
				"#!define BOTH PORT // both\n"
				"#!trydef PORT 1\n"
				"#!define PORT 2\n"
				"#!redefine PORT 50\\\n70\n"
				"#!define EMPTY\n"
				"#!defexp SUM PORT + 1\n"
				"#!defenv HOME=ENV_HOME\n"
				"#!subst \"/a/$def(PORT)/\"\n"
				"#!substdef \"!GATE!10.0.0.1!g\"\n"
				"#!subst \"/b\"\n"
				"loadmodule \"pv.so\"\n"
				"port=PORT /* one\n/* two */ */ EMPTY\n"
				"children=BOTH\n"
				"#!ifdef WITH_A\n"
				"#!ifndef WITH_B\n"
				"# kamcheck: ignore K101\n"
				"#!endif\n"
				"#!else // why not\n"
				"#!else\n"
				"  #!ifexp EMPTY && (WITH_C || SUM > PORT)\n"
				"include_file \"one.cfg\"\n"
				"  #!endif\n"
				"#!endif\n"
				"import_file \"none.cfg\"\n"
				"include_file \"none.cfg\"\n"
				"include_file none.cfg\n"
				"#!undef EMPTY\n"
				"#!undef EMPTY\n"
				"request_route { exit; }\n"
				"#!ifdef EMPTY\n"
				"rest\n";

static const char one_text[] = "children=SUM\n"
			       "#!ifdef WITH_D\n"
			       "skipped\n"
			       "#!endif\n"
			       "# to the end";

static const char expected[] =
    "FROM_A, 0 uses\n"
    "  set by option: -, name -, value -: \"1\"\n"
    "FROM_S, 0 uses\n"
    "  set by option: -, name -, value -: \"2\"\n"
    "MOD_tm, 0 uses\n"
    "  set by module: -, name -, value -: \"\"\n"
    "PORT, 5 uses\n"
    "  set by directive: 3:1 \"#!define PORT 5060\", name 3:10 \"PORT\", value 3:15 \"5060\": "
    "\"5060\"\n"
    "  kept by directive: 5:1 \"#!trydef PORT 1\", name 5:10 \"PORT\", value 5:15 \"1\": \"5060\"\n"
    "  refused by directive: 6:1 \"#!define PORT 2\", name 6:10 \"PORT\", value 6:15 \"2\": "
    "\"5060\"\n"
    "  replaced by directive: 7:1 \"#!redefine PORT 50\\\\\\n70\", name 7:12 \"PORT\", value 7:17 "
    "\"50\\\\\\n70\": \"5070\"\n"
    "BOTH, 1 uses\n"
    "  set by directive: 4:1 \"#!define BOTH PORT // both\", name 4:10 \"BOTH\", value 4:15 \"PORT "
    "// both\": \"PORT // both\"\n"
    "EMPTY undefined, 3 uses\n"
    "  set by directive: 9:1 \"#!define EMPTY\", name 9:10 \"EMPTY\", value -: \"\"\n"
    "  removed by directive: 32:1 \"#!undef EMPTY\", name 32:9 \"EMPTY\", value -: \"\"\n"
    "  missed by directive: 33:1 \"#!undef EMPTY\", name 33:9 \"EMPTY\", value -: \"\"\n"
    "SUM, 2 uses\n"
    "  set by directive: 10:1 \"#!defexp SUM PORT + 1\", name 10:10 \"SUM\", value 10:14 \"PORT + "
    "1\": \"50701\"\n"
    "HOME, 0 uses\n"
    "  set by directive: 11:1 \"#!defenv HOME=ENV_HOME\", name 11:10 \"HOME\", value -: \"/root\"\n"
    "GATE, 0 uses\n"
    "  set by directive: 13:1 \"#!substdef \\\"!GATE!10.0.0.1!g\\\"\", name 13:14 \"GATE\", value "
    "13:19 \"10.0.0.1\": \"10.0.0.1\"\n"
    "MOD_pv, 0 uses\n"
    "  set by module: 15:12 \"\\\"pv.so\\\"\", name -, value -: \"\"\n"
    "WITH_A undefined, 1 uses\n"
    "WITH_B undefined, 1 uses\n"
    "WITH_C undefined, 1 uses\n"
    "WITH_D undefined, 1 uses\n"
    "use evaluated 10:14 \"PORT\", set 7:12 \"PORT\"\n"
    "use substituted 12:18 \"PORT\", set 7:12 \"PORT\"\n"
    "use expanded 16:6 \"PORT\", set 7:12 \"PORT\"\n"
    "use expanded 17:14 \"EMPTY\", set 9:10 \"EMPTY\"\n"
    "use expanded 18:10 \"BOTH\", set 4:10 \"BOTH\"\n"
    "use nested BOTH:1:1 \"PORT\", written 4:15 \"PORT\", set 7:12 \"PORT\"\n"
    "use asked 19:9 \"WITH_A\", undefined\n"
    "use asked 20:10 \"WITH_B\", undefined\n"
    "use evaluated 25:11 \"EMPTY\", set 9:10 \"EMPTY\"\n"
    "use evaluated 25:21 \"WITH_C\", undefined\n"
    "use evaluated 25:31 \"SUM\", set 10:10 \"SUM\"\n"
    "use evaluated 25:37 \"PORT\", set 7:12 \"PORT\"\n"
    "use expanded one.cfg:1:10 \"SUM\", set 10:10 \"SUM\"\n"
    "use asked one.cfg:2:9 \"WITH_D\", undefined\n"
    "use asked 35:9 \"EMPTY\", undefined\n"
    "condition 19:9 \"WITH_A\", end 28:1 \"#!endif\"\n"
    "  19:1 \"#!ifdef\"\n"
    "  24:1 \"#!else\" true read\n"
    "condition 20:10 \"WITH_B\" inside of 19:9 \"WITH_A\", end 22:1 \"#!endif\"\n"
    "  20:1 \"#!ifndef\" true\n"
    "condition 25:11 \"EMPTY && (WITH_C || SUM > PORT)\" inside of 19:9 \"WITH_A\", end 27:3 "
    "\"#!endif\"\n"
    "  25:3 \"#!ifexp\" true read\n"
    "condition one.cfg:2:9 \"WITH_D\" inside of 25:11 \"EMPTY && (WITH_C || SUM > PORT)\", end "
    "one.cfg:4:1 \"#!endif\"\n"
    "  one.cfg:2:1 \"#!ifdef\"\n"
    "condition 35:9 \"EMPTY\", end -\n"
    "  35:1 \"#!ifdef\"\n"
    "skipped 20:1 \"#!ifndef WITH_B\\n# kamcheck: ignore K101\\n#!endif\\n#!else // why not\\n\"\n"
    "skipped one.cfg:3:1 \"skipped\\n\"\n"
    "skipped 36:1 \"rest\\n\"\n"
    "comment # 2:1 \"# a line\"\n"
    "comment /* 16:11 \"/* one\\n/* two */ */\"\n"
    "comment // BOTH:1:6 \"// both\"\n"
    "comment # marked skipped 21:1 \"# kamcheck: ignore K101\"\n"
    "comment # marked skipped 23:1 \"#!else // why not\"\n"
    "comment # one.cfg:5:1 \"# to the end\"\n"
    "include 26:1 \"include_file \\\"one.cfg\\\"\", name 26:14 \"\\\"one.cfg\\\"\": read one.cfg "
    "opened\n"
    "import 29:1 \"import_file \\\"none.cfg\\\"\", name 29:13 \"\\\"none.cfg\\\"\": passed over "
    "none.cfg\n"
    "include 30:1 \"include_file \\\"none.cfg\\\"\", name 30:14 \"\\\"none.cfg\\\"\": unreadable "
    "none.cfg\n"
    "include 31:1 \"include_file none.cfg\", name 31:14 \"none.cfg\": bad name \n"
    "subst -, string -: /FROM_S/2/\n"
    "subst 12:1 \"#!subst \\\"/a/$def(PORT)/\\\"\", string 12:9 \"\\\"/a/$def(PORT)/\\\"\": "
    "/a/$def(PORT)/\n"
    "subst 13:1 \"#!substdef \\\"!GATE!10.0.0.1!g\\\"\", string 13:12 "
    "\"\\\"!GATE!10.0.0.1!g\\\"\": !GATE!10.0.0.1!g\n"
    "subst 14:1 \"#!subst \\\"/b\\\"\", string 14:9 \"\\\"/b\\\"\": /b (bad)\n";

static const char *const effects[] = {"set", "replaced", "kept", "refused", "removed", "missed"};
static const char *const origins[] = {"predefined", "option", "directive", "module"};
static const char *const use_kinds[] = {"expanded",  "nested",      "asked",
					"evaluated", "substituted", "replaced"};
static const char *const results[] = {"read",     "passed over", "unreadable",
				      "bad name", "too deep",    "limit"};
static const char *const comment_kinds[] = {"#", "//", "/*"};

static const char *environment(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "ENV_HOME") == 0 ? "/root" : NULL;
}

/* The text of AT with its place: "one.cfg:2:8 <WITH_D>"; the main file is not named. */
static void say(struct buf *b, struct sources *s, const char *before, struct span at)
{
	struct place p = source_place(s, at.lo);

	buf_text(b, before);
	if (!at.lo) {
		buf_byte(b, '-');
		return;
	}
	if (p.source->depth)
		buf_printf(b, "%.*s:", STR_ARG(p.source->name));
	buf_printf(b, "%u:%u ", p.line, p.column);
	buf_quoted(b, source_text(s, at));
}

static void say_change(struct buf *b, struct sources *s, const struct define_change *c)
{
	buf_printf(b, "  %s by %s", effects[c->effect], origins[c->source]);
	say(b, s, ": ", c->at);
	say(b, s, ", name ", c->name);
	say(b, s, ", value ", c->value);
	buf_text(b, ": ");
	buf_quoted(b, c->text);
	buf_byte(b, '\n');
}

static void say_defines(struct buf *b, struct sources *s, const struct record *r)
{
	for (uint32_t i = 0; i < r->defines.names.entries.count; i++) {
		const struct define *x = define_of(&r->defines, i);
		uint32_t next;

		if (str_starts(x->name, STR("KAMAILIO")) || str_is(x->name, "OS_NAME"))
			continue;
		buf_printf(b, "%.*s%s, %u uses\n", STR_ARG(x->name),
			   x->place == RECORD_NONE ? " undefined" : "", x->uses);
		for (next = x->first_change; next != RECORD_NONE;
		     next = PILE_AT(&r->defines.changes, next)->next)
			say_change(b, s, PILE_AT(&r->defines.changes, next));
	}
}

static void say_uses(struct buf *b, struct sources *s, const struct record *r)
{
	for (uint32_t i = 0; i < r->defines.uses.count; i++) {
		const struct define_use *use = PILE_AT(&r->defines.uses, i);

		buf_printf(b, "use %s", use_kinds[use->kind]);
		say(b, s, " ", use->at);
		if (use->kind == USE_NESTED)
			say(b, s, ", written ", record_written(r, s, use->at));
		if (use->change == RECORD_NONE)
			buf_text(b, ", undefined");
		else
			say(b, s, ", set ", PILE_AT(&r->defines.changes, use->change)->name);
		buf_byte(b, '\n');
	}
}

static void say_conditionals(struct buf *b, struct sources *s, const struct record *r)
{
	for (uint32_t i = 0; i < r->conditionals.count; i++) {
		const struct conditional *c = PILE_AT(&r->conditionals, i);
		uint32_t next = c->first;

		say(b, s, "condition ", c->condition);
		if (c->parent != RECORD_NONE)
			say(b, s, " inside of ", PILE_AT(&r->conditionals, c->parent)->condition);
		say(b, s, ", end ", c->end);
		buf_byte(b, '\n');
		for (; next != RECORD_NONE; next = PILE_AT(&r->branches, next)->next) {
			const struct branch *x = PILE_AT(&r->branches, next);

			say(b, s, "  ", x->at);
			buf_printf(b, "%s%s\n", x->is_true ? " true" : "",
				   x->is_read ? " read" : "");
		}
	}
}

static void say_rest(struct buf *b, struct sources *s, const struct record *r)
{
	for (uint32_t i = 0; i < r->skipped.count; i++) {
		say(b, s, "skipped ", *PILE_AT(&r->skipped, i));
		buf_byte(b, '\n');
	}
	for (uint32_t i = 0; i < r->comments->count; i++) {
		const struct comment *c = PILE_AT(r->comments, i);

		buf_printf(b, "comment %s%s%s%s", comment_kinds[c->kind],
			   c->is_marked ? " marked" : "", c->is_skipped ? " skipped" : "",
			   c->is_continued ? " continued" : "");
		say(b, s, " ", c->at);
		buf_byte(b, '\n');
	}
	for (uint32_t i = 0; i < r->inclusions.count; i++) {
		const struct inclusion *x = PILE_AT(&r->inclusions, i);

		say(b, s, x->is_import ? "import " : "include ", x->at);
		say(b, s, ", name ", x->name);
		buf_printf(b, ": %s %.*s%s\n", results[x->result], STR_ARG(x->file),
			   x->source ? " opened" : "");
	}
	for (uint32_t i = 0; i < r->substitutions.count; i++) {
		const struct substitution *x = PILE_AT(&r->substitutions, i);

		say(b, s, "subst ", x->at);
		say(b, s, ", string ", x->string);
		buf_printf(b, ": %.*s%s\n", STR_ARG(x->expression), x->is_in_force ? "" : " (bad)");
	}
}

static void all_is_recorded(void **state)
{
	static const struct definition options[] = {
	    {.kind = DEFINITION_DEFINE, .text = {"FROM_A=1", 8}},
	    {.kind = DEFINITION_SUBSTDEF, .text = {"/FROM_S/2/", 10}},
	    {.kind = DEFINITION_LOADMODULE, .text = {"tm.so", 5}},
	};
	static const struct memory_file file = {{"one.cfg", 7}, {one_text, sizeof one_text - 1}};
	static const struct memory_files files = {&file, 1};
	struct session s;
	struct record r;
	struct buf b;

	(void)state;
	session_init(&s, files_in_memory(&files));
	assert_true(version_parse(STR("6.2"), &s.version));
	s.env = environment;
	s.definitions = options;
	s.definition_count = sizeof options / sizeof *options;
	parse_config(&s, STR("main.cfg"), str_of(main_text), &r);
	b = buf_on(s.arena);
	say_defines(&b, &s.sources, &r);
	say_uses(&b, &s.sources, &r);
	say_conditionals(&b, &s.sources, &r);
	say_rest(&b, &s.sources, &r);
	assert_true(record_lacks(&r, LOST_IMPORT));
	/* cmocka shows the start alone. */
	if (!str_is(buf_view(&b), expected))
		fputs(b.p, stderr);
	assert_string_equal(b.p, expected);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(all_is_recorded)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
