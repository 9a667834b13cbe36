/*
 * posix - POSIX extended regular expressions, as glibc reads them, put into pcre2's words.
 *
 * Kamailio compiles every regular expression with the C library; kamcheck matches with pcre2. Which
 * patterns are valid and what each piece means is judged here, by glibc 2.36 in the C locale: bytes
 * not characters, a backslash is nothing special in brackets, repetitions may be repeated, `{,3}`
 * works, "\w" "\b" "\<" and so on are known, "\d" is a "d".  Sources: semantics.md
 * section 13, and testdata/unit/regex_random.c, which compares with regcomp on random patterns.
 *
 * The result says which strings match; which of several matches counts (leftmost, longest) is the
 * matter of regex.c.
 */
#ifndef KAMCHECK_POSIX_H
#define KAMCHECK_POSIX_H

#include "base/arena.h"
#include "base/str.h"

enum posix_flag {
	POSIX_NOCASE = 1,  /* REG_ICASE */
	POSIX_NEWLINE = 2, /* REG_NEWLINE: "." and "[^a]" match no newline, "^" and "$" at lines */
};

enum {
	POSIX_GROUPS_SEEN = 9,      /* groups above get no number in pcre2's pattern */
	POSIX_PATTERN_MOST = 65535, /* bytes of a pattern */
	POSIX_REPEAT_MOST = 32767,  /* glibc's RE_DUP_MAX */
};

/*
 * Callouts in pcre2's pattern around each round of a repeated group N that may be empty: START + N
 * and END + N.  glibc takes back a round that was empty when the group had a match before, but for
 * the first round of "+", before which stands FIRST + N.
 */
enum { POSIX_ROUND_START = 10, POSIX_ROUND_END = 20, POSIX_FIRST_ROUND = 30 };

struct posix {
	struct str pcre;     /* the pattern in pcre2's syntax */
	struct str literal;  /* bytes that every match holds; empty when none are known */
	bool is_literal;     /* the whole pattern is LITERAL and nothing else */
	bool has_backref;    /* "\1" and the like: not regular any more */
	bool is_steady;      /* the first match Perl finds at a place is the longest there */
	bool watches_rounds; /* holds callouts of POSIX_ROUND_START */
	unsigned groups;     /* number of groups written */
	uint32_t size;       /* pieces when all counted repetitions are written out; saturates */
};

/*
 * Translates PATTERN; FLAGS are enum posix_flag.  False for an invalid pattern: then *ERROR says
 * why in plain words and *AT is the offset in PATTERN.  All results live in A.
 */
bool posix_translate(struct arena *a, struct str pattern, unsigned flags, struct posix *out,
		     struct str *error, size_t *at);

#endif
