/*
 * init_command - the command `kamcheck init`: a first file of settings, by what is found in a
 * folder.
 */
#ifndef KAMCHECK_INIT_COMMAND_H
#define KAMCHECK_INIT_COMMAND_H

#include "programs/options.h"

/* Writes kamcheck.ini into the folder that O names; false when it cannot.  *SAID tells what was
 * done, or why it was not. */
bool init_command(struct arena *a, const struct options *o, struct buf *said);

#endif
