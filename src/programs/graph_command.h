/*
 * graph_command - the command `kamcheck graph`: pictures of a config.
 */
#ifndef KAMCHECK_GRAPH_COMMAND_H
#define KAMCHECK_GRAPH_COMMAND_H

#include "programs/options.h"

/* Draws what O says, on standard output; returns the exit status: 1 when no block has the name that
 * was asked for. */
int graph_command(struct arena *a, const struct options *o);

#endif
