/*
 * test_threads - runs share nothing: many threads check the same texts at the same time and all say
 * the same. Writable data would also show in `make tidy`, which looks for .data and .bss.
 */
#include "sema/analyse.h"
#include "engine/lint.h"
#include "output/formats.h"
#include "views/print.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

enum { THREADS = 8, RUNS = 30 };

static const char text[] =
    "#!define PORT 5060\n#!substdef \"!HOST!example.org!g\"\n#!ifexp 1 + 1 == "
    "2\nlisten=udp:127.0.0.1:PORT\n"
    "#!endif\nchildrem=4\nloadmodule \"tm.so\"\nrequest_route {\n\tif ($rU =~ \"^HOST$\") {\n"
    "\t\txlog(\"a\")\n\t\tdrop;\n\t}\n\tswitch ($rm) { case \"A\": exit; }\n}\n";

/* Everything that a run says about the text; the caller frees the session. */
static struct str report(struct session *s)
{
	struct memory_files none = {0};
	struct report_filter all = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct print_options expand = {.is_expanded = true};
	struct buf b;
	struct analysis *a;

	session_init(s, files_in_memory(&none));
	b = buf_on(s->arena);
	a = lint_text(s, STR("t.cfg"), str_of(text), &(struct lint_options){0});
	diags_sort(&s->diags);
	report_print(&b, &format_text, &s->diags, &all);
	ast_dump(&b, a->root, &s->sources);
	print_config(s, STR("t.cfg"), str_of(text), &expand, &b);
	return buf_view(&b);
}

static void *work(void *expected)
{
	const struct str *first = expected;

	for (int i = 0; i < RUNS; i++) {
		struct session s;
		bool same = str_equal(report(&s), *first);

		session_end(&s);
		if (!same)
			return expected;
	}
	return NULL;
}

static void threads_do_not_meet(void **state)
{
	pthread_t thread[THREADS];
	struct session s;
	struct str first = report(&s);

	(void)state;
	assert_true(str_search(first, STR("K211")) >= 0);
	assert_true(str_search(first, STR("K201")) >= 0);
	assert_true(str_search(first, STR("^example.org$")) >= 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, work, &first), 0);
	for (int i = 0; i < THREADS; i++) {
		void *differs;

		assert_int_equal(pthread_join(thread[i], &differs), 0);
		assert_null(differs);
	}
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(threads_do_not_meet)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
