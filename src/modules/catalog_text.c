/*
 * catalog_text - see catalog_text.h.
 *
 * Each table is described once, by its head and the kinds of its columns, for writing and reading
 * alike.
 */
#include "modules/catalog_text.h"

#include "base/number.h"

#include <string.h>

enum { ARGUMENTS_MOST = 999, FIELDS_MOST = 8 };

enum { MODULE, FUNCTION, PARAM, PVAR, TRANSFORMATION, EVENT, DEFAULT, TABLES };

static const struct {
	const char *head;
	size_t fields;
} tables[TABLES] = {
    [MODULE] = {"#module\tparameter_name\tdepends\tversions", 4},
    [FUNCTION] = {"#function\tmodule\tparameters\troutes\targuments\tversions", 6},
    [PARAM] = {"#param\tmodule\ttype\tsetter\tversions", 5},
    [PVAR] = {"#pvar\tmodule\taccess\tinner\tindex\tkind\tversions", 7},
    [TRANSFORMATION] = {"#class\tname\tmodule\tleast\tmost\targuments\tpatches\tversions", 8},
    [EVENT] = {"#event\tmodule\tkind\tset_by\tversions", 5},
    [DEFAULT] = {"#default\tmodule\tvalue\tversions", 4},
};

/* By bit, as enum fact_route has them, in the order of the tables. */
static const struct {
	const char *word;
	unsigned bit;
} routes[] = {
    {"request", FACT_REQUEST},
    {"failure", FACT_FAILURE},
    {"branch_failure", FACT_BRANCH_FAILURE},
    {"tm_onreply", FACT_TM_ONREPLY},
    {"core_onreply", FACT_CORE_ONREPLY},
    {"branch", FACT_BRANCH},
    {"local", FACT_LOCAL},
    {"onsend", FACT_ONSEND},
    {"event", FACT_EVENT},
};

enum { ROUTES = sizeof routes / sizeof *routes };

static const struct {
	const char *word;
	enum fact_type type;
} types[] = {{"int", FACT_INT}, {"str", FACT_STR}, {"string", FACT_STRING}};

static const char *or_dash(const char *text)
{
	return text ? text : "-";
}

static void write_routes(struct buf *b, unsigned mask)
{
	const char *comma = "";

	if (mask == FACT_ANY || !mask) {
		buf_text(b, mask ? "any" : "none");
		return;
	}
	for (size_t i = 0; i < ROUTES; i++)
		if (mask & routes[i].bit) {
			buf_printf(b, "%s%s", comma, routes[i].word);
			comma = ",";
		}
}

static void end_row(struct buf *b, uint32_t versions)
{
	buf_byte(b, '\t');
	version_write(b, versions);
	buf_byte(b, '\n');
}

static void begin_table(struct buf *b, int table, size_t rows)
{
	if (rows)
		buf_printf(b, "%s\n", tables[table].head);
}

static void write_functions(struct buf *b, const struct catalog *c)
{
	begin_table(b, FUNCTION, c->function_count);
	for (size_t i = 0; i < c->function_count; i++) {
		const struct fact_function *f = &c->functions[i];

		buf_printf(b, "%s\t%s\t", f->name, f->module);
		if (f->parameters == FACT_ANY_COUNT)
			buf_text(b, "var\t");
		else
			buf_printf(b, "%d\t", f->parameters);
		write_routes(b, f->routes);
		buf_text(b, f->wants_constants ? "\tconst" : "\tany");
		end_row(b, f->versions);
	}
}

static void write_params(struct buf *b, const struct catalog *c)
{
	begin_table(b, PARAM, c->param_count);
	for (size_t i = 0; i < c->param_count; i++) {
		const struct fact_param *p = &c->params[i];

		buf_printf(b, "%s\t%s\t%s\t%s", p->name, p->module,
			   p->type == FACT_INT   ? "int"
			   : p->type == FACT_STR ? "str"
						 : "string",
			   p->has_setter ? "func" : "value");
		end_row(b, p->versions);
	}
}

static void write_pvars(struct buf *b, const struct catalog *c)
{
	begin_table(b, PVAR, c->pvar_count);
	for (size_t i = 0; i < c->pvar_count; i++) {
		const struct fact_pvar *p = &c->pvars[i];

		buf_printf(b, "%s\t%s\t%s\t%s\t%s\t%s", p->name, p->module,
			   p->is_writable ? "rw" : "ro", p->has_inner ? "name" : "-",
			   p->has_index ? "index" : "-", p->form ? p->form->text : "-");
		end_row(b, p->versions);
	}
}

void catalog_write(struct buf *b, const struct catalog *c)
{
	begin_table(b, MODULE, c->module_count);
	for (size_t i = 0; i < c->module_count; i++) {
		const struct fact_module *m = &c->modules[i];

		buf_printf(b, "%s\t%s\t%s", m->name, or_dash(m->parameter_name),
			   or_dash(m->depends));
		end_row(b, m->versions);
	}
	write_functions(b, c);
	write_params(b, c);
	write_pvars(b, c);
}

