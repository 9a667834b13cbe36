/*
 * bracket - transformations of URIs and of their parameters, applied to the value of a header whose
 * URI stands in angle brackets.  Each was tried with 5.6.3.
 */
#include "engine/visit.h"

#include "facts/words.h"

extern const struct rule rule_parameter_in_brackets;

/* The transformations of U, from the first "{" on; empty when there are none. */
static struct str transformations_of(const struct pvar_use *u)
{
	struct str name = u->pvar.has_inner ? u->pvar.inner : u->pvar.name;
	struct str rest = str_skip(u->text, (size_t)(name.p - u->text.p) + name.n);
	ptrdiff_t open = u->pvar.has_transformation ? str_find(rest, '{') : -1;

	return open < 0 ? STR("") : str_skip(rest, (size_t)open);
}

static bool is_address(const struct visit *v, const struct pvar *p)
{
	if (p->is_dynamic)
		return false;
	return !p->has_inner || words_find(WORDS_ADDRESS_HEADER, str_trim(p->inner), v->version);
}

static bool is_uri_parameter(const struct visit *v, struct str rest)
{
	ptrdiff_t end = str_find(rest, '}');

	return end > 0 &&
	       words_find(WORDS_URI_PARAMETER, str_trim(str_head(rest, (size_t)end)), v->version);
}

static void check_brackets(struct visit *v, const struct node *n)
{
	const struct pvar_use *u = v->pvar;
	struct str rest = transformations_of(u), head;
	struct diag *x;

	if (u->is_faulty || !is_address(v, &u->pvar))
		return;
	head = str_head(u->text, (size_t)(rest.p - u->text.p));
	if (str_starts(rest, STR("{uri."))) {
		x = report(v, visit_pvar_place(v, n),
			   "\"%.*s)\" is no URI: one in angle brackets has no parts",
			   STR_ARG(head));
		diag_hint(v->diags, x, "write %.*s{nameaddr.uri}{uri. ...})", STR_ARG(head));
	} else if (str_starts(rest, STR("{param.value,")) &&
		   is_uri_parameter(v, str_skip(rest, 13))) {
		x = report_as(v, &rule_parameter_in_brackets, visit_pvar_place(v, n),
			      "this parameter stands in the URI, inside of angle brackets");
		diag_hint(v->diags, x, "write %.*s{nameaddr.uri}{uri.param, ...})", STR_ARG(head));
	}
}

RULE(uri_in_brackets, "K557", SEV_WARNING, PHASE_RUN, .pvars = PVAR("ct", "hdr", "hdrc"),
     .run = check_brackets,
     .summary = "a part of a URI, taken from the value of a header with a URI in angle brackets",
     .why =
	 "The value of Contact, From, Route and their kin is \"Name\" <sip:name@host>;tag=1. The "
	 "transformations {uri. ...} take a URI alone; of such a value all parts are empty. "
	 "{nameaddr.uri} is the URI in it. $fu and $tu are those of From and To.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(u) = $(ct{uri.user});\n"
	    "\t$ru = $var(u);\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n"
	     "\t$var(u) = $(ct{nameaddr.uri}{uri.user});\n\t$ru = $var(u);\n\texit;\n}\n")

RULE(parameter_in_brackets, "K558", SEV_WARNING, PHASE_RUN, .found_by = &rule_uri_in_brackets,
     .summary = "a parameter of a URI, looked for in the value of a header",
     .why =
	 "{param.value,NAME} splits at semicolons and knows no angle brackets: of "
	 "<sip:name@host;transport=tcp> the parameter transport is \"tcp>\", and behind a name in "
	 "quotes there is none. {nameaddr.uri} is the URI, {uri.param,NAME} its parameter.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n"
	    "\tif ($(ct{param.value,transport}) == \"tcp\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n"
	     "\tif ($(ct{nameaddr.uri}{uri.param,transport}) == \"tcp\")\n\t\texit;\n}\n")
