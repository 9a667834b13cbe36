/*
 * check_state - what rules that are no visitors yet have in the walk of sema.
 */
#ifndef KAMCHECK_CHECK_STATE_H
#define KAMCHECK_CHECK_STATE_H

#include "sema/address.h"
#include "sema/call.h"
#include "sema/module.h"
#include "sema/parameter.h"
#include "sema/route.h"
#include "sema/scope.h"
#include "sema/value.h"
#include "sema/variable.h"

/* rule_refused.c: VALUE is given to the parameter of S, which is judged when the server starts. */
struct setting;
void refused_check(struct check *cx, const struct setting *s, const struct node *value);

/* rule_setter.c: the setters of all modules that P reaches look at its value. */
void setter_check(struct check *cx, const struct modparam *p);

#endif
