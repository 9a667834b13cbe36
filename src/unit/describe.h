/*
 * lint_state - the rules that read a whole unit; between lint.c and rule_*.c only.
 *
 * Each one is called once and reports by itself.
 */
#ifndef KAMCHECK_LINT_STATE_H
#define KAMCHECK_LINT_STATE_H

#include "unit/analysis.h"

/* rule_missing.c: routes that are named and not there. */
void missing_routes(struct analysis *u);

/* rule_unused.c */
void unused_routes(struct analysis *u);

/* rule_main.c: the request_route. */
void main_route(struct analysis *u);

/* rule_recursion.c */
void recursion(struct analysis *u);
void zero_returns(struct analysis *u);

/* rule_dead.c */
void dead_statements(struct analysis *u);

/* rule_event.c */
void event_names(struct analysis *u);

/* rule_context.c */
void contexts(struct analysis *u);

/* lint.c: the keyword and name of R as people write it: "route[RELAY]", "request_route". */
struct str lint_route(struct analysis *u, const struct route *r);

/* The place of the first block of R, its keyword and name. */
struct span lint_place(const struct route *r);

/* "(line 12)", with the file when that is not the file of FROM. */
struct str lint_line(struct analysis *u, struct span at, struct span from);

#endif
