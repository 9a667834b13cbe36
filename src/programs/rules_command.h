/*
 * rules_command - the commands `kamcheck rules` and `kamcheck explain`: rules in the form that is
 * wanted.
 */
#ifndef KAMCHECK_RULES_COMMAND_H
#define KAMCHECK_RULES_COMMAND_H

#include "programs/options.h"

/* Appends what is asked for to OUT; false, with a message in WHY, when it cannot be. */
bool rules_command(struct arena *a, const struct options *o, struct buf *out, struct buf *why);

#endif
