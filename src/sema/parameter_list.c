/*
 * parameter_list - lists of keys and values in parameters of modules: key=value;key=value
 * (grammar/settings.tsv; tried on 5.6.3, testdata/oracle/settings.t).
 *
 * What must stay true: only what is certain.  In versions whose keys may not all be in the table an
 * unknown key is reported only when it is near a known one.
 */
#include "sema/parameter_value.h"

#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_setting_key_ignored;
extern const struct rule rule_setting_key_missing;
extern const struct rule rule_setting_key_unknown;
extern const struct rule rule_setting_key_value;
extern const struct rule rule_setting_list_bad;

static bool same_key(const struct param_value *t, struct str a, struct str b)
{
	return t->s->options & OPTION_EXACT ? str_equal(a, b) : str_equal_nocase(a, b);
}

static const struct setting_key *find_key(const struct param_value *t, struct str key)
{
	const struct setting_key *k = setting_keys(t->s);

	for (size_t i = 0; i < t->s->spec.key_count; i++, k++)
		if (k->is_any || same_key(t, str_of(k->key), key))
			return k;
	return NULL;
}

static const char *nearest_key(const struct param_value *t, struct str key)
{
	const struct setting_key *k = setting_keys(t->s);
	struct nearest n = nearest_listed(key);

	for (size_t i = 0; i < t->s->spec.key_count; i++, k++)
		if (!k->is_any)
			nearest_consider(&n, str_of(k->key));
	return n.best.p;
}

static void check_unknown(const struct param_value *t, const struct keylist_item *item)
{
	const char *nearest = nearest_key(t, item->key);
	bool is_ignored = t->s->options & OPTION_OTHERS;
	struct diag *x;

	if (!nearest && (is_ignored || !(t->s->complete & t->cx->version->bit)))
		return;
	x = param_report(t, is_ignored ? &rule_setting_key_ignored : &rule_setting_key_unknown,
			 item->key, "\"%s\" of module \"%s\" has no key \"%.*s\"", t->s->param,
			 t->s->module, STR_ARG(item->key));
	if (nearest)
		diag_hint(t->cx->diags, x, "did you mean \"%s\"?", nearest);
	else
		param_looks_like(t, x);
}

/* "filled" asks for text, too. */
static bool is_given(const struct setting_key *k, const struct keylist_item *item)
{
	return item->value.n || (item->has_value && k->kind != KIND_FILLED);
}

void param_item(const struct param_value *t, const struct keylist_item *item)
{
	const struct setting_key *k = find_key(t, item->key);
	struct diag *x;

	if (!k) {
		check_unknown(t, item);
		return;
	}
	if (k->is_any && k->refers.names && !param_refer(t, k->refers, item->key, "connection"))
		return;
	if (param_kind_holds(k->kind, item)) {
		if (!k->is_any && k->refers.names)
			param_refer(t, k->refers, item->value, "timer");
		return;
	}
	/* Without a value it is reported as missing. */
	if (k->is_needed && !is_given(k, item))
		return;
	x = param_report(t, &rule_setting_key_value, item->value.n ? item->value : item->key,
			 "\"%.*s\" wants %s", STR_ARG(item->key), param_kind_wants(k->kind));
	param_looks_like(t, x);
}

/* Whether all keys are there that must be. */
static bool check_needed(const struct param_value *t, struct str list, bool is_bare)
{
	const struct setting_key *k = setting_keys(t->s);

	for (size_t i = 0; i < t->s->spec.key_count; i++, k++) {
		struct keylist l = keylist_of(list, is_bare);
		struct keylist_item item;
		bool is_there = false;

		while (keylist_next(&l, &item))
			is_there |= same_key(t, item.key, str_of(k->key)) && is_given(k, &item);
		if (is_there || !k->is_needed)
			continue;
		param_looks_like(
		    t, param_report(t, &rule_setting_key_missing, t->value->text,
				    "\"%s\" of module \"%s\" wants a key \"%s\" with a value",
				    t->s->param, t->s->module, k->key));
		return false;
	}
	return true;
}

/* Whether LIST is well formed. */
static bool check_form(const struct param_value *t, struct str list, bool is_bare)
{
	struct keylist l = keylist_of(list, is_bare);
	struct keylist_item item;
	bool is_empty = true;

	while (keylist_next(&l, &item))
		is_empty = false;
	if (l.error)
		param_looks_like(t, param_report(t, &rule_setting_list_bad,
						 str_head(str_skip(list, l.at), 1),
						 "\"%s\" of module \"%s\": %s", t->s->param,
						 t->s->module, l.error));
	else if (is_empty && t->s->options & OPTION_NONEMPTY)
		param_looks_like(t, param_report(t, &rule_setting_key_missing, t->value->text,
						 "\"%s\" of module \"%s\" is empty", t->s->param,
						 t->s->module));
	else
		return true;
	return false;
}

