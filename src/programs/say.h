/*
 * say - what the program says besides findings, on standard error.
 */
#ifndef KAMCHECK_SAY_H
#define KAMCHECK_SAY_H

#include "base/buf.h"

enum { EXIT_GOOD = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

/* Says MESSAGE; what arguments and file names hide is not for the terminal. */
void say(struct str message);

/* The same about trouble: returns EXIT_TROUBLE. */
int complain(struct str message);

/* Appends that parts of the config FILE could not be read, and LACK what: "names may be missing".
 */
void say_partial(struct buf *b, struct str file, const char *lack);

#endif
