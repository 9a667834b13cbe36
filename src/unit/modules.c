/*
 * modules - see modules.h.  Facts: semantics.md sections 7.1 and 7.2.
 */
#include "unit/modules.h"

#include "base/ascii.h"
#include "base/number.h"
#include "facts/words.h"
#include "modules/module_file.h"
#include "regex/regex.h"

#include <stdlib.h>

void modules_init(struct modules *l, const struct session *s)
{
	*l = (struct modules){.arena = s->arena, .session = s};
	l->modules_end = &l->modules;
	l->params_end = &l->params;
}

/* --- what is loaded --------------------------------------------------------------------------- */

void modules_add_module(struct modules *l, const struct node *n)
{
	const struct session *s = l->session;
	struct str path = KID(n, LOADMODULE, module)->text, file = module_file_name(path);
	struct module *m, *same;

	if (str_is(n->text, "loadmodulex") && str_find(path, '$') >= 0) {
		l->has_unknown_module = l->has_private_module = true;
		return;
	}
	if (map_has(&l->by_file, file))
		return;
	m = ARENA_NEW(l->arena, struct module);
	*m = (struct module){.node = n, .file = file, .order = ++l->count};
	m->fact = catalog_module(s->catalog, file, &s->version);
	/* Of modules that were read from their files only, the events are not known. */
	if (!m->fact || !catalog_module(&catalog_embedded, file, &s->version))
		l->has_private_module = true;
	m->name = buf_lower(
	    l->arena, m->fact && m->fact->parameter_name ? str_of(m->fact->parameter_name) : file);
	*l->modules_end = m;
	l->modules_end = &m->next;
	map_put(&l->by_file, l->arena, file, m);
	if (m->fact && m->fact->parameter_name)
		*LIST_ADD(l->arena, &l->known) = m;
	same = map_find(&l->by_name, m->name);
	if (!same) {
		map_put(&l->by_name, l->arena, m->name, m);
		return;
	}
	while (same->namesake)
		same = same->namesake;
	same->namesake = m;
}

void modules_refuse(struct modules *l, const struct modparam *p)
{
	(void)l;
	/* All of them are in the list. */
	((struct modparam *)p)->is_refused = true;
}

const struct module *modules_named(const struct modules *l, const char *name)
{
	return map_find(&l->by_name, str_of(name));
}

const struct module *modules_file(const struct modules *l, const char *file)
{
	return map_find(&l->by_file, str_of(file));
}

bool modules_has(const struct modules *l, struct str file)
{
	return map_has(&l->by_file, file);
}

bool modules_run_scripts(const struct modules *l)
{
	for (const struct module *m = l->modules; m; m = m->next)
		if (words_find(WORDS_LANGUAGE_MODULE, m->file, &l->session->version))
			return true;
	return false;
}

/* --- which modules a modparam means ----------------------------------------------------------- */

static bool is_list_byte(char c)
{
	return ascii_is_word(c) || c == '-' || c == '|';
}

struct str modparam_next_name(struct str *list)
{
	return str_take(list, '|');
}

static bool is_among(struct str list, struct str name)
{
	while (list.n)
		if (str_equal_nocase(modparam_next_name(&list), name))
			return true;
	return false;
}

bool modparam_matches(const struct modparam *p, struct str name)
{
	if (p->regex)
		return regex_match(p->regex, name, 0, 0, NULL) == REGEX_MATCH;
	return is_among(p->pattern, name);
}

bool modparam_reaches(const struct modparam *p, const char *file)
{
	for (const struct module_param *r = p->reached; r; r = r->next)
		if (str_is(r->module->file, file))
			return true;
	return !p->reached && modparam_matches(p, str_of(file));
}

/* Compiles the pattern: it must match a whole name. */
static void compile(struct modules *l, struct modparam *p)
{
	struct buf b = buf_on(l->arena);

	buf_text(&b, "^(");
	buf_str(&b, p->pattern);
	buf_text(&b, ")$");
	p->regex = regex_compile(l->session->regexes, buf_view(&b), REGEX_NOCASE, &p->error);
}

