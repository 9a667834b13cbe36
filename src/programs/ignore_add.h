/*
 * ignore_add - writes comments into configs that silence what is found there: --add-ignore.
 */
#ifndef KAMCHECK_IGNORE_ADD_H
#define KAMCHECK_IGNORE_ADD_H

#include "programs/known.h"

enum ignore_added {
	IGNORE_ADDED_NONE,
	IGNORE_ADDED_SOME, /* look again: a rule that tells a mistake once tells the next one now */
	IGNORE_ADDED_FAILED,
};

/*
 * Writes a comment for each finding of R that is shown, and tried before that the comments silence
 * them and change nothing else.  Errors of reading get none: a file that was not read is never
 * fine.  Counts the comments of each file in ADDED, with memory from A; appends to SAID what could
 * not be done.
 */
enum ignore_added ignore_add(const struct known_run *r, struct arena *a, struct map *added,
			     struct buf *said);

/* Appends how many comments were added. */
void ignore_add_say(struct buf *b, const struct map *added);

#endif
