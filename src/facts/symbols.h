/*
 * symbols - the kinds of names that a configuration has, and what of its text names one
 * (grammar/symbolkinds.tsv, grammar/symbols.tsv).
 *
 * What must stay true: the kinds are rows; nobody but the tables knows what defines or uses one.
 */
#ifndef KAMCHECK_FACTS_SYMBOLS_H
#define KAMCHECK_FACTS_SYMBOLS_H

#include "facts/catalog.h"
#include "facts/tags.h"

enum symbol_kind {
#define ROW(kind, ...) SYMBOL_##kind,
#include "symbolkinds.inc"
#undef ROW
	SYMBOL_KINDS
};

/* What a place does with the name. */
enum reference_how {
	REFERENCE_DEFINES,
	REFERENCE_READS,
	REFERENCE_WRITES,
	REFERENCE_CALLS,
	REFERENCE_HOWS
};

struct fact_symbol_kind {
	const char *word;    /* in messages and lists */
	const char *letter;  /* for ctags */
	const char *unnamed; /* what a block without a name is called; or NULL */
	bool folds;          /* the case of letters does not count */
	uint64_t tag;        /* functions with this tag name one; or 0 */
	uint32_t versions;
};

/* Something that names a symbol. */
struct fact_symbol {
	const char *name; /* of the function, the parameter, the pseudo-variable */
	enum fact_namer where;
	const char *module;
	short argument; /* from 1; 0 where it is none */
	enum symbol_kind kind;
	enum reference_how how;
	struct name_form form;
	uint32_t versions;
};

/* By enum symbol_kind. */
extern const struct fact_symbol_kind symbol_kinds[SYMBOL_KINDS];

/* Kinds as a mask. */
#define SYMBOLS_OF(kind) ((uint32_t)1 << SYMBOL_##kind)
#define SYMBOLS_ALL      (((uint32_t)1 << SYMBOL_KINDS) - 1)
#define SYMBOLS_OF_ROUTES                                                                          \
	(SYMBOLS_OF(ROUTE) | SYMBOLS_OF(FAILURE_ROUTE) | SYMBOLS_OF(BRANCH_ROUTE) |                \
	 SYMBOLS_OF(ONSEND_ROUTE) | SYMBOLS_OF(ONREPLY_ROUTE) | SYMBOLS_OF(EVENT_ROUTE))

/* The kinds of which WHERE can name something. */
uint32_t symbols_named_by(enum fact_namer where);

/* The rows of NAME, and in *COUNT how many there are; NULL when there is none. */
const struct fact_symbol *symbols_naming(struct str name, size_t *count);

#endif
