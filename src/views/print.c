/*
 * print - preprocessed text; see print.h.  Reference: cfg-print.md.
 *
 * The text is the files' own, byte for byte, between the events that the preprocessor noted: what
 * is hidden, where another file or the value of a define comes in.  So blanks, comments and line
 * ends survive.
 */
#include "views/print.h"

#include "base/ascii.h"
#include "base/list.h"
#include "preprocess/pp.h"
#include "views/print_mask.h"

#include <string.h>

/* A file or expansion that is being printed, and up to where that is done. */
struct level {
	const struct source *src;
	uint32_t done;
};

struct printer {
	struct session *session;
	const struct print_options *options;
	struct buf *out;
	LIST_OF(struct level) levels;
	const struct source *marked; /* what the newest line marker, or the lines since, say */
	uint32_t line;
	bool is_open; /* a string or comment of an included file goes on: no marker fits here */
	bool is_seam; /* what comes next did not stand behind what was printed last */
};

static bool is_gap(char c)
{
	return ascii_is_blank(c) || c == '\n' || c == '\r' || c == '\b';
}

/* Strings that stand side by side are one: not so where something stood between them. */
static void keep_apart(struct printer *p, struct str s)
{
	size_t n = p->out->n, first = ascii_run(s, is_gap);

	if (!p->is_seam || first == s.n)
		return;
	p->is_seam = false;
	while (n && is_gap(p->out->p[n - 1]))
		n--;
	if (n && p->out->p[n - 1] == '"' && s.p[first] == '"')
		buf_text(p->out, "/**/");
}

/*
 * Bytes as they are; only --cfg-print drops NULs, as Kamailio does (vector 353).  Elsewhere a NUL
 * counts: it separates words and ends the value of a string.
 */
static void put(struct printer *p, struct str s)
{
	if (p->options->is_expanded) {
		keep_apart(p, s);
		buf_str(p->out, s);
		return;
	}
	while (s.n)
		buf_str(p->out, str_take(&s, '\0'));
}

static bool at_line_start(const struct printer *p)
{
	return p->out->n == 0 || p->out->p[p->out->n - 1] == '\n';
}

/* Says where the text at OFFSET comes from, unless that is clear. */
static void mark_line(struct printer *p, uint32_t offset)
{
	struct place from = source_place(&p->session->sources, offset);

	if (from.source == p->marked && from.line == p->line)
		return;
	p->marked = from.source;
	p->line = from.line;
	if (p->is_open) {
		p->is_open = false;
		return;
	}
	if (!at_line_start(p))
		buf_byte(p->out, '\n');
	buf_printf(p->out, "#line %u \"%.*s\"\n", from.line, STR_ARG(from.source->name));
}

/* Text of a file comes from OFFSET: with markers that is said. */
static void place(struct printer *p, uint32_t offset)
{
	if (p->options->has_markers && !LIST_LAST(&p->levels)->src->is_expansion)
		mark_line(p, offset);
}

