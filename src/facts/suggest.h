/*
 * suggest - "did you mean": how far two names are apart.
 */
#ifndef KAMCHECK_SUGGEST_H
#define KAMCHECK_SUGGEST_H

#include "base/str.h"

#define SUGGEST_NEVER 100u

/*
 * Number of edits (insert, delete, replace, swap neighbours; a change of case counts nothing) that
 * turn A into B, or SUGGEST_NEVER when they are too different for a suggestion: more than a third
 * of the letters, or more than three.
 */
unsigned suggest_distance(struct str a, struct str b);

#endif
