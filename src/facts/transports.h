/*
 * transports - protocols that a socket may speak (grammar/transports.tsv).
 */
#ifndef KAMCHECK_TRANSPORTS_H
#define KAMCHECK_TRANSPORTS_H

#include "facts/version.h"

/* They may be joined: TRANSPORT_UDP | TRANSPORT_TCP. */
enum transport {
#define TRANSPORT(name, number) TRANSPORT_##name = 1 << number,
#include "transports.enum"
#undef TRANSPORT
	TRANSPORT_ANY = 0
#define TRANSPORT(name, number) | 1 << number
#include "transports.enum"
#undef TRANSPORT
};

/* The protocol of that name, in any case, that V knows; 0 when there is none. */
unsigned transport_find(struct str name, const struct version *v);

#endif
