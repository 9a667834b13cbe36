/*
 * pvar - the shape of a variable and the look-up of its name; see pvar.h.
 */
#include "pvar/pvar.h"
#include "text/message.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "facts/suggest.h"
#include "pvar/pvar_state.h"

#include <string.h>

/* Each level reads its text once more, to balance parentheses. */
enum { DEPTH_MOST = 32 };

bool pvar_fail(struct pvar_reader *r, enum pvar_fault fault, struct str piece, const char *format,
	       ...)
{
	struct buf b = buf_on(r->cx->arena);
	va_list ap;

	va_start(ap, format);
	message_vadd(&b, format, ap);
	va_end(ap);
	*r->problem = (struct pvar_problem){.fault = fault,
					    .at = (size_t)(piece.p - r->text.p),
					    .n = piece.n,
					    .text = buf_view(&b)};
	return false;
}

void pvar_hint(struct pvar_reader *r, const char *format, ...)
{
	struct buf b = buf_on(r->cx->arena);
	va_list ap;

	va_start(ap, format);
	message_vadd(&b, format, ap);
	va_end(ap);
	r->problem->hint = buf_view(&b);
}

ptrdiff_t pvar_balance(struct str text, char open, char close)
{
	size_t depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == open)
			depth++;
		else if (text.p[i] == close && --depth == 0)
			return (ptrdiff_t)i;
	}
	return -1;
}

static bool is_name(char c)
{
	return ascii_is_word(c) || c == '.' || c == '?';
}

struct str pvar_run(struct str text)
{
	return str_head(text, ascii_run(text, is_name));
}

struct str pvar_unblank(struct str text)
{
	return str_skip(text, ascii_run(text, ascii_is_blank));
}

static bool is_loaded(const struct pvar_reader *r, const char *module)
{
	return !r->cx->is_loaded || r->cx->is_loaded(r->cx->host, module);
}

bool pvar_can_use(const struct pvar_reader *r, const char *module, uint32_t versions)
{
	return versions & r->cx->version->bit && is_loaded(r, module);
}

void pvar_elsewhere(struct pvar_reader *r, const char *module, uint32_t versions)
{
	const struct version *v = r->cx->version;
	struct buf b = buf_on(r->cx->arena);

	if (versions & v->bit) {
		r->problem->module = module;
		pvar_hint(r, "module \"%s\" has it: write loadmodule \"%s.so\" above", module,
			  module);
		return;
	}
	version_say(&b, versions);
	pvar_hint(r, "kamailio %.*s %s it; this is %.*s", STR_ARG(buf_view(&b)),
		  version_first_after(versions, v) ? "have" : "had", STR_ARG(v->name));
}

/* The name that looks most like NAME; among equals one that can be used here. */
static const struct fact_pvar *nearest(const struct pvar_reader *r, struct str name)
{
	const struct catalog *c = r->cx->catalog;
	const struct fact_pvar *best = NULL;
	struct nearest n = nearest_to(name);

	if (!r->cx->suggestions)
		return NULL;
	r->cx->suggestions--;
	for (size_t i = 0; i < c->pvar_count; i++) {
		const struct fact_pvar *row = &c->pvars[i];

		if (row->versions & r->cx->version->bit &&
		    nearest_consider_ranked(&n, str_of(row->name), !is_loaded(r, row->module)))
			best = row;
	}
	return best;
}

/* No variable has a longer name. */
enum { NAME_MOST = 100 };

/* In a text a name runs on over dots and digits: "$ru." is no mistake in the name. */
static bool hint_run(struct pvar_reader *r, struct str name)
{
	size_t count, n = name.n <= NAME_MOST ? name.n : NAME_MOST + 1;

	while (n > 1) {
		const struct fact_pvar *row;

		n--;
		if (name.p[n] != '.' && name.p[n] != '?' && name.p[n] != '_')
			continue;
		row = catalog_pvars(r->cx->catalog, str_head(name, n), &count);
		if (!row || row->has_inner)
			continue;
		pvar_hint(r, "a name goes on over \"%c\": write $(%.*s) to end it", name.p[n],
			  (int)n, name.p);
		return true;
	}
	return false;
}

