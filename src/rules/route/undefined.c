/*
 * rule_missing - names of routes that no block has.  Facts: semantics.md sections 12.1 and 12.4;
 * vectors 1301-1311, 1373-1376; what each module does without its route was tried with 5.6.3.
 */
#include "engine/old_rules.h"
#include "unit/describe.h"
#include "text/rule.h"

#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_armed_undefined;
extern const struct rule rule_callback_undefined;
extern const struct rule rule_route_undefined;

/* More places of one missing name are counted, not listed. */
enum { PLACES_MOST = 5 };

/* So many missing names of a kind are compared with all routes. */
enum { SUGGESTIONS_MOST = 100 };

/* A name that was looked for and is not there. */
struct missing {
	struct diag *finding;
	uint32_t places;
};

static bool is_better(const struct route *r, const struct route *best, unsigned distance,
		      unsigned best_distance)
{
	return distance < best_distance ||
	       (distance == best_distance && distance != SUGGEST_NEVER && best &&
		best->is_reached && !r->is_reached);
}

/* The route that NAME of KIND was probably meant to be: the nearest name, one that nothing else
 * calls first. */
static struct route *nearest(struct analysis *u, enum route_kind kind, struct str name)
{
	struct route *best = NULL;
	unsigned best_distance = SUGGEST_NEVER;

	for (struct route *r = u->symbols.first_route; r; r = r->next) {
		unsigned distance;

		if (r->kind != kind || str_is(r->name, ROUTE_MAIN))
			continue;
		distance = suggest_distance(name, r->name);
		if (is_better(r, best, distance, best_distance)) {
			best = r;
			best_distance = distance;
		}
	}
	return best;
}

/* The same name under another kind, or NULL. */
static struct route *of_other_kind(struct analysis *u, enum route_kind kind, struct str name)
{
	for (enum route_kind k = 0; k < ROUTE_KINDS; k++) {
		struct route *r = k == kind ? NULL : symbols_route(&u->symbols, k, name);

		if (r && !str_is(name, ROUTE_MAIN))
			return r;
	}
	return NULL;
}

static void suggest(struct analysis *u, struct diag *x, const struct call *call)
{
	struct diags *d = &u->session->diags;
	struct route *r = of_other_kind(u, call->kind, call->text);

	if (r) {
		struct str other = describe_route(u, r),
			   line = describe_line(u, describe_place(r), call->at);

		r->is_suggested = true;
		diag_hint(d, x, "%.*s has that name (%.*s); %s[%.*s] is wanted here",
			  STR_ARG(other), STR_ARG(line), route_kind_word(call->kind),
			  STR_ARG(call->name));
		return;
	}
	r = nearest(u, call->kind, call->name);
	if (r) {
		struct str line = describe_line(u, describe_place(r), call->at);

		r->is_suggested = true;
		diag_hint(d, x, "did you mean \"%.*s\" (%.*s)?",
			  STR_ARG(call->name.n == call->text.n
				      ? r->name
				      : str_skip(r->name, call->name.n - call->text.n)),
			  STR_ARG(line));
	}
}

static void say_caller(struct analysis *u, struct diag *x, const struct call *call)
{
	struct str from, line;

	if (!call->from)
		return;
	from = describe_route(u, call->from);
	line = describe_line(u, describe_place(call->from), call->at);
	diag_note(&u->session->diags, x, SPAN_NONE, "called from %.*s (%.*s)", STR_ARG(from),
		  STR_ARG(line));
}

static struct diag *report_needed(struct analysis *u, const struct call *call)
{
	struct diag *x = diag_report(&u->session->diags, &rule_route_undefined, call->at,
				     "route \"%.*s\" is not defined", STR_ARG(call->name));

	diag_seen(x, call->node->at);
	return x;
}

RULE(route_undefined, "K301", SEV_ERROR, PHASE_START,
     .summary = "a route that is called and not defined",
     .why = "`kamailio -c` does not look for routes; the start does, in all blocks, those "
	    "that nothing calls included, and stops at the first one that is missing. "
	    "route(X) looks for a block route[X] only: a failure_route[X] is another thing. "
	    "Names that hold variables are looked up at run time, and not checked.",
     .bad = "request_route {\n\troute(RELAI);\n}\nroute[RELAY] {\n\texit;\n}\n",
     .good = "request_route {\n\troute(RELAY);\n}\nroute[RELAY] {\n\texit;\n}\n")

static struct diag *report_armed(struct analysis *u, const struct call *call)
{
	return diag_report(&u->session->diags, &rule_armed_undefined, call->at,
			   "%s \"%.*s\" is not defined", route_kind_word(call->kind),
			   STR_ARG(call->name));
}

RULE(armed_undefined, "K302", SEV_WARNING, PHASE_RUN,
     .summary = "t_on_failure and its kin name a block that does not exist",
     .why = "Kamailio starts, with a warning in its log, and takes an empty block in its place: "
	    "the failure, branch or reply is never handled. t_on_failure wants a failure_route, "
	    "t_on_branch a branch_route, t_on_reply an onreply_route, t_on_branch_failure(\"X\") "
	    "an event_route[tm:branch-failure:X]; a route[X] is none of them.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_on_failure(\"NATMANAGE\");\n"
	    "\troute(NATMANAGE);\n\tt_relay();\n}\nroute[NATMANAGE] {\n\treturn;\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_on_failure(\"NATMANAGE\");\n"
	     "\tt_relay();\n}\nfailure_route[NATMANAGE] {\n\texit;\n}\n")

static struct diag *report_callback(struct analysis *u, const struct call *call)
{
	return diag_report(&u->session->diags, &rule_callback_undefined, call->at,
			   "\"%s\" names the %s \"%.*s\", which is not defined", call->fact->name,
			   route_kind_word(call->kind), STR_ARG(call->name));
}

RULE(callback_undefined, "K303", SEV_WARNING, PHASE_RUN,
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

static void report_first(struct analysis *u, struct missing *m, const struct call *call,
			 bool may_suggest)
{
	m->finding = call->is_needed         ? report_needed(u, call)
		     : call->way == CALL_ARM ? report_armed(u, call)
					     : report_callback(u, call);
	if (may_suggest)
		suggest(u, m->finding, call);
	say_caller(u, m->finding, call);
}

/* One name that is missing is one mistake, wherever it is called. */
static void report_again(struct analysis *u, struct missing *m, const struct call *call)
{
	if (++m->places <= PLACES_MOST)
		diag_note(&u->session->diags, m->finding, call->at, "called here, too");
}

void missing_routes(struct analysis *u)
{
	struct names found[ROUTE_KINDS] = {0};

	if ((u->is_incomplete || u->doubts & DOUBT_LOST))
		return;
	for (const struct call *call = u->graph.first; call; call = call->next_all) {
		struct name *entry;
		struct missing *m;

		if (call->to || call->is_optional ||
		    (u->symbols.has_engine && call->way != CALL_ROUTE))
			continue;
		entry = names_add(&found[call->kind], u->arena, call->name, call->at);
		m = entry->data;
		if (m) {
			report_again(u, m, call);
			continue;
		}
		m = entry->data = ARENA_NEW(u->arena, struct missing);
		report_first(u, m, call, found[call->kind].count <= SUGGESTIONS_MOST);
	}
}
