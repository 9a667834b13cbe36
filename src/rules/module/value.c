/*
 * value - values of parameters that a module refuses when it starts: those rows of
 * grammar/settings.tsv whose form or option says so.  Each was tried with 5.6.3.
 *
 * What must stay true: only values that are refused whatever else is set.
 */
#include "engine/visit.h"
#include "base/ascii.h"
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
	struct str text = value->text, error;
	struct buf digits = buf_on(v->arena);
	struct regex *r;

	if (value->kind == N_NUMBER && s->options & OPTION_DIGITS) {
		buf_printf(&digits, "%d", (int)value->number);
		text = buf_view(&digits);
	} else if (value->kind != N_STRING) {
		return true;
	}
	r = regex_compile(v->session->regexes, str_of(s->spec.pattern), flags, &error);
	return !r || regex_match(r, text, 0, 0, NULL) != REGEX_NO_MATCH;
}

static bool starts_variable(struct str text)
{
	return text.n > 1 && text.p[0] == '$' && (ascii_is_letter(text.p[1]) || text.p[1] == '(');
}

/* A name may hold "$" (C$data); one that is meant to be replaced is at the beginning of a word or
 * has parentheses. */
static bool is_file(struct str text)
{
	char before = ' ';

	for (size_t i = 0; i < text.n; before = text.p[i++]) {
		struct str rest = str_skip(text, i);
		size_t word = 1;

		if (!starts_variable(rest))
			continue;
		word += ascii_run(str_skip(rest, 1), ascii_is_word);
		if (before == ' ' || before == '/' || str_starts(str_skip(rest, word), STR("(")))
			return false;
	}
	return true;
}

/* Some databases take "schema.table", quotes, casts ("a::text") and "$" within. */
static bool is_identifier(struct str text)
{
	char before = ' ';

	if (str_starts(text, STR("/")))
		return false;
	for (size_t i = 0; i < text.n; before = text.p[i++]) {
		bool is_cast = before == ':' || str_starts(str_skip(text, i + 1), STR(":"));

		if ((text.p[i] == ':' && !is_cast) ||
		    (before == ' ' && starts_variable(str_skip(text, i))))
			return false;
	}
	return true;
}

/* The text of VALUE can be what a file, table or column is called. */
static bool is_name(const struct setting *s, const struct node *value)
{
	if (value->kind != N_STRING)
		return true;
	if (!value->text.n)
		return !(s->options & OPTION_NONEMPTY);
	return s->form == SETTING_FILE ? is_file(value->text) : is_identifier(value->text);
}

/* Without a cfgengine nobody can call the function. */
static void check_engine(struct visit *v, const struct setting *s, const struct node *value)
{
	if (value->kind != N_STRING || !value->text.n ||
	    v->unit->doubts & (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_ENGINE))
		return;
	diag_hint(v->diags,
		  report(v, value->at,
			 "\"%s\" of module \"%s\" is a function of a routing engine, and no "
			 "cfgengine chooses one",
			 s->param, s->module),
		  "leave it out where event routes are used");
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
	else if (s->form == SETTING_KEMI)
		check_engine(v, s, value);
	else if ((s->form == SETTING_FILE || s->form == SETTING_IDENTIFIER) && !is_name(s, value))
		refuse(v, s, value, "it wants");
	else if (s->options & OPTION_START && !matches(v, s, value))
		refuse(v, s, value, "it looks like");
}

RULE(setting_refused, "K740", SEV_ERROR, PHASE_START,
     .settings = FORM(RANGE) | FORM(VARIABLE) | FORM(PATTERN) | FORM(PATTERN_NOCASE) | FORM(FILE) |
		 FORM(IDENTIFIER) | FORM(KEMI),
     .run = check_value, .summary = "a value of a parameter with which the module does not start",
     .why = "Many modules look at their parameters only when they start: a flag goes from 0 to 31, "
	    "a mode is one of a few numbers or words, where a variable is expected a name without "
	    "\"$\" is refused; in the name of a file, table or column no variable is replaced, and "
	    "there is none that is called so.",
     .bad = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	    "modparam(\"dialog\", \"timeout_avp\", \"timeout\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"pv\"\nloadmodule \"dialog\"\n"
	     "modparam(\"dialog\", \"timeout_avp\", \"$avp(timeout)\")\nrequest_route { exit; }\n")
