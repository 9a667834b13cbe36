/*
 * text - the text form of findings; see text.h.
 *
 * What must stay true: the first line of a finding is "FILE:LINE:COLUMN: severity[CODE]: text
 * [phase]", which editors and scripts read; control bytes of the user's text never reach the
 * terminal.
 */
#include "output/text.h"

#include "base/hidden.h"
#include "base/utf8.h"
#include "engine/registry.h"
#include "output/mask.h"
#include "text/message.h"

#define WIDTH_MOST 160
#define PIECE_MOST ((size_t)64 << 10) /* bytes after which a piece of output ends */

static const char *const severity_names[] = {"error", "warning", "note"};
static const char *const phase_names[] = {"parse", "start", "run"};

struct out {
	struct buf *b;
	const struct diags *diags;
	struct sources *sources;
	bool has_color;
};

static const char *color_of(const struct out *o, enum severity severity)
{
	static const char *const codes[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m"};

	return o->has_color ? codes[severity] : "";
}

static const char *plain(const struct out *o)
{
	return o->has_color ? "\033[0m" : "";
}

bool out_shows(const struct out_filter *filter, const struct rule *rule)
{
	return rule->severity <= filter->least && rule->phase <= filter->last &&
	       !(filter->is_off && filter->is_off[rule_index(rule)]);
}

static void say_place(struct out *o, struct place p)
{
	hidden_show(o->b, p.source->name);
	buf_printf(o->b, ":%u:%u", p.line, p.column);
}

static void gutter(struct out *o, int width, const char *number, char mark)
{
	buf_printf(o->b, "%*s %c ", width, number, mark);
}

/* Columns on the screen of the first N bytes of LINE. */
static size_t screen_columns(struct str line, size_t n)
{
	return hidden_columns(line, n) + (n > line.n ? n - line.n : 0);
}

/* As much of LINE as is shown, whole characters, so that byte AT is among it. */
static struct str part_shown(struct str line, size_t at)
{
	size_t lo = at > WIDTH_MOST / 2 ? at - WIDTH_MOST / 2 : 0, hi;

	if (lo > line.n)
		lo = line.n;
	hi = lo + str_head(str_skip(line, lo), WIDTH_MOST).n;
	lo = utf8_start(line, lo);
	return str_skip(str_head(line, utf8_start(line, hi)), lo);
}

/* The words of a finding, for everybody. */
static void say(struct out *o, struct str words)
{
	hidden_show(o->b, mask_words(o->diags, o->b->arena, words));
}

/* As much of the line of AT as is shown, without secrets. */
static struct mask_part find_part(struct out *o, struct span at, struct place from)
{
	struct str line = source_line(o->sources, from.source, from.line);
	struct mask_part part = {.text = part_shown(line, from.column - 1)};
	struct str rest = str_skip(line, (size_t)(part.text.p - line.p));
	size_t carets = at.hi - at.lo;

	part.first = from.column - 1 - (size_t)(part.text.p - line.p);
	if (part.first + carets > rest.n)
		carets = part.first < rest.n ? rest.n - part.first : 1;
	part.behind = part.first + (carets ? carets : 1);
	return mask_part(o->diags, o->b->arena, line, at.lo - (from.column - 1), part);
}

/* The line of AT with carets under it, and the hint behind them. */
static void excerpt(struct out *o, struct span at, struct str hint, enum severity severity)
{
	struct place from = source_place(o->sources, at.lo);
	struct mask_part part = find_part(o, at, from);
	size_t lead = screen_columns(part.text, part.first);
	size_t carets = screen_columns(part.text, part.behind) - lead;
	char number[16];
	int width;

	width = (int)str_print(number, sizeof number, "%u", from.line).n;
	width = width < 5 ? 5 : width;
	gutter(o, width, number, '|');
	hidden_show(o->b, part.text);
	buf_byte(o->b, '\n');
	gutter(o, width, "", '|');
	buf_printf(o->b, "%*s%s", (int)lead, "", color_of(o, severity));
	for (size_t i = 0; i < (carets ? carets : 1) && i < WIDTH_MOST; i++)
		buf_byte(o->b, '^');
	if (hint.n) {
		buf_byte(o->b, ' ');
		say(o, hint);
	}
	buf_printf(o->b, "%s\n", plain(o));
}

/* Where the text came from: the uses of defines, then the includes, outermost last. */
static void say_chain(struct out *o, struct span at)
{
	const struct source *src = source_of(o->sources, at.lo);

	for (; src && src->from.lo; src = source_of(o->sources, src->from.lo)) {
		buf_printf(o->b, "      = %s ",
			   src->is_expansion ? "in the value of" : "included at");
		if (src->is_expansion) {
			struct buf name = buf_on(o->b->arena);

			message_piece(&name, src->name, MESSAGE_PIECE_MOST);
			buf_byte(o->b, '"');
			say(o, buf_view(&name));
			buf_text(o->b, "\", defined ");
			if (src->defined.lo) {
				buf_text(o->b, "at ");
				say_place(o, source_place(o->sources, src->defined.lo));
			} else {
				buf_text(o->b, "outside of the file");
			}
		} else {
			say_place(o, source_place(o->sources, src->from.lo));
		}
		buf_byte(o->b, '\n');
	}
}

static void say_note(struct out *o, const struct diag_note *note)
{
	buf_text(o->b, "      = ");
	say(o, note->text);
	if (note->at.lo) {
		struct place p = source_place(o->sources, span_in_file(o->sources, note->at).lo);

		buf_text(o->b, " (");
		say_place(o, p);
		buf_byte(o->b, ')');
	}
	buf_byte(o->b, '\n');
}

/* Kamailio's own message names another line: said, so that both can be brought together. */
static void say_seen(struct out *o, const struct diag *x, struct place shown)
{
	uint32_t offset = span_in_file(o->sources, x->seen.lo ? x->seen : x->at).lo;
	struct place seen = source_place(o->sources, offset);
	uint32_t line = source_kamailio_line(o->sources, offset);

	/* Nothing is reported behind the place where it ends. */
	if (o->diags->stop && source_order(o->sources, offset, o->diags->stop) > 0)
		return;
	if (x->rule->severity != SEV_ERROR || (seen.source == shown.source && line == shown.line))
		return;
	buf_text(o->b, "      = kamailio reports this at ");
	if (seen.source != shown.source) {
		hidden_show(o->b, seen.source->name);
		buf_printf(o->b, ":%u\n", line);
	} else {
		buf_printf(o->b, "line %u\n", line);
	}
}

static void say_finding(struct out *o, const struct diag *x)
{
	enum severity severity = x->rule->severity;
	struct span in_file = span_in_file(o->sources, x->at);
	struct place p = source_place(o->sources, in_file.lo);

	if (p.source)
		say_place(o, p);
	else
		buf_text(o->b, "kamcheck");
	buf_printf(o->b, ": %s%s[%s]%s: ", color_of(o, severity), severity_names[severity],
		   x->rule->code, plain(o));
	say(o, x->text);
	buf_printf(o->b, " [%s]\n", phase_names[x->rule->phase]);
	if (p.source) {
		excerpt(o, in_file, x->hint, severity);
	} else if (x->hint.n) {
		buf_text(o->b, "      = ");
		say(o, x->hint);
		buf_byte(o->b, '\n');
	}
	for (const struct diag_note *note = x->notes; note; note = note->next)
		say_note(o, note);
	if (p.source) {
		say_seen(o, x, p);
		say_chain(o, x->at);
	}
}

uint32_t out_count(const struct diags *d, const struct out_filter *filter)
{
	uint32_t count = 0;

	for (const struct diag *x = d->first; x; x = x->next)
		count += out_shows(filter, x->rule);
	for (uint32_t i = 0; i < d->rest.count; i++)
		count += out_shows(filter, PILE_AT(&d->rest, i)->rule);
	return count;
}

/* Says how many findings had no room. */
static void say_rest(struct buf *b, const struct diags *d, const struct out_filter *filter)
{
	uint32_t left[] = {0, 0, 0};

	for (uint32_t i = 0; i < d->rest.count; i++) {
		const struct rule *rule = PILE_AT(&d->rest, i)->rule;

		left[rule->severity] += out_shows(filter, rule);
	}
	for (size_t i = 0; i < sizeof left / sizeof *left; i++)
		if (left[i])
			buf_printf(b, "kamcheck: more than %d %ss; %u are left out\n", DIAG_MOST,
				   severity_names[i], left[i]);
}

void out_text_some(struct buf *b, struct diags *d, const struct out_filter *filter,
		   const struct diag **x)
{
	struct out o = {.b = b, .diags = d, .sources = d->sources, .has_color = filter->has_color};
	size_t start = b->n;

	for (; *x && b->n - start < PIECE_MOST; *x = (*x)->next)
		if (out_shows(filter, (*x)->rule))
			say_finding(&o, *x);
	if (!*x)
		say_rest(b, d, filter);
}

void out_text(struct buf *b, struct diags *d, const struct out_filter *filter)
{
	const struct diag *x = d->first;

	do
		out_text_some(b, d, filter, &x);
	while (x);
}
