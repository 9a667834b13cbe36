/*
 * unused - blocks that nothing calls.  They cost nothing and are often meant to be there, so
 * this is a note.
 */
#include "base/ascii.h"
#include "base/map.h"
#include "engine/visit.h"
#include "unit/describe.h"

/* A name that nothing calls. */
struct unused_candidate {
	bool is_named; /* it stands in a string */
};

/* A letter of the names that people give to routes. */
static bool is_name_byte(char c)
{
	return ascii_is_word(c) || c == '-' || c == '.';
}

static bool is_candidate(const struct analysis *u, const struct route *r)
{
	return !r->is_reached && !r->is_meant && r->kind != ROUTES_EVENT &&
	       !u->graph.is_dynamic[r->kind];
}

/* Strings may name a route in a way that the catalog does not know: marks those that occur. */
static void mark_named(struct analysis *u, const struct map *candidates)
{
	for (uint32_t i = 0; i < u->graph.strings.count; i++) {
		struct str rest = u->graph.strings.all[i]->text;

		while (rest.n) {
			struct str word = str_head(rest, ascii_run(rest, is_name_byte));
			struct unused_candidate *c = word.n ? map_find(candidates, word) : NULL;

			if (c)
				c->is_named = true;
			rest = str_skip(rest, word.n + 1);
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
	struct map candidates = {0};

	/* Without a start, everything is unused: a file to be included. */
	if (!routes_find(&u->routes, ROUTES_REQUEST, STR(ROUTE_MAIN)))
		return;
	for (const struct route *r = u->routes.first; r; r = r->next)
		if (is_candidate(u, r))
			MAP_RECORD(&candidates, u->arena, r->name, struct unused_candidate);
	if (!candidates.entries.count)
		return;
	mark_named(u, &candidates);
	for (const struct route *r = u->routes.first; r; r = r->next) {
		const struct unused_candidate *c =
		    is_candidate(u, r) ? map_find(&candidates, r->name) : NULL;

		if (c && !c->is_named)
			report_unused(v, r);
	}
}

RULE(route_unused, "K304", SEV_NOTE, PHASE_RUN, .end = check_unused, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_LOST | DOUBT_ENGINE | DOUBT_MODULE | DOUBT_VALUE,
     .summary = "a route block that nothing calls",
     .why = "No route(), no t_on_..., and no name given to a module leads there. Reported only "
	    "when all calls are known: not when some route is called by a variable, and not when "
	    "its name occurs in any string.",
     .bad = "request_route {\n\texit;\n}\nroute[OLD] {\n\texit;\n}\n",
     .good = "request_route {\n\troute(NEW);\n}\nroute[NEW] {\n\texit;\n}\n")
