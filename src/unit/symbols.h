/*
 * symbols - what a configuration declares on its top level: route blocks, and the names that
 * parameters of modules bring in.  The modules and parameters themselves: modules.h.
 *
 * What must stay true: a name that is known only at run time is no symbol; where such names occur
 * the symbols say so, and nobody may call a name missing.
 */
#ifndef KAMCHECK_SYMBOLS_H
#define KAMCHECK_SYMBOLS_H

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

struct symbols {
	struct map routes[ROUTE_KINDS]; /* struct route */
	struct route *first_route, **routes_end;
	uint32_t route_count;
	const struct modules *loaded; /* modules and their parameters */
	bool
	    has_unknown_module; /* one that is not in the catalog, or loaded under a dynamic name */
	bool has_engine;        /* the routing is written in another language */
	int32_t return_mode;    /* the parameter of the core */
	const struct node *engine; /* what chose it */
};

struct analysis;

/* Collects the top level of A, which sema has walked. */
void symbols_collect(struct symbols *out, struct analysis *a);

/* The route of that name, or NULL. */
struct route *symbols_route(const struct symbols *y, enum route_kind kind, struct str name);

/* The route that BLOCK, a node N_ROUTE, is of; NULL when its name is known only at run time. */
struct route *symbols_route_of(const struct analysis *a, const struct node *block);

/* Whether the module of the file name NAME is loaded. */
bool symbols_loaded(const struct symbols *y, struct str name);

#endif
