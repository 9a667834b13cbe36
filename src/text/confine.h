/*
 * confine - files of one folder only: where a config that nobody trusts may read.
 */
#ifndef KAMCHECK_CONFINE_H
#define KAMCHECK_CONFINE_H

#include "base/arena.h"
#include "base/str.h"

struct confine;

/*
 * Makes ready for the names in the config MAIN, of which only those below the folder DIR are
 * opened.  An empty DIR stands for the repository around the folder of MAIN, the nearest folder
 * with a ".git", or else for that folder itself; of standard input it is the working directory.
 * NULL when a folder is not there; then *REASON says why.
 */
const struct confine *confine_new(struct arena *a, struct str dir, struct str main,
				  struct str *reason);

/*
 * Opens the file NAME for reading; returns its descriptor, or -1 with errno.  EXDEV: it is not
 * below the folder, and nothing outside was looked at to know that.  Never waits.
 */
int confine_open(const struct confine *c, const char *name);

/* Whether NAME, as it is written, is below the folder; symbolic links are not looked at. */
bool confine_covers(const struct confine *c, struct str name);

#endif
