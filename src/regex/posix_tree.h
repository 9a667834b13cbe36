/*
 * posix_tree - a regular expression as a tree; shared by the files posix*.c only.
 *
 * What must stay true: no tree is higher than POSIX_HEIGHT_MOST + 2, so the recursions over it are
 * safe.
 */
#ifndef KAMCHECK_POSIX_TREE_H
#define KAMCHECK_POSIX_TREE_H

#include "base/arena.h"
#include "base/ascii.h"
#include "base/str.h"

enum {
	POSIX_HEIGHT_MOST = 500,
	POSIX_NEST_MOST = 125, /* groups in groups; each adds four levels at most */
	POSIX_NO_END = -1,
};

enum posix_kind {
	POSIX_EMPTY,   /* matches the empty string */
	POSIX_BYTE,    /* one byte; a letter is upper case when case is ignored */
	POSIX_SET,     /* one byte out of a set, which may be empty */
	POSIX_ANCHOR,  /* "^", "$", or the letter of \b \B \< \> \` \' */
	POSIX_GROUP,   /* (...) */
	POSIX_BACKREF, /* \1 ... \9 */
	POSIX_REPEAT,
	POSIX_CAT, /* two or more kids in a row */
	POSIX_ALT, /* two or more kids to choose from */
};

struct posix_set {
	uint32_t word[8]; /* bit C is set when byte C is in */
};

struct posix_node {
	struct posix_node *next; /* among the kids of a CAT or an ALT */
	struct posix_node *kid;
	const struct posix_set *set;
	enum posix_kind kind;
	unsigned char byte; /* of BYTE and ANCHOR */
	unsigned group;     /* of GROUP and BACKREF; the first is 1 */
	int min, max;       /* of REPEAT; POSIX_NO_END */
	bool nullable;      /* may match the empty string */
	unsigned height;    /* 1 for a leaf */
	int width;          /* bytes of every match; POSIX_NO_END when they differ, or too many */
	bool steady;        /* the first match Perl finds at a place is the longest there */
	uint32_t size;      /* leaves when repetitions are written out; saturates */
};

struct posix_parser {
	struct arena *arena;
	struct str pattern;
	size_t at;
	unsigned flags;
	unsigned groups; /* opened so far */
	unsigned closed; /* bit N-1: group N is complete, "\N" may name it */
	unsigned depth;  /* of open groups */
	bool has_backref;
	struct str error; /* empty as long as all is well */
	size_t error_at;
};

/* Parses the whole pattern; NULL and P->error when it is invalid. */
struct posix_node *posix_parse(struct posix_parser *p);

/* Parses a bracket expression, P->at just after its "["; NULL and P->error when it is invalid. */
const struct posix_set *posix_bracket(struct posix_parser *p);

/* The set of class NAME such as "alpha", or false.  Ignoring case, upper and lower are alpha. */
bool posix_class(struct posix_parser *p, struct str name, struct posix_set *set);

/* Notes an error in printf's way, the first one counts.  Returns NULL for return statements. */
void *posix_fail(struct posix_parser *p, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static inline bool posix_set_has(const struct posix_set *s, unsigned c)
{
	return s->word[c >> 5 & 7] >> (c & 31) & 1;
}

static inline void posix_set_add(struct posix_set *s, unsigned c)
{
	s->word[c >> 5 & 7] |= (uint32_t)1 << (c & 31);
}

/* toupper() of the C locale; glibc ignores case by matching upper-cased text. */
static inline unsigned char posix_upper(unsigned char c)
{
	return (unsigned char)ascii_upper((char)c);
}

#endif
