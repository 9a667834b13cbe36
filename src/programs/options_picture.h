/*
 * options_picture - what the options of `kamcheck graph` and trace say; for options.c.
 */
#ifndef KAMCHECK_OPTIONS_PICTURE_H
#define KAMCHECK_OPTIONS_PICTURE_H

#include "programs/options.h"
#include "programs/options_read.h"

/* Does what ITEM says about a picture, or the message that is followed; false when it is something
 * else.  What --from and --to mean depends on the command, which shows later. */
bool options_apply_picture(struct options *o, const struct options_item *item);

#endif
