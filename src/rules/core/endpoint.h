/*
 * endpoint - an address with protocol and port, as configurations write it.
 */
#ifndef KAMCHECK_ENDPOINT_H
#define KAMCHECK_ENDPOINT_H

#include "facts/transports.h"
#include "tree/ast.h"

enum { PORT_DEFAULT = 5060, PORT_TLS = 5061 };

struct endpoint {
	unsigned char ip[16];
	size_t size;         /* of ip: 4 or 16 */
	unsigned transports; /* enum transport: those it may be of; never none */
	int32_t port;        /* 0: not given */
};

/*
 * Each reads TEXT, or a node, into *E; false when that is anything else: the name of a host, of an
 * interface, a range of ports.
 */

/* "proto:ip:port"; both ends may be missing. */
bool endpoint_text(struct str text, const struct version *v, struct endpoint *e);

/* "sip:user@ip:port;transport=tcp". */
bool endpoint_uri(struct str text, const struct version *v, struct endpoint *e);

/* One of the hosts of ADDRESS, a N_ADDRESS. */
bool endpoint_node(const struct node *address, const struct node *host, const struct version *v,
		   struct endpoint *e);

/* Whether A and B have the same IP address, whatever their protocols and ports. */
bool endpoint_same_ip(const struct endpoint *a, const struct endpoint *b);

#endif
