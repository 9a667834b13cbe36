/*
 * habits - words and signs that people bring from other languages (grammar/habits.tsv).
 */
#ifndef KAMCHECK_HABITS_H
#define KAMCHECK_HABITS_H

#include "facts/version.h"

enum habit_where {
	HABIT_OPERATOR,
	HABIT_SIGN,
	HABIT_STATEMENT,
	HABIT_TEMPLATE,
};

struct habit {
	const char *text;
	enum habit_where where;
	const char *hint; /* what to write */
	uint32_t versions;
};

/* The row of TEXT, letters as they are; NULL when there is none. */
const struct habit *habit_find(struct str text);

/* What to write for the signs that stand around offset I of TEXT, blanks between them or not; NULL
 * when no other language has them. */
const char *habit_sign(struct str text, size_t i);

#endif
