/*
 * global - values and order of the parameters of the core.
 */
#ifndef KAMCHECK_SEMA_GLOBAL_H
#define KAMCHECK_SEMA_GLOBAL_H

#include "sema/scope.h"

void global_param(struct sema *cx, const struct node *n);
void global_kemi(struct sema *cx, const struct node *n);
/* N is the first modparam or route. */
void global_memory(struct sema *cx, const struct node *n);
/* At the end of the file. */
void global_finish(struct sema *cx);

/* At the end of the file: the protocols that are certainly switched on, as enum transport. */
unsigned global_transports(struct sema *cx);

#endif