/* --- what it sets ----------------------------------------------------------------------------- */

/* What is known of the parameter of R in its module. */
static void take_facts(const struct modules *l, struct module_param *r)
{
	const struct session *s = l->session;
	struct str file = r->module->file;
	size_t count = 0;
	const struct fact_param *fact =
	    r->by->parameter.n ? catalog_params(s->catalog, r->by->parameter, &count) : NULL;

	for (; count; count--, fact++) {
		if (!str_is(file, fact->module))
			continue;
		r->versions |= fact->versions;
		if (!(fact->versions & s->version.bit))
			continue;
		r->types |= fact->type;
		r->has_setter |= fact->has_setter;
	}
}

static void take_settings(const struct modules *l, struct module_param *r)
{
	size_t count;
	const struct setting *row = setting_find(r->by->parameter, &count);

	for (; count; count--, row++) {
		if (!str_is(r->module->name, row->module) ||
		    !(row->versions & l->session->version.bit))
			continue;
		if (!r->settings)
			r->settings = arena_array(l->arena, count, sizeof *r->settings);
		r->settings[r->setting_count++] = row;
	}
}

/* The modules that a modparam means. */
struct meant {
	LIST_OF(struct module *) all;
};

static int compare_order(const void *a, const void *b)
{
	const struct module *x = *(struct module *const *)a, *y = *(struct module *const *)b;

	return x->order < y->order ? -1 : x->order > y->order;
}

/* P reaches all of M, in the order of loading: its value is kept. */
static void reach(struct modules *l, struct modparam *p, struct meant *m)
{
	struct module_param **end = &p->reached;

	if (m->all.count > 1)
		qsort(m->all.all, m->all.count, sizeof *m->all.all, compare_order);
	for (uint32_t i = 0; i < m->all.count; i++) {
		struct module *module = m->all.all[i];
		void **newest = map_slot(&module->params, l->arena, p->parameter);
		struct module_param *r = *newest;

		if (r && r->by == p) /* named twice */
			continue;
		r = ARENA_NEW(l->arena, struct module_param);
		*r = (struct module_param){.by = p, .module = module, .older = *newest};
		*newest = *end = r;
		end = &r->next;
		take_facts(l, r);
		take_settings(l, r);
	}
}

/* Names with "|" between them. */
static void find_named(struct modules *l, const struct modparam *p, struct meant *found)
{
	struct str list = p->pattern;

	while (list.n) {
		struct str name = buf_lower(l->arena, modparam_next_name(&list));

		for (struct module *m = map_find(&l->by_name, name); m; m = m->namesake)
			*LIST_ADD(l->arena, &found->all) = m;
	}
}

static void find_matched(struct modules *l, struct modparam *p, struct meant *found)
{
	for (uint32_t i = 0; i < l->known.count; i++) {
		enum regex_result r = regex_match(p->regex, l->known.all[i]->name, 0, 0, NULL);

		p->is_too_hard |= r == REGEX_TOO_HARD;
		if (r == REGEX_MATCH)
			*LIST_ADD(l->arena, &found->all) = l->known.all[i];
	}
}

static bool has_variable(const struct node *n)
{
	return n->kind == N_STRING && str_find(n->text, '$') >= 0;
}

