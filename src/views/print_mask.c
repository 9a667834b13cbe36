/*
 * print_mask - printed text without the secrets in it; see print_mask.h.
 *
 * What must stay true: the tokens of the text stay what they are.  Where a text is taken for
 * something that it is not, a string for words, secrets are found all the same.
 */
#include "views/print_mask.h"

#include "preprocess/pp.h"

/* A word, where "***" would be none. */
#define MASK_WORD "___"

struct masker {
	struct session *session;
	struct lexer *lexer;
	uint32_t done;     /* the text before this offset was told */
	bool is_directive; /* the line of one goes on */
};

void print_learn(struct session *s, struct str name, struct str text)
{
	struct source *src = sources_add(&s->sources, name, text, SPAN_NONE);
	struct diags kept = s->diags;
	struct token t;
	struct pp pp;

	if (!src)
		return;
	diags_init(&s->diags, s->arena, &s->sources);
	pp_init(&pp, s, src, NULL);
	do
		pp_next(&pp, &t);
	while (t.kind);
	s->diags = kept;
}

static void begin(struct masker *m, struct session *s, const struct source *src)
{
	*m = (struct masker){.session = s, .done = src->base};
	m->lexer = lexer_new(s->arena, &s->sources);
	lexer_push_file(m->lexer, src);
}

/* The next token, and in *GAP what stands before it. */
static void next(struct masker *m, struct raw *raw, struct str *gap)
{
	lexer_next(m->lexer, raw);
	if (raw->kind == RAW_WORD && str_is(raw->text, "event_route"))
		lexer_expect(m->lexer, LEXER_EVENT);
	*gap = source_text(&m->session->sources, (struct span){m->done, raw->at.lo});
	if (str_find(*gap, '\n') >= 0)
		m->is_directive = false;
	m->is_directive |= raw->kind == RAW_DIRECTIVE;
}

static enum secret_token secret_token(const struct raw *raw)
{
	if (raw->kind == RAW_STRING)
		return SECRET_TOKEN_STRING;
	if (raw->kind != RAW_PUNCT || raw->text.n != 1)
		return SECRET_TOKEN_OTHER;
	switch (raw->text.p[0]) {
	case '(': return SECRET_TOKEN_OPEN;
	case ')': return SECRET_TOKEN_CLOSE;
	case ',': return SECRET_TOKEN_COMMA;
	case '=': return SECRET_TOKEN_EQUALS;
	default: return SECRET_TOKEN_OTHER;
	}
}

/* Finds the secrets of the text in its own tokens. */
static void find_secrets(struct session *s, const struct source *src)
{
	struct str before = STR(""), gap;
	struct secret_watch watch;
	struct masker m;
	struct raw raw;

	begin(&m, s, src);
	secret_watch_start(&watch);
	do {
		next(&m, &raw, &gap);
		secret_watch_token(&watch, s, before, secret_token(&raw), raw.at, raw.text);
		before = raw.text;
		m.done = raw.at.hi;
	} while (raw.kind != RAW_END);
}

/* Words of the language and numbers stay: they are not the secret, even if they look the same. */
static bool is_plain(const struct raw *raw)
{
	return raw->kind == RAW_PUNCT || raw->kind == RAW_NUMBER ||
	       (raw->kind == RAW_WORD && keyword_find(raw->text));
}

static void put_token(struct masker *m, const struct raw *raw, struct buf *out)
{
	struct str text = source_text(&m->session->sources, raw->at);
	bool is_string = raw->kind == RAW_STRING && text.n > 1;
	bool is_text = is_string || m->is_directive;
	size_t quote = is_string ? 1 : 0;

	if (!is_text && is_plain(raw)) {
		buf_str(out, text);
		return;
	}
	buf_str(out, str_head(text, quote));
	secrets_put_part(&m->session->secrets, out, text, raw->at.lo, SECRETS_IN_LINE, quote,
			 text.n - quote, is_text ? STR(SECRETS_MASK) : STR(MASK_WORD));
	buf_str(out, str_skip(text, text.n - quote));
}

bool print_mask(struct session *s, struct str text, struct buf *out)
{
	struct source *src = sources_add(&s->sources, STR("printed text"), text, SPAN_NONE);
	struct masker m;
	struct raw raw;
	struct str gap;

	if (!src) {
		diag_report(&s->diags, &rule_limit, SPAN_NONE,
			    "more than 4 GB of text in one run: nothing is printed");
		return false;
	}
	find_secrets(s, src);
	begin(&m, s, src);
	do {
		next(&m, &raw, &gap);
		secrets_put(&s->secrets, out, gap, m.done, SECRETS_IN_LINE, STR(SECRETS_MASK));
		put_token(&m, &raw, out);
		m.done = raw.at.hi;
	} while (raw.kind != RAW_END);
	return true;
}
