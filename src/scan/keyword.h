/*
 * keyword - reserved words and directives by version (grammar/keywords.tsv,
 * grammar/directives.tsv).
 */
#ifndef KAMCHECK_KEYWORD_H
#define KAMCHECK_KEYWORD_H

#include "base/str.h"

struct keyword {
	const char *word;
	const char *same_as; /* the spelling that means the same, or NULL */
	int token;           /* the grammar's token; several words of one shape share it */
	int32_t number;      /* for words that are numbers: yes, off, inet6 ... */
	uint32_t versions;
};

/* The row of WORD whatever the version, or NULL. */
const struct keyword *keyword_find(struct str word);

/* The spelling that stands for all of the same meaning: "sethost" gives "rewritehost". */
struct str keyword_canonical(const struct keyword *k);

/* Whether an expression stands in the parentheses behind the word: strlen, selval, route ... */
bool keyword_takes_expression(const struct keyword *k);

/* Whether the word is a call of the core that a table names, of whatever shape. */
bool keyword_is_core_call(const struct keyword *k);

/* Calls VISIT for each word that a branch of MASK knows. */
void keyword_each(uint32_t mask, void (*visit)(void *ctx, const struct keyword *k), void *ctx);

enum directive {
	DIRECTIVE_NONE,
	DIRECTIVE_DEFINE,
	DIRECTIVE_TRYDEFINE,
	DIRECTIVE_REDEFINE,
	DIRECTIVE_DEFEXP,
	DIRECTIVE_DEFEXPS,
	DIRECTIVE_UNDEF,
	DIRECTIVE_TRYUNDEF,
	DIRECTIVE_DEFENV,
	DIRECTIVE_DEFENVS,
	DIRECTIVE_TRYDEFENV,
	DIRECTIVE_TRYDEFENVS,
	DIRECTIVE_IFDEF,
	DIRECTIVE_IFNDEF,
	DIRECTIVE_IFEXP,
	DIRECTIVE_ELSE,
	DIRECTIVE_ENDIF,
	DIRECTIVE_SUBST,
	DIRECTIVE_SUBSTDEF,
	DIRECTIVE_SUBSTDEFS,
	DIRECTIVE_INCLUDE_FILE,
	DIRECTIVE_IMPORT_FILE,
};

/* What WORD (without prefix) directs, and in *VERSIONS the branches that know it. */
enum directive directive_find(struct str word, uint32_t *versions);

/* The directive that WORD was probably meant to be, of the branches of MASK, or NULL. */
const char *directive_nearest(struct str word, uint32_t mask);

#endif
