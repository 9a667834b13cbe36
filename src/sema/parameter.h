/*
 * parameter - modparam: which module and parameter are meant, and the type of the value.
 */
#ifndef KAMCHECK_SEMA_PARAMETER_H
#define KAMCHECK_SEMA_PARAMETER_H

#include "sema/scope.h"

/* Whether P means modules that are loaded and have the parameter, with a value of that type. */
void parameter_check(struct sema *cx, const struct modparam *p);

/* The modules that P reaches look at its value: what they refuse at once, and the names that it
 * defines.  In parameter_value.c. */
void parameter_check_value(struct sema *cx, const struct modparam *p);

#endif