void catalog_write_defaults(struct buf *b, const struct module_facts *modules, size_t count)
{
	begin_table(b, DEFAULT, count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < modules[i].default_count; k++) {
			const struct param_default *d = &modules[i].defaults[k];

			buf_printf(b, "%s\t%s\t%s", d->param, modules[i].name, d->value);
			end_row(b, modules[i].versions);
		}
}

struct text_rows {
	struct fact_module *modules;
	struct fact_function *functions;
	struct fact_param *params;
	struct fact_pvar *pvars;
	struct fact_transformation *transformations;
	struct fact_event *events;
	struct catalog counts; /* only the counts */
};

struct text_reader {
	struct arena *arena;
	struct text_rows rows;
	struct str field[FIELDS_MOST];
	size_t line;
	int table;
	struct buf *why;
};

static bool refuse(struct text_reader *r, const char *what, struct str text)
{
	buf_printf(r->why, "line %zu: ", r->line);
	buf_quoted(r->why, str_head(text, 80));
	buf_printf(r->why, " %s", what);
	return false;
}

/* Field I as a text of its own; NULL for "-". */
static const char *text_of(struct text_reader *r, size_t i)
{
	struct str f = r->field[i];

	return str_is(f, "-") ? NULL : arena_copy(r->arena, f.p, f.n);
}

static bool read_number(struct text_reader *r, size_t i, short *out)
{
	struct str f = r->field[i];
	uint32_t n;

	if (!number_uint32(f, NUMBER_PLAIN, &n) || n > ARGUMENTS_MOST)
		return refuse(r, "is not a number", f);
	*out = (short)n;
	return true;
}

static bool read_routes(struct text_reader *r, size_t i, uint16_t *out)
{
	struct str rest = r->field[i];

	*out = 0;
	if (str_is(rest, "none"))
		return true;
	for (;;) {
		ptrdiff_t comma = str_find(rest, ',');
		struct str word = comma < 0 ? rest : str_head(rest, (size_t)comma);
		unsigned bits = str_is(word, "any") ? FACT_ANY : 0;

		for (size_t k = 0; k < ROUTES; k++)
			if (str_is(word, routes[k].word))
				bits = routes[k].bit;
		if (!bits)
			return refuse(r, "is not a kind of route", word);
		*out = (uint16_t)(*out | bits);
		if (comma < 0)
			return true;
		rest = str_skip(rest, (size_t)comma + 1);
	}
}

static bool read_function(struct text_reader *r, uint32_t versions)
{
	struct fact_function *f = &r->rows.functions[r->rows.counts.function_count++];

	f->versions = versions;
	f->name = text_of(r, 0);
	f->module = text_of(r, 1);
	f->parameters = FACT_ANY_COUNT;
	f->wants_constants = str_is(r->field[4], "const");
	return (str_is(r->field[2], "var") || read_number(r, 2, &f->parameters)) &&
	       read_routes(r, 3, &f->routes);
}

static bool read_param(struct text_reader *r, uint32_t versions)
{
	struct fact_param *p = &r->rows.params[r->rows.counts.param_count++];

	p->versions = versions;
	p->name = text_of(r, 0);
	p->module = text_of(r, 1);
	p->has_setter = str_is(r->field[3], "func");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(r->field[2], types[i].word))
			p->type = types[i].type;
	return p->type || refuse(r, "is not int, str or string", r->field[2]);
}

static bool read_event(struct text_reader *r, uint32_t versions)
{
	struct fact_event *e = &r->rows.events[r->rows.counts.event_count++];
	struct str kind = r->field[2];

	*e = (struct fact_event){text_of(r, 0), text_of(r, 1), FACT_EVENT_FIXED, text_of(r, 3),
				 versions};
	if (str_is(kind, "pattern"))
		e->kind = FACT_EVENT_PATTERN;
	else if (str_is(kind, "user"))
		e->kind = FACT_EVENT_USER;
	else if (!str_is(kind, "fixed"))
		return refuse(r, "is not fixed, pattern or user", kind);
	return true;
}

static bool read_patches(struct text_reader *r, size_t i, struct patches *out)
{
	struct str rest = r->field[i];

	out->text = text_of(r, i);
	if (!out->text)
		return true;
	for (size_t n = 0;; n++) {
		ptrdiff_t comma = str_find(rest, ',');
		struct str one = comma < 0 ? rest : str_head(rest, (size_t)comma);
		struct version first;

		if (n == PATCHES_MOST || !version_parse(one, &first))
			return refuse(r, "is no release that can be chosen", one);
		out->of[n].bit = first.bit;
		out->of[n].patch = first.patch;
		if (comma < 0)
			return true;
		rest = str_skip(rest, (size_t)comma + 1);
	}
}

