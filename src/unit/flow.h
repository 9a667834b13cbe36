/*
 * flow - how control goes through a route: the ways out of it, what is never reached, and under
 * which conditions everything stands.
 *
 * Values are not computed; a condition counts as constant only when it is a number.
 */
#ifndef KAMCHECK_FLOW_H
#define KAMCHECK_FLOW_H

#include "unit/symbols.h"

/* How a statement, a block or a route may end. */
enum flow_way {
	FLOW_FALLS = 1,   /* what stands behind it runs */
	FLOW_RETURNS = 2, /* to the caller */
	FLOW_ZERO = 4,    /* return 0: ends the whole script, as the default return_mode has it */
	FLOW_EXITS = 8,   /* exit, drop */
	FLOW_BREAKS = 16, /* out of a switch or loop */
};

enum flow_walk { FLOW_NEW, FLOW_OPEN, FLOW_DONE };

/* A statement with what it belongs to. */
struct flow_mark {
	struct flow_mark *next;
	const struct route *route;
	const struct node *node;
	const struct node *before; /* of a dead one: the statement behind which nothing runs */
};

struct flow {
	struct flow_mark *dead, **dead_end; /* the first statement of each stretch never reached */
};

struct analysis;

/* Walks all routes of U, callees first; records their calls and their ways. */
void flow_walk(struct analysis *u);

#endif
