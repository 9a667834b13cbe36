/*
 * rule_modparam - parameters of modules.  Facts: semantics.md section 7.2; vectors 645-660, 461,
 * 1050-1054.
 *
 * What must stay true: the module argument is a pattern, and every loaded module that it matches
 * must have the parameter.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/suggest.h"
#include "regex/regex.h"

/* What is reported here. */
extern const struct rule rule_modparam_alternative;
extern const struct rule rule_modparam_module;
extern const struct rule rule_modparam_pattern;
extern const struct rule rule_modparam_type;
extern const struct rule rule_modparam_unknown;
extern const struct rule rule_modparam_version;

/* One setting: of a modparam() in the text, or of --modparam. */
struct setting {
	struct str module, name; /* the pattern; the parameter */
	struct span module_at, name_at, value_at, seen;
	unsigned types;  /* of fact_type that its value has; 0: known only at run time */
	bool is_pattern; /* more than names with '|' between them */
	bool is_unsure;  /* too hard to match */
	struct regex *regex;
};

static bool is_simple(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c != '_' && c != '-' && c != '|' && !(c >= '0' && c <= '9') &&
		    !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return true;
}

static bool matches(struct setting *s, const char *name)
{
	enum regex_result r;

	if (!s->is_pattern)
		return modules_is_among(s->module, str_of(name));
	r = regex_match(s->regex, str_of(name), 0, 0, NULL);
	s->is_unsure |= r == REGEX_TOO_HARD;
	return r == REGEX_MATCH;
}

/* Compiles the pattern; false, with a report, when it does not. */
static bool prepare(struct check *cx, struct setting *s)
{
	struct buf b = buf_on(cx->arena);
	struct str error;
	struct diag *x;

	s->is_pattern = !is_simple(s->module);
	if (!s->is_pattern)
		return true;
	buf_printf(&b, "^(%.*s)$", STR_ARG(s->module));
	s->regex = regex_compile(cx->arena, buf_view(&b), REGEX_NOCASE, &error);
	if (s->regex) {
		if (cx->regex)
			regex_share(s->regex, cx->regex);
		else
			cx->regex = s->regex;
		return true;
	}
	x = diag_report(cx->diags, &rule_modparam_pattern, s->module_at,
			"the name of the module is a regular expression, and a bad one: %.*s",
			STR_ARG(error));
	diag_seen(x, s->seen);
	return false;
}

/* The known module that the pattern names, loaded or not: NULL when there is none. */
static const struct fact_module *known(struct check *cx, struct setting *s)
{
	const struct catalog *c = cx->session->catalog;

	for (size_t i = 0; i < c->module_count; i++)
		if (c->modules[i].parameter_name && (c->modules[i].versions & cx->version->bit) &&
		    matches(s, c->modules[i].parameter_name))
			return &c->modules[i];
	return NULL;
}

/* The loaded module that the pattern was probably meant for. */
static const char *nearest_loaded(struct check *cx, struct str name)
{
	unsigned least = SUGGEST_NEVER;
	const char *best = NULL;

	for (uint32_t i = 0; i < cx->loaded_count; i++) {
		unsigned d = suggest_distance(name, str_of(cx->loaded[i]->parameter_name));

		if (str_is(name, cx->loaded[i]->name))
			return cx->loaded[i]->parameter_name;
		if (d < least) {
			least = d;
			best = cx->loaded[i]->parameter_name;
		}
	}
	return best;
}

static void report_no_module(struct check *cx, struct setting *s)
{
	bool may_search = check_may_search(cx);
	const struct fact_module *module = may_search ? known(cx, s) : NULL;
	const char *nearest = may_search && !module ? nearest_loaded(cx, s->module) : NULL;
	struct name *below = module ? names_find(&cx->modules_all, str_of(module->name)) : NULL;
	struct diag *x;

	if (module && module_is_missed(cx, module->name, s->module_at))
		return;
	if (s->is_pattern || str_find(s->module, '|') >= 0)
		x = diag_report(cx->diags, &rule_modparam_module, s->module_at,
				"no module that is loaded above matches \"%.*s\"",
				STR_ARG(s->module));
	else
		x = diag_report(cx->diags, &rule_modparam_module, s->module_at,
				below    ? "module \"%.*s\" is loaded below"
				: module ? "module \"%.*s\" is not loaded"
					 : "no module named \"%.*s\" is loaded",
				STR_ARG(s->module));
	if (below)
		diag_note(cx->diags, x, below->at, "move modparam() behind the loadmodule");
	else if (module)
		diag_hint(cx->diags, x, "loadmodule \"%s.so\" is missing", module->name);
	else if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	diag_seen(x, s->seen);
}

/* What the rows of a name say about one module. */
struct answer {
	unsigned types; /* of fact_type */
	uint32_t other; /* branches that have it, when this one does not */
};

