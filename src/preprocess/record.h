/*
 * record - what the preprocessor saw: all that the tree does not hold.
 *
 * Names with their history, conditionals, text that was not read, comments, included files, substs.
 * Made while the text is read, part of the result of parse_config(), in the session's memory.
 *
 * What must stay true: every list is in the order in which the text was read, which is the order of
 * offsets only inside of one source; all of it is linear in the text that was read.
 */
#ifndef KAMCHECK_RECORD_H
#define KAMCHECK_RECORD_H

#include "base/pile.h"
#include "preprocess/define.h"
#include "scan/keyword.h"
#include "scan/lexer.h"

/* What stands between two directives of a conditional. */
struct branch {
	struct span at; /* the directive that opens it, without what it asks: "#!else" */
	uint32_t next;  /* branch of the same conditional; RECORD_NONE: the last one */
	bool is_true;   /* as far as this conditional goes */
	bool is_read;   /* all conditionals around it let it through, too */
};

/* A conditional; one that stands in text that is not read is recorded as well. */
struct conditional {
	struct span condition; /* the name or expression; SPAN_NONE: cut off by the file's end */
	struct span end;       /* its #!endif; SPAN_NONE: it has none */
	uint32_t parent;       /* the conditional around it; RECORD_NONE: none */
	uint32_t first, last;  /* branches */
	unsigned char directive;
};

/* What became of an include. */
enum inclusion_result {
	INCLUSION_READ,
	INCLUSION_PASSED_OVER, /* an import_file of a file that is not there */
	INCLUSION_UNREADABLE,  /* not there, or no file that can be read */
	INCLUSION_BAD_NAME,
	INCLUSION_UNKNOWN,  /* only the server knows the name */
	INCLUSION_TOO_DEEP, /* or the file includes itself */
	INCLUSION_LIMIT,    /* one of our own */
};

struct inclusion {
	struct span at;              /* the word with the name */
	struct span name;            /* as it is written, with its quotes */
	struct str file;             /* looked for, or as it was found; empty with a bad name */
	const struct source *source; /* NULL: nothing was read */
	unsigned char result;        /* enum inclusion_result */
	bool is_import;
};

/* A #!subst, #!substdef or #!substdefs, or its option. */
struct substitution {
	struct span at;     /* the directive with its string; SPAN_NONE: an option */
	struct span string; /* the expression in its quotes */
	struct str expression;
	unsigned char directive;
	bool is_in_force; /* it is well formed and not one too many */
};

/*
 * Text that was not read, or not understood, and what may be missing because of it.  What is wrong
 * with it has been reported, but for LOST_IMPORT.
 */
enum lost_kind {
	LOST_INCLUDE,     /* a file that cannot be read, or whose name is bad */
	LOST_IMPORT,      /* a file that is not here: the server goes on without it */
	LOST_DECLARATION, /* on the top level: a module, parameter, route, flag may be declared
			     there */
	LOST_SETTING,     /* "name = value" on the top level, which declares nothing */
	LOST_STATEMENT,   /* in a block, or behind one that a brace too many has closed */
	LOST_UNCLOSED,    /* what a string, comment or conditional that is not closed takes in */
	LOST_BRACES,      /* nothing but closing braces: where the block at AT ends is not known */
	LOST_DEFINE,      /* a define or subst that is refused: other text may be meant */
	LOST_VALUE,       /* a string or a word that only the server knows */
	LOST_CONDITION,   /* a conditional that cannot be judged: the other branch may be meant */
	LOST_LIMIT,       /* one of our own was reached; AT may be the rest of the text */
};

struct lost {
	struct span at; /* may be SPAN_NONE: an option of the command line */
	enum lost_kind kind;
};

struct record {
	struct defines defines;
	PILE_OF(struct conditional) conditionals;
	PILE_OF(struct branch) branches;
	/* Text that is not read: of the outermost conditional, without its directives; cut where a
	 * file ends. */
	PILE_OF(struct span) skipped;
	PILE_OF(struct inclusion) inclusions;
	PILE_OF(struct substitution) substitutions;
	const struct comments *comments;
	PILE_OF(struct lost) lost; /* in the order in which it was noticed */
	unsigned lost_kinds;       /* bit N: there is some of kind N */
};

/* Whether text of that kind is lost. */
static inline bool record_lacks(const struct record *r, enum lost_kind kind)
{
	return r->lost_kinds >> kind & 1;
}

/*
 * Where the text AT is written: a place in an expansion is lifted to the value of the define, as
 * long as that stands in a file as it is; else SPAN_NONE.  A place in a file is itself.
 */
struct span record_written(const struct record *r, struct sources *s, struct span at);

/* --- for the preprocessor ----------------------------------------------------------------------
 */

/* Opens a conditional with its first branch; returns its number. */
uint32_t record_open(struct record *r, struct arena *a, struct conditional c, struct branch first);

/* Opens one more branch of conditional NUMBER. */
void record_branch(struct record *r, struct arena *a, uint32_t number, struct branch b);

/* The branch of conditional NUMBER that was opened last. */
const struct branch *record_branch_now(const struct record *r, uint32_t number);

/* From offset FROM on text is skipped; up to TO, where it is read again or a file ends. */
void record_skip(struct record *r, struct arena *a, uint32_t from);
void record_skip_end(struct record *r, uint32_t to);

/* The text AT is lost; the parser says so, too. */
void record_lose(struct record *r, struct arena *a, enum lost_kind kind, struct span at);

#endif
