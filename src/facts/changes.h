/*
 * changes - what assignments to variables change in the message (grammar/changes.tsv), in the words
 * that tags have for what functions do.
 */
#ifndef KAMCHECK_CHANGES_H
#define KAMCHECK_CHANGES_H

#include "facts/tags.h"

/* The mask of what an assignment to VARIABLE, with its dollar, changes in V: TAG_FROM_HOST ...; 0
 * when it is nothing that rules ask for. */
uint64_t changes_of(struct str variable, const struct version *v);

#endif
