/*
 * text - findings as people read them: place, message, the line with a caret, notes.
 *
 * What is the same in several places is told at the first of them, which names the others.
 *
 * What must stay true: the first line of a finding is "FILE:LINE:COLUMN: severity[CODE]: text
 * [phase]", which editors and scripts read; control bytes of the user's text never reach the
 * terminal.
 */
#include "output/formats.h"

#include "base/hidden.h"

enum {
	CARETS_MOST = 160,
	WIDTH_LEAST = 5, /* of line numbers */
};

static const char *color_of(const struct report_writer *w, enum severity severity)
{
	static const char *const codes[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m"};

	return w->target.has_color ? codes[severity] : "";
}

static const char *plain(const struct report_writer *w)
{
	return w->target.has_color ? "\033[0m" : "";
}

static void say_place(struct buf *b, const struct finding_place *at)
{
	hidden_show(b, at->path);
	buf_byte(b, ':');
	buf_number(b, (int32_t)at->from.line);
	buf_byte(b, ':');
	buf_number(b, (int32_t)at->from.byte);
}

static void spaces(struct buf *b, size_t n)
{
	while (n-- > 0)
		buf_byte(b, ' ');
}

static size_t digits_of(uint32_t number)
{
	size_t n = 1;

	while (number /= 10)
		n++;
	return n;
}

/* Columns on the screen of the first N bytes of LINE. */
static size_t screen_columns(struct str line, size_t n)
{
	return hidden_columns(line, n) + (n > line.n ? n - line.n : 0);
}

/* The line with carets under it, and the hint behind them. */
static void excerpt(struct report_writer *w, const struct finding *x)
{
	struct buf *b = &w->out;
	size_t lead = screen_columns(x->excerpt, x->first);
	size_t carets = screen_columns(x->excerpt, x->behind) - lead;
	size_t digits = digits_of(x->at.from.line),
	       width = digits < WIDTH_LEAST ? WIDTH_LEAST : digits;

	spaces(b, width - digits);
	buf_number(b, (int32_t)x->at.from.line);
	buf_text(b, " | ");
	hidden_show(b, x->excerpt);
	buf_byte(b, '\n');
	spaces(b, width);
	buf_text(b, " | ");
	spaces(b, lead);
	buf_text(b, color_of(w, x->severity));
	for (size_t i = 0; i < (carets ? carets : 1) && i < CARETS_MOST; i++)
		buf_byte(b, '^');
	if (x->hint.n) {
		buf_byte(b, ' ');
		hidden_show(b, x->hint);
	}
	buf_text(b, plain(w));
	buf_byte(b, '\n');
}

static void say_link(struct buf *b, const struct finding_link *link)
{
	if (!link->is_define) {
		buf_printf(b, "      = %s at ", link->is_parameter ? "named" : "included");
	} else {
		buf_text(b, "      = in the value of \"");
		hidden_show(b, link->name);
		buf_printf(b, "\", defined %s", link->has_place ? "at " : "outside of the file");
	}
	if (link->has_place)
		say_place(b, &link->at);
	buf_byte(b, '\n');
}

static void say_note(struct buf *b, const struct finding_note *note)
{
	buf_text(b, "      = ");
	hidden_show(b, note->text);
	if (note->has_place && !note->is_told) {
		buf_text(b, " (");
		say_place(b, &note->at);
		buf_byte(b, ')');
	}
	buf_byte(b, '\n');
}

static void say_kamailio_line(struct buf *b, const struct finding *x)
{
	buf_text(b, "      = kamailio reports this at ");
	if (x->kamailio_path.p) {
		hidden_show(b, x->kamailio_path);
		buf_printf(b, ":%u\n", x->kamailio_line);
	} else {
		buf_printf(b, "line %u\n", x->kamailio_line);
	}
}

static bool is_same_line(const struct finding_place *a, const struct finding_place *b)
{
	return a->from.line == b->from.line && str_equal(a->path, b->path);
}

/* "= and 3 more places: lines 5, 7, 9" */
static void say_others(struct buf *b, const struct finding *x)
{
	uint32_t n = x->others_count < FINDING_OTHERS_MOST ? x->others_count : FINDING_OTHERS_MOST;
	const struct finding_place *last = &x->at;
	uint32_t lines = 0;
	bool names_files = false;

	for (uint32_t i = 0; i < n; i++) {
		names_files |= !str_equal(x->others[i].path, x->at.path);
		lines += !is_same_line(i ? &x->others[i - 1] : &x->at, &x->others[i]);
	}
	buf_printf(b, "      = and %u more place%s%s", x->others_count,
		   x->others_count == 1 ? "" : "s",
		   !lines        ? " in this line"
		   : names_files ? ": "
		   : lines == 1  ? ": line "
				 : ": lines ");
	for (uint32_t i = 0; i < n; last = &x->others[i++]) {
		if (is_same_line(last, &x->others[i]))
			continue;
		buf_text(b, last == &x->at ? "" : ", ");
		if (names_files) {
			hidden_show(b, x->others[i].path);
			buf_byte(b, ':');
		}
		buf_number(b, (int32_t)x->others[i].from.line);
	}
	buf_text(b, x->others_count > n ? " ...; --format=concise tells each\n" : "\n");
}

static void say_finding(struct report_writer *w, const struct finding *x)
{
	enum severity severity = x->severity;
	struct buf *b = &w->out;

	if (x->is_repeat)
		return;
	if (x->has_place)
		say_place(b, &x->at);
	else
		buf_text(b, "kamcheck");
	buf_text(b, ": ");
	buf_text(b, color_of(w, severity));
	buf_text(b, finding_severity(severity));
	buf_byte(b, '[');
	buf_text(b, x->rule->code);
	buf_byte(b, ']');
	buf_text(b, plain(w));
	buf_text(b, ": ");
	hidden_show(b, x->message);
	buf_text(b, " [");
	buf_text(b, finding_phase(x->rule->phase));
	buf_text(b, "]\n");
	if (x->has_place) {
		excerpt(w, x);
	} else if (x->hint.n) {
		buf_text(b, "      = ");
		hidden_show(b, x->hint);
		buf_byte(b, '\n');
	}
	if (x->others_count)
		say_others(b, x);
	for (const struct finding_note *note = x->notes; note; note = note->next)
		say_note(b, note);
	if (x->has_kamailio_line)
		say_kamailio_line(b, x);
	for (const struct finding_link *link = x->links; link; link = link->next)
		say_link(b, link);
	if (x->releases && x->releases->text.n)
		buf_printf(b, "      = %.*s\n", STR_ARG(x->releases->text));
	if (x->when) {
		buf_text(b, "      = ");
		hidden_show(b, x->when->text);
		buf_byte(b, '\n');
	}
}

static void say_rest(struct report_writer *w, const struct report_config *config)
{
	report_say_rest(&w->out, config);
}

const struct report_format format_text = {
    .name = "text", .wants = REPORT_REPEATS, .finding = say_finding, .config = say_rest};
