/*
 * pvar_transform - transformations and their arguments: pvars.md sections 5 and 6.
 *
 * What must stay true: a transformation ends where its arguments end, which need not be its first
 * closing brace: $(ru{s.select,1,}}) is valid.
 */
#include "pvar/pvar_state.h"

#include "base/buf.h"
#include "base/number.h"
#include "facts/suggest.h"
#include "preprocess/subst.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MOST = 20 };

/* A transformation while it is read. */
struct transformation_call {
	struct str all, class, name, rest; /* rest: from the comma or brace behind the name */
	const struct fact_transformation *row;
};

static bool has_patch(const struct version *v, const struct patches *patches)
{
	for (size_t i = 0; patches->of[i].bit; i++)
		if (patches->of[i].bit == v->bit)
			return v->patch >= patches->of[i].patch;
	return true;
}

static bool can_use(const struct pvar_reader *r, const struct fact_transformation *row)
{
	return pvar_can_use(r, row->module, row->versions) &&
	       has_patch(r->cx->version, &row->patches);
}

static void hint_class(struct pvar_reader *r, struct str class)
{
	const struct catalog *c = r->cx->catalog;
	struct nearest n = nearest_to(class);
	struct buf b = buf_on(r->cx->arena);

	for (size_t i = 0; i < c->transformation_count; i++) {
		const struct fact_transformation *row = &c->transformations[i];

		if (!can_use(r, row) || (i && strcmp(row->class_name, row[-1].class_name) == 0))
			continue;
		nearest_consider(&n, str_of(row->class_name));
		buf_printf(&b, "%s%s", b.n ? ", " : "", row->class_name);
	}
	if (n.best.n)
		pvar_hint(r, "did you mean \"%.*s\"?", STR_ARG(n.best));
	else if (b.n)
		pvar_hint(r, "classes are %.*s", STR_ARG(buf_view(&b)));
	else
		pvar_hint(r, "most are in module \"pv\": write loadmodule \"pv.so\" above");
}

/* No class of that name is there; COUNT rows of other modules and versions start at ROW. */
static bool unknown_class(struct pvar_reader *r, const struct transformation_call *t,
			  const struct fact_transformation *row, size_t count)
{
	struct str piece = t->class.n ? t->class : str_head(t->all, 1);

	pvar_fail(r, PVAR_TRANSFORMATION, piece, "there is no transformation class \"%.*s\"%s",
		  STR_ARG(t->class), count ? " here" : "");
	if (count)
		pvar_elsewhere(r, row->module, row->versions);
	else if (t->class.n && (t->class.p[0] == ' ' || t->class.p[t->class.n - 1] == ' '))
		pvar_hint(r, "no blank may stand before the dot");
	else
		hint_class(r, t->class);
	return false;
}

/* What the class has; of "s" the list is too long to read. */
static void hint_names(struct pvar_reader *r, const struct fact_transformation *row, size_t count)
{
	struct buf b = buf_on(r->cx->arena);
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (can_use(r, &row[i]) && n++ < NAMES_MOST)
			buf_printf(&b, "%s%s", b.n ? ", " : "", row[i].name);
	pvar_hint(r, "class \"%s\" has %s%s", row->class_name, buf_view(&b).p,
		  n > NAMES_MOST ? " ..." : "");
}

/* The rows of a class that has no such name. */
static bool unknown_name(struct pvar_reader *r, const struct transformation_call *t,
			 const struct fact_transformation *row, size_t count)
{
	const struct fact_transformation *best = NULL;
	struct nearest n = nearest_to(t->name);
	struct str piece = t->name.n ? t->name : str_head(t->rest, 1);

	pvar_fail(r, PVAR_TRANSFORMATION, piece, "there is no transformation \"%.*s.%.*s\"",
		  STR_ARG(t->class), STR_ARG(t->name));
	for (size_t i = 0; i < count; i++) {
		if (can_use(r, &row[i]) && nearest_consider(&n, str_of(row[i].name)))
			best = &row[i];
		if (!str_equal_nocase(t->name, str_of(row[i].name)))
			continue;
		if (has_patch(r->cx->version, &row[i].patches))
			pvar_elsewhere(r, row[i].module, row[i].versions);
		else
			pvar_hint(r, "it came with Kamailio %s; this is checked as %u.%u.%u",
				  row[i].patches.text, r->cx->version->major, r->cx->version->minor,
				  r->cx->version->patch);
		return false;
	}
	if (best)
		pvar_hint(r, "did you mean \"%s.%s\"?", best->class_name, best->name);
	else
		hint_names(r, row, count);
	return false;
}

