/*
 * parameter_value - values that a module refuses while the config is read (grammar/settings.tsv;
 * tried on 5.6.3, testdata/oracle/settings.t).
 *
 * What must stay true: only what is certain; a value is tried with the rows of its parameter up to
 * the first that refuses it.
 */
#include "sema/parameter_value.h"

#include "base/ascii.h"
#include "regex/regex.h"
#include "scan/written.h"
#include "sema/parameter.h"
#include "sema/variable.h"

/* What is reported here. */
extern const struct rule rule_setting_list_bad;
extern const struct rule rule_setting_name_bad;
extern const struct rule rule_setting_order;
extern const struct rule rule_setting_value_bad;

/* --- name=>... -------------------------------------------------------------------------------- */

static struct str skip_white(struct str text)
{
	return str_skip(text, ascii_run(text, ascii_is_white));
}

static bool is_name_byte(char c)
{
	return !ascii_is_white(c) && c != '=' && c;
}

/* Cuts "name=>" off TEXT; false, and reported, when it does not begin so. */
static bool cut_name(struct param_value *t, struct str *text)
{
	struct str rest = skip_white(*text), name = str_head(rest, ascii_run(rest, is_name_byte));

	rest = skip_white(str_skip(rest, name.n));
	if (str_starts(rest, STR("=>"))) {
		t->name = name;
		*text = skip_white(str_skip(rest, 2));
		return true;
	}
	param_looks_like(t, param_report(t, &rule_setting_name_bad, t->value->text,
					 "\"%s\" of module \"%s\" begins with a name and \"=>\"",
					 t->s->param, t->s->module));
	return false;
}

/* name=>scheme://...;key=value, the list without blanks in front and without ";" at the end. */
static void check_url(struct param_value *t, struct str url)
{
	ptrdiff_t semicolon, slashes = str_search(url, STR("://"));
	struct keylist l;
	struct keylist_item item;

	if (slashes < 0) {
		param_looks_like(t,
				 param_report(t, &rule_setting_value_bad, url,
					      "\"%s\" of module \"%s\" wants a URL behind \"=>\"",
					      t->s->param, t->s->module));
		return;
	}
	url = str_skip(url, (size_t)slashes + 3);
	semicolon = str_find(url, ';');
	if (semicolon < 0)
		return;
	l = keylist_of(str_skip(url, (size_t)semicolon + 1), true);
	while (keylist_next(&l, &item))
		param_item(t, &item);
	if (l.error)
		param_looks_like(t, param_report(t, &rule_setting_list_bad,
						 str_head(str_skip(l.text, l.at), 1),
						 "\"%s\" of module \"%s\": %s", t->s->param,
						 t->s->module, l.error));
}

static void check_named(struct param_value *t)
{
	struct str rest = t->value->text;

	if (!cut_name(t, &rest))
		return;
	if (t->s->form == SETTING_NAMED_LIST)
		param_list(t, rest);
	else if (t->s->form == SETTING_HTTPCON)
		check_url(t, rest);
}

/* --- others ----------------------------------------------------------------------------------- */

static void check_pattern(struct param_value *t)
{
	unsigned flags = t->s->form == SETTING_PATTERN ? 0 : REGEX_NOCASE;
	struct str error, text = t->value->text;
	struct regex *r =
	    regex_compile(t->cx->session->regexes, str_of(t->s->spec.pattern), flags, &error);

	if (r && regex_match(r, text, 0, 0, NULL) == REGEX_NO_MATCH)
		param_looks_like(t, param_report(t, &rule_setting_value_bad, text,
						 "\"%s\" of module \"%s\" cannot be \"%.*s\"",
						 t->s->param, t->s->module,
						 STR_ARG(str_head(text, 100))));
	t->name = text;
	if (t->s->options & OPTION_UNTIL_EQUAL)
		t->name = str_take(&text, '=');
}

/* Another parameter must have set a number above. */
static void check_above(const struct param_value *t)
{
	const char *param = t->s->spec.pattern;
	struct diag *x;

	if (t->cx->is_broken || modules_number(&t->cx->unit->modules, t->s->module, param, 0) > 0)
		return;
	x = param_report(t, &rule_setting_order, t->value->text,
			 "\"%s\" of module \"%s\" needs \"%s\" above it", t->s->param, t->s->module,
			 param);
	diag_hint(t->cx->diags, x, "modparam(\"%s\", \"%s\", %d)", t->s->module, param,
		  (int)t->s->spec.least);
}

static void check_nonzero(const struct param_value *t)
{
	if (t->value->kind == N_NUMBER && t->value->number == 0)
		param_looks_like(t, param_report(t, &rule_setting_value_bad, t->value->text,
						 "\"%s\" of module \"%s\" cannot be 0", t->s->param,
						 t->s->module));
}

