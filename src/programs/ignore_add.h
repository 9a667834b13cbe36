/*
 * ignore_add - writes comments into configs that silence what is found there: --add-ignore.
 */
#ifndef KAMCHECK_IGNORE_ADD_H
#define KAMCHECK_IGNORE_ADD_H

#include "programs/known.h"

/*
 * Writes a comment for each finding of R that is shown, and tried before that the comments silence
 * them and change nothing else.  Errors of reading get none: a file that was not read is never
 * fine.  Appends to SAID what was done.  False when a file could not be written.
 */
bool ignore_add(const struct known_run *r, struct buf *said);

#endif
