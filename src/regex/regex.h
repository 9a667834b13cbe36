/*
 * regex - POSIX extended regular expressions as Kamailio's C library (glibc, C locale) matches
 * them, on pcre2.
 *
 * Kept: which patterns are valid, the leftmost and among those the longest match, and, in all but
 * rare cases, the groups (regex_random.c counts what differs).  Not kept: glibc takes any amount of
 * memory and time; here patterns have a size limit and a text has an account of work.
 *
 * The expressions of a run are not to be used by two threads at a time.  All memory comes from the
 * arena; matching takes it once and reuses it, so it does not grow with the number of matches.
 */
#ifndef KAMCHECK_REGEX_H
#define KAMCHECK_REGEX_H

#include "base/account.h"
#include "base/arena.h"
#include "base/str.h"

enum { REGEX_GROUPS = 10 }; /* the match and \1 ... \9 */

#define REGEX_NONE SIZE_MAX

enum regex_flag {
	REGEX_NOCASE = 1,  /* REG_ICASE */
	REGEX_NEWLINE = 2, /* REG_NEWLINE */
};

enum regex_eflag {
	REGEX_NOTBOL = 1, /* REG_NOTBOL: FROM is not the beginning of a line */
};

enum regex_result { REGEX_NO_MATCH, REGEX_MATCH, REGEX_TOO_HARD };

/* Offsets in the text; REGEX_NONE in both for a group that took no part. */
struct regex_span {
	size_t from, to;
};

/* What the expressions of a run share: their memory, the account that pays, those compiled already.
 */
struct regexes;
struct regex;

/* Nothing compiled yet; ACCOUNT pays for compiling and matching (ACCOUNT_MATCHING), NULL: nobody
 * does. */
struct regexes *regexes_new(struct arena *a, struct account *account);

/* Where the expressions and the texts of errors are. */
struct arena *regexes_arena(const struct regexes *all);

/*
 * Compiles PATTERN, once a run; FLAGS are enum regex_flag.  Returns NULL for an invalid or too
 * large pattern with the reason in *ERROR.  PATTERN need not live on.
 */
struct regex *regex_compile(struct regexes *all, struct str pattern, unsigned flags,
			    struct str *error);

/* The same, and says in *AT at which byte of PATTERN the error is. */
struct regex *regex_compile_at(struct regexes *all, struct str pattern, unsigned flags,
			       struct str *error, size_t *at);

/*
 * Looks for the leftmost-longest match in TEXT from offset FROM on, as regexec(text + from) does:
 * what stands before FROM is not seen, also not by "\<" or "\b".  GROUPS gets offsets in TEXT; NULL
 * when only the answer matters.  EFLAGS are enum regex_eflag.  The work allowed is proportional to
 * the length of TEXT; calls with FROM > 0 continue the account of the last call with FROM = 0. When
 * it is used up, or the account of the run, or matching needs too much memory, the answer is
 * REGEX_TOO_HARD: nothing is known then.
 */
enum regex_result regex_match(struct regex *r, struct str text, size_t from, unsigned eflags,
			      struct regex_span groups[REGEX_GROUPS]);

#endif
