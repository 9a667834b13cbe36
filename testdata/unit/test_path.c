/*
 * test_path - what is known on the paths through routes: copied where they part, joined where they
 * meet, summed up for routes that are called; and what the walk notices by itself.
 */
#include "sema/analyse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/*
 * What happens on a path, as flags: setflag(N) has run on each path that leads here (surely) or on
 * some (perhaps); isflagset(N) as a condition that is true counts as surely.  resetflag(M) writes
 * "M", the surely and the perhaps as digits, and "!" when the place is not reached.
 */
struct known {
	uint32_t surely, perhaps;
};

/* Statements of the request_route, perhaps more routes, and what is written. */
static const struct {
	const char *text, *written;
} cases[] = {
    {"setflag(1); resetflag(0);", "0:1/1"},
    /* branches */
    {"if ($rU == 1) setflag(1); resetflag(0);", "0:/1"},
    {"if ($rU == 1) setflag(1); else setflag(2); resetflag(0);", "0:/12"},
    {"if ($rU == 1) { setflag(1); setflag(2); } else setflag(2); resetflag(0);", "0:2/12"},
    {"if ($rU == 1) { setflag(1); exit; } resetflag(0);", "0:/"},
    {"if ($rU == 1) setflag(1); else return; resetflag(0);", "0:1/1"},
    {"setflag(3); if ($rU == 1) { resetflag(0); setflag(1); } else if ($rU == 2) { resetflag(1); "
     "exit; } "
     "else if ($rU == 3) { setflag(1); setflag(2); } else drop; resetflag(2);",
     "0:3/3 1:3/3 2:13/123"},
    /* conditions */
    {"if (isflagset(1)) resetflag(0); else resetflag(2); resetflag(3);", "0:1/1 2:/ 3:/1"},
    {"if (!isflagset(1)) { resetflag(0); exit; } resetflag(2);", "0:/ 2:1/1"},
    {"if (isflagset(1) && isflagset(2) && $rU == 1) resetflag(0); else resetflag(3);",
     "0:12/12 3:/12"},
    {"if (isflagset(1) || isflagset(2)) resetflag(0); else resetflag(3);", "0:/12 3:/"},
    {"if (!(isflagset(1) || isflagset(2))) exit; resetflag(0);", "0:/12"},
    {"if (!(!isflagset(1) || !isflagset(2))) resetflag(0);", "0:12/12"},
    {"$var(x) = isflagset(1) && isflagset(2); resetflag(0);", "0:/12"},
    {"if (1) setflag(1); else setflag(2); resetflag(0);", "0:/12"},
    /* cases */
    {"switch ($rU) { case \"1\": setflag(1); break; case \"2\": setflag(1); } resetflag(0);",
     "0:/1"},
    {"switch ($rU) { case \"1\": setflag(1); break; default: setflag(1); } resetflag(0);", "0:1/1"},
    {"switch ($rU) { case \"1\": setflag(1); case \"2\": resetflag(0); exit; default: } "
     "resetflag(2);",
     "0:/1 2:/"},
    {"switch ($rU) { case \"1\": if ($fU == 1) { setflag(1); break; } setflag(2); setflag(1); "
     "break; "
     "default: exit; } resetflag(0);",
     "0:1/12"},
    {"switch ($rU) { case \"1\": exit; default: exit; } resetflag(0);", ""},
    /* loops */
    {"while ($var(x) < 3) { setflag(1); } resetflag(0);", "0:/1"},
    {"setflag(2); while ($var(x) < 3) { setflag(1); if ($rU == 1) break; exit; } resetflag(0);",
     "0:2/12"},
    {"while (1) { setflag(1); break; } resetflag(0);", "0:/1"},
    {"while (1) { setflag(1); } resetflag(0);", "0!:/1"},
    /* routes */
    {"route(A); resetflag(0); } route[A] { setflag(1); if ($rU == 1) { setflag(2); return; } "
     "setflag(3);",
     "0:1/123"},
    {"route(A); resetflag(0); } route[A] { setflag(1); if ($rU == 1) { setflag(2); exit; } "
     "return;",
     "0:1/1"},
    {"route(A); resetflag(0); } route[A] { setflag(1); exit;", "0!:/"},
    {"route(A); resetflag(0); } route[A] { setflag(1); route(B); } route[B] { setflag(2); "
     "if ($rU == 1) route(A);",
     "0:12/12"},
    {"setflag(1); route(NONE); resetflag(0);", "0:1/1"},
    {"if (route(A)) resetflag(0); } route[A] { setflag(1); return 1;", "0:1/1"},
    /* blocks of one name are joined */
    {"setflag(1); } request_route { resetflag(0);", "0:1/1"},
    {"exit; } request_route { resetflag(0);", ""},
    /* what follows is not walked */
    {"exit; resetflag(0);", ""},
};

struct world {
	struct session session;
	struct analysis *unit;
	struct buf out;
};

static void begin(struct world *w, const char *text)
{
	static const struct memory_files none = {0};
	struct buf b;

	session_init(&w->session, files_in_memory(&none));
	b = buf_on(w->session.arena);
	w->out = buf_on(w->session.arena);
	buf_printf(&b, "loadmodule \"pv\"\nrequest_route {\n%s\n}\n", text);
	w->unit = analyse(&w->session, STR("t.cfg"), buf_view(&b));
	analysis_build(w->unit, NEEDS_ROUTES);
}

/* --- what is known ---------------------------------------------------------------------------- */

static uint32_t bit_of(const struct node *call)
{
	return 1u << KID(call, CORE_CALL, arguments)->number;
}

