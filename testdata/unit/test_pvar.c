/*
 * test_pvar - what pvar_parse() and pvar_format() accept, where they place a mistake, and what they
 * tell of a variable.
 */
#include "base/str.h"
#include "pvar/pvar.h"
#include "regex/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

struct world {
	struct pvar_context cx;
	struct version version;
	const char *modules; /* blanks around each */
	unsigned seen, inside, faulty;
	struct pvar_place last;
};

static bool is_loaded(void *host, const char *module)
{
	const struct world *w = host;
	const char *at = strstr(w->modules, module);

	return at && at[-1] == ' ' && at[strlen(module)] == ' ';
}

static bool is_flag(void *host, struct str name)
{
	(void)host;
	return str_is(name, "ACC");
}

static void begin(struct world *w, const char *version)
{
	struct arena *a = arena_new();

	*w = (struct world){.modules = " core pv htable sqlops textops ipops "};
	assert_true(version_parse(str_of(version), &w->version));
	w->cx = (struct pvar_context){.arena = a,
				      .regexes = regexes_new(a, NULL),
				      .catalog = &catalog_embedded,
				      .version = &w->version,
				      .host = w,
				      .is_loaded = is_loaded,
				      .is_flag = is_flag,
				      .has_memory = true,
				      .suggestions = 1000};
}

static const struct {
	const char *text;
	enum pvar_fault fault;
	const char *piece; /* what is marked; the first place where it stands */
	const char *hint;  /* a part of it */
} cases[] = {
    {"$ru", PVAR_FINE, NULL, NULL},
    {"$(ru)", PVAR_FINE, NULL, NULL},
    {"$($)", PVAR_FINE, NULL, NULL},
    {"$var(a(b)c)", PVAR_FINE, NULL, NULL},
    {"$(hdr(X)[-1]{s.len} {s.int})", PVAR_FINE, NULL, NULL},
    {"$(ru{s.select,1,}})", PVAR_FINE, NULL, NULL},
    {"$(ru{s.substr,$var(a),$(var(b){s.int})})", PVAR_FINE, NULL, NULL},
    {"$(ru{re.subst,/a{2}/b/g})", PVAR_FINE, NULL, NULL},
    {"$(ru{S.len})", PVAR_TRANSFORMATION, "S", "\"s\""},
    {"$(ru{s.LEN})", PVAR_FINE, NULL, NULL},
    {"$_s(a$ru-$(var(x)))", PVAR_FINE, NULL, NULL},
    {"$Mf(ACC)", PVAR_FINE, NULL, NULL},
    {"$xavp(a[0]=>b[1])", PVAR_FINE, NULL, NULL},
    {"$dbr(r=>[0,$var(x)])", PVAR_FINE, NULL, NULL},
    {"$dbr(r=>[2147483647,-2147483648])", PVAR_FINE, NULL, NULL},
    {"$dbr(r=>[0,2147483648])", PVAR_INNER, "2147483648", NULL},
    {"$dbr(r=>colname[-2147483649])", PVAR_INNER, "-2147483649", NULL},
    {"$dns(a=>addr[99999999999])", PVAR_FINE, NULL, NULL},
    {"$nosuchthing(x)", PVAR_UNKNOWN, "nosuchthing", "$var("},
    {"$dlg(h_id)", PVAR_UNKNOWN, "dlg", "loadmodule"},
    {"$brnch(x)", PVAR_UNKNOWN, "brnch", "$branch"},
    {"$_s(to $ru.)", PVAR_UNKNOWN, "ru.", "$(ru)"},
    {"$( ru)", PVAR_SHAPE, " ", "without blanks"},
    {"$(ru )", PVAR_SHAPE, " ", "form"},
    {"$(hdr(X){s.len}[1])", PVAR_SHAPE, "[1]", "before"},
    {"$($ru)", PVAR_SHAPE, "$ru", NULL},
    {"$ru(x)", PVAR_INNER, "x", "$(ru)"},
    {"$(var)", PVAR_INNER, "var", "$var(name)"},
    {"$branch(urii)", PVAR_INNER, "urii", "\"uri\""},
    {"$Mf(NOPE)", PVAR_INNER, "NOPE", "flags NOPE"},
    {"$Mf(32)", PVAR_INNER, "32", NULL},
    {"$sht(t)", PVAR_INNER, "t)", "table=>key"},
    {"$dns(a=>addr[x])", PVAR_INNER, "x", NULL},
    {"$hdr(X Foo)", PVAR_INNER, "Foo", "Name"},
    {"$avp(z:x)", PVAR_INNER, "z:x", "s:"},
    {"$sel(cfg_get.a.b)", PVAR_FINE, NULL, NULL},
    {"$sel(cfg_get..b)", PVAR_INNER, "cfg_get", NULL},
    {"$sel(via[x].host)", PVAR_INNER, "[x]", "[1]"},
    {"$sel(rury.user)", PVAR_INNER, "rury", "ruri"},
    {"$(hdr(X)[ 1 ])", PVAR_INDEX, " 1 ", NULL},
    {"$(ru[1])", PVAR_INDEX, "1", NULL},
    {"$(ru{s.leng})", PVAR_TRANSFORMATION, "leng", "s.len"},
    {"$(ru{s})", PVAR_TRANSFORMATION, "s}", "{s.len}"},
    {"$(ru{s.len)", PVAR_TRANSFORMATION, "{s.len", NULL},
    {"$(ru{s.substr,0,-5})", PVAR_ARGUMENTS, "-5", "{s.substr,number,number}"},
    {"$(ru{s.len,5})", PVAR_ARGUMENTS, ",5", "{s.len}"},
    {"$(ru{re.subst,/a/})", PVAR_ARGUMENTS, NULL, "regex"},
};

