/*
 * paths - leads the rules that follow paths through the routes.
 */
#ifndef KAMCHECK_PATHS_H
#define KAMCHECK_PATHS_H

#include "engine/visit.h"

/* Walks all routes once for ALL, COUNT rules with `.path`. */
void paths_run(struct visit *v, const struct rule *const *all, uint32_t count);

#endif