const struct modparam *modules_add_param(struct modules *l, const struct node *n)
{
	const struct node *module = KID(n, MODPARAM, module), *name = KID(n, MODPARAM, parameter),
			  *value = KID(n, MODPARAM, value);
	struct modparam *p = ARENA_NEW(l->arena, struct modparam);
	struct meant found = {{0}};
	bool is_replaced = str_is(n->text, "modparamx");

	*p = (struct modparam){
	    .node = n, .value = value, .pattern = module->text, .parameter = name->text};
	*l->params_end = p;
	l->params_end = &p->next;
	p->is_dynamic = is_replaced && (has_variable(module) || has_variable(name));
	p->is_known = (value->kind == N_NUMBER || value->kind == N_STRING) &&
		      !(is_replaced && has_variable(value));
	if (p->is_dynamic) {
		l->has_unknown_param = true;
		return p;
	}
	if (!ascii_all(p->pattern, is_list_byte))
		compile(l, p);
	if (p->regex)
		find_matched(l, p, &found);
	else if (!p->error.n)
		find_named(l, p, &found);
	reach(l, p, &found);
	l->has_unknown_param |= p->is_too_hard;
	return p;
}

const struct module_param *modules_param(const struct modules *l, const char *module,
					 const char *param)
{
	const struct module *m = modules_named(l, module);

	return m ? map_find(&m->params, str_of(param)) : NULL;
}

bool module_param_is_last(const struct module_param *p)
{
	return map_find(&p->module->params, p->by->parameter) == p;
}

bool modules_value(const struct modules *l, const struct module *m, const char *param,
		   struct str *text)
{
	const struct module_param *p = map_find(&m->params, str_of(param));
	struct buf b = buf_on(l->arena);

	if (l->has_unknown_param)
		return false;
	if (!p)
		return true;
	if (!p->by->is_known)
		return false;
	*text = p->by->value->text;
	if (p->by->value->kind == N_NUMBER) {
		buf_number(&b, p->by->value->number);
		*text = buf_view(&b);
	}
	return true;
}

bool modules_meet(const struct modules *l, const struct module *m, const struct condition *when)
{
	for (; when->param; when++) {
		struct str text = str_of(when->unset);

		if (!modules_value(l, m, when->param, &text) || !condition_holds(when, text))
			return false;
	}
	return true;
}

struct str modules_set_key(const struct modules *l, struct setting_set set, struct str name)
{
	return set.is_nocase ? buf_lower(l->arena, name) : name;
}

bool modules_may_define(const struct modules *l, enum setting_names set, struct str name)
{
	return l->has_unknown_param || l->sets[set].is_open || map_has(&l->sets[set].names, name);
}

long modules_number(const struct modules *l, const char *module, const char *param, long unset)
{
	const struct module_param *p = modules_param(l, module, param);

	return p && p->by->value->kind == N_NUMBER ? (long)p->by->value->number : unset;
}

struct str modules_text(const struct modules *l, const char *module, const char *param,
			struct str unset)
{
	const struct module_param *p = modules_param(l, module, param);

	return p && p->by->value->kind == N_STRING ? p->by->value->text : unset;
}

/* --- the command line ------------------------------------------------------------------------- */

static struct node *option_text(struct arena *a, struct str text)
{
	return node_new(a, N_STRING, SPAN_NONE, text);
}

static const struct node *option_module(struct arena *a, const struct definition *d)
{
	struct node *n = node_new(a, N_LOADMODULE, SPAN_NONE, STR("loadmodule"));

	n->kid[SLOT_LOADMODULE_module] = option_text(a, d->text);
	return n;
}

static const struct node *option_param(struct arena *a, const struct definition *d)
{
	struct node *n = node_new(a, N_MODPARAM, SPAN_NONE, STR("modparam"));

	n->kid[SLOT_MODPARAM_module] = option_text(a, d->module);
	n->kid[SLOT_MODPARAM_parameter] = option_text(a, d->text);
	n->kid[SLOT_MODPARAM_value] =
	    d->is_number ? node_new(a, N_NUMBER, SPAN_NONE, STR("")) : option_text(a, d->value);
	n->kid[SLOT_MODPARAM_value]->number = d->number;
	return n;
}

const struct node *modules_option(const struct modules *l, const struct definition *d)
{
	return d->kind == DEFINITION_LOADMODULE ? option_module(l->arena, d)
						: option_param(l->arena, d);
}
