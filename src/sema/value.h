/*
 * value - the types of expressions: what an operator makes of its operands.
 */
#ifndef KAMCHECK_SEMA_VALUE_H
#define KAMCHECK_SEMA_VALUE_H

#include "sema/scope.h"

/* The result of an operator whose operands are walked. */
struct value value_binary(struct sema *cx, const struct node *n, struct value left,
			  struct value right);
struct value value_unary(struct sema *cx, const struct node *n, struct value operand);
/* Where Kamailio lets the range of an expression begin (semantics.md section 2.3). */
struct span value_start(struct sema *cx, const struct node *n);
void value_text(struct sema *cx, const struct node *pvar);

#endif
