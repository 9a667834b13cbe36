/*
 * unset - variables of the script, $var(name), that are read and never set, or not on every path.
 *
 * What must stay true: functions and modules set variables whose names they are given, so a name
 * that stands anywhere else in the files, in a string or in text that is switched off, is set.
 */
#include "engine/visit.h"

#include "base/map.h"
#include "facts/suggest.h"
#include "rules/expression/stale.h"

/* What is reported here. */
extern const struct rule rule_var_unset;
extern const struct rule rule_var_misspelt;
extern const struct rule rule_var_stale;
extern const struct rule rule_var_foreign;

/* So many names that are never set are looked at: more are no slips. */
enum { NAMES_MOST = 50 };

struct variable {
	const struct node *first;   /* where it is read */
	const struct pvar_use *use; /* in this text of a function; or NULL */
	uint32_t reads;
	bool is_alone; /* all texts that hold it hold nothing else */
	bool is_set;
	bool is_given;   /* a value that does not come from itself */
	bool is_exposed; /* read, or set under a condition, where its route has not set it before */
	const struct route *given_in; /* set there under no condition, in front of the place */
	const struct node *last;      /* where it was read last */
};

struct variables {
	struct map by_name;                 /* struct variable */
	LIST_OF(struct variable *) by_text; /* by the numbers of texts; OTHER: no valid one */
	struct variable other;
	const struct node *last; /* text that was looked at */
	bool has_unknown;        /* some are set by names that only the running script knows */
};

static const struct state_kind variables = STATE_KIND(struct variables);

static struct variable *find_variable(struct visit *v, struct variables *s,
				      const struct pvar_use *use)
{
	if (!use || use->is_faulty || !str_is(use->pvar.name, "var"))
		return &s->other;
	s->has_unknown |= use->pvar.is_dynamic;
	return MAP_RECORD(&s->by_name, v->arena, use->pvar.parts[0], struct variable);
}

/* Each text is looked at once. */
static struct variable *variable_of(struct visit *v, const struct node *n)
{
	struct variables *s = visit_state(v, &variables);
	const struct pvar_text *t = pvars_text(v->unit, n);
	struct variable **x;

	while (s->by_text.count < t->number)
		*LIST_ADD(v->arena, &s->by_text) = NULL;
	x = &s->by_text.all[t->number - 1];
	if (!*x)
		*x = find_variable(v, s, t->first);
	return *x;
}

/* The variables in a text that a function takes.  An argument may be of several kinds. */
static void read_text(struct visit *v, const struct node *n)
{
	struct variables *s = visit_state(v, &variables);
	const struct source *src;
	bool is_alone;

	if (n == s->last || n->kind != N_STRING || str_find(n->text, '$') < 0)
		return;
	s->last = n;
	is_alone = !pvars_have_words(v->unit, n);
	src = source_of(&v->session->sources, n->at.lo);
	for (const struct pvar_use *u = pvars_of(v->unit, n); u; u = u->next) {
		struct variable *x = find_variable(v, s, u);

		if (x == &s->other || x->is_set)
			continue;
		x->is_set = !src || src->is_expansion;
		if (!x->reads++)
			x->first = n, x->use = u, x->is_alone = true;
		x->is_alone &= is_alone;
	}
}

/* N sets X. */
static void set(const struct visit *v, struct variable *x, const struct node *n)
{
	x->is_set = true;
	if (x->last && x->last->at.lo >= n->at.lo && x->last->at.lo < n->at.hi)
		return;
	x->is_given = true;
	if (!v->path->level)
		x->given_in = v->route;
	else if (x->given_in != v->route)
		x->is_exposed = true;
}

/* What is never reached neither reads nor sets: so this follows the paths, and keeps nothing of
 * them. */
static void step(struct visit *v, void *state, const struct node *n)
{
	const struct source *src;
	struct variable *x;

	(void)state;
	if (n->kind == N_CALL) {
		((struct variables *)visit_state(v, &variables))->has_unknown = true;
		return;
	}
	if (n->kind == N_ASSIGN) {
		if (KID(n, ASSIGN, target)->kind == N_PVAR)
			set(v, variable_of(v, KID(n, ASSIGN, target)), n);
		return;
	}
	x = variable_of(v, n);
	x->last = n;
	if (x->given_in != v->route)
		x->is_exposed = true;
	if (x->is_set)
		return;
	/* The text of a define is read more often than it is written: there is no counting it. */
	src = source_of(&v->session->sources, n->at.lo);
	x->is_set = !src || src->is_expansion;
	if (!x->reads++)
		x->first = n;
}

static const struct path_rule path = {.step = step};

/* The name that is set and looks most like NAME; empty when none does. */
static struct str nearest(const struct map_entry *all, uint32_t count, struct str name)
{
	struct nearest n = nearest_to(name);

	for (uint32_t i = 0; i < count; i++)
		if (((const struct variable *)all[i].value)->is_set)
			nearest_consider(&n, all[i].key);
	return n.best;
}

