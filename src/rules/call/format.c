/*
 * rule_format - variables inside of constant arguments, which the server parses when it starts.
 * Facts: pvars.md section 8, semantics.md section 12.4; vectors 1363-1367, 1409-1418.
 *
 * What must stay true: at start all modules of the file are loaded, also those below the call.
 */
#include "rules/call/argument_state.h"
#include "text/rule.h"

#include "facts/variables.h"

/* What is reported here. */
extern const struct rule rule_format_variable;
extern const struct rule rule_name_as_text;
extern const struct rule rule_setting_variable;
extern const struct rule rule_setting_variable_lost;

static bool is_loaded(void *host, const char *module)
{
	struct check *cx = host;

	return check_is_loaded(cx, module) || names_find(&cx->modules_all, str_of(module));
}

struct pvar_context pvar_at_start(struct check *cx)
{
	struct pvar_context p = *pvar_here(cx);

	p.is_loaded = is_loaded;
	p.is_flag = NULL;
	p.is_connection = NULL;
	p.has_memory = true;
	p.is_started = true;
	return p;
}

/* TEXT, in which the problem is, stands at offset BASE of the argument's value. */
static bool report(const struct argument *a, struct str text, size_t base,
		   const struct pvar_problem *p)
{
	struct str name = str_head(str_skip(text, p->at), p->n);
	struct diag *x;

	if (p->fault == PVAR_DEEP)
		return true;
	if (p->module && module_is_missed(a->cx, p->module))
		return false;
	x = diag_report(a->cx->diags, &rule_format_variable,
			argument_inside(a->cx, a->node, base + p->at, p->n), "%.*s",
			STR_ARG(p->text));
	if (p->hint.n)
		diag_hint(a->cx->diags, x, "%.*s", STR_ARG(p->hint));
	else if (name.n > 1 && strchr(".?_", name.p[name.n - 1]))
		diag_hint(a->cx->diags, x, "\"%c\" belongs to the name; write $(name)%c",
			  name.p[name.n - 1], name.p[name.n - 1]);
	return false;
}

bool argument_format(const struct argument *a)
{
	struct pvar_context p;
	struct pvar_problem problem;

	if (a->node->kind != N_STRING || str_find(a->text, '$') < 0 ||
	    names_find(&a->cx->formats_fine, a->text))
		return true;
	p = pvar_at_start(a->cx);
	if (!pvar_format(&p, a->text, &problem))
		return report(a, a->text, 0, &problem);
	names_add(&a->cx->formats_fine, a->cx->arena, a->text, a->node->at);
	return true;
}

bool argument_variable(const struct argument *a, struct str text, size_t base, struct pvar *v)
{
	struct pvar_context p = pvar_at_start(a->cx);
	struct pvar_problem problem;

	return pvar_parse(&p, text, v, &problem) || report(a, text, base, &problem);
}

RULE(format_variable, "K456", SEV_ERROR, PHASE_START,
     .summary = "a variable in an argument that the server refuses",
     .why = "Variables inside of strings are parsed when the server starts, and the start fails on "
	    "unknown names, inner names and transformations. The name of a variable without "
	    "parentheses takes in dots, question marks, underscores and digits: \"to $ru.\" "
	    "asks for a variable \"ru.\"; write \"to $(ru).\". A dollar itself is written \"$$\".",
     .bad = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	    "\txlog(\"L_INFO\", \"from $fuu\\n\");\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"L_INFO\", \"from $fu\\n\");\n}\n")

/* Whether TEXT is "$" and a name, and nothing else. */
static bool is_name(struct str text)
{
	size_t i = 1;

	if (text.n < 2 || text.p[0] != '$')
		return false;
	while (i < text.n &&
	       ((text.p[i] >= 'a' && text.p[i] <= 'z') || (text.p[i] >= 'A' && text.p[i] <= 'Z')))
		i++;
	return i == text.n;
}

