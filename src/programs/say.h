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

#endif
