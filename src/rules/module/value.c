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

static bool read_number(struct str *text, int32_t *number)
{
	bool is_negative = str_starts(*text, STR("-"));
	size_t i = is_negative;

	*number = 0;
	for (; i < text->n && text->p[i] >= '0' && text->p[i] <= '9' && i < 10; i++)
		*number = 10 * *number + (text->p[i] - '0');
	*number = is_negative ? -*number : *number;
	*text = str_trim(str_skip(*text, i));
	return i > (size_t)is_negative;
}

/* "LEAST MOST"; without MOST there is no end. */
static void check_range(struct check *cx, const struct setting *s, const struct node *value)
{
	struct str spec = str_of(s->spec);
	int32_t least, most;

	if (value->kind != N_NUMBER || !read_number(&spec, &least))
		return;
	if (!read_number(&spec, &most))
		most = INT32_MAX;
	if (value->number < least || value->number > most)
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
	r = regex_compile(cx->arena, str_of(s->spec), flags, &error);
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
	case SETTING_REGEX: pattern_check(cx, value); break;
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