static bool unknown(struct pvar_reader *r, struct str name, const struct fact_pvar *other)
{
	const struct fact_pvar *near;

	if (other) {
		pvar_fail(r, PVAR_UNKNOWN, name, "there is no variable \"$%.*s\" here",
			  STR_ARG(name));
		pvar_elsewhere(r, other->module, other->versions);
		return false;
	}
	pvar_fail(r, PVAR_UNKNOWN, name, "there is no variable \"$%.*s\"", STR_ARG(name));
	if (hint_run(r, name))
		return false;
	near = nearest(r, name);
	if (near && is_loaded(r, near->module)) {
		r->problem->near = str_of(near->name);
		pvar_hint(r, "did you mean \"$%s\"?", near->name);
	} else if (near)
		pvar_hint(r, "did you mean \"$%s\" of module \"%s\"?", near->name, near->module);
	else
		pvar_hint(r, "variables of your own are $var(%.*s) and $avp(%.*s)", STR_ARG(name),
			  STR_ARG(name));
	return false;
}

/* Finds the row; a name that may belong to a module without facts is let pass without one. */
static bool look_up(struct pvar_reader *r, struct pvar *v)
{
	size_t count;
	const struct fact_pvar *row = catalog_pvars(r->cx->catalog, v->name, &count), *other = NULL;

	for (; count; count--, row++) {
		if (pvar_can_use(r, row->module, row->versions)) {
			v->row = row;
			return true;
		}
		if (!other || (row->versions & ~other->versions) & r->cx->version->bit)
			other = row;
	}
	return r->cx->is_open || unknown(r, v->name, other);
}

/* The rest of a full form, behind its name. */
static bool split_full(struct pvar_reader *r, struct str rest, struct pvar *v, struct str *chain)
{
	ptrdiff_t close;

	if (str_starts(rest, STR("("))) {
		close = pvar_balance(rest, '(', ')');
		if (close < 0)
			return pvar_fail(r, PVAR_SHAPE, rest, "the parenthesis is not closed");
		v->has_inner = true;
		v->inner = str_skip(str_head(rest, (size_t)close), 1);
		rest = str_skip(rest, (size_t)close + 1);
	}
	if (str_starts(rest, STR("["))) {
		close = pvar_balance(rest, '[', ']');
		if (close < 0)
			return pvar_fail(r, PVAR_INDEX, rest, "the bracket is not closed");
		v->has_index = true;
		v->index = str_skip(str_head(rest, (size_t)close), 1);
		rest = str_skip(rest, (size_t)close + 1);
	}
	*chain = rest;
	v->has_transformation = str_starts(rest, STR("{"));
	return true;
}

/* Something else than a transformation stands where one may: PIECE. */
static bool odd_byte(struct pvar_reader *r, struct str piece)
{
	if (ascii_is_blank(piece.p[0]))
		pvar_fail(r, PVAR_SHAPE, str_head(piece, 1),
			  "a blank cannot stand inside of a variable");
	else
		pvar_fail(r, PVAR_SHAPE, piece, "\"%.*s\" cannot stand inside of a variable",
			  STR_ARG(piece));
	if (str_starts(piece, STR("[")))
		pvar_hint(r, "an index stands before the transformations");
	else
		pvar_hint(r, "the form is $(name(inner)[index]{transformation})");
	return false;
}

