/*
 * unit - times in seconds where milliseconds are wanted, and the other way round
 * (grammar/units.tsv).
 *
 * What must stay true: what is far too long may be meant as "never", so it is a note.
 */
#include "base/number.h"
#include "engine/visit.h"
#include "facts/units.h"
#include "unit/constant.h"

extern const struct rule rule_unit_wrong;
extern const struct rule rule_unit_long;

enum { THOUSAND = 1000 };

/* VALUE, which stands AT, is a time of U. */
static void check_time(struct visit *v, const struct time_unit *u, int32_t value, struct span at)
{
	if (!(u->versions & v->version->bit) || value <= 0 || !at.lo)
		return;
	if (value < u->least)
		diag_hint(v->diags,
			  report_as(v, &rule_unit_wrong, at, "\"%s\" is in %s: this is very short",
				    u->name, u->unit),
			  "%d seconds are %d000", (int)value, (int)value);
	else if (u->most && value >= u->most && value % THOUSAND == 0)
		diag_hint(v->diags,
			  report_as(v, &rule_unit_long, at, "\"%s\" is in %s: this is very long",
				    u->name, u->unit),
			  "%d milliseconds are %d", (int)value, (int)value / THOUSAND);
}

static void check_core(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);
	size_t count;
	const struct time_unit *u;

	if (!value || value->kind != N_NUMBER)
		return;
	u = time_units(v->core_param, &count);
	for (; count; count--, u++)
		if (str_is(STR("core"), u->module))
			check_time(v, u, value->number, value->at);
}

static void check_call(struct visit *v, const struct node *n)
{
	size_t count;
	const struct time_unit *u = time_units(n->text, &count);

	for (; count && v->call->function; count--, u++) {
		const struct node *a = node_argument(KID(n, CALL, arguments), u->argument);
		struct str text;
		int32_t value;

		if (a && str_is(str_of(u->module), v->call->function->module) &&
		    literal_text(v->arena, a, &text) && number_int32(text, NUMBER_PLAIN, &value))
			check_time(v, u, value, a->at);
	}
}

static void check(struct visit *v, const struct node *n)
{
	if (n->kind == N_PARAM)
		check_core(v, n);
	else
		check_call(v, n);
}

/* Those of modules that are loaded elsewhere, too: a file may be part of another one. */
static void check_params(struct visit *v)
{
	for (const struct modparam *p = v->unit->modules.params; p; p = p->next) {
		size_t count;
		const struct time_unit *u;

		if (p->value->kind != N_NUMBER)
			continue;
		u = time_units(p->parameter, &count);
		for (; count; count--, u++)
			if (!u->argument && modparam_reaches(p, u->module))
				check_time(v, u, p->value->number, p->value->at);
	}
}

RULE(unit_wrong, "K804", SEV_WARNING, PHASE_RUN, .nodes = NODE(PARAM), .tags = TAG_TIME,
     .run = check, .end = check_params,
     .summary = "a time in milliseconds that was probably meant in seconds",
     .why = "The timers of tm are in milliseconds, those of most other modules in seconds. "
	    "With fr_timer at 30 every request times out before an answer can come.",
     .evidence = "herlesupreeth/Kamailio_IMS_Config issue 6, kazoo-configs-kamailio issue 115",
     .bad = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 30)\nrequest_route { exit; }\n",
     .good =
	 "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 30000)\nrequest_route { exit; }\n")

RULE(unit_long, "K853", SEV_NOTE, PHASE_RUN, .found_by = &rule_unit_wrong,
     .summary = "a time in seconds that was probably given in milliseconds",
     .why =
	 "Most times are in seconds, those of tm in milliseconds. With ds_ping_interval at 30000 "
	 "destinations are pinged three times a day; with tcp_connect_timeout at 5000 a process "
	 "waits for a connection for more than an hour.",
     .bad = "tcp_connect_timeout=5000\nrequest_route { exit; }\n",
     .good = "tcp_connect_timeout=5\nrequest_route { exit; }\n")
