/*
 * pp_trace - what --cfg-print and expand need to know of the text; see pp.h.
 *
 * Reference: cfg-print.md.  Nothing is noted unless somebody prints.
 */
#include "preprocess/pp.h"

#include <string.h>

void pp_fatal(struct pp *pp, uint32_t offset)
{
	if (!pp->is_fatal)
		pp->fatal_at = offset;
	pp->is_fatal = true;
}

/* Takes back what was noted inside AT: a string made of several pieces is replaced as a whole. */
static void drop_notes(struct pp *pp, struct pp_trace *trace, struct span at)
{
	struct sources *s = &pp->session->sources;
	const struct source *owner = source_of(s, at.lo);

	while (trace->events.count) {
		const struct pp_event *e = LIST_LAST(&trace->events);
		const struct source *src = source_of(s, e->at.lo);

		if (src == owner ? e->at.lo < at.lo : src->depth <= owner->depth)
			break;
		trace->events.count--;
	}
}

void pp_note(struct pp *pp, enum pp_event_kind kind, struct span at, const struct source *src,
	     struct str text)
{
	struct pp_trace *trace = pp->trace;

	if (!trace || (pp->is_fatal && pp->is_printing))
		return;
	if (kind == PP_REPLACE)
		drop_notes(pp, trace, at);
	*LIST_ADD(pp->arena, &trace->events) = (struct pp_event){kind, at, src, text};
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
			lexer_is_in_text(pp->lexer) ? STR("") : STR("open"));
		pp->skip_from = pp->skip_from ? lexer_offset(pp->lexer) : 0;
	}
}
