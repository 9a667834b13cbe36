/*
 * options_format - what --format and its kin say; for options.c, and for KAMCHECK_FORMAT.
 */
#ifndef KAMCHECK_OPTIONS_FORMAT_H
#define KAMCHECK_OPTIONS_FORMAT_H

#include "programs/options.h"
#include "programs/options_read.h"

/* Does what ITEM says about the findings that are written; false when it is something else. */
bool options_apply_format(struct options *o, const struct options_item *item);

/* Adds a form "NAME" or "NAME:FILE"; false when there is none of this name: then WHY says so. */
bool options_add_format(struct options *o, struct str text, struct buf *why);

/* Judges the forms that were given for the command; false as above. */
bool options_check_formats(struct options *o, struct buf *why);

#endif
