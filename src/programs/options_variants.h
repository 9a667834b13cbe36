/*
 * options_variants - options about the variants of a config, and about the two sides of a diff.
 */
#ifndef KAMCHECK_OPTIONS_VARIANTS_H
#define KAMCHECK_OPTIONS_VARIANTS_H

#include "programs/options.h"
#include "programs/options_read.h"

/* Does what ITEM says when it is one of these; false: it is not. */
bool options_apply_variants(struct options *o, const struct options_item *item);

#endif
