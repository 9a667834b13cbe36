/*
 * parameter - reports a modparam() that reaches no loaded module, or one without that parameter;
 * what it reaches is known by unit/modules.h.  Facts: semantics.md section 7.2; vectors 645-660,
 * 461, 1050-1054.
 *
 * What must stay true: every loaded module that the first argument matches must have the parameter.
 */
#include "sema/module.h"
#include "sema/parameter.h"
#include "text/rule.h"

#include "facts/suggest.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_modparam_alternative;
extern const struct rule rule_modparam_module;
extern const struct rule rule_modparam_pattern;
extern const struct rule rule_modparam_type;
extern const struct rule rule_modparam_unknown;
extern const struct rule rule_modparam_version;

static struct span module_at(const struct modparam *p)
{
	return KID(p->node, MODPARAM, module)->at;
}

static struct span seen_at(const struct modparam *p)
{
	return sema_last(p->node->at);
}

/* --- the module ------------------------------------------------------------------------------- */

/* A module that P means, loaded or not; NULL when there is none. */
static const struct fact_module *known(struct sema *cx, const struct modparam *p)
{
	const struct catalog *c = cx->session->catalog;

	for (size_t i = 0; i < c->module_count; i++)
		if (c->modules[i].parameter_name && (c->modules[i].versions & cx->version->bit) &&
		    modparam_matches(p, str_of(c->modules[i].parameter_name)))
			return &c->modules[i];
	return NULL;
}

/* The loaded module that NAME was probably meant for. */
static const char *nearest_loaded(struct sema *cx, struct str name)
{
	const struct modules *l = &cx->unit->modules;
	struct nearest nearest = nearest_to(name);
	const char *best = NULL;

	for (uint32_t i = 0; i < l->known.count; i++) {
		const struct module *m = l->known.all[i];

		if (str_equal(name, m->file))
			return m->fact->parameter_name;
		if (nearest_consider(&nearest, str_of(m->fact->parameter_name)))
			best = m->fact->parameter_name;
	}
	return best;
}

static bool is_one_name(const struct modparam *p)
{
	return !p->regex && str_find(p->pattern, '|') < 0;
}

static void report_no_module(struct sema *cx, const struct modparam *p)
{
	bool may_search = sema_may_search(cx);
	const struct fact_module *module = may_search ? known(cx, p) : NULL;
	const char *nearest = may_search && !module ? nearest_loaded(cx, p->pattern) : NULL;
	const struct node *below = module ? map_find(&cx->modules_all, str_of(module->name)) : NULL;
	struct diag *x;

	if (module && sema_is_missed(cx, module->name))
		return;
	if (!is_one_name(p))
		x = diag_report(cx->diags, &rule_modparam_module, module_at(p),
				"no module that is loaded above matches \"%.*s\"",
				STR_ARG(p->pattern));
	else
		x = diag_report(cx->diags, &rule_modparam_module, module_at(p),
				below    ? "module \"%.*s\" is loaded below"
				: module ? "module \"%.*s\" is not loaded"
					 : "no module named \"%.*s\" is loaded",
				STR_ARG(p->pattern));
	if (below)
		diag_note(cx->diags, x, below->at, "move modparam() behind the loadmodule");
	else if (module)
		diag_hint(cx->diags, x, "loadmodule \"%s.so\" is missing", module->name);
	else if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	diag_seen(x, seen_at(p));
}

static bool is_loaded_name(struct sema *cx, struct str name)
{
	const struct modules *l = &cx->unit->modules;

	for (uint32_t i = 0; i < l->known.count; i++)
		if (str_equal_nocase(name, l->known.all[i]->name))
			return true;
	return false;
}

/* Of "a|b", what is nearly the name of a loaded module and not that of any module. */
static void check_alternatives(struct sema *cx, const struct modparam *p)
{
	struct str rest = p->pattern;

	while (rest.n) {
		struct modparam one = {.pattern = modparam_next_name(&rest)};
		const char *nearest;
		struct diag *x;

		if (!one.pattern.n || is_loaded_name(cx, one.pattern) || !sema_may_search(cx) ||
		    known(cx, &one) || (nearest = nearest_loaded(cx, one.pattern)) == NULL)
			continue;
		x = diag_report(cx->diags, &rule_modparam_alternative, module_at(p),
				"no module is named \"%.*s\"", STR_ARG(one.pattern));
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	}
}

/* --- the parameter ---------------------------------------------------------------------------- */

/* The parameter of MODULE that NAME was probably meant to be, or NULL. */
static const char *nearest_param(struct sema *cx, struct str name, const char *module)
{
	const struct catalog *c = cx->session->catalog;
	struct nearest nearest = nearest_to(name);
	struct str of = str_of(module);
	const char *best = NULL;

	for (size_t i = 0; i < c->param_count; i++)
		if (c->params[i].versions & cx->version->bit && str_is(of, c->params[i].module) &&
		    nearest_consider(&nearest, str_of(c->params[i].name)))
			best = c->params[i].name;
	return best;
}

/* A loaded module that has the parameter NAME, or one that is not loaded, or NULL. */
static const char *other_owner(struct sema *cx, struct str name)
{
	const char *best = NULL;
	size_t count = 0;
	const struct fact_param *row =
	    name.n ? catalog_params(cx->session->catalog, name, &count) : NULL;

	for (; count; count--, row++)
		if (row->versions & cx->version->bit) {
			if (sema_is_loaded(cx, row->module))
				return row->module;
			best = row->module;
		}
	return best;
}

