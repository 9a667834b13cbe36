/*
 * group - groups of runtime settings: custom variables and what chooses among their values.  Each
 * was tried with 5.6.3.
 *
 * What must stay true: the server looks when it starts, so declarations below count, too; a module
 * whose groups nobody knows silences all of this.
 */
#include "engine/visit.h"

#include "base/map.h"
#include "facts/groups.h"
#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_custom_undeclared;
extern const struct rule rule_custom_unknown;
extern const struct rule rule_group_unknown;

struct groups {
	struct map names;                  /* groups of custom variables */
	struct map customs;                /* GROUP.NAME */
	LIST_OF(const struct node *) uses; /* to be judged when all are known */
};

static const struct state_kind groups = STATE_KIND(struct groups);

/* Whether the core or a module that is loaded declares the group, by itself. */
static const struct fact_group *fact_of(struct visit *v, struct str name)
{
	const struct fact_group *g = group_find(name, v->version);

	return g && (str_is(STR("core"), g->module) ||
		     modules_has(&v->unit->modules, str_of(g->module)))
		   ? g
		   : NULL;
}

static void check_taken(struct visit *v, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group);
	const struct fact_group *g = KID(n, CUSTOM, id) ? NULL : fact_of(v, group->text);

	if (!g || !g->is_asked)
		return;
	diag_hint(v->diags,
		  report(v, group->at,
			 str_is(STR("core"), g->module)
			     ? "group \"%.*s\" belongs to the core"
			     : "group \"%.*s\" belongs to a module that is loaded",
			 STR_ARG(group->text)),
		  "give variables of your own a group of their own");
}

RULE(group_taken, "K487", SEV_ERROR, PHASE_START, .nodes = NODE(CUSTOM), .run = check_taken,
     .silent_in = DOUBT_SETTINGS,
     .summary = "a custom variable in a group of the core or of a module",
     .why = "A group has one owner. Custom variables cannot be added to those of the core and of "
	    "modules; the server refuses to start.",
     .bad = "loadmodule \"tm.so\"\ntm.mine = 1 desc \"mine\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nmine.tm = 1 desc \"mine\"\nrequest_route { exit; }\n")

static struct str join(struct visit *v, const struct node *group, const struct node *field)
{
	struct buf b = buf_on(v->arena);

	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	return buf_view(&b);
}

static void see_custom(struct visit *v, struct groups *state, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group);

	if (KID(n, CUSTOM, id)) {
		*LIST_ADD(v->arena, &state->uses) = n;
		return;
	}
	map_add(&state->names, v->arena, group->text);
	map_add(&state->customs, v->arena, join(v, group, KID(n, CUSTOM, field)));
}

static bool is_cfg_get(const struct node *select)
{
	const struct node *part = KID(select, SELECT, parts);

	return part && str_is(part->text, "cfg_get") && part->next && part->next->next;
}

static void see_group(struct visit *v, const struct node *n)
{
	struct groups *state = visit_state(v, &groups);

	if (n->kind == N_CUSTOM)
		see_custom(v, state, n);
	else if (n->kind == N_SELECT ? is_cfg_get(n)
				     : n->op == OP_CFG_SELECT || str_is(n->text, "cfg_reset"))
		*LIST_ADD(v->arena, &state->uses) = n;
}

/* A module may have a group of its name in versions whose server was not asked about groups. */
static bool is_unsure(const struct visit *v, struct str group)
{
	return !feature_in(v->version, FEATURE_GROUPS_ASKED) &&
	       modules_has(&v->unit->modules, group);
}

/* The group of custom variables that was probably meant. */
static struct str nearest(const struct map *names, struct arena *a, struct str wanted)
{
	const struct map_entry *all = map_sorted(names, a);
	struct nearest n = nearest_to(wanted);

	for (uint32_t i = 0; i < names->entries.count; i++)
		nearest_consider(&n, all[i].key);
	return n.best;
}