static void write_bits(struct buf *b, uint32_t bits)
{
	for (int i = 0; i < 10; i++)
		if (bits >> i & 1)
			buf_printf(b, "%d", i);
}

static void step(struct path *p, void *state, const struct node *n)
{
	struct buf *out = p->context;
	struct known *x = state;

	if (str_is(n->text, "setflag")) {
		x->surely |= bit_of(n);
		x->perhaps |= bit_of(n);
	}
	if (!str_is(n->text, "resetflag"))
		return;
	buf_printf(out, "%s%d%s:", out->n ? " " : "", KID(n, CORE_CALL, arguments)->number,
		   p->here->is_reached ? "" : "!");
	write_bits(out, x->surely);
	buf_byte(out, '/');
	write_bits(out, x->perhaps);
}

static void assume(struct path *p, void *yes, void *no, const struct node *n)
{
	struct known *x = yes;

	(void)p;
	(void)no;
	if (n->kind != N_CORE_CALL || !str_is(n->text, "isflagset"))
		return;
	x->surely |= bit_of(n);
	x->perhaps |= bit_of(n);
}

static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	struct known *a = (void *)into->state, *b = (void *)from->state;

	(void)p;
	if (into->is_open && from->is_open) {
		a->surely &= b->surely;
		a->perhaps |= b->perhaps;
	} else if (from->is_open) {
		*a = *b;
	}
}

static void call(struct path *p, void *state, const struct node *n, const void *summary)
{
	const struct known *called = summary;
	struct known *x = state;

	(void)p;
	(void)n;
	if (!called)
		return;
	x->surely |= called->surely;
	x->perhaps |= called->perhaps;
}

static void paths_part_and_meet(void **state)
{
	static const struct path_listener listener = {.size = sizeof(struct known),
						      .nodes = 1ull << N_CORE_CALL,
						      .step = step,
						      .assume = assume,
						      .join = join,
						      .call = call};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct world w;

		begin(&w, cases[i].text);
		path_walk(w.unit, &listener, &w.out);
		buf_byte(&w.out, '\0');
		if (strcmp(buf_view(&w.out).p, cases[i].written))
			fail_msg("%s\nwrote %s\nnot   %s", cases[i].text, buf_view(&w.out).p,
				 cases[i].written);
		session_end(&w.session);
	}
}

/* --- what is noticed -------------------------------------------------------------------------- */

/* Marks as a letter each (closed, never back, fall through, break outside) and the text of their
 * nodes; then how the routes end. */
static const struct {
	const char *text, *marks, *ends;
} noticed[] = {
    {"exit; setflag(1); setflag(2);", "Csetflag(1)", "x"},
    {"if ($rU == 1) exit; else drop; setflag(1);", "Csetflag(1)", "x"},
    {"exit; return; break;", "", "x"},
    {"if ($rU == 1) { return; setflag(1); } exit; setflag(2);", "Csetflag(1) Csetflag(2)", "rx"},
    {"route(A); setflag(1); } route[A] { exit;", "Nsetflag(1)", "x x"},
    {"route(A); exit; setflag(1); } route[A] { drop;", "Nexit Csetflag(1)", "x x"},
    {"while (1) { setflag(1); } setflag(2);", "Nsetflag(2)", ""},
    {"switch ($rU) { case \"1\": setflag(1); case \"2\": case \"3\": exit; default: setflag(2); }",
     "Fcase", "fx"},
    {"switch ($rU) { case \"1\": break; default: exit; } setflag(1);", "", "fx"},
    {"if ($rU == 1) break; while ($rU == 2) break;", "Bbreak", "fr"},
    {"return 0;", "", "0"},
    {"route(A); } route[A] { if ($rU == 1) return 0;", "", "fx f0"},
    {"route(A); } route[A] { route(B); } route[B] { route(A);", "", "fx fx fx"},
};

static void write_ends(struct buf *b, unsigned ends)
{
	static const char letters[] = "fr0x";

	for (unsigned i = 0; letters[i]; i++)
		if (ends >> i & 1)
			buf_byte(b, letters[i]);
}

/* The statement, without what is behind its first closing parenthesis or word. */
static struct str start_of(struct world *w, const struct node *n)
{
	struct str text = source_text(&w->session.sources, n->at);
	ptrdiff_t end = str_find(text, n->kind == N_CASE ? ' ' : ';');

	return end < 0 ? text : str_head(text, (size_t)end);
}

static void marks_and_ends(void **state)
{
	static const char letters[] = "CNFB";

	(void)state;
	for (size_t i = 0; i < sizeof noticed / sizeof *noticed; i++) {
		struct world w;
		struct buf ends;

		begin(&w, noticed[i].text);
		ends = buf_on(w.session.arena);
		for (const struct path_mark *m = w.unit->marks; m; m = m->next)
			buf_printf(&w.out, "%s%c%.*s", w.out.n ? " " : "", letters[m->kind],
				   STR_ARG(start_of(&w, m->node)));
		for (const struct route *r = w.unit->routes.first; r; r = r->next) {
			if (ends.n)
				buf_byte(&ends, ' ');
			write_ends(&ends, r->ends);
		}
		buf_byte(&w.out, '\0');
		buf_byte(&ends, '\0');
		if (strcmp(buf_view(&w.out).p, noticed[i].marks) ||
		    strcmp(buf_view(&ends).p, noticed[i].ends))
			fail_msg("%s\nmarks %s, ends %s\nnot   %s, %s", noticed[i].text,
				 buf_view(&w.out).p, buf_view(&ends).p, noticed[i].marks,
				 noticed[i].ends);
		session_end(&w.session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(paths_part_and_meet),
	    cmocka_unit_test(marks_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
