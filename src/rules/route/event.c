/*
 * event - names of event routes.  Kamailio takes any name and says nothing when no module ever
 * runs it.  Facts: grammar/events.tsv, lexical.md section 10; vectors 068-075.
 */
#include "base/ascii.h"
#include "engine/visit.h"
#include "unit/describe.h"

#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_event_module;
extern const struct rule rule_event_private;
extern const struct rule rule_event_table;
extern const struct rule rule_event_unarmed;
extern const struct rule rule_event_unknown;

/* What the catalog says of one name. */
struct verdict {
	const struct fact_event *good;   /* of a module that is loaded, for this version */
	const struct fact_event *loaded; /* of another version, or ... */
	const struct fact_event *absent; /* of this version, its module is not loaded */
	const struct fact_event *wrong;  /* a name that documentation spreads */
	struct str part;                 /* what stands for the '*' */
};

static bool is_loaded(const struct analysis *u, const struct fact_event *e)
{
	return str_is(str_of(e->module), "core") || modules_has(&u->modules, str_of(e->module));
}

static bool is_in_version(const struct analysis *u, const struct fact_event *e)
{
	return e->versions & u->session->version.bit;
}

static void weigh(const struct analysis *u, struct verdict *v, const struct fact_event *e,
		  struct str part)
{
	if (e->kind == FACT_EVENT_WRONG) {
		v->wrong = e;
	} else if (!is_in_version(u, e)) {
		v->loaded = e;
	} else if (!is_loaded(u, e)) {
		v->absent = e;
	} else if (!v->good) {
		v->good = e;
		v->part = part;
	}
}

/* The rows of NAME itself first; a pattern counts when there is none. */
static struct verdict look_up(const struct analysis *u, struct str name)
{
	const struct catalog *c = u->session->catalog;
	struct verdict v = {0};
	size_t count;
	const struct fact_event *e = catalog_events(c, name, &count);

	for (; count; count--, e++)
		weigh(u, &v, e, STR(""));
	if (v.good || v.absent || v.loaded || v.wrong)
		return v;
	for (e = c->events; e < c->events + c->event_count; e++) {
		struct str head = str_of(e->name);

		if (e->kind != FACT_EVENT_PATTERN)
			continue;
		head.n--; /* the star, which is last in all patterns */
		if (name.n > head.n && str_starts(name, head))
			weigh(u, &v, e, str_skip(name, head.n));
	}
	return v;
}

/* The event of this version that NAME was probably meant to be; NULL when there is none. */
static const struct fact_event *nearest(const struct analysis *u, struct str name)
{
	const struct catalog *c = u->session->catalog;
	const struct fact_event *best = NULL;
	struct nearest n = nearest_to(name);

	for (size_t i = 0; i < c->event_count; i++) {
		const struct fact_event *e = &c->events[i];
		struct str text = str_of(e->name);

		if ((e->kind != FACT_EVENT_FIXED && e->kind != FACT_EVENT_PATTERN) ||
		    !is_in_version(u, e))
			continue;
		n.wanted = name;
		/* What the user chose for the star is no mistake. */
		if (e->kind == FACT_EVENT_PATTERN && name.n >= text.n) {
			text.n--;
			n.wanted = str_head(name, text.n);
		}
		if (nearest_consider_ranked(&n, text, !is_loaded(u, e)))
			best = e;
	}
	return best;
}

static void suggest(struct visit *v, struct diag *x, const struct verdict *found)
{
	struct diags *d = v->diags;
	const struct fact_event *e;

	if (found->wrong) {
		diag_hint(d, x, "it is called \"%s\"", found->wrong->set_by);
		return;
	}
	if (found->loaded) {
		struct buf b = buf_on(v->arena);
		struct str say;

		version_say(&b, found->loaded->versions);
		say = buf_view(&b);
		diag_hint(d, x, "it is for Kamailio %.*s", STR_ARG(say));
		return;
	}
	e = nearest(v->unit, v->route->name);
	if (e)
		diag_hint(d, x, "did you mean \"%s\"?", e->name);
}

