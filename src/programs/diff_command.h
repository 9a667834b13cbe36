/*
 * diff_command - the command `kamcheck diff`: what two configs do differently, or one config under
 * two sets of defines.
 */
#ifndef KAMCHECK_DIFF_COMMAND_H
#define KAMCHECK_DIFF_COMMAND_H

#include "programs/options.h"

/* Runs it as O says, and writes what it finds; returns the exit status: 1 when there is a
 * difference, 2 when a config cannot be compared. */
int diff_command(struct arena *a, const struct options *o);

#endif
