/*
 * recursion - routes that call themselves, and the return that ends more than its route.
 * Facts: semantics.md section 12.1; vector 1312.
 */
#include "engine/visit.h"
#include "unit/describe.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_recursion_possible;

enum state { NEW, OPEN, DONE };

/* A route whose calls are being followed. */
struct open {
	struct route *route;
	const struct call *next;
	const struct call *by; /* the call that led here */
};

struct rings {
	struct visit *v;
	unsigned char *states; /* enum state, by the number of a route */
	struct open *stack;
	size_t depth;
	bool wants_certain;
};

/* Of a ring of many routes this many are named. */
enum { RING_MOST = 16 };

/* The step of the stack that CALL comes back to. */
static size_t ring_start(const struct rings *s, const struct call *call)
{
	size_t i = s->depth;

	while (i && s->depth - i < RING_MOST && s->stack[i - 1].route != call->to)
		i--;
	return i;
}

/* A ring that the search for certain ones has found already. */
static bool is_certain_ring(const struct rings *s, const struct call *call)
{
	for (size_t i = ring_start(s, call); i < s->depth; i++)
		if (s->stack[i].by && !s->stack[i].by->is_certain)
			return false;
	return call->is_certain;
}

/* The calls from the route that CALL comes back to, down to CALL. */
static void say_ring(struct rings *s, struct diag *x, const struct call *call)
{
	for (size_t i = ring_start(s, call); i < s->depth; i++) {
		struct str what;

		if (!s->stack[i].by)
			continue;
		what = describe_route(s->v->unit, s->stack[i].by->to);
		diag_note(s->v->diags, x, s->stack[i].by->at, "by way of %.*s, called here",
			  STR_ARG(what));
	}
}

static void report_ring(struct rings *s, const struct call *call)
{
	struct str what = describe_route(s->v->unit, call->to);
	struct diag *x =
	    s->wants_certain
		? report(s->v, call->at, "%.*s calls itself each time it runs", STR_ARG(what))
		: report_as(s->v, &rule_recursion_possible, call->at, "%.*s may call itself",
			    STR_ARG(what));

	say_ring(s, x, call);
}

static void enter(struct rings *s, struct route *r, const struct call *by)
{
	s->states[r->number] = OPEN;
	s->stack[s->depth++] = (struct open){r, r->calls, by};
}

static bool is_followed(const struct rings *s, const struct call *call)
{
	return call->way == CALL_ROUTE && call->to && call->mask &&
	       (call->is_certain || !s->wants_certain);
}

static void search_from(struct rings *s, struct route *r)
{
	enter(s, r, NULL);
	while (s->depth) {
		struct open *top = &s->stack[s->depth - 1];
		const struct call *call = top->next;

		if (!call) {
			s->states[top->route->number] = DONE;
			s->depth--;
			continue;
		}
		top->next = call->next;
		if (!is_followed(s, call))
			continue;
		if (s->states[call->to->number] == NEW)
			enter(s, call->to, call);
		else if (s->states[call->to->number] == OPEN &&
			 (s->wants_certain || !is_certain_ring(s, call)))
			report_ring(s, call);
	}
}

static void search_all(struct rings *s)
{
	const struct routes *all = &s->v->unit->routes;

	memset(s->states, NEW, all->count);
	for (struct route *r = all->first; r; r = r->next)
		if (s->states[r->number] == NEW)
			search_from(s, r);
}

static void check_recursion(struct visit *v)
{
	uint32_t count = v->unit->routes.count;
	struct rings s = {.v = v, .wants_certain = true};

	s.states = arena_alloc(v->arena, count + 1);
	s.stack = arena_array(v->arena, count + 1, sizeof *s.stack);
	search_all(&s);
	s.wants_certain = false;
	search_all(&s);
}

RULE(recursion_certain, "K308", SEV_ERROR, PHASE_RUN, .end = check_recursion, .needs = NEEDS_ROUTES,
     .summary = "a route that calls itself each time it runs",
     .why = "No condition and no exit stands before the call. Kamailio starts; each message "
	    "that comes here goes round until max_recursive_level (256) and is given up.",
     .bad = "request_route {\n\troute(A);\n}\nroute[A] {\n\troute(B);\n}\nroute[B] {\n"
	    "\troute(A);\n}\n",
     .good = "request_route {\n\troute(A);\n}\nroute[A] {\n\troute(B);\n}\nroute[B] {\n"
	     "\treturn;\n}\n")

RULE(recursion_possible, "K309", SEV_NOTE, PHASE_RUN, .found_by = &rule_recursion_certain,
     .summary = "a route that may call itself",
     .why = "A condition decides. When it never ends the round, max_recursive_level (256) "
	    "does, and the message is given up.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\troute(A);\n}\nroute[A] {\n\tif ($var(n) > 0)\n"
	    "\t\troute(A);\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\troute(A);\n}\nroute[A] {\n\tif ($var(n) > 0)\n"
	     "\t\treturn;\n}\n")

/* --- return 0 --------------------------------------------------------------------------------- */

static void check_return(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);
	const struct call *call = v->route ? v->route->callers : NULL;
	struct str what;
	struct diag *x;

	if (!value || value->kind != N_NUMBER || value->number || n->text.p[0] != 'r' ||
	    v->unit->routes.return_mode)
		return;
	while (call && call->way != CALL_ROUTE)
		call = call->next_of_target;
	if (!call)
		return;
	what = describe_route(v->unit, v->route);
	x = report(v, n->at, "\"return 0\" ends the whole script, not only %.*s", STR_ARG(what));
	diag_hint(v->diags, x, "return -1 is false; exit says what this does");
	diag_note(v->diags, x, call->at, "called here");
}

RULE(return_zero, "K313", SEV_WARNING, PHASE_RUN, .nodes = NODE(LEAVE), .run = check_return,
     .needs = NEEDS_ROUTES, .summary = "return 0 in a route that others call",
     .why = "0 is neither true nor false in a Kamailio script: it ends the processing of the "
	    "message, like exit, and nothing after the call runs. True is any number above 0, "
	    "false any below. From 5.7 on the parameter return_mode changes that.",
     .bad =
	 "loadmodule \"pv\"\nrequest_route {\n\tif (!route(CHECK))\n\t\tdrop;\n}\nroute[CHECK] {\n"
	 "\tif ($rU == \"a\")\n\t\treturn 0;\n}\n",
     .good =
	 "loadmodule \"pv\"\nrequest_route {\n\tif (!route(CHECK))\n\t\tdrop;\n}\nroute[CHECK] {\n"
	 "\tif ($rU == \"a\")\n\t\treturn -1;\n}\n")
