/*
 * dialog - record_route() and loose_route() belong together: the first makes the later requests of
 * a dialog come here, the second lets them go on.
 *
 * What must stay true: a route is one of first requests when it is called so, over any number of
 * calls; a way behind has_totag() is inside of a dialog.  Scripts in other languages may do
 * anything.
 */
#include "rules/path/method.h"

/* What is reported here. */
extern const struct rule rule_record_route_missing;
extern const struct rule rule_loose_route_missing;

struct request {
	bool is_in_dialog; /* for certain */
	bool is_other;     /* for certain no INVITE */
};

/* A call of a route. */
struct step_into {
	struct step_into *next;
	const struct route *to;
	bool is_first; /* of a first INVITE, or of what may be one */
};

/* What a route does by itself. */
struct follows {
	struct step_into *calls;
	const struct node *record; /* adds a Record-Route to a first request */
	const struct node *relay;  /* sends a first INVITE on */
	bool is_met;
	const struct route *next; /* that is to be looked at */
};

struct dialogs {
	const struct node *loose;  /* takes the Route header */
	const struct node *inside; /* … of requests inside of dialogs */
	bool is_aware;             /* some condition tells these from others */
};

static const struct state_kind dialogs = STATE_KIND(struct dialogs);
static const struct state_kind routes = STATE_KIND(struct follows);

static struct dialogs *dialogs_of(struct visit *v)
{
	return visit_state(v, &dialogs);
}

static struct follows *follows_of(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &routes, r);
}

/* --- conditions ------------------------------------------------------------------------------- */

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct request *x = state;

	if (n->kind == N_CALL && is_true &&
	    call_of(v->unit, n)->tags & (TAG_IN_DIALOG | TAG_LOOSE_ROUTE))
		x->is_in_dialog = dialogs_of(v)->is_aware = true;
	if (!x->is_other)
		x->is_other = method_is_other(v, n, is_true, STR("INVITE"));
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct request *from = other;
	struct request *x = state;

	(void)v;
	x->is_in_dialog = x->is_in_dialog && from->is_in_dialog;
	x->is_other = x->is_other && from->is_other;
}

/* --- what is done ----------------------------------------------------------------------------- */

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct dialogs *all = dialogs_of(v);
	struct follows *here = follows_of(v, v->route);
	const struct request *x = state;
	uint64_t tags = v->call->tags;

	if (tags & TAG_LOOSE_ROUTE) {
		all->loose = all->loose ? all->loose : n;
		if (x->is_in_dialog && !all->inside)
			all->inside = n;
	} else if (x->is_in_dialog || x->is_other) {
		return;
	} else if (tags & TAG_RECORD_ROUTE) {
		here->record = here->record ? here->record : n;
	} else {
		here->relay = here->relay ? here->relay : n;
	}
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	struct follows *here = follows_of(v, v->route);
	const struct request *called = summary;
	struct request *x = state;
	struct step_into *call = ARENA_NEW(v->arena, struct step_into);

	(void)n;
	*call = (struct step_into){
	    .to = v->target, .is_first = !x->is_in_dialog && !x->is_other, .next = here->calls};
	here->calls = call;
	if (called) {
		x->is_in_dialog = x->is_in_dialog || called->is_in_dialog;
		x->is_other = x->is_other || called->is_other;
	}
}

/* --- all routes together ---------------------------------------------------------------------- */

struct found {
	const struct node *record, *relay;
};

/* Looks at R and at all routes that are called from there for a first INVITE. */
static void look_from(struct visit *v, const struct route *r, struct found *found)
{
	const struct route *open = r;

	if (follows_of(v, r)->is_met)
		return;
	follows_of(v, r)->is_met = true;
	while (open) {
		struct follows *x = follows_of(v, open);

		open = x->next;
		found->record = found->record ? found->record : x->record;
		found->relay = found->relay ? found->relay : x->relay;
		for (const struct step_into *c = x->calls; c; c = c->next) {
			struct follows *to = follows_of(v, c->to);

			if (!c->is_first || to->is_met)
				continue;
			to->is_met = true;
			to->next = open;
			open = c->to;
		}
	}
}

