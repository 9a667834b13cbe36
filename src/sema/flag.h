/*
 * flag - names and numbers of flags.
 */
#ifndef KAMCHECK_SEMA_FLAG_H
#define KAMCHECK_SEMA_FLAG_H

#include "sema/scope.h"

void flag_declare(struct sema *cx, const struct node *flags);
void flag_call(struct sema *cx, const struct node *core_call);
void flag_avp_call(struct sema *cx, const struct node *core_call);

/* Whether the flag NAME is declared above. */
bool flag_is_declared(const struct sema *cx, struct str name);

#endif