static bool read_transformation(struct text_reader *r, uint32_t versions)
{
	struct fact_transformation *t =
	    &r->rows.transformations[r->rows.counts.transformation_count++];
	struct str letters = r->field[5];

	t->versions = versions;
	t->class_name = text_of(r, 0);
	t->name = text_of(r, 1);
	t->module = text_of(r, 2);
	t->arguments = text_of(r, 5);
	if (!read_number(r, 3, &t->least) || !read_number(r, 4, &t->most) ||
	    !read_patches(r, 6, &t->patches))
		return false;
	if (!t->arguments)
		return true;
	if (letters.n != (size_t)t->most || strspn(t->arguments, "nusxcder") != letters.n)
		return refuse(r, "is not a letter for each argument", letters);
	return true;
}

/* A kind that is not known is kept, and not examined. */
static const struct inner_form *read_form(struct text_reader *r, size_t i)
{
	const struct inner_form *known = inner_find(r->field[i]);
	struct inner_form *form;

	if (known || str_is(r->field[i], "-"))
		return known;
	form = ARENA_NEW(r->arena, struct inner_form);
	*form = (struct inner_form){.text = text_of(r, i), .kind = INNER_UNKNOWN};
	return form;
}

static void read_pvar(struct text_reader *r, uint32_t versions)
{
	r->rows.pvars[r->rows.counts.pvar_count++] = (struct fact_pvar){
	    .name = text_of(r, 0),
	    .module = text_of(r, 1),
	    .is_writable = str_is(r->field[2], "rw"),
	    .has_inner = str_is(r->field[3], "name"),
	    .has_index = str_is(r->field[4], "index"),
	    .form = read_form(r, 5),
	    .versions = versions,
	};
}

static bool read_row(struct text_reader *r, uint32_t versions)
{
	struct text_rows *rows = &r->rows;

	switch (r->table) {
	case MODULE:
		rows->modules[rows->counts.module_count++] = (struct fact_module){
		    text_of(r, 0), text_of(r, 1), text_of(r, 2), versions, false};
		return true;
	case FUNCTION: return read_function(r, versions);
	case PARAM: return read_param(r, versions);
	case PVAR: read_pvar(r, versions); return true;
	case TRANSFORMATION: return read_transformation(r, versions);
	case DEFAULT: return true;
	default: return read_event(r, versions);
	}
}

static bool read_fields(struct text_reader *r, struct str line)
{
	size_t n = 0, wanted = tables[r->table].fields;
	uint32_t versions;

	for (struct str rest = line;; n++) {
		ptrdiff_t tab = str_find(rest, '\t');
		struct str f = tab < 0 ? rest : str_head(rest, (size_t)tab);

		if (n == wanted || !f.n || memchr(f.p, 0, f.n))
			return refuse(r, "is not a row of this table", line);
		/* The name and what it belongs to. */
		if (n < 2 && str_is(f, "-") && r->table != MODULE)
			return refuse(r, "has no name or no module", line);
		r->field[n] = f;
		if (tab < 0)
			break;
		rest = str_skip(rest, (size_t)tab + 1);
	}
	if (n + 1 != wanted)
		return refuse(r, "is not a row of this table", line);
	if (!version_read(r->field[n], &versions))
		return refuse(r, "names no known versions", r->field[n]);
	return read_row(r, versions);
}

/* A head of a table, or a comment. */
static void read_head(struct text_reader *r, struct str line)
{
	for (int i = 0; i < TABLES; i++)
		if (str_is(line, tables[i].head))
			r->table = i;
}

static bool read_line(struct text_reader *r, struct str line)
{
	if (str_ends(line, STR("\r")))
		line = str_head(line, line.n - 1);
	if (!line.n)
		return true;
	if (line.p[0] == '#') {
		read_head(r, line);
		return true;
	}
	if (r->table == TABLES)
		return refuse(r,
			      "stands in no table: a line such as \"#function<TAB>module...\" "
			      "begins one",
			      line);
	return read_fields(r, line);
}

static size_t count_lines(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

static const struct catalog *finish(struct text_reader *r)
{
	struct catalog *c = ARENA_NEW(r->arena, struct catalog);

	*c = r->rows.counts;
	c->modules = r->rows.modules;
	c->functions = r->rows.functions;
	c->params = r->rows.params;
	c->pvars = r->rows.pvars;
	c->transformations = r->rows.transformations;
	c->events = r->rows.events;
	return c;
}

const struct catalog *catalog_read(struct arena *a, struct str text, struct buf *why)
{
	struct text_reader r = {.arena = a, .table = TABLES, .why = why};
	size_t most = count_lines(text);

	r.rows.modules = arena_array(a, most, sizeof *r.rows.modules);
	r.rows.functions = arena_array(a, most, sizeof *r.rows.functions);
	r.rows.params = arena_array(a, most, sizeof *r.rows.params);
	r.rows.pvars = arena_array(a, most, sizeof *r.rows.pvars);
	r.rows.transformations = arena_array(a, most, sizeof *r.rows.transformations);
	r.rows.events = arena_array(a, most, sizeof *r.rows.events);
	while (text.n) {
		r.line++;
		if (!read_line(&r, str_take(&text, '\n')))
			return NULL;
	}
	return finish(&r);
}
