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

/* rule_socket.c */
/* N is a listen or a socket block. */
void socket_listen(struct check *cx, const struct node *n);
/* CORE_CALL is force_send_socket(). */
void socket_send(struct check *cx, const struct node *core_call);
/* A core parameter; an assignment of VALUE; a call of a module's function. */
void socket_global(struct check *cx, const struct node *param);
void socket_assign(struct check *cx, const struct node *target, const struct node *value);
void socket_call(struct check *cx, const struct node *call);
/* N, an address or a string with TEXT, names a socket; when it is not there CODE is reported. */
struct socket_use *socket_named(struct check *cx, const struct node *n, struct str text,
				enum socket_form form, const struct rule *code);
void socket_finish(struct check *cx);

/* rule_refused.c: VALUE is given to the parameter of S, which is judged when the server starts. */
struct setting;
void refused_check(struct check *cx, const struct setting *s, const struct node *value);

/* rule_setter.c: the setters of all modules that P reaches look at its value. */
void setter_check(struct check *cx, const struct modparam *p);

#endif
