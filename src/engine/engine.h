/*
 * engine - runs the rules over a finished analysis.  Names no rule.
 */
#ifndef KAMCHECK_ENGINE_H
#define KAMCHECK_ENGINE_H

#include "unit/analysis.h"

/*
 * Runs every visitor whose findings, or those of the rules that it finds, are wanted by the
 * session's diags; reports to them.  Linear in the size of the tree.
 * The order: parameters, the tree, modules, routes, the ends.
 */
void engine_run(struct analysis *a);

#endif
