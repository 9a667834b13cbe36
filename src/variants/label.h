/*
 * label - when a finding is there: found out by flipping one name after the other.
 *
 * What must stay true: what a label says was seen: with the names on and without those off the
 * finding is there, and with any of them flipped it is not; every other name was flipped as well,
 * there or in a variant of which the label holds, and made no difference.
 */
#ifndef KAMCHECK_LABEL_H
#define KAMCHECK_LABEL_H

#include "variants/choice.h"

enum label_answer {
	LABEL_NO,
	LABEL_YES,
	LABEL_UNKNOWN, /* something else keeps it from being found, or there was no room to look */
};

/* Who can tell. */
struct label_source {
	void *ctx;
	const struct row_choice *rows; /* those that were looked at */
	row hint;                      /* names that are likely to be needed */
	row suspects;                  /* ... to take it away */
	/* Whether the finding is there in row X, which may have to be looked at. */
	enum label_answer (*has)(void *ctx, row x);
};

enum { LABEL_WAYS = 3 };

struct label {
	struct row_condition ways[LABEL_WAYS]; /* any of them */
	unsigned count;                        /* 0: nothing is known */
	bool is_exact; /* in all rows that were looked at, it says when the finding is there */
};

/* The label of a finding that is not there in the first row, and in some other. */
struct label label_find(const struct label_source *s);

#endif
