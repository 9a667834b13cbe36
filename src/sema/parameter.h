/*
 * parameter - modparam: which module and parameter are meant, and the type of the value.
 */
#ifndef KAMCHECK_SEMA_PARAMETER_H
#define KAMCHECK_SEMA_PARAMETER_H

#include "sema/scope.h"

void modparam_check(struct check *cx, const struct modparam *p);

#endif
