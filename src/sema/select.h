/*
 * select - @from.uri.user, as far as Kamailio looks at it while it reads the file.
 */
#ifndef KAMCHECK_SEMA_SELECT_H
#define KAMCHECK_SEMA_SELECT_H

#include "sema/scope.h"

/* N is a select. */
void select_use(struct sema *cx, const struct node *select);

#endif