/* What stands between "$(" and ")". */
static bool read_full(struct pvar_reader *r, struct str body, struct pvar *v)
{
	struct str chain;
	size_t used = 0;

	if (str_is(body, "$")) {
		v->name = body;
		v->is_dollar = true;
		return true;
	}
	v->name = pvar_run(body);
	if (!v->name.n) {
		pvar_fail(r, PVAR_SHAPE, str_head(body, 1),
			  "the name of a variable is missing behind \"$(\"");
		if (str_starts(body, STR("$")))
			pvar_hint(r, "inside of the parentheses it has no \"$\" of its own");
		else
			pvar_hint(r, "write $(name), without blanks");
		return false;
	}
	if (!split_full(r, str_skip(body, v->name.n), v, &chain))
		return false;
	if (chain.n && !v->has_transformation)
		return odd_byte(r, chain);
	if (!look_up(r, v) || !pvar_inner(r, v))
		return false;
	if (v->has_index && v->row && !v->row->has_index) {
		pvar_fail(r, PVAR_INDEX, v->index, "variable \"$%.*s\" takes no index",
			  STR_ARG(v->name));
		pvar_hint(r, "it has one value only: leave out the brackets");
		return false;
	}
	if (v->has_index && !pvar_index(r, v->index))
		return false;
	if (v->has_transformation && !pvar_chain(r, chain, &used))
		return false;
	return used == chain.n || odd_byte(r, str_skip(chain, used));
}

static bool read_plain(struct pvar_reader *r, struct str text, struct pvar *v, size_t *used)
{
	struct str rest;

	/* The variable "$", of which a name is no part: "$$ru" is a dollar and text (tried). */
	if (str_starts(text, STR("$$"))) {
		v->name = str_head(str_skip(text, 1), 1);
		v->is_dollar = true;
		*used = 2;
		return true;
	}
	v->name = pvar_run(str_skip(text, 1));
	if (!v->name.n) {
		pvar_fail(r, PVAR_SHAPE, str_head(text, 2),
			  "a \"$\" without the name of a variable");
		pvar_hint(r, "write $$ for a dollar in a text");
		return false;
	}
	*used = 1 + v->name.n;
	rest = str_skip(text, *used);
	if (str_starts(rest, STR("("))) {
		ptrdiff_t close = pvar_balance(rest, '(', ')');

		if (close < 0)
			return pvar_fail(r, PVAR_SHAPE, rest, "the parenthesis is not closed");
		v->has_inner = true;
		v->inner = str_skip(str_head(rest, (size_t)close), 1);
		*used += (size_t)close + 1;
	}
	return look_up(r, v) && pvar_inner(r, v);
}

static bool read_form(struct pvar_reader *r, struct str text, struct pvar *v, size_t *used)
{
	ptrdiff_t close;

	if (!str_starts(text, STR("$(")))
		return read_plain(r, text, v, used);
	close = pvar_balance(str_skip(text, 1), '(', ')');
	if (close < 0)
		return pvar_fail(r, PVAR_SHAPE, text, "the parenthesis is not closed");
	*used = (size_t)close + 2;
	return read_full(r, str_head(str_skip(text, 2), *used - 3), v);
}

bool pvar_read(struct pvar_reader *r, struct str text, struct pvar *out, size_t *used)
{
	bool is_fine;

	*out = (struct pvar){0};
	*used = 0;
	if (r->depth == DEPTH_MOST)
		return pvar_fail(r, PVAR_DEEP, text, "variables are nested too deep");
	r->depth++;
	is_fine = read_form(r, text, out, used);
	r->depth--;
	if (r->cx->see && !out->is_dollar)
		r->cx->see(r->cx->host, out,
			   (struct pvar_place){.at = (size_t)(text.p - r->text.p),
					       .n = *used ? *used : text.n,
					       .depth = r->depth,
					       .is_faulty = !is_fine});
	return is_fine;
}

bool pvar_skip(struct pvar_reader *r, struct str text, size_t *used)
{
	struct pvar v;

	return pvar_read(r, text, &v, used);
}

bool pvar_parse(struct pvar_context *cx, struct str text, struct pvar *out,
		struct pvar_problem *problem)
{
	struct pvar_reader r = {cx, text, problem, 0};
	size_t used;

	*problem = (struct pvar_problem){0};
	*out = (struct pvar){0};
	if (!str_starts(text, STR("$"))) {
		pvar_fail(&r, PVAR_SHAPE, str_head(text, 1), "a variable starts with \"$\"");
		return false;
	}
	if (!pvar_read(&r, text, out, &used))
		return false;
	return used == text.n || odd_byte(&r, str_skip(text, used));
}
