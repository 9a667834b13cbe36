/*
 * method - conditions that ask for the method of a request.
 */
#ifndef KAMCHECK_PATH_METHOD_H
#define KAMCHECK_PATH_METHOD_H

#include "engine/visit.h"

/* Whether the request is for certain no METHOD where the condition N, a function or a comparison
 * that asks for one method or several with "|", IS_TRUE or not. */
bool method_is_other(struct visit *v, const struct node *n, bool is_true, struct str method);

/* Whether the request is a METHOD when the condition N IS_TRUE: none other is asked for. */
bool method_is(struct visit *v, const struct node *n, bool is_true, struct str method);

#endif