static void variables_are_judged(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "6.1");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text = str_of(cases[i].text);
		struct pvar_problem p;
		struct pvar v;
		bool is_fine = pvar_parse(&w.cx, text, &v, &p);

		if (is_fine != (cases[i].fault == PVAR_FINE) || p.fault != cases[i].fault)
			fail_msg("%s: fault %d, %.*s", cases[i].text, (int)p.fault,
				 STR_ARG(p.text));
		if (cases[i].piece && (ptrdiff_t)p.at != str_search(text, str_of(cases[i].piece)))
			fail_msg("%s: at %zu", cases[i].text, p.at);
		if (cases[i].hint && str_search(p.hint, str_of(cases[i].hint)) < 0)
			fail_msg("%s: hint %.*s", cases[i].text, STR_ARG(p.hint));
	}
	arena_free(w.cx.arena);
}

static void parts_are_told(void **state)
{
	struct pvar_problem p;
	struct world w;
	struct pvar v;

	(void)state;
	begin(&w, "6.1");
	assert_true(pvar_parse(&w.cx, STR("$(sht(a=>k$ru){s.len})"), &v, &p));
	assert_true(str_is(v.parts[0], "a") && str_is(v.parts[1], "k$ru"));
	assert_true(v.has_transformation && pvar_is_writable(&v));
	assert_true(pvar_parse(&w.cx, STR("$xavp(a[0]=>b)"), &v, &p));
	assert_true(str_is(v.parts[0], "a") && str_is(v.parts[1], "b"));
	assert_true(pvar_parse(&w.cx, STR("$var(x y)"), &v, &p) && str_is(v.parts[0], "x y"));
	assert_true(pvar_parse(&w.cx, STR("$avp($ru)"), &v, &p) && v.is_dynamic);
	assert_true(pvar_parse(&w.cx, STR("$si"), &v, &p) && !pvar_is_writable(&v));
	arena_free(w.cx.arena);
}

static void releases_differ(void **state)
{
	struct pvar_problem p;
	struct world w;
	struct pvar v;

	(void)state;
	begin(&w, "5.6.3");
	assert_false(pvar_parse(&w.cx, STR("$(ru{val.n0})"), &v, &p));
	assert_false(pvar_parse(&w.cx, STR("$defv(X)"), &v, &p));
	assert_int_equal(p.fault, PVAR_UNKNOWN);
	w.cx.is_open = true;
	assert_true(pvar_parse(&w.cx, STR("$defv(X)"), &v, &p) && !v.row);
	arena_free(w.cx.arena);
	begin(&w, "5.6.5");
	assert_true(pvar_parse(&w.cx, STR("$(ru{val.n0})"), &v, &p));
	arena_free(w.cx.arena);
}

static void see(void *host, const struct pvar *v, struct pvar_place place)
{
	struct world *w = host;

	w->seen += v->row != NULL;
	w->inside += place.depth > 0;
	w->faulty += place.is_faulty;
	w->last = place;
}

static void formats_are_read(void **state)
{
	struct pvar_problem p;
	struct world w;

	(void)state;
	begin(&w, "6.1");
	assert_false(pvar_format(&w.cx, STR("100 $"), &p));
	assert_int_equal(p.fault, PVAR_SHAPE);
	assert_false(pvar_format(&w.cx, STR("$(ru"), &p));
	assert_false(pvar_format(&w.cx, STR("$ru_x"), &p));
	w.cx.see = see;
	assert_true(pvar_format(&w.cx, STR("to $ru-$$ [$(ci{s.len})] $hdr(X)[1]"), &p));
	assert_int_equal(w.seen, 3);
	assert_true(w.last.at == 25 && w.last.n == 7);
	assert_true(pvar_format(&w.cx, STR("$(sht(a=>$si){s.substr,0,$var(n)})"), &p));
	assert_int_equal(w.inside, 2);
	/* The first fault is told; what stands behind it is seen only by those who go on. */
	w.seen = 0;
	assert_false(pvar_format(&w.cx, STR("$nosuchthing $ru $( $fu"), &p));
	assert_int_equal(w.seen, 0);
	w.faulty = 0;
	w.cx.goes_on = true;
	assert_false(pvar_format(&w.cx, STR("$nosuchthing $ru $( $fu"), &p));
	assert_true(w.seen == 2 && w.faulty == 2 && p.fault == PVAR_UNKNOWN && p.at == 1);
	arena_free(w.cx.arena);
}

/* Depth ends, and so does the work on it. */
static void depth_has_a_limit(void **state)
{
	enum { LEVELS = 20000 };
	struct pvar_problem p;
	struct world w;
	struct buf b;

	(void)state;
	begin(&w, "6.1");
	b = buf_on(w.cx.arena);
	for (int i = 0; i < LEVELS; i++)
		buf_text(&b, "$_s(");
	for (int i = 0; i < LEVELS; i++)
		buf_byte(&b, ')');
	assert_false(pvar_format(&w.cx, buf_view(&b), &p));
	assert_int_equal(p.fault, PVAR_DEEP);
	arena_free(w.cx.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(variables_are_judged), cmocka_unit_test(parts_are_told),
	    cmocka_unit_test(releases_differ),      cmocka_unit_test(formats_are_read),
	    cmocka_unit_test(depth_has_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
