/*
 * differences - what all forms of output share; see differences.h.
 */
#include "views/differences.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "output/words.h"

enum {
	LINES_MOST = 12, /* of one side are shown */
	LINE_MOST = 400, /* bytes of a line */
};

const char *differences_part(enum compare_part part)
{
	static const char *const words[] = {[COMPARE_GLOBALS] = "globals",
					    [COMPARE_MODULES] = "modules",
					    [COMPARE_PARAMS] = "modparams",
					    [COMPARE_ROUTES] = "routes"};

	return words[part];
}

const char *differences_what(enum compare_what what)
{
	static const char *const words[] = {[COMPARE_ADDED] = "added",
					    [COMPARE_REMOVED] = "removed",
					    [COMPARE_CHANGED] = "changed",
					    [COMPARE_MOVED] = "moved",
					    [COMPARE_RENAMED] = "renamed"};

	return words[what];
}

const char *differences_fate(const struct difference *d)
{
	return d->is_statement ? "changed" : differences_what(d->what);
}

bool differences_go_on(const struct difference *before, const struct difference *d)
{
	return before && d->is_statement && before->is_statement &&
	       str_equal(d->name, before->name);
}

void differences_say_place(struct buf *b, const struct difference_side *s)
{
	if (!s->path.n) {
		buf_text(b, "command line");
		return;
	}
	words_visible(b, s->path);
	buf_printf(b, ":%u", s->line);
}

void differences_count(struct buf *b, const struct compared *c)
{
	const char *comma = "";

	for (enum compare_what what = 0; what < COMPARE_WHATS; what++) {
		uint32_t count = compare_count(c, what);

		if (!count)
			continue;
		buf_printf(b, "%s%u %s", comma, count, differences_what(what));
		comma = ", ";
	}
	if (!*comma)
		buf_text(b, "no difference");
}

/* --- text of a config --------------------------------------------------------------------------
 */

/* TEXT without what the other config hides, too. */
static struct str without_secrets(const struct differences *x, int side, struct str text,
				  enum secret_view view)
{
	struct buf b = buf_on(x->arena);

	secrets_put(&x->found->sides[!side]->session->secrets, &b, text, 0, view,
		    STR(SECRETS_MASK));
	return buf_view(&b);
}

/* The bytes of AT, or to the end of the line that its head ends in: no more than is shown. */
static struct span shown_span(const struct source *src, const struct difference *d, struct span at)
{
	uint32_t end = src->base + (uint32_t)src->text.n, lines = 0, i = at.lo;

	if (!d->is_head && at.hi < end)
		end = at.hi;
	if (end - at.lo > LINES_MOST * LINE_MOST)
		end = at.lo + LINES_MOST * LINE_MOST;
	for (; i < end && lines < LINES_MOST; i++)
		if (src->text.p[i - src->base] == '\n') {
			lines++;
			if (d->is_head && i >= at.hi)
				break;
		}
	/* The semicolon is no part of a statement in the tree. */
	if (i == at.hi && i - src->base < src->text.n && src->text.p[i - src->base] == ';')
		i++;
	return (struct span){at.lo, i};
}

/* How many blanks and tabs the line of P begins with. */
static size_t indentation(struct place p, uint32_t offset)
{
	struct str line = str_skip(p.source->text, offset - p.source->base - (p.column - 1));
	size_t n = 0;

	while (n < line.n && n < LINE_MOST && ascii_is_blank(line.p[n]))
		n++;
	return n;
}

static void add_lines(const struct differences *x, struct difference_side *s, struct str text,
		      size_t indented)
{
	bool is_first = true;

	while (text.n && s->lines.count < LINES_MOST) {
		struct str line = str_take(&text, '\n');
		size_t n = 0;

		while (!is_first && n < indented && n < line.n && ascii_is_blank(line.p[n]))
			n++;
		line = str_skip(line, n);
		while (line.n && ascii_is_white(line.p[line.n - 1]))
			line.n--;
		*LIST_ADD(x->arena, &s->lines) = line;
		is_first = false;
	}
}

/* Long lines are cut, between characters. */
static void cut_lines(const struct differences *x, struct difference_side *s)
{
	for (uint32_t i = 0; i < s->lines.count; i++) {
		struct str *line = &s->lines.all[i];
		struct buf b = buf_on(x->arena);

		if (line->n <= LINE_MOST)
			continue;
		line->n = LINE_MOST;
		while (line->n && (line->p[line->n] & 0xC0) == 0x80)
			line->n--;
		buf_str(&b, *line);
		buf_text(&b, " ...");
		*line = buf_view(&b);
	}
}

