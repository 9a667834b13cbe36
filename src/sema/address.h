/*
 * address - addresses, networks and what they are compared with.
 */
#ifndef KAMCHECK_SEMA_ADDRESS_H
#define KAMCHECK_SEMA_ADDRESS_H

#include "sema/scope.h"

/* N is an address, or hosts with a port. */
void address_check(struct check *cx, const struct node *n);
void address_net(struct check *cx, const struct node *net);
void address_element(struct check *cx, const struct node *element, struct value right);
/* The bytes of the address TEXT into IP, which has room for 16, and their number; 0 when TEXT is no
 * address. */
size_t address_v4(struct str text, unsigned char *ip);
size_t address_v6(struct str text, unsigned char *ip);

#endif
