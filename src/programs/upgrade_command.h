/*
 * upgrade_command - the command `kamcheck upgrade`: a config under all releases from one to
 * another, and what becomes of it.
 */
#ifndef KAMCHECK_UPGRADE_COMMAND_H
#define KAMCHECK_UPGRADE_COMMAND_H

#include "programs/options.h"

/* Runs it as O says, and writes what it finds; returns the exit status: 1 when something must be
 * changed. */
int upgrade_command(struct arena *a, const struct options *o);

#endif
