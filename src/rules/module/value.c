/*
 * rule_refused - values of parameters that a module refuses when it starts: those rows of
 * grammar/settings.tsv whose form or option says so.  Each was tried with 5.6.3.
 *
 * What must stay true: only values that are refused whatever else is set.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/setting.h"
#include "regex/regex.h"

/* What is reported here. */
extern const struct rule rule_setting_refused;

static struct diag *report(struct check *cx, const struct setting *s, const struct node *value)
{
	struct diag *x;

	if (value->kind == N_NUMBER)
		return diag_report(cx->diags, &rule_setting_refused, value->at,
				   "\"%s\" of module \"%s\" cannot be %d", s->param, s->module,
				   (int)value->number);
	x = diag_report(cx->diags, &rule_setting_refused, value->at,
			"\"%s\" of module \"%s\" cannot be \"%.*s\"", s->param, s->module,
			STR_ARG(str_head(value->text, 100)));
	return x;
}

static void check_range(struct check *cx, const struct setting *s, const struct node *value)
{
	if (value->kind == N_NUMBER &&
	    (value->number < s->spec.least || value->number > s->spec.most))
		diag_hint(cx->diags, report(cx, s, value), "it wants %s", s->looks);
}

/* One variable; which ones there are is looked at elsewhere. */
static void check_variable(struct check *cx, const struct setting *s, const struct node *value)
{
	struct str text = value->text;

	if (value->kind != N_STRING || !text.n || text.p[0] == '$')
		return;
	diag_hint(cx->diags, report(cx, s, value), "it wants a variable, as %s", s->looks);
}

static void check_pattern(struct check *cx, const struct setting *s, const struct node *value)
{
	unsigned flags = s->form == SETTING_PATTERN ? 0 : REGEX_NOCASE;
	struct str error;
	struct regex *r;

	if (value->kind != N_STRING)
		return;
	r = regex_compile(cx->arena, str_of(s->spec.pattern), flags, &error);
	if (r && regex_match(r, value->text, 0, 0, NULL) == REGEX_NO_MATCH)
		diag_hint(cx->diags, report(cx, s, value), "it looks like %s", s->looks);
}

void refused_check(struct check *cx, const struct setting *s, const struct node *value)
{
	if (!check_beyond_parse(cx))
		return;
	switch (s->form) {
	case SETTING_RANGE: check_range(cx, s, value); break;
	case SETTING_VARIABLE: check_variable(cx, s, value); break;
	case SETTING_REGEX: break;
	default: check_pattern(cx, s, value); break;
	}
}

RULE(setting_refused, "K740", SEV_ERROR, PHASE_START,
     .summary = "a value of a parameter with which the module does not start",
     .why = "Many modules look at their parameters only when they start: a flag goes from 0 to 31, "
	    "a mode is one of a few numbers or words, where a variable is wanted a name without "
	    "\"$\" will not do.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	    "modparam(\"dialog\", \"timeout_avp\", \"timeout\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	     "modparam(\"dialog\", \"timeout_avp\", \"$avp(timeout)\")\nrequest_route { exit; }\n")
