/*
 * variable - variables in the values of parameters, which modules and the core parse when the
 * server starts.  Facts: grammar/variables.tsv.
 *
 * What must stay true: at start all modules of the file are loaded, also those below the parameter.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/variables.h"
#include "scan/written.h"

extern const struct rule rule_setting_define_missing;
extern const struct rule rule_setting_variable_lost;

/* Reports for RULE the first variable in the string N that the server does not find. */
static void check_value(struct visit *v, const struct node *n, const struct rule *rule)
{
	struct pvar_problem p;
	struct diag *x;

	if (n->kind != N_STRING || str_find(n->text, '$') < 0 ||
	    pvars_are_valid(v->unit, n->text, &p) || p.fault != PVAR_UNKNOWN)
		return;
	x = report_as(v, rule, pvars_fault_span(v->unit, n, 0, &p), "%.*s", STR_ARG(p.text));
	if (p.hint.n)
		diag_hint(v->diags, x, "%.*s", STR_ARG(p.hint));
}

static bool is_defined(struct visit *v, struct str name)
{
	const struct define *x = define_find(&v->unit->record.defines, name);

	return x && x->set_by != RECORD_NONE;
}

/* "...$def(NAME)..." as the value of a modparamx(). */
static void check_defines(struct visit *v, const struct node *value)
{
	struct str rest = value->text, name;
	ptrdiff_t at;

	if (value->kind != N_STRING || v->unit->doubts & (DOUBT_TEXT | DOUBT_DECLARATION))
		return;
	while ((at = str_search(rest, STR("$def("))) >= 0) {
		rest = str_skip(rest, (size_t)at + 5);
		name = str_head(rest, ascii_run(rest, ascii_is_word));
		if (!name.n || !str_starts(str_skip(rest, name.n), STR(")")) || is_defined(v, name))
			continue;
		diag_hint(v->diags,
			  report_as(v, &rule_setting_define_missing,
				    written_span(&v->session->sources, value->at, value->text,
						 (size_t)(name.p - value->text.p) - 5, name.n + 6),
				    "nothing defines \"%.*s\"", STR_ARG(str_head(name, 100))),
			  "the value holds \"<null>\" there");
		return;
	}
}

static void check_modparam(struct visit *v, const struct modparam *p)
{
	const struct fact_variables *f =
	    variables_in_param(p->parameter, v->module->name, v->version);

	if (str_is(p->node->text, "modparamx"))
		check_defines(v, p->value);
	/* modparamx() looks variables up at once. */
	if (f && str_is(p->node->text, "modparam") &&
	    modules_meet(&v->unit->modules, v->module, f->when))
		check_value(v, p->value, f->is_refused ? v->rule : &rule_setting_variable_lost);
}

static void check_setting(struct visit *v, const struct node *n)
{
	if (n->kind == N_MODPARAM)
		check_modparam(v, v->param->by);
	else if (variables_in_param(n->text, STR("core"), v->version))
		check_value(v, KID(n, PARAM, value), &rule_setting_variable_lost);
}

RULE(setting_variable, "K459", SEV_ERROR, PHASE_START, .nodes = NODE(PARAM), .each_param = true,
     .run = check_setting, .summary = "a parameter of a module with a variable that does not exist",
     .why = "The module parses the variables when the server starts, and refuses to start.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	    "modparam(\"acc\", \"log_extra\", \"caller=$fuu\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	     "modparam(\"acc\", \"log_extra\", \"caller=$fu\")\nrequest_route { exit; }\n")

RULE(setting_variable_lost, "K460", SEV_WARNING, PHASE_RUN, .found_by = &rule_setting_variable,
     .after = &rule_setting_variable,
     .summary = "a setting with a variable that does not exist, and which is ignored",
     .why = "The server logs an error when it starts and goes on without the setting.",
     .bad = "log_prefix=\"{$mtt $ci} \"\nloadmodule \"pv\"\nrequest_route { exit; }\n",
     .good = "log_prefix=\"{$mt $ci} \"\nloadmodule \"pv\"\nrequest_route { exit; }\n")

RULE(setting_define_missing, "K466", SEV_WARNING, PHASE_RUN, .found_by = &rule_setting_variable,
     .summary = "$def() of a name that nothing defines, in the text of a modparamx()",
     .why =
	 "Without quotes around it the server refuses it. In a text it puts \"<null>\" there and "
	 "says nothing.",
     .bad = "loadmodule \"pv\"\nloadmodule \"xlog\"\n"
	    "modparamx(\"xlog\", \"prefix\", \"$def(SITE): \")\nrequest_route { exit; }\n",
     .good = "#!define SITE berlin\nloadmodule \"pv\"\nloadmodule \"xlog\"\n"
	     "modparamx(\"xlog\", \"prefix\", \"$def(SITE): \")\nrequest_route { exit; }\n")