/* Finds T's row; none when its class may be that of a module without facts. */
static bool look_up(struct pvar_reader *r, struct transformation_call *t)
{
	size_t count, usable = 0;
	const struct fact_transformation *rows = catalog_class(r->cx->catalog, t->class, &count);

	for (size_t i = 0; i < count; i++) {
		if (!can_use(r, &rows[i]))
			continue;
		usable++;
		if (str_equal_nocase(t->name, str_of(rows[i].name))) {
			t->row = &rows[i];
			return true;
		}
	}
	if (usable)
		return unknown_name(r, t, rows, count);
	return r->cx->is_open || unknown_class(r, t, rows, count);
}

/* How T is called, for the hint. */
static bool bad_arguments(struct pvar_reader *r, const struct transformation_call *t,
			  struct str piece, const char *what)
{
	static const char letters[] = "nusxcder";
	static const char *const words[] = {
	    "number",    "number",    "text",      "text",
	    "character", "character", "character", "/regex/replacement/"};
	struct buf b = buf_on(r->cx->arena);

	pvar_fail(r, PVAR_ARGUMENTS, piece, "%s", what);
	buf_printf(&b, "{%s.%s", t->row->class_name, t->row->name);
	for (int i = 0; i < t->row->most; i++)
		buf_printf(&b, "%s,%s%s", i >= t->row->least ? "[" : "",
			   words[strchr(letters, t->row->arguments[i]) - letters],
			   i >= t->row->least ? "]" : "");
	buf_text(&b, "}");
	pvar_hint(r, "the form is %.*s", STR_ARG(buf_view(&b)));
	return false;
}

/* A variable as argument. */
static bool variable(struct pvar_reader *r, struct str *at)
{
	size_t used;

	if (!pvar_skip(r, *at, &used))
		return false;
	*at = pvar_unblank(str_skip(*at, used));
	return true;
}

static bool number(struct pvar_reader *r, const struct transformation_call *t, struct str *at,
		   bool is_signed)
{
	struct str text = pvar_unblank(*at);
	struct number x = number_scan(text, NUMBER_SIGNED);

	if (str_starts(text, STR("$"))) {
		*at = text;
		return variable(r, at);
	}
	if (!x.n)
		return bad_arguments(r, t, str_head(text, 1), "a number is expected here");
	if (!is_signed && x.is_negative && x.value)
		return bad_arguments(r, t, str_head(text, x.n), "this number cannot be negative");
	*at = pvar_unblank(str_skip(text, x.n));
	return true;
}

/* Bytes of TEXT that no comma, brace, tab or newline is among. */
static size_t text_length(struct str text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] != ',' && text.p[n] != '}' && text.p[n] != '\t' &&
	       text.p[n] != '\n')
		n++;
	return n;
}

static bool text_argument(struct pvar_reader *r, struct str *at, bool may_end_with_comma)
{
	struct str text = pvar_unblank(*at);
	size_t n;

	if (str_starts(text, STR("$"))) {
		*at = text;
		return variable(r, at);
	}
	n = text_length(text);
	if (may_end_with_comma && str_starts(str_skip(text, n), STR(",}")))
		n++;
	*at = str_skip(text, n);
	return true;
}

/* One byte, or an escape. */
static bool character(struct pvar_reader *r, const struct transformation_call *t, struct str *at)
{
	size_t n = 1;

	if (str_starts(*at, STR("\\"))) {
		n = 2;
		if (at->n < 2 || !strchr("\\nrt", at->p[1]) || !at->p[1])
			return bad_arguments(r, t, str_head(*at, 2),
					     "escapes are \\\\, \\n, \\r and \\t");
	}
	*at = pvar_unblank(str_skip(*at, n));
	return true;
}

/* A text of exactly one character. */
static bool separator(struct pvar_reader *r, const struct transformation_call *t, struct str *at,
		      bool may_be_comma)
{
	struct str text = pvar_unblank(*at);
	size_t n;

	if (may_be_comma && str_starts(text, STR("$"))) {
		*at = text;
		return variable(r, at);
	}
	n = may_be_comma && str_starts(*at, STR(",}")) ? 1 : text_length(*at);

	if (n != 1 || at->p[0] == '$')
		return bad_arguments(r, t, str_head(*at, n ? n : 1),
				     "a separator of exactly one character is expected here");
	*at = str_skip(*at, 1);
	return true;
}