void param_list(struct param_value *t, struct str list)
{
	bool is_bare = t->s->options & OPTION_BARE, ignores_others = t->s->options & OPTION_OTHERS;
	struct keylist l = keylist_of(list, is_bare);
	struct keylist_item item;
	uint32_t count = t->cx->diags->count, is_second = 0;
	const struct setting_key *k;

	while (keylist_next(&l, &item))
		if (t->s->form == SETTING_LIST && same_key(t, item.key, STR("name")))
			t->name = item.value;
	/* A misspelt key that must be there is missing, or unknown: one of the two is enough. */
	if (!check_form(t, list, is_bare) || (ignores_others && !check_needed(t, list, is_bare)))
		return;
	l = keylist_of(list, is_bare);
	while (keylist_next(&l, &item)) {
		param_item(t, &item);
		k = find_key(t, item.key);
		if (!k || !k->is_single || !is_second++)
			continue;
		param_report(t, &rule_setting_key_value, item.key,
			     "\"%.*s\" can be given once only", STR_ARG(item.key));
		return;
	}
	if (!ignores_others && t->cx->diags->count == count)
		check_needed(t, list, is_bare);
}

RULE(setting_list_bad, "K720", SEV_ERROR, PHASE_PARSE,
     .summary = "a list key=value;key=value in a modparam() that is not well formed",
     .why = "Many parameters hold a list of keys and values, separated by semicolons. A value with "
	    "blanks, commas or semicolons needs quotes, double or single; no blank is allowed "
	    "before the first key or after the last semicolon. The module refuses the value, and "
	    "Kamailio says only \"Can't set module parameter\".",
     .bad = "loadmodule \"mqueue\"\nmodparam(\"mqueue\", \"mqueue\", \"name=calls size=100\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"mqueue\"\n"
	     "modparam(\"mqueue\", \"mqueue\", \"name=calls;size=100\")\n"
	     "request_route { exit; }\n")

RULE(setting_key_unknown, "K721", SEV_ERROR, PHASE_PARSE,
     .summary = "an unknown key in the value of a modparam()",
     .why = "Parameters that hold a list key=value;key=value know a few keys; this module "
	    "refuses others. Some look at the case of the letters, too.",
     .bad = "loadmodule \"htable\"\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=8;expire=60\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"htable\"\n"
	     "modparam(\"htable\", \"htable\", \"ban=>size=8;autoexpire=60\")\n"
	     "request_route { exit; }\n",
     .version = "5.6")

RULE(setting_key_missing, "K722", SEV_ERROR, PHASE_PARSE,
     .summary = "the value of a modparam() without a key that must be there",
     .why = "Of the keys in a list key=value;key=value some are needed, mostly the name of "
	    "what the parameter defines.",
     .bad = "loadmodule \"mqueue\"\nmodparam(\"mqueue\", \"mqueue\", \"size=100\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"mqueue\"\n"
	     "modparam(\"mqueue\", \"mqueue\", \"name=calls;size=100\")\n"
	     "request_route { exit; }\n")

RULE(setting_key_value, "K723", SEV_ERROR, PHASE_PARSE,
     .summary = "a key in the value of a modparam() with a value that it cannot have",
     .why = "Numbers have digits only, without units. rtimer counts seconds, or "
	    "microseconds when a \"u\" follows.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10s\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"rtimer\"\n"
	     "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=tick;route=TICK\")\n"
	     "request_route { exit; }\nroute[TICK] { exit; }\n")

RULE(setting_key_ignored, "K728", SEV_WARNING, PHASE_RUN,
     .summary = "a misspelt key in the value of a modparam(), which the module ignores",
     .why = "This module takes the keys that it knows and says nothing about others, so "
	    "the default stays in force.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=tick;intervall=10\")\n"
	    "modparam(\"rtimer\", \"exec\", \"timer=tick;route=TICK\")\n"
	    "request_route { exit; }\nroute[TICK] { exit; }\n",
     .good = "loadmodule \"rtimer\"\n"
	     "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=tick;route=TICK\")\n"
	     "request_route { exit; }\nroute[TICK] { exit; }\n")
