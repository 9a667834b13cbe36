/*
 * variants_command - the command `kamcheck variants`: what conditionals make of a config, and which
 * variants lint would check.
 */
#ifndef KAMCHECK_VARIANTS_COMMAND_H
#define KAMCHECK_VARIANTS_COMMAND_H

#include "programs/options.h"

/* Runs it as O says, and writes the list; returns the exit status. */
int variants_command(struct arena *a, const struct options *o);

#endif