static void hint_unknown(struct sema *cx, struct diag *x, struct str name, const char *module)
{
	const char *nearest = sema_may_search(cx) ? nearest_param(cx, name, module) : NULL;
	const char *owner = other_owner(cx, name);

	if (nearest && str_equal_nocase(name, str_of(nearest)))
		diag_hint(cx->diags, x, "did you mean \"%s\"? upper and lower case differ",
			  nearest);
	else if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	else if (owner)
		diag_hint(cx->diags, x, "module \"%s\" has it", owner);
}

static void report_unknown(struct sema *cx, const struct module_param *r)
{
	struct str name = r->by->parameter;
	const char *module = r->module->fact->name;
	struct span at = KID(r->by->node, MODPARAM, parameter)->at;
	const char *advice =
	    catalog_advice(cx->session->catalog, RENAMED_PARAM, name, module, cx->version);
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	if (!r->versions && !advice) {
		x = diag_report(cx->diags, &rule_modparam_unknown, at,
				"module \"%s\" has no parameter \"%.*s\"", module, STR_ARG(name));
		hint_unknown(cx, x, name, module);
	} else {
		x = diag_report(cx->diags, &rule_modparam_version, at,
				"module \"%s\" has no parameter \"%.*s\" in kamailio %.*s", module,
				STR_ARG(name), STR_ARG(cx->version->name));
		if (advice)
			buf_text(&b, advice);
		else
			sema_say_versions(&b, cx, r->versions);
		diag_hint(cx->diags, x, "%s", b.p);
	}
	diag_seen(x, seen_at(r->by));
}

/* The name of the variable N: "def" of $def(X) and $(def(X)); empty when a transformation makes
 * something else of its value. */
static struct str plain_name(const struct node *n)
{
	struct str text = str_skip(n->text, 1);

	if (str_find(text, '{') >= 0)
		return (struct str){0};
	if (text.n && text.p[0] == '(')
		text = str_skip(text, 1);
	return str_take(&text, '(');
}

/* The types that the value fits; 0: known only at run time. */
static unsigned types_of(struct sema *cx, const struct node *value)
{
	switch (value->kind) {
	case N_NUMBER: return FACT_INT;
	case N_STRING: return FACT_STR | FACT_STRING;
	default: break;
	}
	if (words_find(WORDS_STRING_VALUE, plain_name(value), cx->version))
		return FACT_STR | FACT_STRING;
	return words_find(WORDS_NUMBER_VALUE, plain_name(value), cx->version) ? FACT_INT : 0;
}

/* The same variable with a value of the other type has one letter more, or less. */
static void hint_variable(struct sema *cx, struct diag *x, struct str name, bool wants_int)
{
	struct str plain = wants_int ? name : str_head(name, name.n - 1);

	diag_hint(cx->diags, x, "$%.*s(...) is a string, $%.*sn(...) a number", STR_ARG(plain),
		  STR_ARG(plain));
}

static void report_type(struct sema *cx, const struct module_param *r)
{
	bool wants_int = r->types == FACT_INT;
	struct diag *x =
	    diag_report(cx->diags, &rule_modparam_type, r->by->value->at,
			"parameter \"%.*s\" of module \"%s\" is %s", STR_ARG(r->by->parameter),
			r->module->fact->name, wants_int ? "a number" : "a string");

	if (r->by->value->kind == N_PVAR)
		hint_variable(cx, x, plain_name(r->by->value), wants_int);
	else
		diag_hint(cx->diags, x,
			  wants_int ? "write it without quotes" : "write it in quotes");
	diag_seen(x, seen_at(r->by));
}

/* Judges the parameter of one module; true when something was reported. */
static bool check_one(struct sema *cx, const struct module_param *r)
{
	unsigned types = types_of(cx, r->by->value);

	if (r->module->fact->is_unread)
		return false;
	if (!r->types) {
		report_unknown(cx, r);
		return true;
	}
	if (types && !(r->types & types)) {
		report_type(cx, r);
		return true;
	}
	return false;
}

/* The modules that P reaches are not known. */
static void report_too_hard(struct sema *cx, const struct modparam *p)
{
	if (account_is_spent(&cx->session->account, ACCOUNT_MATCHING))
		session_overdraw(cx->session, ACCOUNT_MATCHING, module_at(p));
	else
		diag_report(cx->diags, &rule_limit, module_at(p),
			    "this pattern takes too much work on the names of modules");
}

void parameter_check(struct sema *cx, const struct modparam *p)
{
	bool is_found = false;

	if (p->is_dynamic)
		return;
	if (p->error.n) {
		diag_seen(diag_report(
			      cx->diags, &rule_modparam_pattern, module_at(p),
			      "the name of the module is a regular expression, and a bad one: %.*s",
			      STR_ARG(p->error)),
			  seen_at(p));
		return;
	}
	if (p->is_too_hard)
		report_too_hard(cx, p);
	for (const struct module_param *r = p->reached; r; r = r->next) {
		if (!sema_is_known(r->module))
			continue;
		is_found = true;
		if (check_one(cx, r))
			return;
	}
	if (!is_found && !p->is_too_hard && !cx->has_unknown_module)
		report_no_module(cx, p);
	else if (is_found && !p->regex)
		check_alternatives(cx, p);
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