void argument_name(struct check *cx, const struct node *n, bool wants_nearest)
{
	struct pvar_context p;
	struct pvar_problem problem;
	struct pvar v;
	struct diag *x;

	if (n->kind != N_STRING || !is_name(n->text))
		return;
	p = pvar_at_start(cx);
	if (pvar_parse(&p, n->text, &v, &problem) || problem.fault != PVAR_UNKNOWN ||
	    (wants_nearest && !problem.hint.n))
		return;
	x = diag_report(cx->diags, &rule_name_as_text, n->at, "%.*s: this is taken as plain text",
			STR_ARG(problem.text));
	if (problem.hint.n)
		diag_hint(cx->diags, x, "%.*s", STR_ARG(problem.hint));
}

RULE(name_as_text, "K458", SEV_WARNING, PHASE_RUN,
     .summary = "an argument that looks like a variable and is plain text",
     .why = "Arguments of this kind are a variable or plain text. When there is no variable of "
	    "that name the server takes the dollar and the name as they are, for a realm, say, "
	    "and starts.",
     .bad = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"auth\"\nrequest_route {\n"
	    "\tauth_challenge(\"$fdd\", \"0\");\n\texit;\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"auth\"\nrequest_route {\n"
	     "\tauth_challenge(\"$fd\", \"0\");\n\texit;\n}\n")

/* Reports the first variable in the string N that the server does not find when it starts. */
static void check_setting(struct check *cx, const struct node *n, const struct rule *code)
{
	struct pvar_context p;
	struct pvar_problem problem;
	struct diag *x;

	if (n->kind != N_STRING || str_find(n->text, '$') < 0)
		return;
	p = pvar_at_start(cx);
	if (pvar_format(&p, n->text, &problem) || problem.fault != PVAR_UNKNOWN)
		return;
	x = diag_report(cx->diags, code, argument_inside(cx, n, problem.at, problem.n), "%.*s",
			STR_ARG(problem.text));
	if (problem.hint.n)
		diag_hint(cx->diags, x, "%.*s", STR_ARG(problem.hint));
}

void format_log_prefix(struct check *cx, const struct node *value)
{
	check_setting(cx, value, &rule_setting_variable_lost);
}

/* A set of modules such as "nathelper|registrar": the fact of the first one that has one. */
static const struct fact_variables *fact_of(struct check *cx, struct str modules, struct str name)
{
	while (modules.n) {
		ptrdiff_t bar = str_find(modules, '|');
		struct str one = str_head(modules, bar < 0 ? modules.n : (size_t)bar);
		const struct fact_variables *f = variables_in_param(name, one, cx->version);

		if (f)
			return f;
		modules = str_skip(modules, one.n + 1);
	}
	return NULL;
}

void format_modparam(struct check *cx, const struct node *n)
{
	const struct fact_variables *f =
	    fact_of(cx, KID(n, MODPARAM, module)->text, KID(n, MODPARAM, parameter)->text);

	if (f && str_is(n->text, "modparam"))
		check_setting(cx, KID(n, MODPARAM, value),
			      f->is_refused ? &rule_setting_variable : &rule_setting_variable_lost);
}

RULE(setting_variable, "K459", SEV_ERROR, PHASE_START,
     .summary = "a parameter of a module with a variable that does not exist",
     .why = "The module parses the variables when the server starts, and refuses to start.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	    "modparam(\"acc\", \"log_extra\", \"caller=$fuu\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	     "modparam(\"acc\", \"log_extra\", \"caller=$fu\")\nrequest_route { exit; }\n")

RULE(setting_variable_lost, "K460", SEV_WARNING, PHASE_RUN,
     .summary = "a setting with a variable that does not exist, and which is ignored",
     .why = "The server logs an error when it starts and goes on without the setting.",
     .bad = "log_prefix=\"{$mtt $ci} \"\nloadmodule \"pv\"\nrequest_route { exit; }\n",
     .good = "log_prefix=\"{$mt $ci} \"\nloadmodule \"pv\"\nrequest_route { exit; }\n")
