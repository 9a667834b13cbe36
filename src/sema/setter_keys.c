/*
 * setter_keys - lists of keys and values in parameters of modules: key=value;key=value
 * (grammar/settings.tsv; tried on 5.6.3, testdata/oracle/settings.t).
 *
 * What must stay true: only what is certain.  In versions whose keys may not all be in the table an
 * unknown key is reported only when it is near a known one.
 */
#include "text/rule.h"
#include "sema/setter_state.h"

#include "base/ascii.h"
#include "base/number.h"

#include "facts/suggest.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_setting_key_ignored;
extern const struct rule rule_setting_key_missing;
extern const struct rule rule_setting_key_unknown;
extern const struct rule rule_setting_key_value;
extern const struct rule rule_setting_list_bad;
extern const struct rule rule_setting_order;

/* --- the kinds of values ---------------------------------------------------------------------- */

/* No digits at all are one, too. */
static bool is_number(struct str text)
{
	struct number x = number_scan(text, NUMBER_PLAIN);

	return x.n == text.n && x.value <= UINT32_MAX;
}

static bool is_integer(struct str text)
{
	struct number x = number_scan(text, NUMBER_SIGNED);

	return x.n == text.n && x.value <= INT32_MAX;
}

static bool is_interval(struct str text)
{
	if (text.n && (text.p[text.n - 1] == 'u' || text.p[text.n - 1] == 'U'))
		text.n--;
	return is_number(text);
}

/* Two columns at least; no text stands for none. */
static bool is_columns(struct str text)
{
	return !text.n || str_find(text, ',') >= 0;
}

/* Trees are 0, 1 or 2; what is no number counts as 0. */
static bool is_tree(struct str text)
{
	if (text.n > 1 && text.p[0] == '-')
		return text.p[1] == '0' || !ascii_is_digit(text.p[1]);
	return !text.n || !ascii_is_digit(text.p[0]) || !is_number(text) ||
	       (text.n == 1 && text.p[0] <= '2');
}

/* "9s9p": priority and mode for reading, then for writing. */
static bool is_share(struct str text)
{
	return text.n == 4 && ascii_is_digit(text.p[0]) && ascii_is_digit(text.p[2]) &&
	       strchr("spr", text.p[1]) && strchr("spr", text.p[3]);
}

static bool is_udp(struct str text)
{
	return !text.n || (str_starts(text, STR("udp:")) && text.n > 4);
}

static bool is_capture_mode(struct str text)
{
	return str_is(text, "rand") || str_is(text, "hash") || str_is(text, "round_robin");
}

static const struct kind {
	bool (*holds)(struct str text); /* NULL: any text */
	const char *wanted;
	bool may_lack_value; /* the key alone counts as an empty value */
} kinds[] = {
    [KIND_NUMBER] = {is_number, "a number", false},
    [KIND_INTEGER] = {is_integer, "an integer", false},
    [KIND_INTERVAL] = {is_interval, "a number of seconds, or of microseconds with \"u\" behind it",
		       false},
    [KIND_COLUMNS] = {is_columns, "two columns or more, as in \"key,value\" (with quotes)", true},
    [KIND_TREE] = {is_tree, "0, 1 or 2", true},
    [KIND_SHARE] = {is_share, "priority and mode twice, as in 9s9p", false},
    [KIND_CAPTURE] = {is_capture_mode, "rand, hash or round_robin", false},
    [KIND_UDP] = {is_udp, "udp:address:port", true},
    [KIND_VALUE] = {NULL, "a value", false},
    [KIND_FILLED] = {NULL, "a value", false},
    [KIND_TWO] = {NULL, "two letters", false},
    [KIND_BUCKETS] = {NULL, "growing numbers, as in 1:5:10", false},
    [KIND_TIMER] = {NULL, "the name of a timer", false},
};

/* --- lists ------------------------------------------------------------------------------------ */

static bool same_key(const struct subject *t, struct str a, struct str b)
{
	return t->s->options & OPTION_EXACT ? str_equal(a, b) : str_equal_nocase(a, b);
}

static const struct setting_key *find_key(const struct subject *t, struct str key)
{
	const struct setting_key *k = setting_keys(t->s);

	for (size_t i = 0; i < t->s->spec.key_count; i++, k++)
		if (k->is_any || same_key(t, str_of(k->key), key))
			return k;
	return NULL;
}

static const char *nearest_key(const struct subject *t, struct str key)
{
	const struct setting_key *k = setting_keys(t->s);
	struct nearest n = nearest_listed(key);

	for (size_t i = 0; i < t->s->spec.key_count; i++, k++)
		if (!k->is_any)
			nearest_consider(&n, str_of(k->key));
	return n.best.p;
}

static void check_unknown(const struct subject *t, const struct keylist_item *item)
{
	const char *nearest = nearest_key(t, item->key);
	bool is_ignored = t->s->options & OPTION_OTHERS;
	struct diag *x;

	if (!nearest && (is_ignored || !(t->s->complete & t->cx->version->bit)))
		return;
	x = setter_report(t, is_ignored ? &rule_setting_key_ignored : &rule_setting_key_unknown,
			  item->key, "\"%s\" of module \"%s\" has no key \"%.*s\"", t->s->param,
			  t->s->module, STR_ARG(item->key));
	if (nearest)
		diag_hint(t->cx->diags, x, "did you mean \"%s\"?", nearest);
	else
		setter_looks_like(t, x);
}