static void report_record(struct visit *v, const struct dialogs *all, const struct node *relay)
{
	struct diag *x = report_as(v, &rule_record_route_missing, relay->at,
				   "\"%.*s\" sends requests on that begin a dialog, and nothing "
				   "has called record_route() for them",
				   STR_ARG(relay->text));

	diag_hint(v->diags, x, "call record_route() before it");
	diag_note(v->diags, x, all->inside->at, "the later requests are expected here");
}

static void check_dialogs(struct visit *v)
{
	struct dialogs *all = dialogs_of(v);
	struct found first = {0}, other = {0};
	struct diag *x;

	if (v->unit->routes.has_engine || modules_run_scripts(&v->unit->modules) ||
	    v->unit->graph.is_dynamic[ROUTES_REQUEST])
		return;
	for (const struct route *r = v->unit->routes.first; r; r = r->next)
		if (r->kind == ROUTES_REQUEST && str_is(r->name, ROUTE_MAIN))
			look_from(v, r, &first);
	for (const struct route *r = v->unit->routes.first; r; r = r->next)
		if (r->kind != ROUTES_REQUEST)
			look_from(v, r, &other);
	if (!first.relay)
		return;
	if (all->inside && !first.record && !other.record)
		report_record(v, all, first.relay);
	if (!first.record || all->loose || !all->is_aware)
		return;
	x = report_as(v, &rule_loose_route_missing, first.record->at,
		      "\"%.*s\" brings the later requests of a dialog here, and nothing calls "
		      "loose_route() for them",
		      STR_ARG(first.record->text));
	diag_note(v->diags, x, first.relay->at,
		  "they are sent on here like others, with this server in their Route header");
}

static const struct path_rule path = {.size = sizeof(struct request),
				      .step = take_step,
				      .assume = take_condition,
				      .join = join,
				      .call = take_call};

RULE(record_route_missing, "K371", SEV_WARNING, PHASE_RUN,
     .tags = TAG_RECORD_ROUTE | TAG_LOOSE_ROUTE | TAG_RELAY, .path = &path, .end = check_dialogs,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_ENGINE | DOUBT_BRACES,
     .summary = "INVITEs are sent on without record_route(), and their dialogs expected here",
     .why = "Only with a Record-Route do the later requests of a dialog, ACK, BYE and re-INVITE, "
	    "come through this server. Here a block for requests inside of dialogs calls "
	    "loose_route(), but no request that begins one gets a Record-Route: the block never "
	    "sees them, a BYE goes past accounting and media proxies, and behind NAT it does not "
	    "arrive at all.",
     .evidence = "dsiprouter issue 259",
     .bad =
	 "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nloadmodule "
	 "\"siputils\"\nrequest_route {\n"
	 "\tif (has_totag()) {\n\t\tif (loose_route())\n\t\t\tt_relay();\n\t\texit;\n\t}\n"
	 "\tt_relay();\n}\n",
     .good =
	 "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"rr\"\nloadmodule "
	 "\"siputils\"\nrequest_route {\n"
	 "\tif (has_totag()) {\n\t\tif (loose_route())\n\t\t\tt_relay();\n\t\texit;\n\t}\n"
	 "\trecord_route();\n\tt_relay();\n}\n")

RULE(loose_route_missing, "K372", SEV_NOTE, PHASE_RUN, .found_by = &rule_record_route_missing,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_ENGINE | DOUBT_BRACES,
     .summary = "record_route() without loose_route()",
     .why = "After record_route() the later requests of a dialog come with a Route header that "
	    "names this server, and loose_route() takes it away. Nothing else does: they are sent "
	    "on with it, and whoever gets them sends them back here, or refuses them.",
     .bad = "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"rr\"\n"
	    "loadmodule \"siputils\"\nrequest_route {\n\tif (!has_totag())\n"
	    "\t\trecord_route();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"rr\"\n"
	     "loadmodule \"siputils\"\nrequest_route {\n\tif (has_totag())\n"
	     "\t\tloose_route();\n\telse\n\t\trecord_route();\n\tt_relay();\n}\n")