static bool subst_argument(struct pvar_reader *r, const struct transformation_call *t,
			   struct str *at)
{
	struct subst_error error = {0};
	ptrdiff_t close = pvar_balance(t->all, '{', '}');
	struct str expr = str_head(*at, at->n - (t->all.n - (size_t)close)), v;
	struct subst *s;
	size_t where;

	if (str_starts(expr, STR("$")))
		return variable(r, at);
	s = subst_parse(r->cx->regexes, expr, &error);
	if (!s) {
		struct str piece = str_head(str_skip(expr, error.at), 1);

		pvar_fail(r, PVAR_ARGUMENTS, piece, "%.*s", STR_ARG(error.text));
		pvar_hint(r, "the form is {re.subst,/regex/replacement/flags}");
		return false;
	}
	for (size_t i = 0; subst_variable(s, i, &v, &where); i++) {
		size_t used;

		if (expr.p[where] == '$' && !pvar_skip(r, str_skip(expr, where), &used))
			return false;
	}
	*at = pvar_behind(*at, expr);
	return true;
}

static bool argument(struct pvar_reader *r, const struct transformation_call *t, char kind,
		     struct str *at)
{
	switch (kind) {
	case 'n': return number(r, t, at, true);
	case 'u': return number(r, t, at, false);
	case 's': return text_argument(r, at, false);
	case 'x': return text_argument(r, at, true);
	case 'c': return character(r, t, at);
	case 'd': return separator(r, t, at, false);
	case 'e': return separator(r, t, at, true);
	default: return subst_argument(r, t, at);
	}
}

/* From the comma or brace behind the name to behind the closing brace, in *AT. */
static bool arguments(struct pvar_reader *r, const struct transformation_call *t, struct str *at)
{
	short given = 0;

	while (str_starts(*at, STR(","))) {
		if (given == t->row->most)
			return bad_arguments(r, t, str_head(*at, text_length(str_skip(*at, 1)) + 1),
					     t->row->most
						 ? "this argument is one too many"
						 : "this transformation takes no argument");
		*at = str_skip(*at, 1);
		if (!argument(r, t, t->row->arguments[given], at))
			return false;
		given++;
	}
	if (!str_starts(*at, STR("}")))
		return bad_arguments(r, t, str_head(*at, 1),
				     "\"}\" or another argument is expected here");
	if (given < t->row->least)
		return bad_arguments(r, t, str_head(*at, 1), "an argument is missing");
	*at = str_skip(*at, 1);
	return true;
}

/* TEXT begins with a brace; *USED is the length up to behind the closing one. */
static bool read_one(struct pvar_reader *r, struct str text, size_t *used)
{
	ptrdiff_t close = pvar_balance(text, '{', '}'), dot;
	struct transformation_call t = {.all = text};
	struct str inside, at;
	size_t n;

	if (close < 0) {
		pvar_fail(r, PVAR_TRANSFORMATION, text, "the brace is not closed");
		pvar_hint(r, "a transformation ends with \"}\"");
		return false;
	}
	inside = str_skip(str_head(text, (size_t)close), 1);
	dot = str_find(inside, '.');
	if (dot < 0) {
		pvar_fail(r, PVAR_TRANSFORMATION, inside.n ? inside : text,
			  "a transformation is a class, a dot and a name");
		pvar_hint(r, "for example {s.len}");
		return false;
	}
	t.class = str_head(inside, (size_t)dot);
	at = str_skip(text, (size_t)dot + 2);
	for (n = 0; n < at.n && at.p[n] != ',' && at.p[n] != '}'; n++)
		;
	t.name = str_trim(str_head(at, n));
	t.rest = str_skip(at, n);
	*used = (size_t)close + 1;
	if (!look_up(r, &t))
		return false;
	/* Arguments of a row from elsewhere may be unknown. */
	if (!t.row || (t.row->most && !t.row->arguments))
		return true;
	at = t.rest;
	if (!arguments(r, &t, &at))
		return false;
	*used = text.n - at.n;
	return true;
}

bool pvar_chain(struct pvar_reader *r, struct str chain, size_t *used)
{
	struct str rest = chain;

	while (str_starts(rest, STR("{"))) {
		size_t n;

		if (!read_one(r, rest, &n))
			return false;
		rest = pvar_unblank(str_skip(rest, n));
	}
	*used = chain.n - rest.n;
	return true;
}
