/*
 * test_merge - findings of several runs as those of one: what is the same, what stands in files
 * that only one run has read, which lines and secrets are shown when the runs are gone.
 */
#include "engine/lint.h"
#include "output/formats.h"
#include "output/identity.h"
#include "variants/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct merging {
	struct session out;
	struct merge *merge;
	uint32_t runs;
};

static enum file_status read_inc(void *ctx, struct arena *a, struct str path, struct str *text,
				 struct str *reason)
{
	(void)ctx;
	(void)a;
	*reason = STR("none");
	if (!str_ends(path, STR("inc.cfg")))
		return FILE_MISSING;
	*text = STR("# a file\nroute[INC] {\n\troute(GONE);\n}\n");
	return FILE_OK;
}

static void open(struct merging *x)
{
	x->runs = 0;
	session_init(&x->out, (struct files){0});
	x->merge = merge_start(&x->out, NULL);
}

/* Adds what is found in TEXT when NAME, or nothing, is defined. */
static void add(struct merging *x, const char *text, const char *name)
{
	struct session s;
	struct definition define = {.kind = DEFINITION_DEFINE, .text = str_of(name)};
	struct lint_options o = {.ignoring = IGNORING_ALL};
	struct buf copy;
	const struct node *root;

	session_init(&s, (struct files){read_inc, read_inc, NULL});
	s.definitions = &define;
	s.definition_count = *name != 0;
	copy = buf_on(s.arena);
	buf_text(&copy, text);
	root = lint_text(&s, STR("a.cfg"), buf_view(&copy), &o)->root;
	session_settle(&s);
	diags_sort(&s.diags);
	merge_add(x->merge, x->runs++, &s, root);
	session_end(&s);
}

static struct buf shown(struct merging *x)
{
	struct report_filter all = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct buf b = buf_on(x->out.arena);

	diags_sort(&x->out.diags);
	report_print(&b, &format_text, &x->out.diags, &all);
	return b;
}

/* TEXT without A, with it, and with another name: what is found is WANTED. */
static void check(const char *text, const char *wanted)
{
	struct merging x;
	struct buf b;

	open(&x);
	add(&x, text, "");
	add(&x, text, "A");
	add(&x, text, "B");
	b = shown(&x);
	buf_byte(&b, 0);
	assert_string_equal(b.p, wanted);
	session_end(&x.out);
}

static const struct diag *at(const struct merging *x, uint32_t n)
{
	const struct diag *d = x->out.diags.first;

	while (n-- && d)
		d = d->next;
	assert_non_null(d);
	return d;
}

static void same_findings_are_one(void **state)
{
	static const char text[] =
	    "request_route {\n\troute(NOPE);\n#!ifdef A\n\tlog(\"A\");\n#!endif\n"
	    "\troute(NOPE);\n}\n";

	(void)state;
	check(text, "a.cfg:2:8: error[K301]: route \"NOPE\" is not defined [start]\n"
		    "    2 |     route(NOPE);\n"
		    "      |           ^^^^\n"
		    "      = called from request_route (line 1)\n"
		    "      = called here, too (a.cfg:6:8)\n");
}

static void runs_are_told_apart(void **state)
{
	struct merging x;

	(void)state;
	open(&x);
	for (int i = 0; i < 70; i++)
		add(&x, "#!ifdef A\nchildern=1\n#!endif\nrequest_route { exit; }\n",
		    i == 3 || i == 69 ? "A" : "");
	diags_sort(&x.out.diags);
	assert_int_equal(x.out.diags.count, 1);
	assert_int_equal(merge_count(x.merge, at(&x, 0)), 2);
	assert_true(merge_has(x.merge, at(&x, 0), 3));
	assert_true(merge_has(x.merge, at(&x, 0), 69));
	assert_false(merge_has(x.merge, at(&x, 0), 68));
	session_end(&x.out);
}

static void files_of_one_run_are_shown(void **state)
{
	static const char text[] =
	    "#!ifdef A\ninclude_file \"inc.cfg\"\n#!endif\nrequest_route {\n\troute(INC);\n}\n";

	(void)state;
	check(text, "inc.cfg:3:8: error[K301]: route \"GONE\" is not defined [start]\n"
		    "    3 |     route(GONE);\n"
		    "      |           ^^^^\n"
		    "      = called from route[INC] (line 2)\n"
		    "      = included at a.cfg:2:14\n"
		    "a.cfg:5:8: error[K301]: route \"INC\" is not defined [start]\n"
		    "    5 |     route(INC);\n"
		    "      |           ^^^\n"
		    "      = called from request_route (line 4)\n");
}

static void secrets_of_any_run_are_hidden(void **state)
{
	static const char text[] =
	    "#!define PW \"tellnobody\"\n#!ifdef A\nloadmodule \"db_mysql\"\n"
	    "loadmodule \"auth\"\nmodparam(\"auth\", \"secret\", PW)\n#!endif\n"
	    "request_route {\n\tchildern(\"tellnobody\");\n}\n";
	struct merging x;
	struct buf b;

	(void)state;
	open(&x);
	add(&x, text, "");
	add(&x, text, "A");
	b = shown(&x);
	assert_true(b.n > 0);
	assert_true(str_search(buf_view(&b), STR("tellnobody")) < 0);
	assert_true(str_search(buf_view(&b), STR("***")) >= 0);
	session_end(&x.out);
}

static void blocks_stay(void **state)
{
	static const char text[] = "request_route {\n\troute(OTHER);\n}\n#!ifdef A\nroute[IN] {\n"
				   "\troute(NOPE);\n}\n#!endif\n";
	struct merging x;
	struct identities f;
	uint32_t inner = 0;

	(void)state;
	open(&x);
	add(&x, text, "");
	add(&x, text, "A");
	diags_sort(&x.out.diags);
	f = identities_of(x.out.arena, &x.out.diags, merge_root(x.merge), STR("/"));
	for (const struct diag *d = x.out.diags.first; d; d = d->next) {
		struct str id = identity_of(&f, x.out.arena, d->rule, d->at);
		bool is_inner = source_place(&x.out.sources, d->at.lo).line > 4;

		inner += is_inner;
		assert_true(str_search(id, is_inner ? STR("\troute[IN]\t")
						    : STR("\trequest_route\t")) >= 0);
	}
	assert_true(inner > 0);
	session_end(&x.out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(same_findings_are_one),
	    cmocka_unit_test(runs_are_told_apart),
	    cmocka_unit_test(files_of_one_run_are_shown),
	    cmocka_unit_test(secrets_of_any_run_are_hidden),
	    cmocka_unit_test(blocks_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
