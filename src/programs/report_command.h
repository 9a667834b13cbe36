/*
 * report_command - the command `kamcheck report`: all that is known of a config, as a page.
 */
#ifndef KAMCHECK_REPORT_COMMAND_H
#define KAMCHECK_REPORT_COMMAND_H

#include "programs/options.h"

/* Writes the page that O asks for; returns the exit status, which is that of lint with the same
 * options. */
int report_command(struct arena *a, const struct options *o);

#endif
