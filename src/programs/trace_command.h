/*
 * trace_command - the command `kamcheck trace`: what a config does with one message.
 */
#ifndef KAMCHECK_TRACE_COMMAND_H
#define KAMCHECK_TRACE_COMMAND_H

#include "programs/options.h"

/* Follows the message that O describes, and writes its way on standard output; returns the exit
 * status. */
int trace_command(struct arena *a, const struct options *o);

#endif
