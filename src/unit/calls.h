/*
 * calls - who names which route, and in which kinds of route block everything runs.
 *
 * A call is any text that names a route: route(X), t_on_failure("X"), an argument or parameter that
 * holds the name of a callback (grammar/routeparams.tsv).  Names that hold variables are skipped; a
 * kind of route for which such names occur is marked, since anything may be called then.
 */
#ifndef KAMCHECK_CALLS_H
#define KAMCHECK_CALLS_H

#include "base/list.h"
#include "base/map.h"
#include "unit/routes.h"

enum call_way {
	CALL_ROUTE,    /* runs at once, in the kind of block that runs the call */
	CALL_ARM,      /* t_on_...: runs later, as the kind it names */
	CALL_CALLBACK, /* a module runs it, at its own time */
};

struct call {
	struct call *next;           /* of the same route; of those outside of routes */
	struct call *next_all;       /* in the order in which they were met */
	struct call *next_of_target; /* of the same route called */
	struct call *next_missing;   /* of the same name that no block has */
	struct route *from;          /* NULL: a parameter */
	struct route *to;            /* NULL: no such route */
	enum call_way way;
	enum route_kind kind;    /* the kind of route that is named */
	struct str name;         /* as it is looked up */
	struct str text;         /* as it is written: less than the name for some events */
	struct span at;          /* where the name stands */
	const struct node *node; /* route(), the call of a function, the parameter ... */
	const struct fact_route_name *fact; /* NULL for route() */
	bool is_optional;                   /* it is no mistake when there is no such route */
	bool is_needed;  /* Kamailio does not start when there is no such route */
	uint16_t mask;   /* fact_route bits in which this place can be reached */
	bool is_soft;    /* under a condition that looks at the kind of message */
	bool is_certain; /* each run of the route comes here, unless it fails */
};

/* A call of a function that some kind of route block may not make, in a block route[...] or of an
 * event. */
struct use {
	struct use *next;
	struct route *from;
	const struct node *node;
	uint16_t routes; /* fact_route bits in which it may be called */
	uint16_t mask;
	bool is_soft;
};

/* A name that no block has and that is called where one should be. */
struct missing {
	struct missing *next; /* in the order of their first calls */
	struct call *first;   /* the others: next_missing */
	struct call *last;
	struct route *meant; /* the one that was probably meant; or NULL */
};

/* What the catalog knows of a function. */
struct function_facts {
	uint16_t routes; /* where it may be called with any number of parameters; 0: unknown */
	const struct fact_route_name *names;
	size_t name_count;
	const struct fact_guard *guard;
	bool only_looks; /* in the wrong kind of block its answer is of no use, and that is all */
};

struct calls {
	struct call *first, **end;
	struct call *outside, **outside_end; /* of parameters */
	bool is_dynamic[ROUTE_KINDS]; /* routes of that kind may be called by unknown names */
	bool keeps_all; /* uses and strings too: no rule for the start asks for them */
	struct missing *missing;
	struct use *uses, **uses_end;
	LIST_OF(const struct node *) strings; /* arguments and values that may hold a name */
	struct map functions; /* struct function_facts, of names that were asked for */
};

struct analysis;

void calls_init(struct calls *c, bool keeps_all);

/* The facts about the function that CALL, a node N_CALL, is for, as far as the modules loaded
 * export it. */
const struct function_facts *calls_function(struct analysis *u, const struct node *call);

/* Where the walk stands: what a call inherits. */
struct call_place {
	struct route *route;
	uint16_t mask;
	bool is_soft, is_certain;
};

/* Records route(). */
void calls_route(struct analysis *u, const struct call_place *p, const struct node *core_call);

/* Records what the call of a module's function names and whether it may stand there. */
void calls_function_call(struct analysis *u, const struct call_place *p, const struct node *call);

/* The route that N, a call of a function or of the core, runs at once; NULL when it runs none, or
 * nobody knows which. */
struct route *calls_target(struct analysis *u, const struct node *n);

/* Records an assignment to a variable that keeps the name of a route. */
void calls_assign(struct analysis *u, const struct call_place *p, const struct node *assign);

/* Walks all routes, and records what is called where, how routes end and what the walk notices. */
void calls_walk(struct analysis *u);

/* Records what the parameters of modules and of the core name. */
void calls_params(struct analysis *u);

/* Follows all calls: which routes are reached, and in which kinds of block each one runs. */
void calls_follow(struct analysis *u);

/* Finds the names that are missing, and what was meant by them; calls_follow() comes first. */
void calls_missing(struct analysis *u);

#endif
