/*
 * options_project - what options say of a project: its settings, what is known of it, how its
 * configs differ, what they may see; for options.c.
 */
#ifndef KAMCHECK_OPTIONS_PROJECT_H
#define KAMCHECK_OPTIONS_PROJECT_H

#include "programs/options.h"
#include "programs/options_read.h"

/* Does what ITEM says about a project; false when it is something else. */
bool options_apply_project(struct options *o, const struct options_item *item);

#endif
