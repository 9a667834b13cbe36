/*
 * upgrade_facts - what tables know of an upgrade, for what a config loads, sets and calls; see
 * upgrade.h.
 *
 * What must stay true: nothing is said of what the config does not have; of a parameter that may be
 * set in a way that the text does not show, nothing.
 */
#include "views/upgrade.h"

#include "facts/behaviours.h"
#include "facts/catalog.h"
#include "facts/defaults.h"

#include <string.h>

struct facts {
	struct upgrade *upgrade;
	struct analysis *analysis;
	const struct catalog *catalog;
	struct arena *arena; /* for what is put together here */
};

/* --- parameters ---------------------------------------------------------------------------------
 */

/* The releases in which MODULE has the parameter NAME. */
static uint32_t param_versions(const struct facts *f, const char *name, const char *module)
{
	size_t count;
	const struct fact_param *p = catalog_params(f->catalog, str_of(name), &count);
	uint32_t mask = 0;

	for (; count; count--, p++)
		if (strcmp(p->module, module) == 0)
			mask |= p->versions;
	return mask;
}

static bool is_set(const struct facts *f, const struct module *m, const char *param)
{
	struct buf name = buf_on(f->arena);

	buf_str(&name, m->name);
	buf_byte(&name, '\0');
	return modules_param(&f->analysis->modules, name.p, param) != NULL;
}

/* The first release behind FROM where the parameter is worth something else. */
static struct str changed_in(const struct upgrade *u, const struct fact_param *p)
{
	struct version v = u->from;

	while (version_next(&v, &v))
		if (default_differs(str_of(p->name), p->module, u->from.bit, v.bit))
			return v.name;
	return u->to.name;
}

/* The row about the changed default of P, or NULL. */
static const struct behaviour *more_of(const struct fact_param *p, const struct upgrade *u)
{
	size_t count;
	const struct behaviour *b = behaviours_all(&count);

	for (; count; count--, b++)
		if (b->kind == BEHAVIOUR_DEFAULT && b->versions & u->to.bit &&
		    !(b->versions & u->from.bit) && strcmp(b->name, p->name) == 0 &&
		    strcmp(b->module, p->module) == 0)
			return b;
	return NULL;
}

static void tell_default(struct facts *f, const struct module *m, const struct fact_param *p)
{
	struct upgrade *u = f->upgrade;
	struct buf text = buf_on(f->arena), advice = buf_on(f->arena), since = buf_on(f->arena);
	const char *was = default_of(str_of(p->name), p->module, u->from.bit);
	const char *is = default_of(str_of(p->name), p->module, u->to.bit);
	const struct behaviour *more = more_of(p, u);
	bool was_unset = strcmp(was, "-") == 0, is_unset = strcmp(is, "-") == 0;

	if (more && !modules_meet(&f->analysis->modules, m, more->when))
		return;
	buf_str(&since, changed_in(u, p));
	buf_byte(&since, '\0');
	buf_printf(&text, "\"%s\" of module \"%.*s\" is not set: its default was %s and is %s",
		   p->name, STR_ARG(m->file), was_unset ? "none" : was, is_unset ? "none" : is);
	if (more)
		buf_printf(&text, "; %s", more->what);
	if (!was_unset)
		buf_printf(&advice, "to keep what %.*s does: modparam(\"%.*s\", \"%s\", %s)",
			   STR_ARG(u->from.name), STR_ARG(m->name), p->name, was);
	upgrade_place(u, upgrade_add(u, PART_BEHAVES, since.p, buf_view(&text), buf_view(&advice)),
		      &f->analysis->session->sources, module_place(m->node));
}

/* "force_sslkeylog" with its release and default, behind the others. */
static void list_new(struct facts *f, struct buf *b, const struct fact_param *p)
{
	const struct upgrade *u = f->upgrade;
	const char *value = default_of(str_of(p->name), p->module, u->to.bit);

	buf_printf(b, "%s%s (%s", b->n ? ", " : "", p->name,
		   version_first_after(param_versions(f, p->name, p->module), &u->from));
	if (value && strcmp(value, "-") != 0)
		buf_printf(b, ", default %s", value);
	buf_byte(b, ')');
}

