/*
 * order - what a message meets, one after the other (grammar/order.tsv).
 */
#ifndef KAMCHECK_ORDER_H
#define KAMCHECK_ORDER_H

#include "facts/version.h"

/* A step of a path; rows of a path stand together, in their order. */
struct order_step {
	const char *path;
	uint16_t step;
	const char *stage; /* of the server; or NULL */
	const char *block; /* the keyword of blocks; or NULL */
	const char *name;  /* of the block: "0" none, "*" any, "text*" one that begins so */
	const char *label; /* what is said in front of it; or NULL */
	uint32_t versions;
};

/* All of them; their number in *COUNT. */
const struct order_step *order_all(size_t *count);

#endif
