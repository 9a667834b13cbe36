/*
 * outline - see outline.h.
 *
 * What must stay true: words in comments, strings and values of defines count nothing, as the lexer
 * is told what it reads just as in pp.c.
 */
#include "preprocess/outline.h"

#include "base/ascii.h"
#include "scan/keyword.h"
#include "scan/lexer.h"

/* One reading of a text. */
struct reading {
	struct arena *arena;
	struct lexer *lexer;
	struct outline out;
};

static void take_include(struct reading *r)
{
	struct raw name;

	lexer_expect(r->lexer, LEXER_FILE_NAME);
	lexer_next(r->lexer, &name);
	if (name.kind == RAW_FILE_NAME && name.text.n > 2)
		*LIST_ADD(r->arena, &r->out.includes) = include_name(r->arena, name.text);
}

/* The rest of the line, or a value, is of no interest. */
static void pass(struct reading *r, enum lexer_state state, int count)
{
	struct raw raw;

	lexer_expect(r->lexer, state);
	while (count--)
		lexer_next(r->lexer, &raw);
}

static void take_directive(struct reading *r, struct str text)
{
	uint32_t versions;

	switch (directive_find(str_trim(str_skip(text, 2)), &versions)) {
	case DIRECTIVE_INCLUDE_FILE:
	case DIRECTIVE_IMPORT_FILE: take_include(r); break;
	case DIRECTIVE_IFDEF:
	case DIRECTIVE_IFNDEF: pass(r, LEXER_COND, 2); break;
	case DIRECTIVE_IFEXP: pass(r, LEXER_REST, 1); break;
	case DIRECTIVE_DEFENV:
	case DIRECTIVE_DEFENVS:
	case DIRECTIVE_TRYDEFENV:
	case DIRECTIVE_TRYDEFENVS: pass(r, LEXER_ENV_SPEC, 1); break;
	case DIRECTIVE_NONE:
	case DIRECTIVE_ELSE:
	case DIRECTIVE_ENDIF:
	case DIRECTIVE_SUBST:
	case DIRECTIVE_SUBSTDEF:
	case DIRECTIVE_SUBSTDEFS: return;
	default: pass(r, LEXER_DEFINE, 2); break;
	}
	lexer_expect(r->lexer, LEXER_TEXT);
}

/* RAW, and what stands before it. */
static void take_word(struct reading *r, const struct raw *raw)
{
	struct str word = raw->text;

	if (str_is(word, "include_file") || str_is(word, "import_file")) {
		take_include(r);
		return;
	}
	if (str_is(word, "event_route"))
		lexer_expect(r->lexer, LEXER_EVENT);
	r->out.has_main |= str_is(word, "request_route") || str_is(word, "cfgengine");
	r->out.has_modules |= str_is(word, "loadmodule") || str_is(word, "loadmodulex");
}

struct outline outline_of(struct arena *a, struct str text)
{
	struct reading r = {.arena = a};
	struct sources sources;
	bool is_behind_route = false;
	struct raw raw;

	sources_init(&sources, a);
	r.lexer = lexer_new(a, &sources);
	lexer_push_file(r.lexer, sources_add(&sources, STR(""), text, SPAN_NONE));
	for (;;) {
		lexer_next(r.lexer, &raw);
		if (raw.kind == RAW_END)
			return r.out;
		r.out.has_main |= is_behind_route && raw.kind == RAW_PUNCT && str_is(raw.text, "{");
		is_behind_route = raw.kind == RAW_WORD && str_is(raw.text, "route");
		if (raw.kind == RAW_WORD)
			take_word(&r, &raw);
		else if (raw.kind == RAW_DIRECTIVE)
			take_directive(&r, raw.text);
	}
}

/* Whether LINE, without blanks before it, begins with what a main route begins with. */
static bool is_main(struct str line)
{
	struct str rest = str_skip(line, 5);

	if (str_starts(line, STR("request_route")))
		return true;
	while (rest.n && ascii_is_blank(rest.p[0]))
		rest = str_skip(rest, 1);
	return str_starts(line, STR("route")) && rest.n && rest.p[0] == '{';
}

bool outline_is_whole(struct str text)
{
	bool has_main = false, has_modules = false;

	while (text.n && !(has_main && has_modules)) {
		struct str line = str_take(&text, '\n');

		while (line.n && ascii_is_blank(line.p[0]))
			line = str_skip(line, 1);
		has_modules |= str_starts(line, STR("loadmodule"));
		has_main |= line.n && line.p[0] == 'r' && is_main(line);
	}
	return has_main && has_modules;
}
