/*
 * ifexp - the small language of `#!ifexp`, `#!defexp` and `#!defexps` (Kamailio 5.7 and later).
 *
 * What must stay true: no expression, however hostile, makes this recurse deeper than
 * IFEXP_MOST_NESTING, work longer than its length plus IFEXP_MOST_STEPS, or build a text
 * longer than IFEXP_LONGEST_TEXT.  Reference: preprocessor.md section 7, vectors 1100-1189.
 */
#ifndef KAMCHECK_IFEXP_H
#define KAMCHECK_IFEXP_H

#include "base/arena.h"
#include "base/str.h"

#define IFEXP_MOST_NESTING 200
#define IFEXP_MOST_STEPS   10000
/* About what the scanner of the real server can take back as the value of a define (vector 151). */
#define IFEXP_LONGEST_TEXT 16384

enum ifexp_status {
	IFEXP_OK,
	IFEXP_MALFORMED, /* the server logs an error and takes it as false */
	IFEXP_NO_VALUE,  /* likewise: division by zero, a text where only a number can stand */
	IFEXP_CRASHES,   /* the server dies (vectors 1169, 1170, 1172) */
	IFEXP_TOO_DEEP   /* one of our own limits */
};

struct ifexp_value {
	bool is_string;
	float number;    /* unless is_string */
	struct str text; /* if is_string */
};

/* What is wrong, in plain words, and the N bytes at AT of the expression it is about. */
struct ifexp_error {
	size_t at;
	size_t n; /* 0 at the end of the expression */
	struct str text;
};

enum ifexp_name { IFEXP_NAME_UNDEFINED, IFEXP_NAME_EMPTY, IFEXP_NAME_VALUE };

/*
 * Says what NAME is defined as; for IFEXP_NAME_VALUE it sets *VALUE to the define's text as it was
 * written.  Asked once for each name whose value the expression reads before assigning one itself,
 * so it also tells which defines an expression uses.
 */
typedef enum ifexp_name (*ifexp_lookup)(void *ctx, struct str name, struct str *value);

/* Takes NAME, a part of the expression's text that reads a name which was looked up. */
typedef void (*ifexp_note)(void *ctx, struct str name);

/*
 * Evaluates TEXT, the rest of the line after `#!ifexp` or the value of a `#!defexp`, trimmed or
 * not.  NOTE, unless it is NULL, is called behind that for each place where a name is read, in the
 * order of the text.
 *
 * On IFEXP_OK sets *VALUE; its text lies in A, or is a part of what LOOKUP gave.  Otherwise *VALUE
 * is the number 0, which is what the real server goes on with for `#!ifexp`, and *ERROR is set; its
 * text lies in A.  *ERROR is empty after IFEXP_OK.
 */
enum ifexp_status ifexp_eval(struct arena *a, struct str text, ifexp_lookup lookup, ifexp_note note,
			     void *ctx, struct ifexp_value *value, struct ifexp_error *error);

/* Whether `#!ifexp` takes its first branch: a text that is not empty, a number that is not 0 (NaN
 * is none). */
bool ifexp_true(const struct ifexp_value *value);

/*
 * Sets *TEXT to what `#!defexp` (IS_QUOTED: `#!defexps`) stores for VALUE: a number is cut to an
 * integer, a negative n becomes 2^64 + n (vectors 1177-1182).  An empty text means "defined without
 * value".  The text lies in A or is that of VALUE.  False, and *TEXT empty, if it would be longer
 * than IFEXP_LONGEST_TEXT.  A define without any expression is not evaluated at all, but defined
 * without value (vector 1189); that, and the name being defined as IFEXP_NAME_EMPTY while its own
 * expression is evaluated (1184), is up to the caller.
 */
bool ifexp_define_text(struct arena *a, const struct ifexp_value *value, bool is_quoted,
		       struct str *text);

#endif
