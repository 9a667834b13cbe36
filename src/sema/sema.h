/*
 * sema - what `kamailio -c` decides: types, calls, variables, parameters, names, in the order of
 * the text.  What it finds out is recorded in the analysis.
 */
#ifndef KAMCHECK_SEMA_H
#define KAMCHECK_SEMA_H

#include "unit/analysis.h"

/*
 * Walks the tree of A once, in the order of the text; reports to the session, and records what is
 * loaded, set and called.  Linear in the size of the tree.  Reference: semantics.md.
 */
void sema_check(struct analysis *a);

/*
 * Judges the modules and parameters given on the command line, as Kamailio does before it reads the
 * file: false, with reports that have no place, when it would not go on.
 */
bool check_options(struct session *s);

#endif