/* Whether the name of X stands only where it is read. */
static bool is_unset(struct visit *v, struct str name, const struct variable *x)
{
	struct buf text = buf_on(v->arena);

	buf_printf(&text, "var(%.*s)", STR_ARG(name));
	return source_mentions(&v->session->sources, buf_view(&text)) <= x->reads;
}

static struct span place_of(struct visit *v, const struct variable *x)
{
	return x->use ? pvars_place(v->unit, x->first, x->use) : x->first->at;
}

static void check_name(struct visit *v, const struct map_entry *all, uint32_t count,
		       const struct map_entry *name)
{
	const struct variable *x = name->value;
	struct diag *found;
	struct str near;

	if (!is_unset(v, name->key, x))
		return;
	near = nearest(all, count, name->key);
	if (!near.n && x->is_alone)
		return;
	found = report_as(v, near.n ? &rule_var_misspelt : v->rule, place_of(v, x),
			  "nothing sets \"$var(%.*s)\"", STR_ARG(name->key));
	if (near.n)
		diag_hint(v->diags, found, "did you mean \"$var(%.*s)\"?", STR_ARG(near));
}

/* modparam("pv", "varset", "NAME=i:1") */
static void set_by_parameters(struct visit *v, struct variables *s)
{
	const struct module_param *p = modules_param(&v->unit->modules, "pv", "varset");

	for (; p; p = p->older) {
		struct str name = p->by->value->text;
		struct variable *x = map_find(&s->by_name, str_take(&name, '='));

		if (x)
			x->is_set = true;
	}
}

static void check_unset(struct visit *v, bool is_text)
{
	struct variables *s = visit_state(v, &variables);
	uint32_t count = s->by_name.entries.count, looked_at = 0;
	const struct map_entry *all;

	/* Scripts in other languages set variables, too. */
	if (!count || s->has_unknown || modules_run_scripts(&v->unit->modules))
		return;
	set_by_parameters(v, s);
	all = map_sorted(&s->by_name, v->arena);
	for (uint32_t i = 0; i < count && looked_at < NAMES_MOST; i++) {
		const struct variable *x = all[i].value;

		if (x->is_set || (x->use != NULL) != is_text)
			continue;
		looked_at++;
		check_name(v, all, count, &all[i]);
	}
}

/* --- values of earlier messages ----------------------------------------------------------------
 */

/* The place in N of the variable NAME. */
static struct span place_in(struct visit *v, const struct node *n, struct str name)
{
	const struct pvar_use *use = pvars_of(v->unit, n);

	while (use && (use->is_faulty || !str_is(use->pvar.name, "var") ||
		       !str_equal(use->pvar.parts[0], name)))
		use = use->next;
	return use ? pvars_place(v->unit, n, use) : n->at;
}

static void tell_stale(struct visit *v, const struct stale_read *x)
{
	const struct rule *rule = x->is_foreign ? &rule_var_foreign : &rule_var_stale;
	struct span at = place_in(v, x->read, x->name);
	struct diag *d;

	if (x->is_foreign)
		d = report_as(v, rule, at,
			      "\"$var(%.*s)\" is that of another call: only requests set it",
			      STR_ARG(x->name));
	else
		d = report_as(v, rule, at,
			      "\"$var(%.*s)\" may still have the value of an earlier message",
			      STR_ARG(x->name));
	if (x->is_foreign)
		diag_hint(v->diags, d, "$avp(%.*s) goes with the transaction", STR_ARG(x->name));
	else
		diag_hint(v->diags, d, "give it a value before, on every path");
	diag_note(v->diags, d, x->set->at, "it is set here%s",
		  x->is_foreign ? "" : ", under a condition");
	if (x->call)
		diag_note(v->diags, d, x->call->at, "the route is called here");
}

static void check_stale(struct visit *v)
{
	const struct variables *s = visit_state(v, &variables);
	struct str names[STALE_MOST];
	struct stale_reads found = {0};
	uint32_t count = 0;

	if (s->has_unknown || modules_run_scripts(&v->unit->modules))
		return;
	for (uint32_t i = 0; i < s->by_name.entries.count && count < STALE_MOST; i++) {
		const struct variable *x = s->by_name.entries.all[i].value;

		if (x->is_given && x->is_exposed)
			names[count++] = s->by_name.entries.all[i].key;
	}
	if (count && (is_wanted(v, &rule_var_stale) || is_wanted(v, &rule_var_foreign)))
		stale_find(v, names, count, &found);
	for (uint32_t i = 0; i < found.all.count; i++)
		tell_stale(v, &found.all.all[i]);
}

static void check_read(struct visit *v)
{
	if (is_wanted(v, &rule_var_unset) || is_wanted(v, &rule_var_misspelt))
		check_unset(v, false);
	check_stale(v);
}

static void check_printed(struct visit *v)
{
	check_unset(v, true);
}

