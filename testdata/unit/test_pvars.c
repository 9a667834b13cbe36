/*
 * test_pvars - the variables of a config, each with its own place in the source: alone, inside of
 * others, in strings with escapes and of several pieces.
 */
#include "scan/written.h"
#include "sema/analyse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* ARGUMENT of a function, as it is written, and what stands in it: a variable a line, "!" before a
 * faulty one, indented by its depth. */
static const struct {
	const char *argument, *uses;
} cases[] = {
    {"\"hello $ru $xx\\n\"", "$ru\n!$xx\n"},
    {"\"\\\"$fu\\\"\\x41\\101\\q$(tu{s.len})\"", "$fu\n$(tu{s.len})\n"},
    {"'\\n$fu'", "$fu\n"},
    {"\"a $f\" \"u b\" \"$tu\"", "$f\" \"u\n$tu\n"},
    {"\"$$fu and $$\"", ""},
    {"\"$(sht(bann=>$si){s.substr,0,$var(n)}) $var(a$ru)\"",
     "$(sht(bann=>$si){s.substr,0,$var(n)})\n $si\n $var(n)\n$var(a$ru)\n"},
    {"\"$(ru{s.nosuch}) $fu\"", "!$(ru{s.nosuch})\n$fu\n"},
    {"$(sht(bann=>$_s(a$si)){s.len})", "$(sht(bann=>$_s(a$si)){s.len})\n $_s(a$si)\n  $si\n"},
    {"$var(x)", "$var(x)\n"},
};

struct world {
	struct session session;
	struct analysis *unit;
	const struct node *argument;
};

static void begin(struct world *w, const char *argument)
{
	static const struct memory_files none = {0};
	struct buf b;
	const struct node *n;

	session_init(&w->session, files_in_memory(&none));
	b = buf_on(w->session.arena);
	buf_printf(&b,
		   "loadmodule \"pv\"\nloadmodule \"xlog\"\nloadmodule \"htable\"\n"
		   "request_route {\n\txlog(%s);\n}\n",
		   argument);
	w->unit = analyse(&w->session, STR("t.cfg"), buf_view(&b));
	for (n = KID(w->unit->root, FILE, items); n->kind != N_ROUTE; n = n->next)
		;
	w->argument = KID(KID(n, ROUTE, body), CALL, arguments);
}

static void each_has_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct written written;
		struct world w;
		struct buf b;

		begin(&w, cases[i].argument);
		b = buf_on(w.session.arena);
		written = pvars_written(w.unit, w.argument);
		for (const struct pvar_use *u = pvars_of(w.unit, w.argument); u; u = u->next) {
			assert_int_equal(u->depth, u->outer ? u->outer->depth + 1 : 0);
			buf_printf(&b, "%s%*s%.*s\n", u->is_faulty ? "!" : "", (int)u->depth, "",
				   STR_ARG(source_text(&w.session.sources,
						       written_place(&written, u->at, u->text.n))));
		}
		assert_string_equal(b.n ? b.p : "", cases[i].uses);
		session_end(&w.session);
	}
}

static void texts_are_read_once(void **state)
{
	struct pvar_problem problem;
	const struct pvar_use *use;
	struct world w;

	(void)state;
	begin(&w, "\"$fu $(sht(bann=>$si){s.len})\"");
	use = pvars_of(w.unit, w.argument);
	assert_ptr_equal(use, pvars_of(w.unit, w.argument));
	assert_true(str_is(use->pvar.name, "fu") && use->pvar.row);
	assert_true(str_is(use->next->pvar.parts[0], "bann") && use->next->pvar.has_transformation);
	assert_ptr_equal(use->next->next->outer, use->next);
	assert_true(pvars_are_valid(w.unit, w.argument->text, &problem));
	assert_false(pvars_are_valid(w.unit, STR("a $fuu"), &problem));
	assert_true(problem.at == 3 && problem.n == 3 && problem.hint.n);
	session_end(&w.session);
}

/* What is not written as it is has only the place of the whole. */
static void what_is_replaced_has_no_place(void **state)
{
	struct sources all;
	struct arena *a = arena_new();
	struct span at;

	(void)state;
	sources_init(&all, a);
	at.lo = sources_add(&all, STR("t"), STR("\"one two\""), SPAN_NONE)->base;
	at.hi = at.lo + 9;
	assert_int_equal(written_span(&all, at, STR("one three"), 4, 5).lo, at.lo);
	assert_int_equal(written_span(&all, at, STR("one two"), 4, 3).lo, at.lo + 5);
	assert_int_equal(written_span(&all, at, STR("one two"), 7, 0).lo, at.lo + 8);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_has_its_place),
	    cmocka_unit_test(texts_are_read_once),
	    cmocka_unit_test(what_is_replaced_has_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
