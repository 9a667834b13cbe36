/*
 * call - calls of module functions: which function is meant, and whether it may stand there.
 */
#ifndef KAMCHECK_SEMA_CALL_H
#define KAMCHECK_SEMA_CALL_H

#include "sema/scope.h"

void call_nested(struct sema *cx, const struct node *call);
/* Whether there are not too many arguments. */
bool call_count(struct sema *cx, const struct node *call);
/* Records a call that is not resolved.  In call_record.c. */
void call_record(struct sema *cx, const struct node *call);
/* Whether all arguments are constant, as the function wants them; VALUES are those of them. */
bool call_constants(struct sema *cx, const struct node *call, const struct value *values);
/* VALUES are those of the arguments.  False when something is wrong.  In function.c. */
bool call_check(struct sema *cx, const struct node *call, const struct value *values);

#endif
