/*
 * catalog_list - see catalog_list.h.
 *
 * The tables differ in what a row says, not in how they are searched: row_of() brings every row
 * into one form.
 */
#include "views/catalog_list.h"

#include "facts/suggest.h"

static const char *const kind_words[CATALOG_KINDS] = {
    "function", "module", "param", "pvar", "transformation", "event", "global",
};

struct list_row {
	struct str name; /* as it is searched and shown */
	const char *module;
	uint32_t versions;
};

struct listing {
	struct buf *out;
	const struct catalog *catalog;
	const struct version *version; /* NULL: all */
	size_t shown;
};

bool catalog_kind_named(struct str word, enum catalog_kind *out)
{
	for (enum catalog_kind k = 0; k < CATALOG_KINDS; k++)
		if (str_is(word, kind_words[k])) {
			*out = k;
			return true;
		}
	return false;
}

void catalog_kind_list(struct buf *b)
{
	for (enum catalog_kind k = 0; k < CATALOG_KINDS; k++)
		buf_printf(b, "%s%s", k ? ", " : "", kind_words[k]);
}

static size_t row_count(const struct catalog *c, enum catalog_kind kind)
{
	switch (kind) {
	case CATALOG_FUNCTION: return c->function_count;
	case CATALOG_MODULE: return c->module_count;
	case CATALOG_PARAM: return c->param_count;
	case CATALOG_PVAR: return c->pvar_count;
	case CATALOG_TRANSFORMATION: return c->transformation_count;
	case CATALOG_EVENT: return c->event_count;
	case CATALOG_GLOBAL: return c->global_count;
	case CATALOG_KINDS: break;
	}
	return 0;
}

/* "class.name", in SCRATCH. */
static struct str transformation_name(const struct fact_transformation *t, struct buf *scratch)
{
	buf_clear(scratch);
	buf_printf(scratch, "%s.%s", t->class_name, t->name);
	return buf_view(scratch);
}

#define ROW(table) ((struct list_row){str_of(table[i].name), table[i].module, table[i].versions})

static struct list_row row_of(const struct catalog *c, enum catalog_kind kind, size_t i,
			      struct buf *scratch)
{
	const struct fact_transformation *t;

	switch (kind) {
	case CATALOG_FUNCTION: return ROW(c->functions);
	case CATALOG_PARAM: return ROW(c->params);
	case CATALOG_PVAR: return ROW(c->pvars);
	case CATALOG_EVENT: return ROW(c->events);
	case CATALOG_TRANSFORMATION:
		t = &c->transformations[i];
		return (struct list_row){transformation_name(t, scratch), t->module, t->versions};
	case CATALOG_MODULE:
		return (struct list_row){str_of(c->modules[i].name), c->modules[i].name,
					 c->modules[i].versions};
	case CATALOG_GLOBAL:
		return (struct list_row){str_of(c->globals[i].name), "core",
					 c->globals[i].versions};
	case CATALOG_KINDS: break;
	}
	return (struct list_row){0};
}

static void say_arguments(struct buf *b, int least, int most)
{
	if (most == FACT_ANY_COUNT)
		buf_text(b, "any number of arguments");
	else if (least != most)
		buf_printf(b, "%d to %d arguments", least, most);
	else if (most == 0)
		buf_text(b, "no argument");
	else
		buf_printf(b, "%d argument%s", most, most == 1 ? "" : "s");
}

static void say_routes(struct buf *b, unsigned routes)
{
	static const char *const names[] = {
	    "request", "failure", "tm_onreply", "core_onreply",   "branch",
	    "local",   "onsend",  "event",      "branch_failure",
	};
	const char *comma = " in ";

	if (routes == FACT_ANY)
		buf_text(b, " in any route");
	else if (!routes)
		buf_text(b, " for other modules, in no route");
	for (size_t i = 0; routes != FACT_ANY && i < sizeof names / sizeof *names; i++)
		if (routes >> i & 1) {
			buf_printf(b, "%s%s", comma, names[i]);
			comma = ", ";
		}
}

static void say_function(struct buf *b, const struct fact_function *f)
{
	say_arguments(b, f->parameters, f->parameters);
	say_routes(b, f->routes);
	if (f->wants_constants && f->parameters)
		buf_text(b, "; constants only");
}

static void say_param(struct buf *b, const struct fact_param *p)
{
	buf_text(b, p->type == FACT_INT ? "int" : p->type == FACT_STR ? "str" : "string");
	if (p->has_setter)
		buf_text(b, "; may be set again and again");
}

static void say_pvar(struct buf *b, const struct fact_pvar *p)
{
	buf_text(b, p->is_writable ? "read and write" : "read only");
	if (p->has_inner)
		buf_text(b, "; takes an inner name");
	if (p->has_inner && p->form)
		buf_printf(b, " (%s)", p->form->text);
	if (p->has_index)
		buf_text(b, "; takes an index");
}

static void say_event(struct buf *b, const struct fact_event *e)
{
	buf_text(b, e->kind == FACT_EVENT_FIXED     ? "fixed"
		    : e->kind == FACT_EVENT_PATTERN ? "* is yours to choose"
						    : "the name is yours to choose");
	if (e->set_by)
		buf_printf(b, " in %s", e->set_by);
}

