/*
 * pvar_select - the name of a select inside of $sel(...).  Facts: grammar/selects.tsv, and as tried
 * with 5.6.3: a name is a letter and letters, digits, "_"; behind it may stand one index, then a
 * period and the next name.  Where none comes, the name ends: the server looks at nothing behind.
 *
 * What must stay true: a part is looked at once; nodes that stay inside lead to others that do not.
 */
#include "pvar/pvar_state.h"

#include "base/ascii.h"
#include "facts/selects.h"

struct select_reader {
	struct pvar_reader *r;
	struct str name; /* of the variable */
	struct str text; /* the select without its @ */
	struct select_part parts[SELECT_PARTS_MOST];
	size_t count;
};

/* What stands up to the end of PART. */
static struct str up_to(const struct select_reader *s, struct str part)
{
	return str_head(s->text, (size_t)(part.p - s->text.p) + part.n);
}

static bool add(struct select_reader *s, struct str text, bool is_number)
{
	if (s->count == SELECT_PARTS_MOST)
		return pvar_fail(s->r, PVAR_INNER, text,
				 "this select has more than %d parts; an index counts as one",
				 SELECT_PARTS_MOST);
	s->parts[s->count++] = (struct select_part){text, is_number};
	return true;
}

/* An index at the start of TEXT, which begins with its bracket; *USED is its length.  A backslash
 * may stand in front of a quote. */
static bool read_index(struct select_reader *s, struct str text, size_t *used)
{
	size_t i = text.n > 1 && text.p[1] == '\\' ? 2 : 1, lo;
	bool is_string = i < text.n && text.p[i] == '"';

	if (is_string || (i < text.n && text.p[i] == '-'))
		i++;
	lo = i;
	while (i < text.n && (is_string ? text.p[i] != '"' : ascii_is_digit(text.p[i])))
		i++;
	*used = i + is_string + 1;
	if (*used > text.n || text.p[*used - 1] != ']') {
		pvar_fail(s->r, PVAR_INNER, text, "this is no index of a select");
		pvar_hint(s->r, "write a number or a text in double quotes: [1], [\"text\"]");
		return false;
	}
	text = str_head(str_skip(text, lo), i - lo);
	if (is_string && text.n && text.p[text.n - 1] == '\\')
		text.n--;
	return add(s, text, !is_string);
}

static bool read_parts(struct select_reader *s)
{
	struct str rest = s->text;
	size_t n;

	while (rest.n && ascii_is_letter(rest.p[0])) {
		n = ascii_run(rest, ascii_is_word);
		if (!add(s, str_head(rest, n), false))
			return false;
		rest = str_skip(rest, n);
		if (rest.n && rest.p[0] == '[') {
			if (!read_index(s, rest, &n))
				return false;
			rest = str_skip(rest, n);
		}
		if (!rest.n || rest.p[0] != '.')
			return true;
		rest = str_skip(rest, 1);
	}
	if (s->count)
		return true;
	pvar_fail(s->r, PVAR_INNER, s->text, "a select begins with a letter");
	pvar_hint(s->r, "the form is $%.*s(ruri.user), a select without its \"@\"",
		  STR_ARG(s->name));
	return false;
}

/* Part I does not follow on NODE. */
static bool unresolved(struct select_reader *s, const char *node, size_t i)
{
	struct select_part part = s->parts[i];
	const char *near;

	if (part.is_number)
		return pvar_fail(s->r, PVAR_INNER, part.text, "\"@%.*s\" takes no index",
				 STR_ARG(up_to(s, s->parts[i - 1].text)));
	if (i)
		pvar_fail(s->r, PVAR_INNER, part.text, "there is no \"%.*s\" behind \"@%.*s\"",
			  STR_ARG(part.text), STR_ARG(up_to(s, s->parts[i - 1].text)));
	else
		pvar_fail(s->r, PVAR_INNER, part.text, "there is no select \"@%.*s\"",
			  STR_ARG(part.text));
	near = select_nearest(node, part.text, s->r->cx->version);
	if (near)
		pvar_hint(s->r, "did you mean \"%s\"?", near);
	else if (!i)
		pvar_hint(s->r, "the form is $%.*s(ruri.user), a select without its \"@\"",
			  STR_ARG(s->name));
	return false;
}