static void check_range(const struct param_value *t)
{
	const struct node *n = t->value;

	if (n->kind == N_NUMBER && t->s->options & OPTION_READ &&
	    (n->number < t->s->spec.least || n->number > t->s->spec.most))
		param_looks_like(t, param_report(t, &rule_setting_value_bad, n->text,
						 "\"%s\" of module \"%s\" cannot be %d",
						 t->s->param, t->s->module, (int)n->number));
}

static bool is_named(const struct setting *s)
{
	return s->form == SETTING_NAMED || s->form == SETTING_NAMED_LIST ||
	       s->form == SETTING_HTTPCON;
}

static void check_value(struct param_value *t)
{
	uint32_t errors = t->cx->diags->errors;

	/* Those that count when the server starts are the business of rules. */
	if (t->s->options & OPTION_START)
		return;
	if (t->s->form == SETTING_NONZERO)
		check_nonzero(t);
	if (t->s->form == SETTING_RANGE)
		check_range(t);
	if (t->value->kind != N_STRING)
		return;
	switch (t->s->form) {
	case SETTING_NONZERO:
	case SETTING_RANGE:
	case SETTING_VARIABLE:
	case SETTING_REGEX:
	case SETTING_SOCKET:
	case SETTING_SOCKET_NAME:
	case SETTING_SOCKET_URI:
	case SETTING_FLAG:
	case SETTING_PAIRS:
	case SETTING_NODES:
	case SETTING_FILE:
	case SETTING_IDENTIFIER:
	case SETTING_KEMI: break;
	case SETTING_ABOVE: check_above(t); break;
	case SETTING_LIST: param_list(t, t->value->text); break;
	case SETTING_NAMED:
	case SETTING_NAMED_LIST:
	case SETTING_HTTPCON: check_named(t); break;
	case SETTING_VARIABLES: pvar_text(t->cx, t->n, t->value); break;
	default: check_pattern(t); break;
	}
	if (!t->s->defines.names)
		return;
	if (t->name.p)
		param_define(t, t->cx->diags->errors != errors);
	else
		t->cx->unit->modules.sets[t->s->defines.names].has_refused = true;
}

/* A value that is known only at run time; its name may be plain all the same. */
static void take_unknown(struct param_value *t)
{
	struct str text = t->value->kind == N_STRING ? t->value->text : STR("");
	ptrdiff_t arrow = str_search(text, STR("=>"));

	if (t->s->defines.names && is_named(t->s) && arrow > 0 &&
	    str_find(str_head(text, (size_t)arrow), '$') < 0) {
		t->name = str_trim(str_head(text, (size_t)arrow));
		param_define(t, true);
	} else
		param_open(t->cx, t->s);
}

static void check_one(struct sema *cx, const struct module_param *p)
{
	uint32_t errors = cx->diags->errors;

	for (uint32_t i = 0; i < p->setting_count && cx->diags->errors == errors; i++) {
		struct param_value t = {
		    .cx = cx, .s = p->settings[i], .n = p->by->node, .value = p->by->value};

		if (p->by->is_known)
			check_value(&t);
		else
			take_unknown(&t);
	}
	if (cx->diags->errors != errors)
		modules_refuse(&cx->unit->modules, p->by);
}

/* P reaches no module, which is reported: it may be meant for any that has such a parameter. */
static void take_lost(struct sema *cx, const struct modparam *p)
{
	size_t count;
	const struct setting *s = setting_find(p->parameter, &count);

	for (; count; count--, s++)
		param_open(cx, s);
}

void parameter_check_value(struct sema *cx, const struct modparam *p)
{
	if (!p->reached)
		take_lost(cx, p);
	for (const struct module_param *r = p->reached; r; r = r->next)
		check_one(cx, r);
}

RULE(setting_name_bad, "K724", SEV_ERROR, PHASE_PARSE,
     .summary = "the value of a modparam() without name and \"=>\" at its start",
     .why = "Parameters that may be given several times, such as tables and connections, "
	    "begin with a name and \"=>\". The name has no blank in it.",
     .bad = "loadmodule \"sqlops\"\n"
	    "modparam(\"sqlops\", \"sqlcon\", \"text:///tmp/db\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	     "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	     "request_route { exit; }\n")

RULE(setting_value_bad, "K726", SEV_ERROR, PHASE_PARSE,
     .summary = "a value for a modparam() that the module refuses",
     .why = "Some modules look at a value while the config is read. Kamailio says only "
	    "\"Can't set module parameter\".",
     .bad = "loadmodule \"pv\"\nmodparam(\"pv\", \"varset\", \"retries=5\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nmodparam(\"pv\", \"varset\", \"retries=i:5\")\n"
	     "request_route { exit; }\n")
