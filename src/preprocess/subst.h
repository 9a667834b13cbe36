/*
 * subst - the rules of #!subst, #!substdef, #!substdefs and of --subst: "/regex/replacement/flags".
 *
 * Source: preprocessor.md section 8 and, for what is marked (tried), kamailio 5.6.3
 * itself. What a variable is worth is not known here: the caller resolves it.  Defines that
 * substdef makes are the caller's, too.
 */
#ifndef KAMCHECK_SUBST_H
#define KAMCHECK_SUBST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "regex/regex.h"

enum {
	SUBST_PARTS_MOST = 99,         /* escapes and variables of a replacement */
	SUBST_REPLACEMENT_MOST = 1022, /* bytes that one match may become [246] */
	SUBST_GROWTH_MOST = 1 << 18,   /* bytes by which a text may grow: our own limit */
};

struct subst;

struct subst_error {
	struct str text; /* what is wrong, in plain words */
	size_t at;       /* offset in the expression */
};

enum subst_result {
	SUBST_UNCHANGED,   /* no match */
	SUBST_CHANGED,     /* the new text was appended */
	SUBST_EMPTY_MATCH, /* an error: the regex matched nothing long [226] */
	SUBST_TOO_LONG,    /* an error: a replacement or the text grew above the limits [246] */
	SUBST_TOO_HARD,    /* an error: the regex takes too much time or memory on this text */
	SUBST_UNKNOWN,     /* it matches, and what it puts in is known only to the server */
};

/* What a variable is worth. */
enum subst_value {
	SUBST_VALUE,
	SUBST_NO_VALUE,
	SUBST_UNKNOWN_VALUE, /* only the server knows */
};

/* Says what variables are worth. */
struct subst_resolver {
	/* Appends the value of VARIABLE, "$name(...)" or "$(...)", when it has one. */
	enum subst_value (*resolve)(void *context, struct str variable, struct buf *out);
	void *context;
};

/*
 * Parses EXPR, the string's value after its escapes.  Returns NULL and the reason in *ERROR when it
 * is malformed [225, 232-237, 240, 241].  All lives with ALL; EXPR need not live on.  That a
 * variable has a valid shape is checked, not that it exists.
 */
struct subst *subst_parse(struct regexes *all, struct str expr, struct subst_error *error);

/*
 * Applies S to TEXT.  Only for SUBST_CHANGED something is appended to OUT, the whole new text.
 * After an error the rule does nothing for this text, as in Kamailio; the error is the same for
 * each such text, so say it once a rule.  With a chain of rules the growth limit counts for each:
 * watch the total.
 */
enum subst_result subst_apply(const struct subst *s, struct str text,
			      const struct subst_resolver *resolver, struct buf *out);

/* The regex and the replacement as written, escapes kept: name and value of a substdef [248, 260].
 */
struct str subst_regex(const struct subst *s);
struct str subst_replacement(const struct subst *s);

/* Whether S has the flag g: it replaces each match. */
bool subst_is_global(const struct subst *s);

/*
 * Variable number I, from 0, in *TEXT and its offset in the expression in *AT; false when there are
 * not so many.  "\u" counts as "$ru".
 */
bool subst_variable(const struct subst *s, size_t i, struct str *text, size_t *at);

/* Length of the variable at the start of TEXT, which begins with a dollar; 0 when it has no name or
 * is not closed. */
size_t subst_variable_length(struct str text);

/* Splits "$name(inner)", "$(name(inner){...})" or "$(name)", with CHAIN what stands behind the name
 * and its parentheses; false for any other shape. */
bool subst_variable_split(struct str variable, struct str *name, struct str *inner,
			  struct str *chain);

/* Offset in the expression of the first unknown escape such as "\q", which Kamailio warns of [231];
 * SIZE_MAX when there is none. */
size_t subst_odd_escape(const struct subst *s);

#endif
