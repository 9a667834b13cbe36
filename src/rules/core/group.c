/*
 * rule_group - groups of runtime settings: custom variables and what chooses among their values.
 * Each was tried with 5.6.3.
 *
 * What must stay true: the server looks when it starts, so declarations below count, too; a module
 * whose groups nobody knows silences all of this.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/groups.h"
#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_custom_undeclared;
extern const struct rule rule_custom_unknown;
extern const struct rule rule_group_taken;
extern const struct rule rule_group_unknown;

void group_declare(struct check *cx, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group);

	check_defer(cx, &cx->group_uses, n);
	if (!KID(n, CUSTOM, id))
		names_add(&cx->groups, cx->arena, group->text, group->at);
}

void group_select(struct check *cx, const struct node *select)
{
	const struct node *part = KID(select, SELECT, parts);

	if (part && str_is(part->text, "cfg_get") && part->next && part->next->next)
		check_defer(cx, &cx->group_uses, select);
}

void group_call(struct check *cx, const struct node *core_call)
{
	check_defer(cx, &cx->group_uses, core_call);
}

/* Whether the core or a module that is loaded declares the group, by itself. */
static const struct fact_group *fact_of(struct check *cx, struct str name)
{
	const struct fact_group *g = group_find(name, cx->version);

	return g && (str_is(STR("core"), g->module) ||
		     names_find(&cx->modules_all, str_of(g->module)))
		   ? g
		   : NULL;
}

/* A module of a later version may have a group that nobody was asked about. */
static bool is_unsure(const struct check *cx, struct str group)
{
	const struct version *v = cx->version;

	return (v->major > 5 || (v->major == 5 && v->minor > 6)) &&
	       names_find(&cx->modules_all, group);
}

struct group_candidate {
	struct str wanted, name;
	unsigned distance;
};

static void consider(const struct name *entry, void *ctx)
{
	struct group_candidate *best = ctx;
	unsigned d = suggest_distance(best->wanted, entry->text);

	if (d < best->distance) {
		best->distance = d;
		best->name = entry->text;
	}
}

static void check_call(struct check *cx, const struct node *call)
{
	const struct node *group = KID(call, CORE_CALL, arguments);
	struct group_candidate best = {.wanted = {0}, .distance = SUGGEST_NEVER};
	struct diag *x;

	if (!group || group->kind != N_STRING || fact_of(cx, group->text) ||
	    names_find(&cx->groups, group->text) || is_unsure(cx, group->text))
		return;
	x = diag_report(cx->diags, &rule_group_unknown, group->at,
			"there is no group of settings \"%.*s\"", STR_ARG(group->text));
	best.wanted = group->text;
	names_each(&cx->groups, cx->arena, consider, &best);
	if (best.name.n)
		diag_hint(cx->diags, x, "did you mean \"%.*s\"?", STR_ARG(best.name));
	else
		diag_hint(cx->diags, x, "\"%.*s.name = value\" declares a variable in it",
			  STR_ARG(group->text));
}

/* GROUP[1].name needs GROUP.name. */
static void check_number(struct check *cx, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group), *field = KID(n, CUSTOM, field);
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	if (fact_of(cx, group->text) || names_find(&cx->customs, buf_view(&b)))
		return;
	x = diag_report(cx->diags, &rule_custom_undeclared,
			(struct span){group->at.lo, field->at.hi},
			"variable \"%s\" is declared nowhere", b.p);
	diag_hint(cx->diags, x, "its value without a number is missing: \"%s = ...\"", b.p);
}

/* @cfg_get.GROUP.name; which variables the groups of the core and of modules have is not looked
 * into.
 */
static void check_select(struct check *cx, const struct node *n)
{
	const struct node *group = KID(n, SELECT, parts)->next, *field = group->next;
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	if (fact_of(cx, group->text) || is_unsure(cx, group->text) ||
	    names_find(&cx->customs, buf_view(&b)))
		return;
	x = diag_report(cx->diags, &rule_custom_unknown, (struct span){group->at.lo, field->at.hi},
			"variable \"%s\" is declared nowhere", b.p);
	diag_hint(cx->diags, x, "\"%s = value\" on the top level declares it", b.p);
}

static void check_custom(struct check *cx, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group);
	const struct fact_group *g;
	struct diag *x;

	if (KID(n, CUSTOM, id)) {
		check_number(cx, n);
		return;
	}
	g = fact_of(cx, group->text);
	if (!g || !g->is_asked)
		return;
	x = diag_report(cx->diags, &rule_group_taken, group->at,
			str_is(STR("core"), g->module)
			    ? "group \"%.*s\" belongs to the core"
			    : "group \"%.*s\" belongs to a module that is loaded",
			STR_ARG(group->text));
	diag_hint(cx->diags, x, "give variables of your own a group of their own");
}

void group_finish(struct check *cx)
{
	if (cx->is_broken || cx->has_unknown_module || cx->has_stranger)
		return;
	for (const struct later *l = cx->group_uses.first; l; l = l->next) {
		if (l->node->kind == N_CUSTOM)
			check_custom(cx, l->node);
		else if (l->node->kind == N_SELECT)
			check_select(cx, l->node);
		else
			check_call(cx, l->node);
	}
}

RULE(group_unknown, "K486", SEV_ERROR, PHASE_START,
     .summary = "cfg_select() or cfg_reset() of a group that does not exist",
     .why = "The two choose among the values of a group of settings, one of your own or one of a "
	    "module that is loaded. The server looks it up when it starts, and refuses.",
     .bad = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\nrequest_route {\n"
	    "\tcfg_reset(\"pstnn\");\n\texit;\n}\n",
     .good = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\nrequest_route {\n"
	     "\tcfg_reset(\"pstn\");\n\texit;\n}\n")

RULE(group_taken, "K487", SEV_ERROR, PHASE_START,
     .summary = "a custom variable in a group of the core or of a module",
     .why = "A group has one owner. Custom variables cannot be added to those of the core and of "
	    "modules; the server refuses to start.",
     .bad = "loadmodule \"tm.so\"\ntm.mine = 1 desc \"mine\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nmine.tm = 1 desc \"mine\"\nrequest_route { exit; }\n")

RULE(custom_undeclared, "K488", SEV_ERROR, PHASE_START,
     .summary = "a numbered value of a custom variable that has no plain one",
     .why = "group[1].name = value is one more value of the variable group.name, which must be "
	    "declared. The server refuses to start.",
     .bad = "pstn[1].gw = \"127.0.0.2\"\nrequest_route { exit; }\n",
     .good = "pstn.gw = \"127.0.0.1\" desc \"gateway\"\npstn[1].gw = \"127.0.0.2\"\n"
	     "request_route { exit; }\n")

RULE(custom_unknown, "K490", SEV_ERROR, PHASE_START,
     .summary = "@cfg_get of a custom variable that is not declared",
     .why = "@cfg_get.group.name reads a setting of the core, of a module that is loaded or one of "
	    "your own. The server looks it up when it starts, and refuses.",
     .bad = "loadmodule \"pv.so\"\npstn.gw = \"127.0.0.1\"\nrequest_route {\n"
	    "\t$var(x) = @cfg_get.pstn.gateway;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\npstn.gw = \"127.0.0.1\"\nrequest_route {\n"
	     "\t$var(x) = @cfg_get.pstn.gw;\n\texit;\n}\n")
