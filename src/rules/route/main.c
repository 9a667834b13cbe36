/*
 * main - the request_route, and names that nearly meet.  Facts: semantics.md section 9;
 * vectors 472, 1361, 1362.
 */
#include "base/map.h"
#include "engine/visit.h"
#include "unit/describe.h"

/* What is reported here. */
extern const struct rule rule_route_merged;
extern const struct rule rule_route_merged_dead;

static bool has_kind(const struct analysis *u, enum route_kind kind)
{
	for (const struct route *r = u->routes.first; r; r = r->next)
		if (r->kind == kind)
			return true;
	return false;
}

/* Requests may be meant for another place: a script, or an event. */
static bool is_elsewhere(const struct analysis *u)
{
	if (u->routes.has_engine || has_kind(u, ROUTES_EVENT))
		return true;
	return modules_run_scripts(&u->modules);
}

static void check_missing(struct visit *v)
{
	const struct analysis *u = v->unit;
	const struct route *first = u->routes.first;

	/* A file of nothing but blocks is there to be included. */
	if (!first || !u->modules.modules || is_elsewhere(u) ||
	    routes_find(&u->routes, ROUTES_REQUEST, STR(ROUTE_MAIN)))
		return;
	report(v, describe_place(first), "there are route blocks, but no request_route");
}

RULE(request_route_missing, "K305", SEV_WARNING, PHASE_RUN, .end = check_missing,
     .needs = NEEDS_ROUTES, .silent_in = DOUBT_TEXT | DOUBT_DECLARATION,
     .summary = "route blocks without a request_route",
     .why = "Kamailio starts, and drops each request. Not reported when the routing is written in "
	    "another language (cfgengine, app_...), or when there are event routes.",
     .bad = "loadmodule \"sl\"\nroute[RELAY] {\n\texit;\n}\n",
     .good = "loadmodule \"sl\"\nrequest_route {\n\troute(RELAY);\n}\nroute[RELAY] {\n\texit;\n}\n")

static bool is_filled(const struct node *body)
{
	for (; body; body = body->next)
		if (body->kind != N_EMPTY)
			return true;
	return false;
}

static void check_merged(struct visit *v, const struct node *block)
{
	const struct route *r = v->route;
	const struct node *first = NULL;

	(void)block;
	if (!str_is(r->name, ROUTE_MAIN) || r->kind == ROUTES_EVENT)
		return;
	for (const struct block *b = r->blocks; b; b = b->next) {
		const struct node *n = b->node;
		struct diag *x;

		if (!is_filled(KID(n, ROUTE, body)))
			continue;
		if (!first) {
			first = n;
			continue;
		}
		x = report_as(v, b->is_reached ? &rule_route_merged : &rule_route_merged_dead,
			      (struct span){n->at.lo, n->at.lo + (uint32_t)n->text.n},
			      b->is_reached
				  ? "a second %.*s: it runs behind the first"
				  : "a second %.*s: it never runs, for the first always exits",
			      STR_ARG(n->text));
		diag_note(v->diags, x, (struct span){first->at.lo, first->at.lo + 1},
			  "the first is here");
	}
}

RULE(route_merged_dead, "K306", SEV_WARNING, PHASE_RUN, .found_by = &rule_route_merged,
     .summary = "a second block without name that never runs",
     .why = "Kamailio joins blocks of one kind without name: the statements of the second follow "
	    "those of the first, and that one always exits. Blocks with names it would refuse.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"a\");\n\texit;\n}\nrequest_route "
	    "{\n\txlog(\"b\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"a\");\n\txlog(\"b\");\n\texit;\n}\n")

RULE(route_merged, "K314", SEV_NOTE, PHASE_RUN, .each_route = true, .run = check_merged,
     .summary = "two blocks without name of one kind",
     .why = "Kamailio joins them silently: the second one runs when the first falls through. "
	    "People split a long request_route over files so; otherwise one of them is left over.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"a\");\n}\nrequest_route "
	    "{\n\txlog(\"b\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"a\");\n\txlog(\"b\");\n}\n")

/* The names so far in lower case: the first struct route of each. */
struct seen {
	struct map names[ROUTE_KINDS];
};

static const struct state_kind seen_kind = STATE_KIND(struct seen);

static void check_case(struct visit *v, const struct node *block)
{
	struct seen *seen = visit_state(v, &seen_kind);
	const struct route *r = v->route;
	struct str name = buf_lower(v->arena, r->name);
	const struct route *first = map_find(&seen->names[r->kind], name);

	(void)block;
	if (first) {
		struct str what = describe_route(v->unit, r);
		struct diag *x =
		    report(v, describe_place(r),
			   "the name of %.*s differs from another only in case", STR_ARG(what));

		diag_note(v->diags, x, describe_place(first), "the other is here");
	} else {
		map_put(&seen->names[r->kind], v->arena, name, r);
	}
}

RULE(route_case, "K307", SEV_NOTE, PHASE_RUN, .each_route = true, .run = check_case,
     .summary = "two routes whose names differ only in case",
     .why = "Names are compared byte by byte, so both are there, and a call reaches the one "
	    "that is written exactly so.",
     .bad = "request_route {\n\troute(RELAY);\n\troute(Relay);\n}\nroute[RELAY] {\n\treturn;\n}\n"
	    "route[Relay] {\n\treturn;\n}\n",
     .good = "request_route {\n\troute(RELAY);\n\troute(RELAY_OUT);\n}\nroute[RELAY] {\n\treturn;\n"
	     "}\nroute[RELAY_OUT] {\n\treturn;\n}\n")
