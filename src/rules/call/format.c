/*
 * format - variables inside of constant arguments, which the server parses when it starts.  Facts:
 * pvars.md section 8, semantics.md section 12.4; vectors 1363-1367, 1409-1418.
 *
 * What must stay true: at start all modules of the file are loaded, also those below the call.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"
#include "preprocess/subst.h"

extern const struct rule rule_argument_variable;

/* Reports what is wrong with TEXT, at offset BASE of the argument. */
static void check_part(struct visit *v, struct str text, size_t base)
{
	struct pvar_problem p;
	struct str name;
	struct diag *x;

	if (pvars_are_valid(v->unit, text, &p) || p.fault == PVAR_DEEP ||
	    (p.module && !is_first_need(v, p.module)))
		return;
	name = str_head(str_skip(text, p.at), p.n);
	x = report(v, pvars_fault_span(v->unit, v->argument->node, base, &p), "%.*s",
		   STR_ARG(p.text));
	if (p.hint.n)
		diag_hint(v->diags, x, "%.*s", STR_ARG(p.hint));
	else if (name.n > 1 && strchr(".?_", name.p[name.n - 1]))
		diag_hint(v->diags, x, "\"%c\" belongs to the name; write $(name)%c",
			  name.p[name.n - 1], name.p[name.n - 1]);
}

/* The variables in the replacement of a subst expression. */
static void check_subst(struct visit *v, struct str expression)
{
	struct subst_error error = {0};
	struct subst *s = subst_parse(v->session->regexes, expression, &error);
	struct str name;

	for (size_t i = 0, at; s && subst_variable(s, i, &name, &at); i++)
		if (str_starts(name, STR("$")))
			check_part(v, name, at);
}

/* One variable; what follows it does not count (tried). */
static void check_first(struct visit *v, struct str text)
{
	size_t blank = ascii_run(text, ascii_is_white), n;

	text = str_skip(text, blank);
	n = argument_variable_length(text);
	if (n > 1)
		check_part(v, str_head(text, n), blank);
}

static void check_format(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text;

	if (n->kind != N_STRING || str_find(text, '$') < 0)
		return;
	switch (v->argument->kind) {
	case ARGUMENT_FORMAT:
	case ARGUMENT_HEADER_LINES: check_part(v, text, 0); break;
	case ARGUMENT_SUBST: check_subst(v, text); break;
	case ARGUMENT_NUMBER:
		if (text.p[0] == '$')
			check_first(v, text);
		break;
	default: check_first(v, text); break;
	}
}

RULE(format_variable, "K456", SEV_ERROR, PHASE_START,
     .arguments = ARGUMENT(FORMAT) | ARGUMENT(HEADER_LINES) | ARGUMENT(SUBST) | ARGUMENT(NUMBER) |
		  ARGUMENT(VARIABLE) | ARGUMENT(VARIABLE_WRITABLE) | ARGUMENT(VAR_OR_AVP) |
		  ARGUMENT(AVP),
     .after = &rule_argument_variable, .run = check_format,
     .summary = "a variable in an argument that the server refuses",
     .why = "Variables inside of strings are parsed when the server starts, and the start fails on "
	    "unknown names, inner names and transformations. The name of a variable without "
	    "parentheses includes dots, question marks, underscores and digits: \"to $ru.\" asks "
	    "for a variable \"ru.\"; write \"to $(ru).\". A dollar itself is written \"$$\".",
     .bad = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	    "\txlog(\"L_INFO\", \"from $fuu\\n\");\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"L_INFO\", \"from $fu\\n\");\n}\n")