RULE(var_unset, "K549", SEV_NOTE, PHASE_RUN, .nodes = NODE(PVAR) | NODE(ASSIGN),
     .tags = TAG_VARIABLES, .path = &path, .end = check_read,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_VALUE | DOUBT_ENGINE, .of_all = true,
     .summary = "a variable $var(...) that is read, and that nothing sets",
     .why = "It is 0, always. Most often its name, or that of the assignment, is misspelt. "
	    "Reported only when the name occurs nowhere else, not even in a string, and when no "
	    "other language takes part in the routing.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($var(count) == 1)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nmodparam(\"pv\", \"varset\", \"limit=i:3\")\nrequest_route {\n"
	     "\t$var(count) = 1;\n\tif ($var(count) == $var(limit))\n\t\texit;\n}\n")

RULE(var_unset_text, "K559", SEV_NOTE, PHASE_RUN,
     .arguments = ARGUMENT(FORMAT) | ARGUMENT(HEADER_LINES) | ARGUMENT(NUMBER) |
		  ARGUMENT(NUMBER_ATTRIBUTE) | ARGUMENT(REPLY_CODE) | ARGUMENT(REPLY_CODE_FORMAT),
     .run = read_text, .end = check_printed,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_VALUE | DOUBT_ENGINE, .of_all = true,
     .summary = "a variable $var(...) in the text of a function, and that nothing sets",
     .why = "It is 0, always. Most often its name, or that of the assignment, is misspelt. "
	    "Reported only of a text with words besides its variables, for else the function may "
	    "set them, when the name occurs nowhere else, and when no other language takes part in "
	    "the routing.",
     .bad = "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nrequest_route {\n"
	    "\txlog(\"count $var(count)\\n\");\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	     "\txlog(\"count $var(count)\\n\");\n\texit;\n}\n")

RULE(var_misspelt, "K569", SEV_WARNING, PHASE_RUN, .found_by = &rule_var_unset,
     .silent_in = DOUBT_LOST | DOUBT_MODULE | DOUBT_VALUE | DOUBT_ENGINE,
     .summary = "a variable $var(...) that nothing sets, with nearly the name of one that is set",
     .why = "It is 0, always. Reported only when the name occurs nowhere else, not even in text "
	    "that is switched off, and when no other language takes part in the routing.",
     .bad = "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	    "\txlog(\"$var(conut)\\n\");\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	     "\txlog(\"$var(count)\\n\");\n\texit;\n}\n")

RULE(var_stale, "K540", SEV_WARNING, PHASE_RUN, .found_by = &rule_var_unset,
     .silent_in = DOUBT_LOST | DOUBT_BRACES | DOUBT_MODULE | DOUBT_VALUE | DOUBT_ENGINE,
     .summary = "a variable $var(...) that is read, and set on some paths only",
     .why = "A worker keeps its variables from one message to the next. Where an if sets one and "
	    "no else does, the code behind it sees what the last message left there for which the "
	    "condition was true: it depends on which worker takes the message. Told only where no "
	    "other condition stands between the two, for what conditions have to do with each "
	    "other nobody knows, and never of a variable that counts, is asked before it is set, "
	    "or is emptied again later.",
     .evidence = "kamailio issue 1503, pull request 3114",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nrequest_route {\n"
	    "\tif ($rU =~ \"^00\")\n\t\t$var(peer) = \"sip:192.0.2.1\";\n"
	    "\tif ($var(peer) != \"\")\n\t\t$du = $var(peer);\n\tt_relay();\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nrequest_route {\n\t$var(peer) = \"\";\n"
	     "\tif ($rU =~ \"^00\")\n\t\t$var(peer) = \"sip:192.0.2.1\";\n"
	     "\tif ($var(peer) != \"\")\n\t\t$du = $var(peer);\n\tt_relay();\n}\n")

RULE(var_foreign, "K541", SEV_WARNING, PHASE_RUN, .found_by = &rule_var_unset,
     .silent_in = DOUBT_LOST | DOUBT_BRACES | DOUBT_MODULE | DOUBT_VALUE | DOUBT_ENGINE,
     .summary = "a variable $var(...) that requests set, and replies or failures read",
     .why = "A worker keeps its variables from one message to the next, and gives them to nobody. "
	    "A reply comes to any worker, later: what it finds in the variable is of the last "
	    "request that this worker has had, of another call. $avp() and $xavp() stay with the "
	    "transaction, and are there in its onreply_route and failure_route.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nrequest_route {\n"
	    "\t$var(next) = \"sip:\" + $rU + \"@192.0.2.2\";\n\tt_on_failure(\"AGAIN\");\n"
	    "\tt_relay();\n}\nfailure_route[AGAIN] {\n\tif (t_is_canceled())\n\t\texit;\n"
	    "\t$du = $var(next);\n\tt_relay();\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nrequest_route {\n"
	     "\t$avp(next) = \"sip:\" + $rU + \"@192.0.2.2\";\n\tt_on_failure(\"AGAIN\");\n"
	     "\tt_relay();\n}\nfailure_route[AGAIN] {\n\tif (t_is_canceled())\n\t\texit;\n"
	     "\t$du = $avp(next);\n\tt_relay();\n}\n")