/* What has changed, and what is new, of the parameters of M. */
static void look_at_params(struct facts *f, const struct module *m)
{
	const struct catalog *c = f->catalog;
	const struct upgrade *u = f->upgrade;
	struct buf fresh = buf_on(f->arena), text = buf_on(f->arena);
	uint32_t count = 0;

	for (size_t i = 0; i < c->param_count; i++) {
		const struct fact_param *p = &c->params[i];
		uint32_t all;

		if (strcmp(p->module, m->fact->name) != 0 || !(p->versions & u->to.bit))
			continue;
		/* One that takes two types has two rows. */
		if (i && strcmp(p[-1].name, p->name) == 0 && strcmp(p[-1].module, p->module) == 0 &&
		    p[-1].versions & u->to.bit)
			continue;
		all = param_versions(f, p->name, p->module);
		if (all & u->from.bit) {
			if (default_differs(str_of(p->name), p->module, u->from.bit, u->to.bit) &&
			    !f->analysis->modules.has_unknown_param && !is_set(f, m, p->name))
				tell_default(f, m, p);
			continue;
		}
		list_new(f, &fresh, p);
		count++;
	}
	if (!count)
		return;
	buf_printf(&text, "module \"%.*s\" has %u new parameter%s: %.*s", STR_ARG(m->file), count,
		   count == 1 ? "" : "s", STR_ARG(buf_view(&fresh)));
	upgrade_add(f->upgrade, PART_KNOWS, "", buf_view(&text), STR(""));
}

static void list_globals(struct facts *f)
{
	const struct catalog *c = f->catalog;
	struct upgrade *u = f->upgrade;
	struct buf fresh = buf_on(f->arena), text = buf_on(f->arena);
	uint32_t count = 0;

	for (size_t i = 0; i < c->global_count; i++) {
		const struct fact_global *g = &c->globals[i];
		bool is_old = false;

		for (size_t k = 0; k < c->global_count; k++) {
			const struct fact_global *other = &c->globals[k];

			is_old |= other->versions & u->from.bit &&
				  (strcmp(other->name, g->name) == 0 ||
				   (g->aliases && strstr(g->aliases, other->name)));
		}
		if (is_old || !(g->versions & u->to.bit) || strchr(g->name, '['))
			continue;
		buf_printf(&fresh, "%s%s (%s)", count++ ? ", " : "", g->name,
			   version_first_after(g->versions, &u->from));
	}
	if (!count)
		return;
	buf_printf(&text, "the core has %u new parameter%s: %.*s", count, count == 1 ? "" : "s",
		   STR_ARG(buf_view(&fresh)));
	upgrade_add(u, PART_KNOWS, "", buf_view(&text), STR(""));
}

/* --- behaviours ---------------------------------------------------------------------------------
 */

static const struct node *global_set(const struct facts *f, const char *name)
{
	for (const struct node *n = KID(f->analysis->root, FILE, items); n; n = n->next)
		if (n->kind == N_PARAM && str_is(n->text, name))
			return n;
	return NULL;
}

/* Whether M binds to a database. */
static bool has_database(const struct facts *f, const struct module *m)
{
	const struct modules *all = &f->analysis->modules;
	size_t count;
	const struct database *d = database_find(m->file, &count);

	for (; count; count--, d++) {
		struct str url = STR("");

		if (!(d->versions & f->upgrade->to.bit) || !modules_meet(all, m, d->when))
			continue;
		if (!is_set(f, m, d->param) ? d->url != NULL
					    : !modules_value(all, m, d->param, &url) || url.n)
			return true;
	}
	return false;
}

static bool is_silenced(const struct facts *f, const struct behaviour *b, const struct module *m)
{
	if (m && !modules_meet(&f->analysis->modules, m, b->when))
		return true;
	return b->unless && (global_set(f, b->unless) || (m && is_set(f, m, b->unless)));
}

