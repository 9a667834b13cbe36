/*
 * form - arguments that must be one of a few words, or a text of parts.  Facts: grammar/forms.tsv.
 *
 * What must stay true: what cannot be decided is not reported.
 */
#include "rules/call/argument.h"

#include "facts/forms.h"
#include "regex/regex.h"

static int count_of(const struct node *call)
{
	int count = 0;

	for (const struct node *a = KID(call, CALL, arguments); a; a = a->next)
		count++;
	return count;
}

static void check_form(struct visit *v, const struct node *n)
{
	const struct argument *a = v->argument;
	const struct fact_form *f = form_of(a->call->text, v->call->function->module,
					    count_of(a->call), a->position, v->version);
	struct regex *r;
	struct str error;

	(void)n;
	if (!f)
		return;
	r = regex_compile(v->session->regexes, str_of(f->pattern), f->is_exact ? 0 : REGEX_NOCASE, &error);
	if (r && regex_match(r, a->text, 0, 0, NULL) == REGEX_NO_MATCH)
		argument_report(v, f->looks);
}

RULE(argument_form, "K464", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(FORM), .run = check_form,
     .summary = "an argument that is none of the words that the function knows",
     .why = "The function takes one of a few words, or a text of parts such as TABLE=>NAME, and "
	    "looks at it when the server starts. The start fails.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nrequest_route {\n"
	    "\tif (is_direction(\"up\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nrequest_route {\n"
	     "\tif (is_direction(\"upstream\"))\n\t\texit;\n}\n")
