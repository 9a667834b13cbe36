/*
 * lint_command - the command `kamcheck lint`: checks the configs that belong to what the user
 * named.
 */
#ifndef KAMCHECK_LINT_COMMAND_H
#define KAMCHECK_LINT_COMMAND_H

#include "programs/options.h"

/* Runs it, with memory from A; returns the exit status. */
int lint_command(struct arena *a, struct options *o);

#endif
