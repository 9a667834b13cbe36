/*
 * routes - the route blocks of a configuration, those of one kind and name joined, and what decides
 * how they run.
 *
 * What must stay true: a block whose name is known only at run time is of no route.
 */
#ifndef KAMCHECK_ROUTES_H
#define KAMCHECK_ROUTES_H

#include "base/map.h"
#include "tree/ast.h"
#include "preprocess/session.h"
#include "unit/modules.h"

/* The kind that a block of TOKEN (OP_ROUTE, OP_FAILURE_ROUTE ...) defines. */
enum route_kind route_kind_of(int op);

/* "route", "failure_route" ...: the keyword of a kind. */
const char *route_kind_word(enum route_kind kind);

/* The name of the block without name; route[0] means it too. */
#define ROUTE_MAIN "0"

/* The bits of enum fact_route in which something may run. */
enum { ROUTE_CONTEXTS = 9 };

struct block {
	struct block *next;
	const struct node *node;
	bool is_reached; /* those before it can fall through */
};

struct route {
	struct route *next; /* in the order of the text */
	uint32_t number;    /* from 0, in the same order */
	enum route_kind kind;
	struct str name;      /* ROUTE_MAIN for the block without name */
	struct block *blocks; /* blocks of one name are joined: grammar.md section 7 */
	struct block **blocks_end;

	/* calls.h */
	struct call *calls; /* what its statements name, in the order of the text */
	struct call **calls_end;
	struct call *callers;
	uint16_t context[2]; /* fact_route bits it runs in: for certain, and under a soft guard */
	const struct call *via[2][ROUTE_CONTEXTS]; /* the call that brought the bit; NULL: a root */
	bool is_reached;
	bool is_meant; /* probably the one that a call of a missing name is for */

	unsigned char ends; /* enum path_end */
};

struct routes {
	struct map by_name[ROUTE_KINDS]; /* struct route */
	struct route *first, **end;
	uint32_t count;
	bool has_engine;     /* the routing is written in another language */
	int32_t return_mode; /* the parameter of the core */
};

/* All bits of enum fact_route that R may run in; 0 without one. */
static inline unsigned route_contexts(const struct route *r)
{
	return r ? (unsigned)(r->context[0] | r->context[1]) : 0;
}

struct analysis;

/* Collects the top level of A, which sema has walked. */
void routes_collect(struct routes *all, struct analysis *a);

/* The route of that name, or NULL. */
struct route *routes_find(const struct routes *all, enum route_kind kind, struct str name);

/* The route that BLOCK, a node N_ROUTE, is of; NULL when its name is known only at run time. */
struct route *routes_of_block(const struct analysis *a, const struct node *block);

#endif