static void check_call(struct visit *v, const struct groups *state, const struct node *call)
{
	const struct node *group = KID(call, CORE_CALL, arguments);
	struct diag *x;
	struct str best;

	if (!group || group->kind != N_STRING || fact_of(v, group->text) ||
	    map_has(&state->names, group->text) || is_unsure(v, group->text))
		return;
	x = report(v, group->at, "there is no group of settings \"%.*s\"", STR_ARG(group->text));
	best = nearest(&state->names, v->arena, group->text);
	if (best.n)
		diag_hint(v->diags, x, "did you mean \"%.*s\"?", STR_ARG(best));
	else
		diag_hint(v->diags, x, "\"%.*s.name = value\" declares a variable in it",
			  STR_ARG(group->text));
}

/* GROUP[1].name needs GROUP.name. */
static void check_number(struct visit *v, const struct groups *state, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group), *field = KID(n, CUSTOM, field);
	struct str name = join(v, group, field);

	if (fact_of(v, group->text) || map_has(&state->customs, name))
		return;
	diag_hint(v->diags,
		  report_as(v, &rule_custom_undeclared, (struct span){group->at.lo, field->at.hi},
			    "variable \"%.*s\" is declared nowhere", STR_ARG(name)),
		  "its value without a number is missing: \"%.*s = ...\"", STR_ARG(name));
}

/* @cfg_get.GROUP.name; which variables the groups of the core and of modules have is not looked
 * into. */
static void check_select(struct visit *v, const struct groups *state, const struct node *n)
{
	const struct node *group = KID(n, SELECT, parts)->next, *field = group->next;
	struct str name = join(v, group, field);

	if (fact_of(v, group->text) || is_unsure(v, group->text) || map_has(&state->customs, name))
		return;
	diag_hint(v->diags,
		  report_as(v, &rule_custom_unknown, (struct span){group->at.lo, field->at.hi},
			    "variable \"%.*s\" is declared nowhere", STR_ARG(name)),
		  "\"%.*s = value\" on the top level declares it", STR_ARG(name));
}

static void check_uses(struct visit *v)
{
	const struct groups *state = visit_state(v, &groups);

	for (uint32_t i = 0; i < state->uses.count; i++) {
		const struct node *n = state->uses.all[i];

		switch (n->kind) {
		case N_CUSTOM: check_number(v, state, n); break;
		case N_SELECT: check_select(v, state, n); break;
		default: check_call(v, state, n); break;
		}
	}
}

RULE(group_unknown, "K486", SEV_ERROR, PHASE_START,
     .nodes = NODE(CUSTOM) | NODE(CORE_CALL) | NODE(SELECT), .run = see_group, .end = check_uses,
     .silent_in = DOUBT_SETTINGS,
     .summary = "cfg_select() or cfg_reset() of a group that does not exist",
     .why = "The two choose among the values of a group of settings, one of your own or one of a "
	    "module that is loaded. The server looks it up when it starts, and refuses.",
     .bad = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\nrequest_route {\n"
	    "\tcfg_reset(\"pstnn\");\n\texit;\n}\n",
     .good = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\nrequest_route {\n"
	     "\tcfg_reset(\"pstn\");\n\texit;\n}\n")

RULE(custom_undeclared, "K488", SEV_ERROR, PHASE_START, .found_by = &rule_group_unknown,
     .summary = "a numbered value of a custom variable that has no plain one",
     .why = "group[1].name = value is one more value of the variable group.name, which must be "
	    "declared. The server refuses to start.",
     .bad = "pstn[1].gw = \"127.0.0.2\"\nrequest_route { exit; }\n",
     .good = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\npstn[1].gw = \"127.0.0.2\"\n"
	     "request_route { exit; }\n")

RULE(custom_unknown, "K490", SEV_ERROR, PHASE_START, .found_by = &rule_group_unknown,
     .summary = "@cfg_get of a custom variable that is not declared",
     .why = "@cfg_get.group.name reads a setting of the core, of a module that is loaded or one of "
	    "your own. The server looks it up when it starts, and refuses.",
     .bad = "loadmodule \"pv.so\"\npstn.gw = \"127.0.0.1\"\nrequest_route {\n"
	    "\t$var(x) = @cfg_get.pstn.gateway;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\npstn.gw = \"127.0.0.1\"\nrequest_route {\n"
	     "\t$var(x) = @cfg_get.pstn.gw;\n\texit;\n}\n")
