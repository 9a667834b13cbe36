/*
 * paint - see paint.h.
 */
#include "report/paint.h"

#include "scan/keyword.h"
#include "scan/lexer.h"

struct painter {
	const struct source *source;
	unsigned char *out;
};

static void fill(struct painter *p, struct span at, enum paint with)
{
	uint32_t base = p->source->base, end = base + (uint32_t)p->source->text.n;

	if (at.lo >= base && at.lo < end)
		memset(p->out + (at.lo - base), (int)with, (at.hi < end ? at.hi : end) - at.lo);
}

static enum paint paint_of(const struct raw *raw)
{
	switch (raw->kind) {
	case RAW_STRING: return PAINT_STRING;
	case RAW_PVAR:
	case RAW_BARE: return PAINT_VARIABLE;
	case RAW_DIRECTIVE: return PAINT_DIRECTIVE;
	case RAW_WORD: return keyword_find(raw->text) ? PAINT_WORD : PAINT_PLAIN;
	default: return PAINT_PLAIN;
	}
}

/* Whether something stands behind the directive, in its line. */
static bool has_rest(struct str word)
{
	uint32_t versions;
	enum directive d = directive_find(word, &versions);

	return d != DIRECTIVE_NONE && d != DIRECTIVE_ELSE && d != DIRECTIVE_ENDIF;
}

static void paint_tokens(struct painter *p, struct lexer *lx)
{
	struct raw raw;

	for (lexer_next(lx, &raw); raw.kind != RAW_END; lexer_next(lx, &raw)) {
		if (raw.at.hi > raw.at.lo)
			fill(p, raw.at, paint_of(&raw));
		if (raw.kind == RAW_WORD && str_is(raw.text, "event_route"))
			lexer_expect(lx, LEXER_EVENT);
		if (raw.kind != RAW_DIRECTIVE || !has_rest(raw.text))
			continue;
		/* What quotes are worth there depends on the directive. */
		lexer_expect(lx, LEXER_REST);
		lexer_next(lx, &raw);
		if (raw.kind == RAW_END)
			break;
		fill(p, raw.at, PAINT_DIRECTIVE);
	}
}

unsigned char *paint_source(struct arena *a, struct sources *s, struct secrets *secrets,
			    const struct source *src)
{
	struct painter p = {src, arena_array(a, src->text.n + 1, sizeof *p.out)};
	struct lexer *lx = lexer_new(a, s);
	const struct comments *comments = lexer_comments(lx);
	struct secret_search x =
	    secrets_search(secrets, src->text, src->base, SECRETS_IN_LINE, 0, src->text.n);
	size_t lo, hi;

	lexer_push_file(lx, src);
	paint_tokens(&p, lx);
	for (uint32_t i = 0; i < comments->count; i++)
		fill(&p, PILE_AT(comments, i)->at, PAINT_COMMENT);
	/* Last, for they may be in anything. */
	while (secrets_next(&x, &lo, &hi))
		memset(p.out + lo, PAINT_SECRET, hi - lo);
	return p.out;
}
