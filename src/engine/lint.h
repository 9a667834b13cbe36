/*
 * lint - the findings about a configuration: what the rules see in its analysis.
 */
#ifndef KAMCHECK_LINT_H
#define KAMCHECK_LINT_H

#include "engine/ignore.h"
#include "unit/analysis.h"

/* Runs the rules over A and takes out what comments silence, as far as they may. */
void lint(struct analysis *a, enum ignoring ignoring);

#endif
