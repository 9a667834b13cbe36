/*
 * modules - see loaded.h.  Facts: semantics.md sections 7.1 and 7.2.
 */
#include "unit/modules.h"

#include "modules/module_file.h"
#include "regex/regex.h"

#include <stdio.h>

void modules_add_module(struct modules *l, const struct session *s, const struct node *n)
{
	struct str path = KID(n, LOADMODULE, module)->text;
	struct module *m;
	struct name *entry;

	if (str_is(n->text, "loadmodulex") && str_find(path, '$') >= 0) {
		l->has_unknown_module = l->has_private_module = true;
		return;
	}
	m = ARENA_NEW(l->arena, struct module);
	*m = (struct module){.node = n, .file = module_file_name(path), .order = ++l->count};
	m->fact = catalog_module(s->catalog, m->file, &s->version);
	/* Of modules that were read from their files only, the events are not known. */
	if (!m->fact || !catalog_module(&catalog_embedded, m->file, &s->version))
		l->has_private_module = true;
	m->name =
	    buf_lower(l->arena, m->fact && m->fact->parameter_name ? str_of(m->fact->parameter_name)
								   : m->file);
	*l->modules_end = m;
	l->modules_end = &m->next;
	entry = names_add(&l->by_name, l->arena, m->name, n->at);
	if (!entry->data)
		entry->data = m;
	entry = names_add(&l->by_file, l->arena, m->file, n->at);
	if (!entry->data)
		entry->data = m;
}

static bool is_plain(struct str pattern)
{
	for (size_t i = 0; i < pattern.n; i++) {
		char c = pattern.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '_'))
			return false;
	}
	return pattern.n > 0;
}

static void keep(struct modules *l, const struct module *m, const struct node *n)
{
	struct buf b = buf_on(l->arena);
	struct module_value *value = ARENA_NEW(l->arena, struct module_value);
	struct name *entry;

	buf_str(&b, m->name);
	buf_byte(&b, ':');
	buf_str(&b, KID(n, MODPARAM, parameter)->text);
	entry = names_add(&l->values, l->arena, buf_view(&b), n->at);
	*value = (struct module_value){.next = entry->data, .node = n};
	entry->data = value;
}

/* The first argument is an expression for the whole name. */
static struct regex *pattern_of(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);
	struct str error;

	buf_text(&b, "^(");
	buf_str(&b, text);
	buf_text(&b, ")$");
	return regex_compile(a, buf_view(&b), REGEX_NOCASE, &error);
}

/* P reaches M: its value is kept. */
static void reach(struct modules *l, struct modparam *p, const struct module *m)
{
	p->modules = arena_grow(l->arena, p->modules, p->module_count * sizeof *p->modules,
				(p->module_count + 1) * sizeof *p->modules);
	p->modules[p->module_count++] = m;
	keep(l, m, p->node);
}

const struct modparam *modules_add_param(struct modules *l, const struct node *n)
{
	struct str pattern = KID(n, MODPARAM, module)->text;
	struct modparam *p = ARENA_NEW(l->arena, struct modparam);
	struct regex *r;

	p->node = n;
	*l->params_end = p;
	l->params_end = &p->next;
	if (is_plain(pattern)) {
		struct name *entry = names_find(&l->by_name, buf_lower(l->arena, pattern));

		if (entry)
			reach(l, p, entry->data);
		return p;
	}
	r = pattern_of(l->arena, pattern);
	for (const struct module *m = l->modules; r && m; m = m->next)
		if (regex_match(r, m->name, 0, 0, NULL) == REGEX_MATCH)
			reach(l, p, m);
	return p;
}

static struct node *option_text(struct arena *a, struct str text)
{
	return node_new(a, N_STRING, SPAN_NONE, text);
}

static struct node *option_param(struct arena *a, const struct definition *d)
{
	struct node *n = node_new(a, N_MODPARAM, SPAN_NONE, STR("modparam"));

	n->kid[SLOT_MODPARAM_module] = option_text(a, d->module);
	n->kid[SLOT_MODPARAM_parameter] = option_text(a, d->text);
	n->kid[SLOT_MODPARAM_value] =
	    d->is_number ? node_new(a, N_NUMBER, SPAN_NONE, STR("")) : option_text(a, d->value);
	n->kid[SLOT_MODPARAM_value]->number = d->number;
	return n;
}

void modules_init(struct modules *l, const struct session *s)
{
	*l = (struct modules){.arena = s->arena};
	l->modules_end = &l->modules;
	l->params_end = &l->params;
	for (size_t i = 0; i < s->definition_count; i++) {
		const struct definition *d = &s->definitions[i];

		if (d->kind == DEFINITION_LOADMODULE) {
			struct node *n =
			    node_new(s->arena, N_LOADMODULE, SPAN_NONE, STR("loadmodule"));

			n->kid[SLOT_LOADMODULE_module] = option_text(s->arena, d->text);
			modules_add_module(l, s, n);
		} else if (d->kind == DEFINITION_MODPARAM) {
			modules_add_param(l, option_param(s->arena, d));
		}
	}
}

bool modules_has(const struct modules *l, struct str file)
{
	return names_find(&l->by_file, file) != NULL;
}

bool modules_is_among(struct str list, struct str name)
{
	for (;;) {
		ptrdiff_t bar = str_find(list, '|');

		if (str_equal_nocase(bar < 0 ? list : str_head(list, (size_t)bar), name))
			return true;
		if (bar < 0)
			return false;
		list = str_skip(list, (size_t)bar + 1);
	}
}

bool modparam_reaches(const struct modparam *p, const char *file)
{
	for (uint32_t i = 0; i < p->module_count; i++)
		if (str_is(p->modules[i]->file, file))
			return true;
	return !p->module_count &&
	       modules_is_among(KID(p->node, MODPARAM, module)->text, str_of(file));
}

const struct module *modules_named(const struct modules *l, const char *name)
{
	const struct name *entry = names_find(&l->by_name, str_of(name));

	return entry ? entry->data : NULL;
}

const struct module *modules_file(const struct modules *l, const char *file)
{
	const struct name *entry = names_find(&l->by_file, str_of(file));

	return entry ? entry->data : NULL;
}

const struct module_value *modules_param(const struct modules *l, const char *module,
					 const char *param)
{
	char key[128];
	int n = snprintf(key, sizeof key, "%s:%s", module, param);
	const struct name *entry = names_find(&l->values, (struct str){key, (size_t)n});

	return entry ? entry->data : NULL;
}

long modules_number(const struct modules *l, const char *module, const char *param, long unset)
{
	const struct module_value *v = modules_param(l, module, param);
	const struct node *value = v ? KID(v->node, MODPARAM, value) : NULL;

	return value && value->kind == N_NUMBER ? (long)value->number : unset;
}

struct str modules_text(const struct modules *l, const char *module, const char *param,
			struct str unset)
{
	const struct module_value *v = modules_param(l, module, param);
	const struct node *value = v ? KID(v->node, MODPARAM, value) : NULL;

	return value && value->kind == N_STRING ? value->text : unset;
}