struct difference_side differences_side(const struct differences *x, const struct difference *d,
					int side)
{
	struct session *s = x->found->sides[side]->session;
	struct span at = span_in_file(&s->sources, d->at[side]), shown;
	struct place first = source_place(&s->sources, at.lo), last;
	struct difference_side out = {.path = STR("")};
	struct buf b = buf_on(x->arena);

	if (!first.source)
		return out;
	out.path = first.source->name;
	out.line = first.line;
	out.column = first.column;
	shown = shown_span(first.source, d, at);
	last = source_place(&s->sources, (d->is_head ? shown.hi : at.hi) - 1);
	out.last_line =
	    last.source == first.source && last.line > first.line ? last.line : first.line;
	/* A search looks ahead to the end of the text: it ends where no secret can begin. */
	secrets_put_part(&s->secrets, &b,
			 str_head(first.source->text, shown.hi - first.source->base + LINE_MOST),
			 first.source->base, SECRETS_IN_LINE, shown.lo - first.source->base,
			 shown.hi - first.source->base, STR(SECRETS_MASK));
	add_lines(x, &out, without_secrets(x, side, buf_view(&b), SECRETS_IN_LINE),
		  indentation(first, at.lo));
	cut_lines(x, &out);
	if (!d->is_head)
		out.left = out.last_line - out.line + 1 - out.lines.count;
	return out;
}

/* --- what it stands for ------------------------------------------------------------------------
 */

/* All lines, with each run of blanks as one. */
static struct str squeezed(struct arena *a, const struct difference_side *s)
{
	struct buf b = buf_on(a);

	for (uint32_t i = 0; i < s->lines.count; i++) {
		struct str line = str_trim(s->lines.all[i]);

		for (size_t k = 0; k < line.n; k++)
			if (!ascii_is_white(line.p[k]))
				buf_byte(&b, line.p[k]);
			else if (b.n && b.p[b.n - 1] != ' ')
				buf_byte(&b, ' ');
		buf_byte(&b, ' ');
	}
	return buf_view(&b);
}

static struct str value_of(const struct differences *x, int side, const struct node *n)
{
	struct session *s = x->found->sides[side]->session;
	struct buf b = buf_on(x->arena), out = buf_on(x->arena);

	if (n->kind == N_NUMBER) {
		buf_number(&out, n->number);
		return buf_view(&out);
	}
	if (n->kind == N_STRING)
		buf_quoted(&b, n->text);
	else if (source_of(&s->sources, n->at.lo))
		buf_str(&b, source_text(&s->sources, n->at));
	/* Values of the environment are nobody's business either, and stand in no line. */
	secrets_put(&s->secrets, &out, buf_view(&b), 0, SECRETS_IN_MESSAGE, STR(SECRETS_MASK));
	return str_head(without_secrets(x, side, buf_view(&out), SECRETS_IN_MESSAGE), LINE_MOST);
}

/* Whether TEXT has the value, in whatever quotes. */
static bool shows(struct str text, struct str value)
{
	if (value.n > 2 && value.p[0] == '"')
		value = str_head(str_skip(value, 1), value.n - 2);
	return value.n == 0 || str_search(text, value) >= 0;
}

bool differences_hide(const struct differences *x, const struct difference *d,
		      const struct difference_side *sides, struct str values[COMPARE_SIDES])
{
	struct str text[COMPARE_SIDES];
	bool is_shown = true;

	if (d->what != COMPARE_CHANGED || !d->has_side[0] || !d->has_side[1])
		return false;
	for (int side = 0; side < COMPARE_SIDES; side++) {
		const struct node *n = d->value[side];

		text[side] = squeezed(x->arena, &sides[side]);
		values[side] = n ? value_of(x, side, n) : (struct str){0};
		is_shown = is_shown && n && shows(text[side], values[side]);
	}
	if (str_equal(text[0], text[1]))
		return true;
	return !is_shown && values[0].p && values[1].p;
}

void differences_say_values(struct buf *b, const struct str values[COMPARE_SIDES])
{
	if (!values[0].p || !values[1].p) {
		buf_text(b, "what it stands for differs");
	} else if (str_equal(values[0], values[1])) {
		buf_text(b, "what differs is a secret");
	} else {
		hidden_show(b, values[0]);
		buf_text(b, " became ");
		hidden_show(b, values[1]);
	}
}