/* Numbers that grow, separated by colons; what is no number counts as 0. */
static bool is_growing(struct str text)
{
	double last = 0;

	for (bool is_first = true; text.n; is_first = false) {
		ptrdiff_t colon = str_find(text, ':');
		struct str word = colon < 0 ? text : str_head(text, (size_t)colon);
		double value = 0, unit = 1;

		for (size_t i = 0, is_behind = 0; i < word.n; i++) {
			if (word.p[i] == '.' && !is_behind) {
				is_behind = 1;
				continue;
			}
			if (word.p[i] < '0' || word.p[i] > '9')
				return true; /* signs, exponents: not looked into */
			value = 10 * value + (word.p[i] - '0');
			unit *= is_behind ? 10 : 1;
		}
		value /= unit;
		if (!is_first && value < last)
			return false;
		last = value;
		text = str_skip(text, word.n + 1);
	}
	return true;
}

/* A name that another parameter must have defined above. */
static bool check_reference(const struct subject *t, struct setting_set set, struct str name,
			    const char *what)
{
	struct modules *l = &t->cx->unit->modules;
	struct diag *x;

	/* It is shown as it is compared. */
	name = modules_set_key(l, set, name);
	if (t->cx->is_broken || modules_may_define(l, set.names, name))
		return true;
	x = setter_report(t, &rule_setting_order, name, "there is no %s \"%.*s\" above", what,
			  STR_ARG(name));
	diag_hint(t->cx->diags, x, "a modparam() above must define it");
	return false;
}

/* "filled" asks for text, too. */
static bool is_given(const struct setting_key *k, const struct keylist_item *item)
{
	return item->value.n || (item->has_value && k->kind != KIND_FILLED);
}

static bool holds(enum setting_kind kind, const struct keylist_item *item)
{
	switch (kind) {
	case KIND_ANY: return true;
	case KIND_FILLED: return item->value.n > 0;
	case KIND_TWO: return item->value.n == 2;
	case KIND_BUCKETS: return item->value.n > 0 && is_growing(item->value);
	default: break;
	}
	if (kinds[kind].may_lack_value && !item->has_value)
		return true;
	return item->has_value && (!kinds[kind].holds || kinds[kind].holds(item->value));
}

void setter_item(const struct subject *t, const struct keylist_item *item)
{
	const struct setting_key *k = find_key(t, item->key);
	struct diag *x;

	if (!k) {
		check_unknown(t, item);
		return;
	}
	if (k->is_any && k->refers.names && !check_reference(t, k->refers, item->key, "connection"))
		return;
	if (holds(k->kind, item)) {
		if (!k->is_any && k->refers.names)
			check_reference(t, k->refers, item->value, "timer");
		return;
	}
	/* Without a value it is reported as missing. */
	if (k->is_needed && !is_given(k, item))
		return;
	x = setter_report(t, &rule_setting_key_value, item->value.n ? item->value : item->key,
			  "\"%.*s\" wants %s", STR_ARG(item->key), kinds[k->kind].wanted);
	setter_looks_like(t, x);
}

/* Whether all keys are there that must be. */
static bool check_needed(const struct subject *t, struct str list, bool is_bare)
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
		setter_looks_like(
		    t, setter_report(t, &rule_setting_key_missing, t->value->text,
				     "\"%s\" of module \"%s\" wants a key \"%s\" with a value",
				     t->s->param, t->s->module, k->key));
		return false;
	}
	return true;
}

/* Whether LIST is well formed. */
static bool check_form(const struct subject *t, struct str list, bool is_bare)
{
	struct keylist l = keylist_of(list, is_bare);
	struct keylist_item item;
	bool is_empty = true;

	while (keylist_next(&l, &item))
		is_empty = false;
	if (l.error)
		setter_looks_like(t, setter_report(t, &rule_setting_list_bad,
						   str_head(str_skip(list, l.at), 1),
						   "\"%s\" of module \"%s\": %s", t->s->param,
						   t->s->module, l.error));
	else if (is_empty && t->s->options & OPTION_NONEMPTY)
		setter_looks_like(t, setter_report(t, &rule_setting_key_missing, t->value->text,
						   "\"%s\" of module \"%s\" is empty", t->s->param,
						   t->s->module));
	else
		return true;
	return false;
}

void setter_list(struct subject *t, struct str list)
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
		setter_item(t, &item);
		k = find_key(t, item.key);
		if (!k || !k->is_single || !is_second++)
			continue;
		setter_report(t, &rule_setting_key_value, item.key,
			      "\"%.*s\" can be given once only", STR_ARG(item.key));
		return;
	}
	if (!ignores_others && t->cx->diags->count == count)
		check_needed(t, list, is_bare);
}

RULE(setting_list_bad, "K720", SEV_ERROR, PHASE_PARSE,
     .summary = "a list key=value;key=value in a modparam() that is not well formed",
     .why = "Many parameters hold a list of keys and values, separated by semicolons. A "
	    "value with blanks, commas or semicolons needs quotes, double or single; no "
	    "blank may stand in front of the first key or behind the last semicolon. The "
	    "module refuses the value, and Kamailio says only \"Can't set module "
	    "parameter\".",
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

RULE(setting_order, "K727", SEV_ERROR, PHASE_PARSE,
     .summary = "a modparam() that needs another one above it",
     .why = "exec of rtimer names a timer, cluster of db_cluster names connections: they "
	    "must be defined above. mod_level and mod_facility of debugger need "
	    "mod_hash_size above them.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=tick;interval=10\")\n"
	    "modparam(\"rtimer\", \"exec\", \"timer=tik;route=TICK\")\n"
	    "request_route { exit; }\nroute[TICK] { exit; }\n",
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
