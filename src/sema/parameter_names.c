/*
 * parameter_names - names that values of parameters define, and those that other parameters use:
 * tables, timers, queues, connections (column "defines" of grammar/settings.tsv).
 *
 * What must stay true: a name stands in its set once only, and above its use; where a value does
 * not show its name, the set says so.
 */
#include "sema/parameter_value.h"

/* What is reported here. */
extern const struct rule rule_setting_order;
extern const struct rule rule_setting_twice;

void param_define(const struct param_value *t, bool is_wrong)
{
	struct modules *l = &t->cx->unit->modules;
	struct defined_set *set = &l->sets[t->s->defines.names];
	struct str key = modules_set_key(l, t->s->defines, t->name);
	bool is_new = !map_has(&set->names, key);
	struct defined *d = MAP_RECORD(&set->names, t->cx->arena, key, struct defined);
	struct diag *x;

	if (is_new)
		d->at = param_place(t, t->name);
	if (is_new || is_wrong)
		return;
	x = param_report(t, &rule_setting_twice, t->name, "\"%.*s\" is defined twice for \"%s\"",
			 STR_ARG(t->name), t->s->param);
	diag_note(t->cx->diags, x, d->at, "first defined here");
}

void param_open(struct sema *cx, const struct setting *s)
{
	cx->unit->modules.sets[s->defines.names].is_open = true;
}

RULE(setting_twice, "K725", SEV_ERROR, PHASE_PARSE,
     .summary = "a table, timer, queue or connection that is defined twice",
     .why = "Each value of such a parameter defines a thing with a name, and the name may "
	    "be taken once. Names of timers of rtimer are compared without regard to case.",
     .bad = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=10\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	     "modparam(\"htable\", \"htable\", \"auth=>size=10\")\n"
	     "request_route { exit; }\n")

bool param_refer(const struct param_value *t, struct setting_set set, struct str name,
		 const char *what)
{
	struct modules *l = &t->cx->unit->modules;
	struct diag *x;

	/* It is shown as it is compared. */
	name = modules_set_key(l, set, name);
	if (t->cx->is_broken || modules_may_define(l, set.names, name))
		return true;
	x = param_report(t, &rule_setting_order, name, "there is no %s \"%.*s\" above", what,
			 STR_ARG(name));
	diag_hint(t->cx->diags, x, "a modparam() above must define it");
	return false;
}

RULE(setting_order, "K727", SEV_ERROR, PHASE_PARSE,
     .summary = "a modparam() that needs another one above it",
     .why = "exec of rtimer names a timer, cluster of db_cluster names connections: they "
	    "must be defined above. mod_level and mod_facility of debugger need "
	    "mod_hash_size above them.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10\")\n"
	    "modparam(\"rtimer\", \"exec\", \"timer=tik;route=TICK\")\n"
	    "request_route { exit; }\nroute[TICK] { exit; }\n",
     .good = "loadmodule \"rtimer\"\n"
	     "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=tick;route=TICK\")\n"
	     "request_route { exit; }\nroute[TICK] { exit; }\n")
