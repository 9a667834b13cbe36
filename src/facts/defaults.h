/*
 * defaults - what parameters of modules are worth when a config does not set them
 * (grammar/defaults.tsv).
 */
#ifndef KAMCHECK_DEFAULTS_H
#define KAMCHECK_DEFAULTS_H

#include "base/str.h"

/*
 * What PARAM of MODULE is worth in the release of BIT, as a table says it; NULL when that is not
 * known.  Of a parameter that takes two types the first row.
 */
const char *default_of(struct str param, const char *module, uint32_t bit);

/* Whether no value that it has in FROM is one that it has in TO; false when it is not known. */
bool default_differs(struct str param, const char *module, uint32_t from, uint32_t to);

#endif