static uint32_t newlines(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* Prints the newest level's text up to offset HI. */
static void flush(struct printer *p, uint32_t hi)
{
	struct level *top = LIST_LAST(&p->levels);
	struct str text;

	/* A place in another file than the newest one: a conditional that began in an included
	 * file. */
	if (hi <= top->done || hi > top->src->base + top->src->text.n)
		return;
	text = source_text(&p->session->sources, (struct span){top->done, hi});
	place(p, top->done);
	if (!top->src->is_expansion)
		p->line += newlines(text);
	put(p, text);
	top->done = hi;
}

static void push(struct printer *p, const struct source *src)
{
	*LIST_ADD(p->session->arena, &p->levels) = (struct level){src, src->base};
}

static void pop(struct printer *p)
{
	const struct source *src = LIST_LAST(&p->levels)->src;

	flush(p, src->base + (uint32_t)src->text.n);
	p->levels.count--;
}

/* Leaves the expansions that ended before the text at OFFSET: nothing else marks their end. */
static void leave_expansions(struct printer *p, uint32_t offset)
{
	const struct source *owner = source_of(&p->session->sources, offset);

	while (p->levels.count > 1 && LIST_LAST(&p->levels)->src->is_expansion &&
	       LIST_LAST(&p->levels)->src != owner)
		pop(p);
}

static void skip_to(struct printer *p, uint32_t offset)
{
	struct level *top = LIST_LAST(&p->levels);

	if (offset > top->done)
		top->done = offset;
}

/* At the seam of two files no token of one may join with one of the other. */
static void separate(struct printer *p)
{
	p->is_seam = true;
	if (p->options->is_expanded && p->out->n && !strchr(" \t\n", p->out->p[p->out->n - 1]))
		buf_byte(p->out, ' ');
}

/*
 * Before the value of a define: its first token is one of its own, whatever stands before it.  What
 * follows the value may join with it, as for Kamailio.
 */
static void separate_signs(struct printer *p, struct str value)
{
	static const char signs[] = "=!<>&|+-*/#:$@%(\"'~^";

	p->is_seam = true;
	if (p->out->n && value.n && strchr(signs, p->out->p[p->out->n - 1]) &&
	    strchr(signs, value.p[0]))
		buf_byte(p->out, ' ');
}

/* Behind the end of a file; OPEN as in its event. */
static void leave_file(struct printer *p, struct str open)
{
	struct str s = buf_view(p->out);

	if (!open.n) {
		separate(p);
		return;
	}
	/* Inside of a string or comment that goes on in the file below nothing may be added. */
	p->is_open = true;
	if (!p->options->is_expanded || !str_is(open, "#"))
		return;
	/* But a directive whose line has no end is a comment, and shall stay one. */
	while (s.n && is_gap(s.p[s.n - 1]))
		s.n--;
	if (str_ends(s, STR("!else")) || str_ends(s, STR("!endif")))
		buf_byte(p->out, '#');
}

static void play(struct printer *p, const struct pp_event *e)
{
	leave_expansions(p, e->at.lo);
	flush(p, e->at.lo);
	switch (e->kind) {
	case PP_HIDE:
		skip_to(p, e->at.hi);
		separate(p);
		break;
	case PP_ENTER:
		/* What stands at the start of a line is placed before it may join with what comes
		 * in. */
		if (e->src->is_expansion)
			place(p, e->at.lo);
		skip_to(p, e->at.hi);
		if (e->src->is_expansion)
			separate_signs(p, e->src->text);
		else
			separate(p);
		push(p, e->src);
		break;
	case PP_LEAVE:
		pop(p);
		leave_file(p, e->text);
		break;
	case PP_REPLACE:
		if (e->text.n)
			place(p, e->at.lo);
		put(p, e->text);
		skip_to(p, e->at.hi);
		break;
	case PP_INSERT: put(p, e->text); break;
	}
}

/* Text between tokens without its comments; lines "#!..." stay, they may set the mode of variables.
 */
static void put_gap(struct buf *out, struct str gap)
{
	bool in_line = false, keeps = false;
	int depth = 0;

	for (size_t i = 0; i < gap.n; i++) {
		struct str rest = str_skip(gap, i);
		bool opens = !in_line && str_starts(rest, STR("/*"));
		bool closes = depth && str_starts(rest, STR("*/"));

		if (opens || closes) {
			depth += opens ? 1 : -1;
			i++;
			if (!depth)
				buf_byte(out, ' ');
		} else if (gap.p[i] == '\n') {
			in_line = false;
			buf_byte(out, '\n');
		} else if (!depth && !in_line && (gap.p[i] == '#' || str_starts(rest, STR("//")))) {
			in_line = true;
			keeps = str_starts(rest, STR("#!")) || str_starts(rest, STR("//!"));
			if (keeps)
				buf_byte(out, '#');
			i += gap.p[i] == '/';
		} else if (!depth && (!in_line || keeps)) {
			buf_byte(out, gap.p[i]);
		}
	}
}

/* The text without comments: they stand only between tokens, so a lexer tells where.  False, with a
 * finding, when there is no room for so much. */
static bool strip_comments(struct session *s, struct str text, struct buf *out)
{
	struct source *src = sources_add(&s->sources, STR("expanded text"), text, SPAN_NONE);
	struct lexer *lx;
	struct raw raw;
	uint32_t done;

	if (!src) {
		diag_report(&s->diags, &rule_limit, SPAN_NONE,
			    "more than 4 GB of text in one run: nothing is printed");
		return false;
	}
	done = src->base;
	lx = lexer_new(s->arena, &s->sources);
	lexer_push_file(lx, src);
	do {
		/* Inside of an attribute, select or event name a # is a byte that is skipped, no
		 * comment. */
		bool has_comments = lexer_is_in_text(lx);
		struct str gap;

		lexer_next(lx, &raw);
		if (raw.kind == RAW_WORD && str_is(raw.text, "event_route"))
			lexer_expect(lx, LEXER_EVENT);
		gap = source_text(&s->sources, (struct span){done, raw.at.lo});
		if (has_comments)
			put_gap(out, gap);
		else
			buf_str(out, gap);
		buf_str(out, source_text(&s->sources, raw.at));
		done = raw.at.hi;
	} while (raw.kind != RAW_END);
	return true;
}

static void print_text(struct printer *p, struct pp *pp, const struct source *main)
{
	const struct pp_trace *trace = pp->trace;

	push(p, main);
	for (uint32_t i = 0; i < trace->events.count; i++)
		play(p, &trace->events.all[i]);
	if (pp->is_fatal && p->options->is_expanded == false) {
		leave_expansions(p, pp->fatal_at);
		flush(p, pp->fatal_at);
		return;
	}
	while (p->levels.count)
		pop(p);
}

/* What is done to the WHOLE text, when there is something. */
static bool finish(struct session *s, const struct print_options *options, struct str whole,
		   struct buf *out)
{
	struct buf stripped = buf_on(s->arena);

	if (options->strips_comments) {
		if (!strip_comments(s, whole, options->masks_secrets ? &stripped : out))
			return false;
		whole = buf_view(&stripped);
	}
	return !options->masks_secrets || print_mask(s, whole, out);
}

bool print_config(struct session *s, struct str name, struct str text,
		  const struct print_options *options, struct buf *out)
{
	struct source *src = sources_add(&s->sources, name, text, SPAN_NONE);
	struct pp_trace trace = {.keeps_defines = !options->is_expanded};
	struct buf whole = buf_on(s->arena);
	struct printer p = {.session = s,
			    .options = options,
			    .out =
				options->strips_comments || options->masks_secrets ? &whole : out};
	struct token t;
	struct pp pp;

	if (options->masks_secrets && !options->is_expanded)
		print_learn(s, name, text);
	pp_init(&pp, s, src, &trace);
	do
		pp_next(&pp, &t);
	while (t.kind && !(pp.is_fatal && pp.is_printing));
	pp_finish_conditions(&pp, false);
	print_text(&p, &pp, src);
	return finish(s, options, buf_view(&whole), out) && !pp.is_fatal;
}
