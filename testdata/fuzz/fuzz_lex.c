/*
 * fuzz_lex - the lexer alone: one word in four, by its length, expands to another part of the
 * input; words that change the lexer's state do so here as the preprocessor would do it.
 */
#include "fuzz.h"
#include "scan/lexer.h"

enum { DEPTH_MOST = 50, TEXT_MOST = 1 << 15 };

struct lex_run {
	struct sources sources;
	struct lexer *lexer;
	const struct fuzz_input *in;
	size_t pushed; /* bytes of expansions and files so far */
};

static void push(struct lex_run *r, struct str text, struct span from, bool is_expansion)
{
	struct source *src;

	if (!text.n || lexer_depth(r->lexer) >= DEPTH_MOST || r->pushed > TEXT_MOST)
		return;
	r->pushed += text.n;
	src = sources_add(&r->sources, STR("part"), text, from);
	src->is_expansion = is_expansion;
	if (is_expansion)
		lexer_push_expansion(r->lexer, src);
	else
		lexer_push_file(r->lexer, src);
}

static void follow_word(struct lex_run *r, const struct raw *raw)
{
	if (str_is(raw->text, "event_route"))
		lexer_expect(r->lexer, LEXER_EVENT);
	else if (str_is(raw->text, "include_file"))
		lexer_expect(r->lexer, LEXER_FILE_NAME);
	else if (raw->text.n < FUZZ_PARTS)
		push(r, r->in->part[raw->text.n], raw->at, true);
}

static void follow_directive(struct lex_run *r, const struct raw *raw)
{
	static const struct {
		const char *word;
		enum lexer_state state;
	} states[] = {
	    {"subst", LEXER_TEXT},       {"else", LEXER_SKIP},       {"endif", LEXER_TEXT},
	    {"ifexp", LEXER_REST},       {"if", LEXER_COND},         {"include", LEXER_FILE_NAME},
	    {"import", LEXER_FILE_NAME}, {"defenv", LEXER_ENV_SPEC}, {"", LEXER_DEFINE}};
	struct str word = str_skip(raw->text, 2);
	size_t i = 0;

	while (!str_starts(word, str_of(states[i].word)))
		i++;
	lexer_expect(r->lexer, states[i].state);
}

static void check_token(struct lex_run *r, const struct raw *raw)
{
	const struct source *src = source_of(&r->sources, raw->at.lo);
	volatile char last = 0;

	fuzz_must(src != NULL, "a token has a place");
	fuzz_must(raw->at.lo <= raw->at.hi, "a token's place is valid");
	fuzz_must(raw->at.hi - src->base <= src->text.n + 256, "a token lies in its buffer");
	for (size_t i = 0; i < raw->text.n; i++)
		last = raw->text.p[i];
	(void)last;
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct fuzz_input in;
	struct lex_run r = {.in = &in};
	struct span opened;
	struct raw raw;

	fuzz_split(&in, a, data, size);
	sources_init(&r.sources, a);
	r.lexer = lexer_new(a, &r.sources);
	lexer_push_file(r.lexer, sources_add(&r.sources, STR("main"), in.part[0], SPAN_NONE));
	do {
		raw = (struct raw){0};
		lexer_next(r.lexer, &raw);
		check_token(&r, &raw);
		if (raw.kind == RAW_WORD)
			follow_word(&r, &raw);
		else if (raw.kind == RAW_DIRECTIVE)
			follow_directive(&r, &raw);
		else if (raw.kind == RAW_FILE_NAME)
			push(&r, in.part[raw.text.n % FUZZ_PARTS], raw.at, false);
		else if (raw.kind == RAW_PUNCT && raw.text.n == 2 && raw.text.p[0] == '!')
			lexer_unread(r.lexer, 1);
	} while (raw.kind != RAW_END);
	lexer_unclosed(r.lexer, &opened);
	lexer_next(r.lexer, &raw);
	fuzz_must(raw.kind == RAW_END, "after the end comes the end");
	arena_free(a);
}
