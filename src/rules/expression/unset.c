/*
 * unset - variables of the script, $var(name), that are read and never set.
 *
 * What must stay true: functions and modules set variables whose names they are given, so a name
 * that stands anywhere else in the files, in a string or in text that is switched off, is set.
 */
#include "engine/visit.h"

#include "base/map.h"
#include "facts/suggest.h"

/* So many names that are never set are looked at: more are no slips. */
enum { NAMES_MOST = 50 };

struct var {
	struct str name;
	const struct node *read; /* where it is read first, or NULL */
	uint32_t reads;
	bool is_set;
};

/* All of them. */
struct vars {
	struct map names; /* struct var */
	bool has_unknown; /* some are set by names that only the running script knows */
};

static const struct state_kind vars_kind = STATE_KIND(struct vars);

static struct var *var_of(struct visit *v, const struct node *n)
{
	const struct pvar_use *use = n->kind == N_PVAR ? pvars_of(v->unit, n) : NULL;
	struct vars *all;
	struct var *var;

	if (!use || !str_is(use->pvar.name, "var") || !use->pvar.inner.n)
		return NULL;
	all = visit_state(v, &vars_kind);
	all->has_unknown |= str_find(use->pvar.inner, '$') >= 0;
	var = MAP_RECORD(&all->names, v->arena, use->pvar.inner, struct var);
	var->name = use->pvar.inner;
	return var;
}

static void take_read(struct visit *v, const struct node *n)
{
	struct var *var = var_of(v, n);
	const struct source *src;

	if (!var)
		return;
	/* The text of a define is read more often than it is written: there is no counting it. */
	src = source_of(&v->session->sources, n->at.lo);
	var->is_set |= !src || src->is_expansion;
	if (!var->reads++)
		var->read = n;
}

/* What is never reached neither reads nor sets: so this follows the paths, and keeps nothing of
 * them. */
static void step(struct visit *v, void *state, const struct node *n)
{
	struct var *var;

	(void)state;
	if (n->kind == N_PVAR) {
		take_read(v, n);
		return;
	}
	var = var_of(v, KID(n, ASSIGN, target));
	if (var)
		var->is_set = true;
}

static const struct path_rule path = {.step = step};

/* The name of ALL that is set and looks most like NAME; empty when none does. */
static struct str nearest(const struct map_entry *all, uint32_t count, struct str name)
{
	struct nearest n = nearest_to(name);

	for (uint32_t i = 0; i < count; i++) {
		const struct var *var = all[i].value;

		if (var->is_set)
			nearest_consider(&n, var->name);
	}
	return n.best;
}

/* Whether VAR stands only where it is read. */
static bool is_unset(struct visit *v, const struct var *var)
{
	struct buf text = buf_on(v->arena);

	buf_printf(&text, "var(%.*s)", STR_ARG(var->name));
	return source_mentions(&v->session->sources, buf_view(&text)) <= var->reads;
}

static void report_unset(struct visit *v, const struct var *var, struct str near)
{
	struct diag *x =
	    report(v, var->read->at, "nothing sets \"$var(%.*s)\"", STR_ARG(var->name));

	if (near.n)
		diag_hint(v->diags, x, "did you mean \"$var(%.*s)\"?", STR_ARG(near));
}

/* Other languages set variables, too. */
static bool has_other_language(const struct node *root)
{
	for (const struct node *n = KID(root, FILE, items); n; n = n->next)
		if (n->kind == N_CFGENGINE ||
		    (n->kind == N_LOADMODULE &&
		     str_search(KID(n, LOADMODULE, module)->text, STR("app_")) >= 0))
			return true;
	return false;
}

/* Names of routes that do not exist lose no text. */
static bool has_errors(const struct diags *diags)
{
	for (const struct diag *x = diags->first; x; x = x->next)
		if (x->rule->severity == SEV_ERROR &&
		    (x->rule->phase == PHASE_PARSE || x->rule->code[1] != '3'))
			return true;
	return false;
}

static void finish(struct visit *v)
{
	struct vars *vars = visit_state(v, &vars_kind);
	uint32_t count = vars->names.entries.count, looked_at = 0;
	const struct map_entry *all;

	if (!count || vars->has_unknown || has_errors(v->diags) ||
	    has_other_language(v->unit->root))
		return;
	all = map_sorted(&vars->names, v->arena);
	for (uint32_t i = 0; i < count; i++) {
		const struct var *var = all[i].value;

		if (!var->is_set && var->read && looked_at++ < NAMES_MOST && is_unset(v, var))
			report_unset(v, var, nearest(all, count, var->name));
	}
}

RULE(var_unset, "K549", SEV_NOTE, PHASE_RUN, .nodes = NODE(PVAR) | NODE(ASSIGN), .path = &path,
     .end = finish, .summary = "a variable $var(...) that is read, and that nothing sets",
     .why = "It is 0, always. Most often its name, or that of the assignment, is "
	    "misspelt. Said only when the name stands nowhere else, not even in a string, and when "
	    "no other language takes part in the routing.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	    "\tif ($var(cont) == 1)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	     "\tif ($var(count) == 1)\n\t\texit;\n}\n")
