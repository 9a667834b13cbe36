/*
 * undefined - names of routes that no block has.  Facts: semantics.md sections 12.1 and 12.4;
 * vectors 1301-1311, 1373-1376; what each module does without its route was tried with 5.6.3.
 */
#include "engine/visit.h"
#include "unit/describe.h"

/* What is reported here. */
extern const struct rule rule_armed_undefined;
extern const struct rule rule_callback_undefined;
extern const struct rule rule_route_undefined;

/* More places of one missing name are counted, not listed. */
enum { PLACES_MOST = 5 };

static void suggest(struct visit *v, struct diag *x, const struct missing *m)
{
	const struct call *call = m->first;
	const struct route *r = m->meant;
	struct str other, line;

	if (!r)
		return;
	line = describe_line(v->unit, describe_place(r), call->at);
	if (r->kind == call->kind) {
		/* An event's name without what the function puts in front of it. */
		diag_hint(v->diags, x, "did you mean \"%.*s\" (%.*s)?",
			  STR_ARG(str_skip(r->name, call->name.n - call->text.n)), STR_ARG(line));
		return;
	}
	other = describe_route(v->unit, r);
	diag_hint(v->diags, x, "%.*s has that name (%.*s); %s[%.*s] is wanted here", STR_ARG(other),
		  STR_ARG(line), route_kind_word(call->kind), STR_ARG(call->name));
}

static void say_caller(struct visit *v, struct diag *x, const struct call *call)
{
	struct str from, line;

	if (!call->from)
		return;
	from = describe_route(v->unit, call->from);
	line = describe_line(v->unit, describe_place(call->from), call->at);
	diag_note_told(v->diags, x, describe_place(call->from), "called from %.*s (%.*s)",
		       STR_ARG(from), STR_ARG(line));
}

static struct diag *report_needed(struct visit *v, const struct call *call)
{
	struct diag *x = report(v, call->at, "route \"%.*s\" is not defined", STR_ARG(call->name));

	diag_seen(x, call->node->at);
	if (str_find(call->name, '$') >= 0)
		diag_hint(v->diags, x,
			  "in quotes this is the name itself; route($var(x)) takes the value of a "
			  "variable");
	return x;
}

static struct diag *report_armed(struct visit *v, const struct call *call)
{
	return report_as(v, &rule_armed_undefined, call->at, "%s \"%.*s\" is not defined",
			 route_kind_word(call->kind), STR_ARG(call->name));
}

RULE(armed_undefined, "K302", SEV_WARNING, PHASE_RUN, .found_by = &rule_route_undefined,
     .summary = "t_on_failure or a similar function names a block that does not exist",
     .why = "Kamailio starts, with a warning in its log, and takes an empty block in its place: "
	    "the failure, branch or reply is never handled. t_on_failure wants a failure_route, "
	    "t_on_branch a branch_route, t_on_reply an onreply_route, t_on_branch_failure(\"X\") "
	    "an event_route[tm:branch-failure:X]; a route[X] is none of them.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_on_failure(\"NATMANAGE\");\n"
	    "\troute(NATMANAGE);\n\tt_relay();\n}\nroute[NATMANAGE] {\n\treturn;\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_on_failure(\"NATMANAGE\");\n"
	     "\tt_relay();\n}\nfailure_route[NATMANAGE] {\n\texit;\n}\n")

static struct diag *report_callback(struct visit *v, const struct call *call)
{
	return report_as(v, &rule_callback_undefined, call->at,
			 "\"%s\" names the %s \"%.*s\", which is not defined", call->fact->name,
			 route_kind_word(call->kind), STR_ARG(call->name));
}

RULE(callback_undefined, "K303", SEV_WARNING, PHASE_RUN, .found_by = &rule_route_undefined,
     .summary = "a module is given the name of a route that does not exist",
     .why = "Modules that run a route by its name (async_route, rtimer, http_async_query, "
	    "t_continue ...) look for it when they need it. Kamailio starts, and nothing runs.",
     .bad =
	 "loadmodule \"rtimer\"\nmodparam(\"rtimer\", \"timer\", \"name=ta;interval=1;mode=1\")\n"
	 "modparam(\"rtimer\", \"exec\", \"timer=ta;route=CLEANUP\")\nrequest_route {\n\texit;\n"
	 "}\n",
     .good = "loadmodule \"rtimer\"\nmodparam(\"rtimer\", \"timer\", "
	     "\"name=ta;interval=1;mode=1\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=ta;route=CLEANUP\")\nrequest_route {\n"
	     "\texit;\n}\nroute[CLEANUP] {\n\texit;\n}\n")

/* One name that is missing is one mistake, wherever it is called. */
static void report_missing(struct visit *v, const struct missing *m)
{
	const struct call *call = m->first;
	struct diag *x = call->is_needed         ? report_needed(v, call)
			 : call->way == CALL_ARM ? report_armed(v, call)
						 : report_callback(v, call);
	unsigned places = 0;

	suggest(v, x, m);
	say_caller(v, x, call);
	while ((call = call->next_missing) && places++ < PLACES_MOST)
		diag_note(v->diags, x, call->at, "called here, too");
}

static void check_missing(struct visit *v)
{
	for (const struct missing *m = v->unit->graph.missing; m; m = m->next)
		report_missing(v, m);
}

RULE(route_undefined, "K301", SEV_ERROR, PHASE_START, .end = check_missing, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_TEXT | DOUBT_DECLARATION,
     .summary = "a route that is called and not defined",
     .why = "`kamailio -c` does not look for routes; the start does, in all blocks, those that "
	    "nothing calls included, and stops at the first one that is missing. route(X) looks "
	    "for a block route[X] only: a failure_route[X] is something else. The value of a "
	    "variable is looked up at run time, and not checked; in quotes a \"$\" belongs to the "
	    "name.",
     .bad = "request_route {\n\troute(RELAI);\n}\nroute[RELAY] {\n\texit;\n}\n",
     .good = "request_route {\n\troute(RELAY);\n}\nroute[RELAY] {\n\texit;\n}\n")