/* ROW wants something behind part I that is not there. */
static bool incomplete(struct select_reader *s, const struct fact_select *row, size_t i)
{
	return pvar_fail(s->r, PVAR_INNER, s->text, "\"@%.*s\" wants %s behind it",
			 STR_ARG(up_to(s, s->parts[i].text)),
			 row->takes & SELECT_INDEX ? "an index" : "a name");
}

/* Whether the parts from I on are of the kind that ROW wants, apart from being there. */
static bool is_fitting(struct select_reader *s, const struct fact_select *row, size_t i)
{
	struct str text = s->parts[i].text, behind;
	size_t n;

	if (row->takes & SELECT_HEADER) {
		n = pvar_header(text);
		behind = pvar_unblank(str_skip(text, n));
		return (n && (!behind.n || behind.p[0] == ':')) ||
		       pvar_fail(s->r, PVAR_INNER, text, "\"%.*s\" is not the name of a header",
				 STR_ARG(text));
	}
	if (!(row->takes & SELECT_LETTER) || i + 1 >= s->count)
		return true;
	text = s->parts[i + 1].text;
	if (s->parts[i + 1].is_number || text.n == 1 || (text.n == 2 && text.p[1] == '='))
		return true;
	pvar_fail(s->r, PVAR_INNER, text, "the kind of a line is one letter, not \"%.*s\"",
		  STR_ARG(text));
	pvar_hint(s->r, "for example @msg.body.sdp.line.c");
	return false;
}

/* Whether the module of ROW is there, and has registered its selects already. */
static bool is_there(struct select_reader *s, const struct fact_select *row)
{
	struct str first = s->parts[0].text;

	if (!pvar_can_use(s->r, row->module, row->versions)) {
		pvar_fail(s->r, PVAR_INNER, first, "there is no select \"@%.*s\"", STR_ARG(first));
		pvar_elsewhere(s->r, row->module, row->versions);
		return false;
	}
	if (!(row->takes & SELECT_LATE) || s->r->cx->is_started)
		return true;
	pvar_fail(s->r, PVAR_INNER, first,
		  "module \"%s\" has \"@%.*s\" only when the server has started", row->module,
		  STR_ARG(first));
	pvar_hint(s->r, "write @%.*s... itself, or use it in a text that a function takes",
		  STR_ARG(first));
	return false;
}

static bool resolve(struct select_reader *s)
{
	const struct fact_select *row = NULL;
	const char *node = "-";
	size_t i = 0;

	while (i < s->count) {
		bool is_open;

		row = select_find(node, s->parts[i], s->r->cx->version, &is_open);
		if (!row)
			return is_open || unresolved(s, node, i);
		if (!i && !is_there(s, row))
			return false;
		if (row->takes & SELECT_REST)
			return true;
		if (!is_fitting(s, row, i))
			return false;
		node = row->to;
		if (row->takes & SELECT_INSIDE)
			continue;
		i++;
		if (!(row->takes & (SELECT_NAME | SELECT_INDEX)))
			continue;
		if (i < s->count && s->parts[i].is_number == ((row->takes & SELECT_INDEX) != 0))
			i++;
		else if (!(row->takes & SELECT_OPTIONAL))
			return incomplete(s, row, i - 1);
	}
	return !(row->takes & SELECT_MORE) || incomplete(s, row, i - 1);
}

static bool read_select(struct pvar_reader *r, struct str name, struct str text)
{
	struct select_reader s = {.r = r, .name = name, .text = text};

	if (str_starts(s.text, STR("@")))
		s.text = str_skip(s.text, 1);
	return read_parts(&s) && (r->cx->is_open || resolve(&s));
}

bool pvar_select(struct pvar_reader *r, const struct pvar *v)
{
	return read_select(r, v->name, v->inner);
}

bool select_parse(struct pvar_context *cx, struct str text, struct pvar_problem *problem)
{
	struct pvar_reader r = {cx, text, problem, 0};

	*problem = (struct pvar_problem){0};
	return read_select(&r, STR("sel"), text);
}
