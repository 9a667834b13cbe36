/*
 * test_scan - the scanner by itself: NULs inside of tokens of every kind, names of event routes.
 */
#include "base/buf.h"
#include "scan/lexer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* A text, and what the lexer looks for at its beginning; ~ stands for the byte that is tried. */
struct sample {
	const char *text;
	enum lexer_state state;
};

static struct str with_byte(struct arena *a, const char *text, char byte)
{
	struct str s = {arena_copy(a, text, strlen(text)), strlen(text)};

	for (char *p = (char *)s.p; (p = strchr(p, '~'));)
		*p++ = byte;
	return s;
}

/* The tokens of the lexer, a line each.  Where it meets the word EXPAND, VALUE is put in. */
static void write_tokens(struct lexer *lx, struct sources *all, struct str value, struct buf *b)
{
	struct raw raw;

	for (lexer_next(lx, &raw); raw.kind != RAW_END; lexer_next(lx, &raw)) {
		if (raw.kind == RAW_WORD && str_is(raw.text, "EXPAND")) {
			struct source *src = sources_add(all, raw.text, value, raw.at);

			src->is_expansion = true;
			lexer_push_expansion(lx, src);
			continue;
		}
		buf_printf(b, "%d %u-%u ", (int)raw.kind, raw.at.lo, raw.at.hi);
		buf_str(b, raw.text);
		buf_byte(b, '\n');
	}
}

static struct str tokens_of(struct arena *a, const struct sample *x, const char *value, char byte)
{
	struct sources all;
	struct lexer *lx;
	struct buf b = buf_on(a);
	struct str v = with_byte(a, value, byte);

	sources_init(&all, a);
	lx = lexer_new(a, &all);
	lexer_push_file(lx,
			sources_add(&all, STR("t.cfg"), with_byte(a, x->text, byte), SPAN_NONE));
	lexer_expect(lx, x->state);
	write_tokens(lx, &all, v, &b);
	for (uint32_t i = 0; i < lexer_comments(lx)->count; i++) {
		const struct comment *c = PILE_AT(lexer_comments(lx), i);

		buf_printf(&b, "comment %u-%u\n", c->at.lo, c->at.hi);
	}
	return buf_view(&b);
}

/* The same tokens, with the byte NUL for \1 everywhere; VALUE is what EXPAND stands for. */
static void is_same(const struct sample *x, const char *value)
{
	struct arena *a = arena_new();
	struct str nul = tokens_of(a, x, value, '\0'), other = tokens_of(a, x, value, '\1');

	for (char *p = (char *)nul.p; (p = memchr(p, '\0', (size_t)(nul.p + nul.n - p)));)
		*p++ = '\1';
	if (!str_equal(nul, other))
		fail_msg("\"%s\" gives\n%.*swith NUL, and else\n%.*s", x->text, STR_ARG(nul),
			 STR_ARG(other));
	arena_free(a);
}

