/*
 * analyse - the way from a text to all that is known of it; what every program calls.
 */
#ifndef KAMCHECK_ANALYSE_H
#define KAMCHECK_ANALYSE_H

#include "unit/analysis.h"

/*
 * Reads, parses and checks TEXT as the main file NAME, as `kamailio -c` does; findings go to the
 * session.  Returns what is known of it, never NULL, in the session's memory.  Names are kept, not
 * copied.
 */
struct analysis *analyse(struct session *s, struct str name, struct str text);

#endif