static struct answer ask(struct check *cx, const struct fact_param *rows, size_t count,
			 const char *module)
{
	struct answer a = {0, 0};
	struct str name = str_of(module);

	for (; count; count--, rows++) {
		if (!str_is(name, rows->module))
			continue;
		if (rows->versions & cx->version->bit)
			a.types |= rows->type;
		a.other |= rows->versions;
	}
	return a;
}

/* The parameter of MODULE that NAME was probably meant to be, or NULL. */
static const char *nearest_param(struct check *cx, struct str name, const char *module)
{
	const struct catalog *c = cx->session->catalog;
	struct str of = str_of(module);
	unsigned least = SUGGEST_NEVER;
	const char *best = NULL;

	for (size_t i = 0; i < c->param_count; i++) {
		unsigned d;

		if (!(c->params[i].versions & cx->version->bit) || !str_is(of, c->params[i].module))
			continue;
		d = suggest_distance(name, str_of(c->params[i].name));
		if (d < least) {
			least = d;
			best = c->params[i].name;
		}
	}
	return best;
}

/* A loaded module that has the parameter NAME, or one that is not loaded, or NULL. */
static const char *other_owner(struct check *cx, const struct fact_param *rows, size_t count)
{
	const char *best = NULL;

	for (; count; count--, rows++)
		if (rows->versions & cx->version->bit) {
			if (check_is_loaded(cx, rows->module))
				return rows->module;
			best = rows->module;
		}
	return best;
}

static void hint_unknown(struct check *cx, struct diag *x, struct setting *s, const char *module,
			 const struct fact_param *rows, size_t count)
{
	const char *nearest = check_may_search(cx) ? nearest_param(cx, s->name, module) : NULL;
	const char *owner = other_owner(cx, rows, count);

	if (nearest && str_equal_nocase(s->name, str_of(nearest)))
		diag_hint(cx->diags, x, "did you mean \"%s\"? upper and lower case differ",
			  nearest);
	else if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	else if (owner)
		diag_hint(cx->diags, x, "module \"%s\" has it", owner);
}

static void report_unknown(struct check *cx, struct setting *s, const char *module,
			   const struct fact_param *rows, size_t count, uint32_t other)
{
	const char *advice =
	    catalog_advice(cx->session->catalog, "param", s->name, module, cx->version);
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	if (!other && !advice) {
		x = diag_report(cx->diags, &rule_modparam_unknown, s->name_at,
				"module \"%s\" has no parameter \"%.*s\"", module,
				STR_ARG(s->name));
		hint_unknown(cx, x, s, module, rows, count);
	} else {
		x = diag_report(cx->diags, &rule_modparam_version, s->name_at,
				"module \"%s\" has no parameter \"%.*s\" in kamailio %.*s", module,
				STR_ARG(s->name), STR_ARG(cx->version->name));
		if (advice)
			buf_text(&b, advice);
		else
			module_say_versions(&b, cx, other);
		diag_hint(cx->diags, x, "%s", b.p);
	}
	diag_seen(x, s->seen);
}

static void report_type(struct check *cx, struct setting *s, const char *module, unsigned types)
{
	bool wants_int = types == FACT_INT;
	struct diag *x = diag_report(cx->diags, &rule_modparam_type, s->value_at,
				     "parameter \"%.*s\" of module \"%s\" is %s", STR_ARG(s->name),
				     module, wants_int ? "a number" : "a string");

	diag_hint(cx->diags, x, wants_int ? "write it without quotes" : "write it in quotes");
	diag_seen(x, s->seen);
}

/* Judges the parameter for one module; true when something was reported. */
static bool check_one(struct check *cx, struct setting *s, const struct fact_module *m)
{
	size_t count = 0;
	const struct fact_param *rows =
	    s->name.n ? catalog_params(cx->session->catalog, s->name, &count) : NULL;
	struct answer a = ask(cx, rows, count, m->name);

	if (m->is_unread)
		return false;
	if (!a.types) {
		report_unknown(cx, s, m->name, rows, count, a.other);
		return true;
	}
	if (s->types && !(a.types & s->types)) {
		report_type(cx, s, m->name, a.types);
		return true;
	}
	return false;
}

static bool is_loaded_name(struct check *cx, struct str name)
{
	for (uint32_t i = 0; i < cx->loaded_count; i++)
		if (str_equal_nocase(name, str_of(cx->loaded[i]->parameter_name)))
			return true;
	return false;
}

/* Of "a|b", what is nearly the name of a loaded module and not that of any module. */
static void check_alternatives(struct check *cx, struct setting *s)
{
	struct str rest = s->module;

	while (rest.n) {
		ptrdiff_t bar = str_find(rest, '|');
		struct str name = str_head(rest, bar < 0 ? rest.n : (size_t)bar);
		struct setting one = {.module = name};
		const char *nearest;
		struct diag *x;

		if (name.n && !is_loaded_name(cx, name) && check_may_search(cx) &&
		    !known(cx, &one) && (nearest = nearest_loaded(cx, name)) != NULL) {
			x = diag_report(cx->diags, &rule_modparam_alternative, s->module_at,
					"no module is named \"%.*s\"", STR_ARG(name));
			diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
		}
		rest = str_skip(rest, name.n + 1);
	}
}

