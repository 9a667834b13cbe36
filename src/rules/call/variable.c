/*
 * variable - arguments that must be a variable, and those that are taken for text because there is
 * no such variable.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"

/* "$avp(...)" or "$(avp(...)...)". */
static bool is_family(struct str text, const char *name)
{
	struct str rest = str_skip(text, str_starts(text, STR("$(")) ? 2 : 1), word = str_of(name);

	return str_starts(rest, word) && str_starts(str_skip(rest, word.n), STR("("));
}

/* What the variable has to be instead, or NULL. */
static const char *wrong_family(enum argument_kind kind, struct str text)
{
	bool is_avp = is_family(text, "avp");

	if (kind == ARGUMENT_AVP && !is_avp)
		return "an $avp(...)";
	if (kind == ARGUMENT_VAR_OR_AVP && !is_avp && !is_family(text, "var"))
		return "a $var(...) or $avp(...)";
	return NULL;
}

/* What can be set: whether it is a variable at all, the rule about texts looks (K456). */
static bool is_writable(struct visit *v, struct str text)
{
	const struct pvar_use *use = pvars_in(v->unit, text);

	return !use || use->is_faulty || pvar_is_writable(&use->pvar);
}

static void check_one(struct visit *v)
{
	struct str text = v->argument->text, name;
	const char *family;
	struct diag *x;
	size_t n;

	text = str_skip(text, ascii_run(text, ascii_is_white));
	if (str_starts(text, STR("$$")))
		return;
	n = argument_variable_length(text);
	if (n < 2) {
		x = argument_report(v, "a variable");
		if (text.n && ascii_is_word(text.p[0]))
			diag_hint(v->diags, x, "with its dollar, as \"$var(name)\"");
		return;
	}
	name = str_head(text, n);
	family = wrong_family(v->argument->kind, name);
	if (family)
		argument_report(v, family);
	else if (v->argument->kind == ARGUMENT_VARIABLE_WRITABLE && !is_writable(v, name))
		argument_report(v, "a variable that can be set");
}

/* Behind the last slash nothing but the flag g. */
static bool has_good_flags(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != 'g')
			return false;
	return true;
}

/* "*", s, i or a, in any case (tried on 6.1.4), for all there are of a kind, and a number that
 * narrows them down. */
static bool is_avp_kind(struct str name)
{
	return name.n && name.p[0] && strchr("siaSIA*", name.p[0]) &&
	       ascii_all(str_skip(name, 1), ascii_is_digit);
}

/* What avp_delete() deletes. */
static void check_avps(struct visit *v)
{
	struct str text = v->argument->text;
	bool is_variable = str_starts(text, STR("$avp(")) || str_starts(text, STR("$(avp("));
	ptrdiff_t slash = str_find_last(text, '/');
	struct str name = slash < 0 ? text : str_head(text, (size_t)slash);

	if ((slash < 0 || has_good_flags(str_skip(text, (size_t)slash + 1))) &&
	    (is_variable || is_avp_kind(name)))
		return;
	/* A slash in the name itself. */
	if (is_variable && str_ends(text, STR(")")))
		return;
	diag_hint(v->diags, argument_report(v, "an $avp(...) or \"*\""),
		  "behind a slash may stand \"g\": all values");
}

static bool is_dotted(char c)
{
	return ascii_is_word(c) || c == '.';
}

/* "$name.", with a dot, is no variable but the name of an attribute; what stands behind a name
 * without one is ignored. */
static void check_attribute(struct visit *v)
{
	struct str text = v->argument->text, name = str_skip(text, 1);

	if (!str_starts(text, STR("$")) || !ascii_all(name, is_dotted) ||
	    (name.n && str_find(name, '.') < 0) || pvar_is_attribute(name))
		return;
	/* "$" alone is no number, either (K440). */
	if (name.n || v->argument->kind == ARGUMENT_TEXT_ATTRIBUTE)
		diag_hint(v->diags, argument_report(v, "a variable, or a text without \"$\""),
			  "a dot makes it the name of an attribute, as in $f.name");
}

static void check_variable(struct visit *v, const struct node *n)
{
	(void)n;
	switch (v->argument->kind) {
	case ARGUMENT_AVPS: check_avps(v); break;
	case ARGUMENT_TEXT_ATTRIBUTE:
	case ARGUMENT_NUMBER_ATTRIBUTE:
	case ARGUMENT_REPLY_CODE: check_attribute(v); break;
	default: check_one(v);
	}
}

RULE(argument_variable, "K442", SEV_ERROR, PHASE_START,
     .arguments = ARGUMENT(VARIABLE) | ARGUMENT(VARIABLE_WRITABLE) | ARGUMENT(VAR_OR_AVP) |
		  ARGUMENT(AVP) | ARGUMENT(AVPS) | ARGUMENT(TEXT_ATTRIBUTE) |
		  ARGUMENT(NUMBER_ATTRIBUTE) | ARGUMENT(REPLY_CODE),
     .run = check_variable, .summary = "an argument that must be a variable",
     .why = "The function looks at a variable or sets one, so it wants its name with the "
	    "dollar, in quotes. Others take a variable or a text; \"$ru.\", a variable with more "
	    "behind "
	    "it, is the name of an attribute to them, and may be none. The start fails.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n"
	    "\tif (pv_isset(\"caller\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n"
	     "\tif (pv_isset(\"$avp(caller)\"))\n\t\texit;\n}\n")

/* Whether TEXT is "$" and a name, and nothing else. */
static bool is_name(struct str text)
{
	return text.n > 1 && text.p[0] == '$' && ascii_all(str_skip(text, 1), ascii_is_letter);
}

/* N is a variable or plain text: a warning when it looks like a variable and there is none.  What
 * a function that was not tried makes of it is not known: it may well evaluate it. */
static void check_name(struct visit *v, const struct node *n, bool is_tried)
{
	struct pvar_problem problem;
	struct diag *x;

	if (n->kind != N_STRING || !is_name(n->text) ||
	    pvars_are_valid(v->unit, n->text, &problem) || problem.fault != PVAR_UNKNOWN ||
	    (!is_tried && !problem.hint.n))
		return;
	x = report(v, n->at, is_tried ? "%.*s: this is taken as plain text" : "%.*s",
		   STR_ARG(problem.text));
	if (problem.hint.n)
		diag_hint(v->diags, x, "%.*s", STR_ARG(problem.hint));
}

/* Of a function that was not tried, because it is newer, only what is surely mistyped is said. */
static void check_text(struct visit *v, const struct node *n)
{
	if (n->kind != N_CALL) {
		check_name(v, n, true);
		return;
	}
	if (!v->call->function || v->call->is_known)
		return;
	for (const struct node *a = KID(n, CALL, arguments); a; a = a->next)
		check_name(v, a, false);
}

RULE(name_as_text, "K458", SEV_WARNING, PHASE_RUN, .nodes = NODE(CALL), .arguments = ARGUMENT(TEXT),
     .run = check_text, .summary = "an argument that looks like a variable and is none",
     .why = "Arguments of this kind are a variable or plain text. When there is no variable of "
	    "that name the server takes the dollar and the name as they are, for a realm, say, "
	    "and starts. Of functions that were not tried it is only said that there is no such "
	    "variable; they may well evaluate the text.",
     .bad = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"auth\"\nrequest_route {\n"
	    "\tauth_challenge(\"$fdd\", \"0\");\n\texit;\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"auth\"\nrequest_route {\n"
	     "\tauth_challenge(\"$fd\", \"0\");\n\texit;\n}\n")
