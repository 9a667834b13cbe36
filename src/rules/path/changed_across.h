/*
 * changed_across - a part of the message that a request_route changes, and the blocks that it arms,
 * too.
 */
#ifndef KAMCHECK_PATH_CHANGED_ACROSS_H
#define KAMCHECK_PATH_CHANGED_ACROSS_H

#include "engine/visit.h"

/* Reports what a request_route changes and the failure_route or branch_route that it arms, too. */
void changed_across(struct visit *v);

#endif