static void nul_is_a_byte_as_others(void **state)
{
	static const struct sample samples[] = {
	    {"a ~ b /* ~ */ c // ~\n# ~\nd", LEXER_TEXT},
	    {"$va~r(x) $~var(x~y) $(var~(x)~) $(a~b", LEXER_TEXT},
	    {"%~f~r. @~from~.uri ~ x", LEXER_TEXT},
	    {"#!SER\n$x(~) $(~)\n#!KAMAILIO\n$x~ $x(~)\n", LEXER_TEXT},
	    {"[~a~:b~] a:b~c", LEXER_EVENT},
	    {"x ~ #~endif\n#!e~\n#!endif\nrest", LEXER_SKIP},
	    {"~NAME~ va~lue \\~ \\\n ~\nrest", LEXER_DEFINE},
	    {"~NAME~ rest ~ of\nrest", LEXER_COND},
	    {"~ rest ~ of", LEXER_REST},
	    {"~ fi~le rest", LEXER_FILE_NAME},
	    {"~ A=b~c rest", LEXER_ENV_SPEC},
	    {"1~2 0x~1 a~:b::~c", LEXER_TEXT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		is_same(&samples[i], "");
}

static void nul_in_expansions(void **state)
{
	static const struct sample behind = {"EXPAND~b~) ~ c EXPAND EXPAND~", LEXER_TEXT};
	static const char *const values[] = {"~", "$var(a~", "$(a~", "$var(~) /* ~", "$~", "b ~ "};

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		is_same(&behind, values[i]);
}

/* The value of a string ends at a NUL, its place does not. */
static void strings_end_at_nul(void **state)
{
	static const struct {
		const char *text, *value, *tokens;
	} cases[] = {
	    {"\"a~b\"", "", "7 1-6 a\n"},           {"'a~b'", "", "7 1-6 a\n"},
	    {"\"\\n~b\" \"c\"", "", "7 1-11 \n\n"}, {"\"a\" \"b\\~c\"", "", "7 1-11 ab\\\n"},
	    {"EXPAND~c\"", "\"a~b", "7 1-10 a\n"},  {"EXPAND~c'", "'ab", "7 1-10 ab\n"},
	};

	(void)state;
	assert_int_equal(RAW_STRING, 7);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample x = {cases[i].text, LEXER_TEXT};
		struct arena *a = arena_new();

		assert_string_equal(tokens_of(a, &x, cases[i].value, '\0').p, cases[i].tokens);
		arena_free(a);
	}
}

/* Names start with a letter at any place; words without a colon behind are no names. */
static void names_of_event_routes(void **state)
{
	static const struct {
		const char *text, *value, *tokens;
	} cases[] = {
	    {"[tm:local-request]", "", "14 1-2 [\n13 2-18 tm:local-request\n14 18-19 ]\n"},
	    {"[9-a:b]", "", "14 1-2 [\n13 4-7 a:b\n14 7-8 ]\n"},
	    {"[ab-c d:e]", "", "14 1-2 [\n13 7-10 d:e\n14 10-11 ]\n"},
	    {"[a_b:c:1d]", "", "14 1-2 [\n13 4-7 b:c\n14 10-11 ]\n"},
	    {"[ab:1 c:d:e]", "", "14 1-2 [\n13 7-12 c:d:e\n14 12-13 ]\n"},
	    {"[abc", "", "14 1-2 [\n"},
	};

	(void)state;
	assert_int_equal(RAW_EVENT_NAME, 13);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sample x = {cases[i].text, LEXER_EVENT};
		struct arena *a = arena_new();

		assert_string_equal(tokens_of(a, &x, cases[i].value, '\0').p, cases[i].tokens);
		arena_free(a);
	}
}

/* A word that an expansion leaves open goes on behind it, and a name may start there. */
static void event_names_behind_expansions(void **state)
{
	struct arena *a = arena_new();
	struct buf text = buf_on(a), b = buf_on(a);
	struct sources all;
	struct lexer *lx;
	struct source *src;
	struct raw raw;

	(void)state;
	buf_printf(&text, "EXPAND-%0300d:f-", 0);
	for (size_t i = 7; i < 307; i++)
		text.p[i] = 'c';
	sources_init(&all, a);
	lx = lexer_new(a, &all);
	lexer_push_file(lx, sources_add(&all, STR("t.cfg"), buf_view(&text), SPAN_NONE));
	lexer_next(lx, &raw);
	src = sources_add(&all, raw.text, STR("1:a a:b ab"), raw.at);
	src->is_expansion = true;
	lexer_push_expansion(lx, src);
	lexer_expect(lx, LEXER_EVENT);
	for (int i = 0; i < 2; i++) {
		lexer_next(lx, &raw);
		buf_printf(&b, "%u-%u ", raw.at.lo, raw.at.hi);
		buf_str(&b, str_skip(raw.text, raw.text.n - 3));
		buf_byte(&b, '\n');
	}
	assert_string_equal(b.p, "316-319 a:b\n8-311 :f-\n");
	lexer_next(lx, &raw);
	assert_int_equal(raw.kind, RAW_END);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nul_is_a_byte_as_others),
	    cmocka_unit_test(nul_in_expansions),
	    cmocka_unit_test(strings_end_at_nul),
	    cmocka_unit_test(names_of_event_routes),
	    cmocka_unit_test(event_names_behind_expansions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