static void check_setting(struct check *cx, struct setting *s)
{
	bool is_found = false;

	if (!prepare(cx, s))
		return;
	for (uint32_t i = 0; i < cx->loaded_count; i++) {
		if (!matches(s, cx->loaded[i]->parameter_name))
			continue;
		is_found = true;
		if (check_one(cx, s, cx->loaded[i]))
			return;
	}
	if (!is_found && !s->is_unsure && !cx->has_unknown_module)
		report_no_module(cx, s);
	else if (is_found && !s->is_pattern && str_find(s->module, '|') >= 0)
		check_alternatives(cx, s);
}

/* What modparamx() makes of a text with variables is known only at run time. */
static bool is_dynamic(const struct node *n, const struct node *part)
{
	return str_is(n->text, "modparamx") && part->kind == N_STRING &&
	       str_find(part->text, '$') >= 0;
}

void modparam_check(struct check *cx, const struct node *n)
{
	const struct node *module = KID(n, MODPARAM, module), *name = KID(n, MODPARAM, parameter),
			  *value = KID(n, MODPARAM, value);
	struct setting s = {.module = module->text,
			    .name = name->text,
			    .module_at = module->at,
			    .name_at = name->at,
			    .value_at = value->at,
			    .seen = check_last(n->at)};

	if (is_dynamic(n, module) || is_dynamic(n, name))
		return;
	if (value->kind == N_NUMBER)
		s.types = FACT_INT;
	else if (value->kind == N_STRING)
		s.types = FACT_STR | FACT_STRING;
	check_setting(cx, &s);
}

void modparam_option(struct check *cx, const struct definition *d)
{
	struct setting s = {.module = d->module,
			    .name = d->text,
			    .types = d->is_number ? FACT_INT : FACT_STR | FACT_STRING};

	check_setting(cx, &s);
}

RULE(modparam_module, "K710", SEV_ERROR, PHASE_PARSE,
     .summary = "modparam() for a module that is not loaded",
     .why = "The module must be loaded above. Its name is a regular expression (POSIX "
	    "extended, any case) that must match a whole name, so \"usrloc|auth_db\" sets "
	    "the parameter of both.",
     .bad = "modparam(\"tm\", \"fr_timer\", 5000)\nloadmodule \"tm\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", 5000)\nrequest_route { exit; }\n")

RULE(modparam_pattern, "K711", SEV_ERROR, PHASE_PARSE,
     .summary = "the module of a modparam() is a bad regular expression",
     .why = "It is a POSIX extended one; most often a parenthesis is missing.",
     .bad = "loadmodule \"tm\"\nmodparam(\"(tm\", \"fr_timer\", 5000)\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nmodparam(\"(tm)\", \"fr_timer\", 5000)\n"
	     "request_route { exit; }\n")

RULE(modparam_unknown, "K712", SEV_ERROR, PHASE_PARSE,
     .summary = "a parameter that the module does not have",
     .why = "Names are compared letter by letter. When the name of the module is a "
	    "pattern, every loaded module that it matches must have the parameter.",
     .bad = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_time\", 5000)\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	     "request_route { exit; }\n")

RULE(modparam_version, "K713", SEV_ERROR, PHASE_PARSE,
     .summary = "a parameter that the module has in other versions only",
     .why = "Parameters come, go and get other names. --kamailio says for which version "
	    "a config is meant.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule "
	    "\"dialog\"\nmodparam(\"dialog\", \"dlg_flag\", 4)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule "
	     "\"dialog\"\nmodparam(\"dialog\", \"default_timeout\", 21600)\n"
	     "request_route { exit; }\n")

RULE(modparam_type, "K714", SEV_ERROR, PHASE_PARSE,
     .summary = "a number for a parameter that is a string, or the other way round",
     .why = "Kamailio does not turn one into the other: 5 is a number, \"5\" is a string.",
     .bad = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", \"5000\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	     "request_route { exit; }\n")

RULE(modparam_alternative, "K715", SEV_WARNING, PHASE_RUN,
     .summary = "a modparam() for several modules, one of which is mistyped",
     .why = "It is enough for the server when one of the names that stand with \"|\" between "
	    "them is that of a loaded module. The parameter of the mistyped one is not set.",
     .bad =
	 "loadmodule \"db_text\"\nloadmodule \"sl\"\nloadmodule \"usrloc\"\nloadmodule \"auth\"\n"
	 "loadmodule \"auth_db\"\nmodparam(\"auth_db|usrlloc\", \"db_url\", "
	 "\"text:///tmp\")\nrequest_route { exit; }\n",
     .good =
	 "loadmodule \"db_text\"\nloadmodule \"sl\"\nloadmodule \"usrloc\"\nloadmodule \"auth\"\n"
	 "loadmodule \"auth_db\"\nmodparam(\"auth_db|usrloc\", \"db_url\", "
	 "\"text:///tmp\")\nrequest_route { exit; }\n")
