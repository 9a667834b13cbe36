/*
 * address - addresses, networks and what they are compared with.
 */
#ifndef KAMCHECK_SEMA_ADDRESS_H
#define KAMCHECK_SEMA_ADDRESS_H

#include "sema/scope.h"

/* N is an address, or hosts with a port. */
void address_check(struct sema *cx, const struct node *n);
/* The same of what the server listens on. */
void address_check_socket(struct sema *cx, const struct node *n);
/* At the end of the file; ON, as enum transport: the protocols that are certainly listened on. */
void address_finish(struct sema *cx, unsigned on);
void address_net(struct sema *cx, const struct node *net);
void address_element(struct sema *cx, const struct node *element, struct value right);

#endif