static void say_module(struct buf *b, const struct fact_module *m)
{
	if (!m->parameter_name)
		buf_text(b, "a part of another module");
	else
		buf_printf(b, "modparam(\"%s\", ...)", m->parameter_name);
	if (m->depends)
		buf_printf(b, "; needs %s", m->depends);
}

static void say_row(struct buf *b, const struct catalog *c, enum catalog_kind kind, size_t i)
{
	switch (kind) {
	case CATALOG_FUNCTION: say_function(b, &c->functions[i]); break;
	case CATALOG_MODULE: say_module(b, &c->modules[i]); break;
	case CATALOG_PARAM: say_param(b, &c->params[i]); break;
	case CATALOG_PVAR: say_pvar(b, &c->pvars[i]); break;
	case CATALOG_TRANSFORMATION:
		say_arguments(b, c->transformations[i].least, c->transformations[i].most);
		break;
	case CATALOG_EVENT: say_event(b, &c->events[i]); break;
	case CATALOG_GLOBAL:
		buf_text(b, c->globals[i].value);
		if (c->globals[i].aliases)
			buf_printf(b, "; also called %s", c->globals[i].aliases);
		break;
	case CATALOG_KINDS: break;
	}
}

static void show(struct listing *l, enum catalog_kind kind, size_t i, const struct list_row *r,
		 const char *lead)
{
	const char *sigil = kind == CATALOG_PVAR ? "$" : "";

	buf_printf(l->out, "%s%s%-*.*s ", lead, sigil, kind == CATALOG_PVAR ? 27 : 28,
		   STR_ARG(r->name));
	if (kind != CATALOG_MODULE && kind != CATALOG_GLOBAL && !*lead)
		buf_printf(l->out, "%-16s ", r->module);
	say_row(l->out, l->catalog, kind, i);
	buf_text(l->out, "  [");
	version_say(l->out, r->versions);
	buf_text(l->out, "]\n");
	l->shown++;
}

static bool holds(struct str text, struct str part)
{
	for (size_t i = 0; i + part.n <= text.n; i++)
		if (str_equal_nocase(str_head(str_skip(text, i), part.n), part))
			return true;
	return false;
}

/* A transformation is also found by its class and by its name alone. */
static bool is_named(enum catalog_kind kind, struct str row, struct str name)
{
	ptrdiff_t dot = kind == CATALOG_TRANSFORMATION ? str_find(row, '.') : -1;

	return str_equal(row, name) ||
	       (dot >= 0 && (str_equal(str_head(row, (size_t)dot), name) ||
			     str_equal(str_skip(row, (size_t)dot + 1), name)));
}

static void list_where(struct listing *l, enum catalog_kind kind, struct str name, bool is_exact)
{
	struct buf scratch = buf_on(l->out->arena);

	for (size_t i = 0; i < row_count(l->catalog, kind); i++) {
		struct list_row r = row_of(l->catalog, kind, i, &scratch);

		if (l->version && !(r.versions & l->version->bit))
			continue;
		if (is_exact ? is_named(kind, r.name, name) : holds(r.name, name))
			show(l, kind, i, &r, "");
	}
}

/* All that a module exports. */
static void list_exports(struct listing *l, struct str module)
{
	struct buf scratch = buf_on(l->out->arena);

	for (enum catalog_kind k = 0; k < CATALOG_GLOBAL; k++) {
		bool has_head = false;

		for (size_t i = 0; k != CATALOG_MODULE && i < row_count(l->catalog, k); i++) {
			struct list_row r = row_of(l->catalog, k, i, &scratch);

			if (!str_is(module, r.module) ||
			    (l->version && !(r.versions & l->version->bit)))
				continue;
			if (!has_head)
				buf_printf(l->out, "%ss:\n", kind_words[k]);
			has_head = true;
			show(l, k, i, &r, "  ");
		}
	}
}

static struct str find_nearest(const struct listing *l, enum catalog_kind kind, struct str name)
{
	struct buf scratch = buf_on(l->out->arena);
	struct nearest near = nearest_to(name);
	size_t nearest = 0;

	for (size_t i = 0; i < row_count(l->catalog, kind); i++) {
		struct list_row r = row_of(l->catalog, kind, i, &scratch);

		if ((!l->version || r.versions & l->version->bit) &&
		    nearest_consider(&near, r.name))
			nearest = i;
	}
	/* The name of a row may be put together in SCRATCH: only the last one is whole. */
	return near.best.p ? row_of(l->catalog, kind, nearest, &scratch).name : STR("");
}

size_t catalog_list(struct buf *b, const struct catalog *c, enum catalog_kind kind, struct str name,
		    const struct version *version, struct str *nearest)
{
	struct listing l = {.out = b, .catalog = c, .version = version};

	*nearest = STR("");
	/* As it stands in a config. */
	if (kind == CATALOG_PVAR && name.n > 1 && name.p[0] == '$')
		name = str_skip(name, 1);
	if (name.n)
		list_where(&l, kind, name, true);
	if (l.shown && kind == CATALOG_MODULE)
		list_exports(&l, name);
	if (!l.shown)
		list_where(&l, kind, name, false);
	if (!l.shown)
		*nearest = find_nearest(&l, kind, name);
	return l.shown;
}
