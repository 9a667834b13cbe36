/*
 * rule_format - variables inside of constant arguments, which the server parses when it starts.
 * Facts: pvars.md section 8, semantics.md section 12.4; vectors 1363-1367, 1409-1418.
 *
 * What must stay true: at start all modules of the file are loaded, also those below the call.
 */
#include "rules/argument_state.h"
#include "rules/rule.h"

static bool is_loaded(void *host, const char *module)
{
	struct check *cx = host;

	return check_is_loaded(cx, module) || names_find(&cx->modules_all, str_of(module));
}

/* What is known at start; flags and connections may be declared below. */
static struct pvar_context at_start(struct check *cx)
{
	struct pvar_context p = *pvar_here(cx);

	p.is_loaded = is_loaded;
	p.is_flag = NULL;
	p.is_connection = NULL;
	p.has_memory = true;
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
	x = diag_report(a->cx->diags, DIAG_FORMAT_VARIABLE,
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

	if (a->node->kind != N_STRING || str_find(a->text, '$') < 0)
		return true;
	p = at_start(a->cx);
	return pvar_format(&p, a->text, NULL, &problem) || report(a, a->text, 0, &problem);
}

bool argument_variable(const struct argument *a, struct str text, size_t base, struct pvar *v)
{
	struct pvar_context p = at_start(a->cx);
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
