/*
 * pp_trace - what --cfg-print and expand need to know of the text; see pp.h.
 *
 * Reference: cfg-print.md.  Nothing is noted unless somebody prints.
 */
#include "preprocess/pp.h"

#include <string.h>

void pp_fatal(struct pp *pp, uint32_t offset)
{
	if (!pp->is_fatal) {
		pp->fatal_at = offset;
		pp->session->diags.stop = offset && !pp->is_rewound ? lexer_offset(pp->lexer) : 0;
	}
	pp->is_fatal = true;
}

static bool is_noting(const struct pp *pp)
{
	return pp->trace && !(pp->is_fatal && pp->is_printing);
}

static struct pp_event *add_event(struct pp *pp, struct pp_event e)
{
	struct pp_event *x = LIST_ADD(pp->arena, &pp->trace->events);

	*x = e;
	return x;
}

void pp_note(struct pp *pp, enum pp_event_kind kind, struct span at, const struct source *src,
	     struct str text)
{
	if (is_noting(pp))
		add_event(pp, (struct pp_event){kind, at, src, text});
}

/* How many of the newest events are ends of files, of SRC and those around it: a string or variable
 * that starts in SRC went on behind them, or was looked for there. */
static uint32_t count_ends(struct pp *pp, const struct source *src)
{
	struct sources *s = &pp->session->sources;
	uint32_t n = 0, count = pp->trace->events.count;

	while (n < count && pp->trace->events.all[count - n - 1].kind == PP_LEAVE)
		n++;
	/* The innermost file of them has ended first; that of another include is none. */
	for (; n; n--) {
		const struct source *left = pp->trace->events.all[count - n].src, *x = src;

		while (x != left && x->depth)
			x = source_of(s, x->from.lo);
		if (x == left)
			break;
	}
	return n;
}

void pp_note_text(struct pp *pp, struct str text)
{
	struct sources *s = &pp->session->sources;
	const struct source *src, *end;
	struct pp_event *ends;
	struct span last;
	uint32_t n, lo;

	if (!is_noting(pp))
		return;
	lexer_ends(pp->lexer, &lo, &last);
	src = source_of(s, lo);
	end = source_of(s, last.lo);
	n = count_ends(pp, src);
	pp->trace->events.count -= n;
	ends = arena_array(pp->arena, n + 1, sizeof *ends);
	for (uint32_t i = 0; i < n; i++)
		ends[i] = pp->trace->events.all[pp->trace->events.count + i];
	for (; src != end; src = source_of(s, lo)) {
		struct span rest = {lo, src->base + (uint32_t)src->text.n};

		add_event(pp, (struct pp_event){PP_REPLACE, rest, NULL, text});
		text = STR("");
		if (n && ends->src == src) {
			/* What went on there stands above now. */
			add_event(pp, *ends)->text = STR("");
			ends++;
			n--;
		}
		lo = src->from.hi;
	}
	add_event(pp, (struct pp_event){PP_REPLACE, {lo, last.hi}, NULL, text});
	while (n--)
		add_event(pp, *ends++);
}

void pp_note_subst(struct pp *pp)
{
	struct sources *s = &pp->session->sources;
	struct pp_trace *trace = pp->trace;
	struct pp_event word = {PP_HIDE, pp->subst_word, NULL, STR("")}, *e;

	if (!is_noting(pp))
		return;
	pp_note_text(pp, STR(""));
	e = &trace->events.all[pp->subst_event];
	if (source_of(s, e->at.lo) == source_of(s, word.at.lo) && e->kind == PP_REPLACE) {
		e->kind = PP_HIDE;
		e->at.lo = word.at.lo;
		return;
	}
	/* Something came between the word and its string. */
	add_event(pp, word);
	e = &trace->events.all[pp->subst_event];
	memmove(e + 1, e, (trace->events.count - pp->subst_event - 1) * sizeof *e);
	*e = word;
}

/* In --cfg-print the newlines between an include word and its name stay (vector 361). */
void pp_note_newlines(struct pp *pp, uint32_t lo, struct span name)
{
	struct str gap = source_text(&pp->session->sources, (struct span){lo, name.lo});
	struct buf b = buf_on(pp->arena);

	for (size_t i = 0; i < gap.n; i++)
		if (gap.p[i] == '\n')
			buf_byte(&b, '\n');
	if (b.n)
		pp_note(pp, PP_INSERT, (struct span){lo, lo}, NULL, buf_view(&b));
}

/*
 * Notes what printing leaves out of a conditional that was read, and where skipped text starts.
 * Kamailio prints what stands around the name of an #!ifdef, even in skipped text, but not the
 * line's end (vector 346).
 */
void pp_note_condition(struct pp *pp, const struct raw *raw, bool is_cut_off)
{
	uint32_t now = lexer_offset(pp->lexer);
	struct span hidden = {pp->skip_from ? pp->skip_from : raw->at.lo, now};
	struct str rest = source_text(&pp->session->sources, pp->rest);

	if (pp->is_printing && pp->cond_name.lo) {
		hidden.hi = raw->at.hi;
		pp_note(pp, PP_HIDE, hidden, NULL, STR(""));
		pp_note(pp, PP_HIDE, pp->cond_name, NULL, STR(""));
		while (rest.n && strchr(" \t\b\r\n", rest.p[rest.n - 1]))
			rest.n--;
		hidden = (struct span){pp->rest.lo + (uint32_t)rest.n, now};
	}
	/* An #!ifexp that the file's end cuts off is none, and its text is printed (vector 1176).
	 */
	if (is_cut_off)
		hidden.hi = raw->at.hi;
	pp_note(pp, PP_HIDE, hidden, NULL, STR(""));
	pp->skip_from = pp->false_count ? now : 0;
}

void pp_note_define(struct pp *pp)
{
	if (pp->trace && !pp->is_printing)
		pp_note(pp, PP_HIDE, (struct span){pp->directive_from, lexer_offset(pp->lexer)},
			NULL, STR(""));
}

/* A file ends; text that is skipped goes on in the file below. */
void pp_note_end(struct pp *pp, const struct raw *raw)
{
	if (!pp->trace)
		return;
	if (pp->skip_from)
		pp_note(pp, PP_HIDE, (struct span){pp->skip_from, raw->at.lo}, NULL, STR(""));
	if (raw->kind == RAW_FILE_END) {
		pp_note(pp, PP_LEAVE, raw->at, source_of(&pp->session->sources, raw->at.lo),
			lexer_is_in_text(pp->lexer)           ? STR("")
			: lexer_is_in_line_comment(pp->lexer) ? STR("#")
							      : STR("open"));
		pp->skip_from = pp->skip_from ? lexer_offset(pp->lexer) : 0;
	}
}