static void tell(struct facts *f, const struct behaviour *b, struct span at)
{
	static const enum upgrade_part parts[] = {[UPGRADE_BEHAVES] = PART_BEHAVES,
						  [UPGRADE_DEPRECATED] = PART_DEPRECATED,
						  [UPGRADE_DATABASE] = PART_DATABASE,
						  [UPGRADE_KNOWS] = PART_KNOWS};
	struct buf text = buf_on(f->arena);

	switch (b->kind) {
	case BEHAVIOUR_CORE:
	case BEHAVIOUR_ADVERTISED: break;
	case BEHAVIOUR_MODULE:
	case BEHAVIOUR_DATABASE: buf_printf(&text, "module \"%s\": ", b->module); break;
	case BEHAVIOUR_FUNCTION: buf_printf(&text, "%s(): ", b->name); break;
	case BEHAVIOUR_PARAM:
		buf_printf(&text, "\"%s\" of module \"%s\": ", b->name, b->module);
		break;
	default: buf_printf(&text, "\"%s\": ", b->name); break;
	}
	buf_text(&text, b->what);
	upgrade_place(f->upgrade,
		      upgrade_add(f->upgrade, parts[b->part], "", buf_view(&text),
				  str_of(b->advice ? b->advice : "")),
		      &f->analysis->session->sources, at);
}

static void tell_calls(struct facts *f, const struct behaviour *b)
{
	const struct symbol *s;

	analysis_symbols(f->analysis, SYMBOLS_OF(FUNCTION));
	s = symbol_find(&f->analysis->symbols, f->analysis, SYMBOL_FUNCTION, str_of(b->name));
	for (const struct reference *r = s ? s->references : NULL; r; r = r->next)
		tell(f, b, r->at);
}

/* Sockets that a name of a host stands for. */
static void tell_advertised(struct facts *f, const struct behaviour *b)
{
	for (const struct node *n = KID(f->analysis->root, FILE, items); n; n = n->next) {
		const struct node *address = n->kind == N_LISTEN ? KID(n, LISTEN, advertise) : NULL;
		const struct node *host = address ? KID(address, ADDRESS, hosts) : NULL;

		if (host && host->kind == N_HOST)
			tell(f, b, address->at);
	}
}

static void look_at_behaviour(struct facts *f, const struct behaviour *b)
{
	const struct module *m = modules_file(&f->analysis->modules, b->module);
	const struct module_param *p;
	const struct node *n;

	if ((strcmp(b->module, "core") != 0 && !m) || is_silenced(f, b, m))
		return;
	switch (b->kind) {
	case BEHAVIOUR_CORE: tell(f, b, SPAN_NONE); break;
	case BEHAVIOUR_MODULE: tell(f, b, module_place(m->node)); break;
	case BEHAVIOUR_DATABASE:
		if (has_database(f, m))
			tell(f, b, module_place(m->node));
		break;
	case BEHAVIOUR_PARAM:
		p = modules_param(&f->analysis->modules, b->module, b->name);
		if (p)
			tell(f, b, p->by->node->at);
		break;
	case BEHAVIOUR_FUNCTION: tell_calls(f, b); break;
	case BEHAVIOUR_GLOBAL:
		n = global_set(f, b->name);
		if (n)
			tell(f, b, n->at);
		break;
	case BEHAVIOUR_ADVERTISED: tell_advertised(f, b); break;
	case BEHAVIOUR_DEFAULT: break; /* more_of() */
	}
}

void upgrade_add_facts(struct upgrade *u, struct analysis *a)
{
	struct facts f = {
	    .upgrade = u, .analysis = a, .catalog = a->session->catalog, .arena = a->arena};
	size_t count;
	const struct behaviour *b = behaviours_all(&count);

	u->is_partial = (a->doubts & DOUBT_LOST) != 0;
	for (; count; count--, b++)
		if (b->versions & u->to.bit &&
		    (b->part == UPGRADE_DEPRECATED || b->part == UPGRADE_DATABASE ||
		     !(b->versions & u->from.bit)))
			look_at_behaviour(&f, b);
	list_globals(&f);
	for (const struct module *m = a->modules.modules; m; m = m->next)
		if (m->fact && catalog_module(f.catalog, m->file, &u->from))
			look_at_params(&f, m);
}
