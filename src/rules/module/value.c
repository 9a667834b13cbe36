/*
 * value - values of parameters that a module refuses when it starts: those rows of
 * grammar/settings.tsv whose form or option says so.  Each was tried with 5.6.3.
 *
 * What must stay true: only values that are refused whatever else is set.
 */
#include "engine/visit.h"
#include "regex/regex.h"

static void refuse(struct visit *v, const struct setting *s, const struct node *value,
		   const char *wanted)
{
	struct diag *x;

	if (value->kind == N_NUMBER)
		x = report(v, value->at, "\"%s\" of module \"%s\" cannot be %d", s->param,
			   s->module, (int)value->number);
	else
		x = report(v, value->at, "\"%s\" of module \"%s\" cannot be \"%.*s\"", s->param,
			   s->module, STR_ARG(str_head(value->text, 100)));
	diag_hint(v->diags, x, "%s %s", wanted, s->looks);
}

static bool is_in_range(const struct setting *s, const struct node *value)
{
	return value->kind != N_NUMBER ||
	       (value->number >= s->spec.least && value->number <= s->spec.most);
}

/* One variable; which ones there are is looked at elsewhere. */
static bool is_variable(const struct node *value)
{
	return value->kind != N_STRING || !value->text.n || value->text.p[0] == '$';
}

static bool matches(struct visit *v, const struct setting *s, const struct node *value)
{
	unsigned flags = s->form == SETTING_PATTERN ? 0 : REGEX_NOCASE;
	struct str error;
	struct regex *r;

	if (value->kind != N_STRING)
		return true;
	r = regex_compile(v->session->regexes, str_of(s->spec.pattern), flags, &error);
	return !r || regex_match(r, value->text, 0, 0, NULL) != REGEX_NO_MATCH;
}

/* Regular expressions are judged with those in calls. */
static void check_value(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	const struct setting *s = v->setting;

	if (!v->param->by->is_known || s->options & OPTION_READ)
		return;
	if (s->form == SETTING_RANGE && !is_in_range(s, value))
		refuse(v, s, value, "it wants");
	else if (s->form == SETTING_VARIABLE && !is_variable(value))
		refuse(v, s, value, "it wants a variable, as");
	else if (s->options & OPTION_START && !matches(v, s, value))
		refuse(v, s, value, "it looks like");
}

RULE(setting_refused, "K740", SEV_ERROR, PHASE_START,
     .settings = FORM(RANGE) | FORM(VARIABLE) | FORM(PATTERN) | FORM(PATTERN_NOCASE),
     .run = check_value, .summary = "a value of a parameter with which the module does not start",
     .why = "Many modules look at their parameters only when they start: a flag goes from 0 to 31, "
	    "a mode is one of a few numbers or words, where a variable is expected a name without "
	    "\"$\" is refused.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	    "modparam(\"dialog\", \"timeout_avp\", \"timeout\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	     "modparam(\"dialog\", \"timeout_avp\", \"$avp(timeout)\")\nrequest_route { exit; }\n")
