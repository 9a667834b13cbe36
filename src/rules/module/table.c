/*
 * table - tables of htable that are used and not defined, timers of rtimer that are
 * defined and not used (tried with 5.6.3), and those of ptimer, which are dangerous (met
 * with 6.1.4).
 *
 * What must stay true: a name that is known only at run time, used or defined, silences this.
 */
#include "engine/visit.h"

struct tables {
	struct map missing;       /* reported */
	bool has_process_finding; /* one of all timers is enough */
};

static const struct state_kind state = STATE_KIND(struct tables);

/* The table that the argument of CALL names. */
static struct str table_of_call(struct visit *v, const struct node *call, struct span *at)
{
	const struct node *a = visit_tagged(v, call, TAG_SHT);
	ptrdiff_t arrow;

	if (!a || a->kind != N_STRING)
		return STR("");
	*at = a->at;
	arrow = str_search(a->text, STR("=>"));
	return arrow < 0 ? a->text : str_head(a->text, (size_t)arrow);
}

/* N is a call that works with a table, or the text with a variable of one. */
static void use_table(struct visit *v, const struct node *n)
{
	struct tables *s = visit_state(v, &state);
	struct span at = n->at;
	struct str name = v->pvar ? v->pvar->pvar.parts[0] : table_of_call(v, n, &at);
	struct diag *x;

	name = str_trim(name);
	if (!name.n || str_find(name, '$') >= 0 ||
	    !(v->pvar ? (const void *)v->pvar->pvar.row : v->call->function) ||
	    modules_may_define(&v->unit->modules, SET_HTABLE, name) ||
	    !map_add(&s->missing, v->arena, name))
		return;
	x = report(v, v->pvar ? visit_pvar_place(v, n) : at, "there is no htable \"%.*s\"",
		   STR_ARG(name));
	diag_hint(v->diags, x, "modparam(\"htable\", \"htable\", \"%.*s=>size=8\") is missing",
		  STR_ARG(name));
}

RULE(table_undefined, "K738", SEV_WARNING, PHASE_RUN, .tags = TAG_SHT,
     .pvars = PVAR("sht", "shtdec", "shtex", "shtinc"), .run = use_table,
     .silent_in = DOUBT_SETTINGS, .summary = "a table of htable that no modparam() defines",
     .why = "The server starts; each access logs an error and gives no value.",
     .bad = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	    "request_route { if ($sht(bann=>$si) != $null) exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	     "modparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	     "request_route { if ($sht(ban=>$si) != $null) exit; }\n")

static void check_timer(struct visit *v, const struct node *n)
{
	const struct symbols *t = &v->unit->symbols;
	const struct str name = v->symbol->name;

	(void)n;
	/* One that is not there is another mistake; its timer may be this one. */
	if (v->symbol->counts[REFERENCE_READS] || v->symbol->is_refused ||
	    (t->dynamic | t->undefined) & SYMBOL(TIMER))
		return;
	diag_hint(
	    v->diags,
	    report(v, v->symbol->references->at, "nothing is run by timer \"%.*s\"", STR_ARG(name)),
	    "modparam(\"rtimer\", \"exec\", \"timer=%.*s;route=...\") is missing", STR_ARG(name));
}

RULE(timer_idle, "K809", SEV_WARNING, PHASE_RUN, .symbols = SYMBOL(TIMER), .run = check_timer,
     .silent_in = DOUBT_SETTINGS, .of_all = true, .summary = "a timer of rtimer that runs nothing",
     .why = "A timer is one parameter, what it runs another: exec names the timer and the route. "
	    "Without it the server starts, and nothing happens.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=ta;interval=10;mode=1\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"rtimer\"\n"
	     "modparam(\"rtimer\", \"timer\", \"name=ta;interval=10;mode=1\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=ta;route=CLEANUP\")\n"
	     "request_route { exit; }\nroute[CLEANUP] { exit; }\n")

static void check_process_timer(struct visit *v, const struct node *n)
{
	struct tables *s = visit_state(v, &state);

	if (s->has_process_finding)
		return;
	s->has_process_finding = true;
	diag_hint(v->diags,
		  report(v, KID(n, MODPARAM, value)->at,
			 "when the start fails, this signals every process of the user"),
		  "run it as a user of its own, or in a namespace for processes; rtimer does not");
}

RULE(timer_kills, "K813", SEV_WARNING, PHASE_RUN, .params = PARAM("ptimer", "timer"),
     .run = check_process_timer, .summary = "a timer of ptimer, in a server whose start may fail",
     .why = "When the start fails behind such a timer - an address is taken, a database is away, a "
	    "file has a mistake - kamailio 6.1 and newer send SIGTERM to process -1. That is every "
	    "process of the user; of root, nearly every one of the machine.",
     .evidence = "met while 6.1.4 was started for tests", .version = "6.1",
     .bad = "loadmodule \"ptimer\"\nmodparam(\"ptimer\", \"timer\", "
	    "\"name=ta;interval=10\")\nmodparam(\"ptimer\", \"start\", "
	    "\"timer=ta;route=TICK\")\nrequest_route { exit; }\nroute[TICK] { exit; }\n",
     .good = "loadmodule \"rtimer\"\nmodparam(\"rtimer\", \"timer\", "
	     "\"name=ta;interval=10;mode=1\")\nmodparam(\"rtimer\", \"exec\", "
	     "\"timer=ta;route=TICK\")\nrequest_route { exit; }\nroute[TICK] { exit; }\n")