/* A module of one's own may run events of any name. */
static void report_unknown(struct visit *v, const struct verdict *found)
{
	bool is_private = v->unit->modules.has_private_module && !found->wrong;
	struct diag *x =
	    report_as(v, is_private ? &rule_event_private : v->rule, describe_place(v->route),
		      is_private ? "no module of Kamailio's runs event_route[%.*s]"
				 : "there is no event \"%.*s\"",
		      STR_ARG(v->route->name));

	suggest(v, x, found);
}

RULE(event_private, "K323", SEV_NOTE, PHASE_RUN, .found_by = &rule_event_unknown,
     .summary = "an event route that no module of Kamailio runs",
     .why = "A module is loaded that does not come with Kamailio; it may run this one.",
     .bad = "loadmodulex \"$def(MINE)\"\nrequest_route {\n\texit;\n}\n"
	    "event_route[mine:done] {\n\texit;\n}\n",
     .good = "loadmodulex \"$def(MINE)\"\nloadmodule \"xhttp\"\nrequest_route {\n\texit;\n}\n"
	     "event_route[xhttp:request] {\n\texit;\n}\n")

static void report_absent(struct visit *v, const struct fact_event *e)
{
	report_as(v, &rule_event_module, describe_place(v->route),
		  "nothing runs event_route[%.*s]: module \"%s\" is not loaded",
		  STR_ARG(v->route->name), e->module);
}

RULE(event_module, "K321", SEV_WARNING, PHASE_RUN, .found_by = &rule_event_unknown,
     .summary = "an event route whose module is not loaded",
     .why = "The block is read, and never runs.",
     .bad = "request_route {\n\texit;\n}\nevent_route[xhttp:request] {\n\texit;\n}\n",
     .good = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route "
	     "{\n\texit;\n}\nevent_route[xhttp:request] {\n"
	     "\texit;\n}\n")

static void check_table(struct visit *v, struct str table)
{
	struct analysis *u = v->unit;
	const struct map *tables = &u->modules.sets[SET_HTABLE].names;
	struct nearest n = nearest_to(table);
	struct diag *x;

	if (modules_may_define(&u->modules, SET_HTABLE, table))
		return;
	x = report_as(v, &rule_event_table, describe_place(v->route),
		      "no htable \"%.*s\" is defined", STR_ARG(table));
	for (uint32_t i = 0; i < tables->entries.count; i++)
		nearest_consider(&n, tables->entries.all[i].key);
	if (n.best.n)
		diag_hint(v->diags, x, "did you mean \"%.*s\"?", STR_ARG(n.best));
}

RULE(event_table, "K322", SEV_WARNING, PHASE_RUN, .found_by = &rule_event_unknown,
     .summary = "an event route of a hash table that is not defined",
     .why = "htable:expired:T runs when an entry of the table T expires; tables are defined by "
	    "modparam(\"htable\", \"htable\", \"T=>...\").",
     .bad = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"banned=>size=8\")\n"
	    "request_route {\n\texit;\n}\nevent_route[htable:expired:baned] {\n\texit;\n}\n",
     .good = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"banned=>size=8;autoexpire=60\")\n"
	     "request_route {\n\texit;\n}\nevent_route[htable:expired:banned] {\n\texit;\n}\n")

static void check_armed(struct visit *v, struct str name)
{
	const struct analysis *u = v->unit;

	if (v->route->callers || u->graph.is_dynamic[ROUTES_EVENT] || u->routes.has_engine)
		return;
	report_as(v, &rule_event_unarmed, describe_place(v->route),
		  "nothing calls t_on_branch_failure(\"%.*s\")", STR_ARG(name));
}

