/*
 * route - route blocks: their names, and what may stand in an onsend_route.
 */
#ifndef KAMCHECK_SEMA_ROUTE_H
#define KAMCHECK_SEMA_ROUTE_H

#include "sema/scope.h"

/* Whether a block of that name stands above. */
bool route_is_above(const struct sema *cx, enum route_kind kind, struct str name);
/* N is a route block, whose body is walked. */
void route_define(struct sema *cx, const struct node *n);
/* What a block is to functions, as fact_route (semantics.md section 6.1). */
uint16_t route_facts(struct sema *cx, const struct node *n);
void route_call(struct sema *cx, const struct node *core_call);
void route_element(struct sema *cx, const struct node *word);

#endif
