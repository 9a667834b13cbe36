/*
 * write_file - puts a file on the disk in one step: who reads it sees the old text or the new one.
 */
#ifndef KAMCHECK_WRITE_FILE_H
#define KAMCHECK_WRITE_FILE_H

#include "base/arena.h"
#include "base/str.h"

/*
 * Writes TEXT to the file NAME, or to the one that a link of this name leads to; what was there
 * keeps its mode.  False when it cannot; then the old text is still there, and *REASON says why.
 * Memory from A.
 */
bool write_file(struct arena *a, struct str name, struct str text, struct str *reason);

#endif
