/*
 * keyword - look-up in tables that grammar/mktables.awk made; see keyword.h.
 *
 * What must stay true: the hash here is that of mktables.awk, and the tables have empty places.
 */
#include "scan/keyword.h"

#include "facts/suggest.h"
#include "tree/ast.h"
#include "parser.h"

#define TABLE_SIZE(n) enum { KEYWORD_PLACES = n };
#define KEYWORD(at, word, token, same_as, number, versions)
#include "keywords.inc"
#undef TABLE_SIZE
#undef KEYWORD

#define TABLE_SIZE(n)
static const struct keyword keywords[KEYWORD_PLACES] = {
#define KEYWORD(at, word, token, same_as, number, versions)                                        \
	[at] = {word, same_as, T_##token, number, versions},
#include "keywords.inc"
#undef KEYWORD
};
#undef TABLE_SIZE

struct directive_row {
	const char *word;
	enum directive what;
	uint32_t versions;
};

#define TABLE_SIZE(n) enum { DIRECTIVE_PLACES = n };
#define DIRECTIVE(at, word, what, versions)
#include "directives.inc"
#undef TABLE_SIZE
#undef DIRECTIVE

#define TABLE_SIZE(n)
static const struct directive_row directives[DIRECTIVE_PLACES] = {
#define DIRECTIVE(at, word, what, versions) [at] = {word, DIRECTIVE_##what, versions},
#include "directives.inc"
#undef DIRECTIVE
};
#undef TABLE_SIZE

const struct keyword *keyword_find(struct str word)
{
	uint32_t at = str_hash(word) % KEYWORD_PLACES;

	for (; keywords[at].word; at = (at + 1) % KEYWORD_PLACES)
		if (str_is_entry(word, keywords[at].word))
			return &keywords[at];
	return NULL;
}

void keyword_each(uint32_t mask, void (*visit)(void *ctx, const struct keyword *k), void *ctx)
{
	for (size_t i = 0; i < KEYWORD_PLACES; i++)
		if (keywords[i].word && keywords[i].versions & mask)
			visit(ctx, &keywords[i]);
}

bool keyword_takes_expression(const struct keyword *k)
{
	return k->token == T_STRLEN || k->token == T_STREMPTY || k->token == T_SELVAL ||
	       k->token == T_ROUTE;
}

bool keyword_is_core_call(const struct keyword *k)
{
	return k->token >= T_CALL_STRING && k->token <= T_CALL_AVPFLAG;
}

struct str keyword_canonical(const struct keyword *k)
{
	return str_of(k->same_as ? k->same_as : k->word);
}

enum directive directive_find(struct str word, uint32_t *versions)
{
	uint32_t at = str_hash(word) % DIRECTIVE_PLACES;

	for (; directives[at].word; at = (at + 1) % DIRECTIVE_PLACES) {
		if (str_is_entry(word, directives[at].word)) {
			*versions = directives[at].versions;
			return directives[at].what;
		}
	}
	return DIRECTIVE_NONE;
}

const char *directive_nearest(struct str word, uint32_t mask)
{
	struct nearest n = nearest_listed(word);

	for (size_t i = 0; i < DIRECTIVE_PLACES; i++)
		if (directives[i].word && directives[i].versions & mask)
			nearest_consider(&n, str_of(directives[i].word));
	return n.best.p;
}