RULE(event_unarmed, "K325", SEV_NOTE, PHASE_RUN, .found_by = &rule_event_unknown, .of_all = true,
     .summary = "a branch failure route that nothing sets",
     .why = "event_route[tm:branch-failure:X] runs for branches that t_on_branch_failure(\"X\") "
	    "was called for.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n}\n"
	    "event_route[tm:branch-failure:next] {\n\texit;\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_on_branch_failure(\"next\");\n\tt_relay();\n"
	     "}\nevent_route[tm:branch-failure:next] {\n\texit;\n}\n")

/* What stands between the brackets, when bytes of it were skipped; otherwise empty. */
static struct str written_name(struct visit *v, const struct route *r)
{
	const struct node *n = r->blocks->node;
	struct str text =
	    source_text(&v->session->sources, (struct span){n->at.lo, KID(n, ROUTE, name)->at.hi});
	ptrdiff_t open = str_find(text, '['), i;

	if (open < 0)
		return STR("");
	text = str_trim(str_skip(text, (size_t)open + 1));
	for (i = 0; i < (ptrdiff_t)text.n; i++) {
		char c = text.p[i];

		if (ascii_is_word(c) || (c && str_find(STR(".-*/%+"), c) >= 0))
			break;
	}
	text = str_skip(text, (size_t)i);
	return str_equal(text, r->name) || !str_ends(text, r->name) ? STR("") : text;
}

static void check_name(struct visit *v, const struct node *n)
{
	const struct route *r = v->route;
	struct str written;

	(void)n;
	if (r->kind != ROUTES_EVENT)
		return;
	written = written_name(v, r);
	if (written.n)
		diag_hint(v->diags,
			  report(v, describe_place(r), "Kamailio takes \"%.*s\" for \"%.*s\"",
				 STR_ARG(written), STR_ARG(r->name)),
			  "only letters, digits and \"-\" can stand before the first colon");
}

RULE(event_name_cut, "K324", SEV_WARNING, PHASE_RUN, .each_route = true, .run = check_name,
     .summary = "the name of an event route that Kamailio reads differently",
     .why = "Such a name is letters, digits and dashes up to the first colon, then also "
	    "underscores; each part starts with a letter. All other bytes are skipped silently, so "
	    "event_route[my_mod:foo] is event_route[mod:foo].",
     .bad = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route "
	    "{\n\texit;\n}\nevent_route[my_xhttp:request] {\n"
	    "\texit;\n}\n",
     .good = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route "
	     "{\n\texit;\n}\nevent_route[xhttp:request] {\n"
	     "\texit;\n}\n")

static void check_event(struct visit *v, const struct node *n)
{
	const struct route *r = v->route;
	struct verdict found;

	(void)n;
	if (r->kind != ROUTES_EVENT || r->is_meant || written_name(v, r).n)
		return;
	found = look_up(v->unit, r->name);
	if (found.good) {
		if (!found.part.n || !found.good->set_by)
			return;
		if (str_is(str_of(found.good->set_by), "htable"))
			check_table(v, found.part);
		else if (str_is(str_of(found.good->set_by), "t_on_branch_failure"))
			check_armed(v, found.part);
		return;
	}
	if (r->callers || v->unit->graph.is_dynamic[ROUTES_EVENT])
		return;
	if (found.absent)
		report_absent(v, found.absent);
	else
		report_unknown(v, &found);
}

RULE(event_unknown, "K320", SEV_WARNING, PHASE_RUN, .each_route = true, .run = check_event,
     .silent_in = DOUBT_LOST, .summary = "an event route that no event has",
     .why = "Kamailio takes any name, and looks only for the names it knows: the block never "
	    "runs, and nothing is logged.",
     .bad = "loadmodule \"dispatcher\"\nrequest_route {\n\texit;\n}\n"
	    "event_route[dispacher:dst-down] {\n\texit;\n}\n",
     .good = "loadmodule \"dispatcher\"\nrequest_route {\n\texit;\n}\n"
	     "event_route[dispatcher:dst-down] {\n\texit;\n}\n")
