/*
 * habits - the constant table made by grammar/mktables.awk, sorted by text; see habits.h.
 */
#include "facts/habits.h"

#include "base/ascii.h"
#include "facts/rows.h"

static const struct habit habits[] = {
#define ROW(...) {__VA_ARGS__},
#include "habits.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "habits.index"
};

const struct habit *habit_find(struct str text)
{
	size_t count;

	return rows_find(habits, sizeof *habits, (struct rows_index)ROWS_INDEX(places), text,
			 &count);
}

enum { SIGNS_MOST = 4 };

static bool is_sign(char c)
{
	return c && strchr("!=<>~&|+-:.", c);
}

/* One step to the left in TEXT: over a blank or two to the next byte. */
static size_t left_of(struct str text, size_t i)
{
	while (i > 0 && ascii_is_blank(text.p[i - 1]))
		i--;
	return i;
}

const char *habit_sign(struct str text, size_t i)
{
	char word[2 * SIGNS_MOST + 1];
	size_t n = 0, from = i;
	const struct habit *h;

	/* The first of the signs around I. */
	while (left_of(text, from) > 0 && is_sign(text.p[left_of(text, from) - 1]) &&
	       i - from < SIGNS_MOST)
		from = left_of(text, from) - 1;
	for (; from < text.n && n + 2 < sizeof word; from++) {
		if (is_sign(text.p[from]))
			word[n++] = text.p[from];
		else if (ascii_is_blank(text.p[from]) && n && word[n - 1] != ' ')
			word[n++] = ' ';
		else
			break;
	}
	while (n && word[n - 1] == ' ')
		n--;
	h = habit_find((struct str){word, n});
	return h && h->where == HABIT_SIGN ? h->hint : NULL;
}
