/*
 * unused - blocks that nothing calls.  They cost nothing and are often meant to be there, so
 * this is a note.
 */
#include "engine/visit.h"
#include "unit/describe.h"

/* A letter of the names that people give to routes. */
static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

static bool is_candidate(const struct analysis *u, const struct route *r)
{
	return !r->is_reached && !r->is_meant && r->kind != ROUTES_EVENT &&
	       !u->graph.is_dynamic[r->kind];
}

/* Strings may name a route in a way that the catalog does not know: marks those that occur. */
static void mark_named(struct analysis *u, struct names *candidates)
{
	for (uint32_t i = 0; i < u->graph.string_count; i++) {
		struct str text = u->graph.strings[i]->text;

		for (size_t at = 0; at < text.n; at++) {
			size_t start = at;
			struct name *n;

			while (at < text.n && is_name_byte(text.p[at]))
				at++;
			if (at == start)
				continue;
			n = names_find(candidates, (struct str){text.p + start, at - start});
			if (n)
				n->is_filled = true;
		}
	}
}

static void report_unused(struct visit *v, const struct route *r)
{
	struct str what = describe_route(v->unit, r);
	struct diag *x = report(v, describe_place(r), "nothing calls %.*s", STR_ARG(what));

	if (r->callers && r->callers->from) {
		struct str from = describe_route(v->unit, r->callers->from);

		diag_note(v->diags, x, r->callers->at, "only routes that nothing calls do: %.*s",
			  STR_ARG(from));
	}
}

static void check_unused(struct visit *v)
{
	struct analysis *u = v->unit;
	struct names candidates = {0};

	/* Without a start, everything is unused: a file to be included. */
	if (!symbols_route(&u->symbols, ROUTES_REQUEST, STR(ROUTE_MAIN)))
		return;
	for (const struct route *r = u->symbols.first_route; r; r = r->next)
		if (is_candidate(u, r))
			names_add(&candidates, u->arena, r->name, SPAN_NONE);
	if (!candidates.count)
		return;
	mark_named(u, &candidates);
	for (const struct route *r = u->symbols.first_route; r; r = r->next)
		if (is_candidate(u, r) && !names_find(&candidates, r->name)->is_filled)
			report_unused(v, r);
}

RULE(route_unused, "K304", SEV_NOTE, PHASE_RUN, .end = check_unused, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_LOST | DOUBT_ENGINE | DOUBT_MODULE,
     .summary = "a route block that nothing calls",
     .why = "No route(), no t_on_..., and no name given to a module leads there. Said only "
	    "when all calls are known: not when some route is called by a variable, and not "
	    "when its name stands in any string.",
     .bad = "request_route {\n\texit;\n}\nroute[OLD] {\n\texit;\n}\n",
     .good = "request_route {\n\troute(NEW);\n}\nroute[NEW] {\n\texit;\n}\n")
