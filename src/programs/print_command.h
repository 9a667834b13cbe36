/*
 * print_command - the commands `kamcheck expand` and `--cfg-print`: the text of a config, as it
 * stands or in its variants.
 */
#ifndef KAMCHECK_PRINT_COMMAND_H
#define KAMCHECK_PRINT_COMMAND_H

#include "programs/options.h"
#include "variants/plan.h"

/*
 * Runs it as O says: the text to standard output, or of each variant that PLAN wants to a file of
 * its own; what the preprocessor found to standard error.  Returns the exit status.
 */
int print_command(struct arena *a, struct options *o, const struct plan *plan);

#endif
