/*
 * lint - the findings about a configuration: what the rules see in its analysis.
 */
#ifndef KAMCHECK_LINT_H
#define KAMCHECK_LINT_H

#include "unit/analysis.h"

/*
 * Runs the rules over A and takes out what comments silence.  Findings of phases before
 * IGNORED_FROM stay, whatever comments say: the verdict of -c is Kamailio's, which reads no
 * comments.
 */
void lint(struct analysis *a, enum phase ignored_from);

#endif
