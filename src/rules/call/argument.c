/*
 * argument - see argument.h; and the rules about arguments that are empty, or of the wrong form and
 * have no file of their own.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"
#include "scan/written.h"

struct diag *argument_report(struct visit *v, const char *what)
{
	const struct argument *a = v->argument;

	return report(v, a->node->at, "argument %d of \"%.*s\" must be %s, not \"%.*s\"",
		      a->position, STR_ARG(a->call->text), what, STR_ARG(str_head(a->text, 60)));
}

struct span argument_span(const struct visit *v, size_t at, size_t length)
{
	const struct argument *a = v->argument;

	return written_span(&v->session->sources, a->node->at, a->text, at, length);
}

static bool is_name(char c)
{
	return ascii_is_word(c) || c == '.' || c == '?';
}

size_t argument_variable_length(struct str text)
{
	size_t i, depth = 0;

	if (text.n < 2 || text.p[0] != '$')
		return 0;
	i = 1 + ascii_run(str_skip(text, 1), is_name);
	if (i >= text.n || text.p[i] != '(')
		return i;
	for (; i < text.n; i++) {
		depth += text.p[i] == '(';
		if (text.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static void check_empty(struct visit *v, const struct node *n)
{
	report(v, n->at, "argument %d of \"%.*s\" must not be empty", v->argument->position,
	       STR_ARG(v->argument->call->text));
}

RULE(argument_empty, "K441", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(EMPTY),
     .run = check_empty, .summary = "an empty argument where the function needs something",
     .why = "The function reads the argument when the server starts, and the start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X-Billing\");\n}\n")

static void check_character(struct visit *v, const struct node *n)
{
	(void)n;
	if (v->argument->text.n != 1)
		argument_report(v, "one character");
}

RULE(argument_character, "K444", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(CHARACTER),
     .run = check_character, .summary = "an argument that must be exactly one character",
     .why = "It separates the items of a list, and the function takes one byte only. The start "
	    "fails.",
     .bad = "loadmodule \"pv\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tif (in_list(\"$rU\", \"1, 2\", \", \"))\n\t\texit;\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"textops\"\nrequest_route {\n"
	     "\tif (in_list(\"$rU\", \"1, 2\", \",\"))\n\t\texit;\n}\n")

/* A type and a subtype; what stands behind them is left alone (tried). */
static void check_mime(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text;
	ptrdiff_t slash = str_find(text, '/');

	(void)n;
	if (text.n && (slash <= 0 || (size_t)slash + 1 == text.n))
		diag_hint(v->diags, argument_report(v, "a type and a subtype"),
			  "as \"application/sdp\"");
}

RULE(argument_mime, "K455", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(MIME), .run = check_mime,
     .summary = "an argument that is no type of a body",
     .why = "A type of a body has two parts: \"application/sdp\", \"text/*\". The start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (has_body(\"sdp\"))\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n"
	     "\tif (has_body(\"application/sdp\"))\n\t\texit;\n}\n")
