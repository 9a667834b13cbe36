/*
 * test_modparam - which modules a modparam reaches, and what is kept of its value.  What patterns
 * of known modules reach was tried with kamailio 5.6.3.
 */
#include "base/buf.h"
#include "sema/analyse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

static struct analysis *begin(struct session *s, const char *head, const char *text)
{
	static const struct memory_files none = {0};
	struct buf b;

	session_init(s, files_in_memory(&none));
	assert_true(version_parse(STR("5.6"), &s->version));
	b = buf_on(s->arena);
	buf_printf(&b, "%s%s", head, text);
	return analyse(s, STR("t.cfg"), buf_view(&b));
}

/* PATTERN, and what it reaches of the modules that are loaded, by their files. */
static const struct {
	const char *pattern, *reached;
} patterns[] = {
    {"tm", "tm "},
    {"TM", "tm "},
    {"t", ""},
    {"tm.", ""},
    {"t.", "tm "},
    {"^tm$", "tm "},
    {"t|m", ""},
    {"(t|x)m", "tm "},
    {"T[^x]", "tm "},
    {"[[:alpha:]]M", "tm "},
    {" tm", ""},
    {"", ""},
    {"(tm", ""},
    {"auth.*", "auth auth_db "},
    {"auth|nosuch", "auth "},
    /* In the order of loading, and each once. */
    {"auth_db|TM|auth|tm|", "tm auth auth_db "},
    /* Each file has a name of its own. */
    {"tls", "tls "},
    {"tlsa", "tlsa "},
    {"tls.*", "tlsa tls "},
    /* A module of which nothing is known is reached by its name only. */
    {"mine", "mine "},
    {"MINE|tm", "tm mine "},
    {"min.", ""},
};

static void check_pattern(const char *pattern, const char *expected)
{
	char text[100];
	struct session s;
	struct analysis *a;
	struct buf b;

	snprintf(text, sizeof text, "modparam(\"%s\", \"x\", 1)\n", pattern);
	a = begin(&s,
		  "loadmodule \"tm\"\nloadmodule \"auth\"\nloadmodule \"auth_db\"\n"
		  "loadmodule \"tlsa\"\nloadmodule \"tls\"\nloadmodule \"mine\"\n"
		  "loadmodule \"tm\"\n",
		  text);
	b = buf_on(s.arena);
	for (const struct module_param *r = a->modules.params->reached; r; r = r->next)
		buf_printf(&b, "%.*s ", STR_ARG(r->module->file));
	assert_string_equal(buf_view(&b).n ? b.p : "", expected);
	session_end(&s);
}

static void patterns_reach(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		check_pattern(patterns[i].pattern, patterns[i].reached);
}

static const char modules[] = "loadmodule \"tm\"\nloadmodule \"htable\"\nloadmodule \"rtimer\"\n";

static void values_are_kept(void **state)
{
	struct session s;
	struct analysis *a = begin(&s, modules,
				   "modparam(\"TM\", \"fr_timer\", 1000)\n"
				   "modparam(\"t.\", \"fr_timer\", 2000)\n"
				   "modparam(\"tm\", \"nosuch\", 1)\n"
				   "modparamx(\"tm\", \"contacts_avp\", \"$def(X)\")\n");
	const struct modules *l = &a->modules;
	const struct module *tm = modules_named(l, "tm");
	const struct module_param *p = modules_param(l, "tm", "fr_timer");
	struct str text = STR("unset");

	(void)state;
	assert_int_equal(p->by->value->number, 2000);
	assert_int_equal(p->older->by->value->number, 1000);
	assert_null(p->older->older);
	assert_true(module_param_is_last(p));
	assert_false(module_param_is_last(p->older));
	assert_int_equal(p->types, FACT_INT);
	assert_false(p->has_setter);
	assert_int_equal(modules_param(l, "tm", "nosuch")->types, 0);
	assert_null(modules_param(l, "tm", "FR_timer"));
	assert_null(modules_param(l, "auth", "fr_timer"));
	assert_int_equal(modules_number(l, "tm", "fr_timer", -1), 2000);
	assert_int_equal(modules_number(l, "tm", "fr_inv_timer", -1), -1);
	assert_true(modules_value(l, tm, "fr_inv_timer", &text));
	assert_true(str_is(text, "unset"));
	assert_true(modules_value(l, tm, "fr_timer", &text));
	assert_true(str_is(text, "2000"));
	assert_false(modules_value(l, tm, "contacts_avp", &text));
	session_end(&s);
}

/* What is meant shows only at run time, so no value is certain. */
static void unknown_ones_are_said(void **state)
{
	struct session s;
	struct analysis *a = begin(&s, modules, "modparamx(\"$def(X)\", \"fr_timer\", 1000)\n");
	struct str text = STR("");

	(void)state;
	assert_true(a->modules.params->is_dynamic);
	assert_null(a->modules.params->reached);
	assert_false(
	    modules_value(&a->modules, modules_named(&a->modules, "tm"), "fr_timer", &text));
	assert_true(modules_may_define(&a->modules, SET_HTABLE, STR("any")));
	session_end(&s);
}

static void names_are_defined(void **state)
{
	struct session s;
	struct analysis *a = begin(&s, modules,
				   "modparam(\"htabl.\", \"htable\", \"banned=>size=8\")\n"
				   "modparam(\"RTIMER\", \"timer\", \"name=Tick;interval=10\")\n");
	const struct modules *l = &a->modules;

	(void)state;
	assert_true(modules_may_define(l, SET_HTABLE, STR("banned")));
	assert_false(modules_may_define(l, SET_HTABLE, STR("Banned")));
	assert_true(modules_may_define(l, SET_RTIMER, STR("tick")));
	assert_false(modules_may_define(l, SET_RTIMER, STR("tack")));
	session_end(&s);

	a = begin(&s, modules, "modparamx(\"htable\", \"htable\", \"$def(X)=>size=8\")\n");
	assert_true(modules_may_define(&a->modules, SET_HTABLE, STR("any")));
	assert_false(modules_may_define(&a->modules, SET_RTIMER, STR("any")));
	session_end(&s);

	a = begin(&s, modules, "modparamx(\"htable\", \"htable\", \"a=>size=$def(X)\")\n");
	assert_true(modules_may_define(&a->modules, SET_HTABLE, STR("a")));
	assert_false(modules_may_define(&a->modules, SET_HTABLE, STR("b")));
	session_end(&s);
}

/* Names have no limit. */
static void long_names_are_found(void **state)
{
	char name[4000], text[4200];
	struct session s;
	struct analysis *a;

	(void)state;
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(text, sizeof text, "modparam(\"tm\", \"%s\", 7)\n", name);
	a = begin(&s, modules, text);
	assert_int_equal(modules_number(&a->modules, "tm", name, -1), 7);
	assert_int_equal(modules_number(&a->modules, name, name, -1), -1);
	session_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(patterns_reach),        cmocka_unit_test(values_are_kept),
	    cmocka_unit_test(unknown_ones_are_said), cmocka_unit_test(names_are_defined),
	    cmocka_unit_test(long_names_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
