/*
 * path_state - what path.c and path_value.c share.
 */
#ifndef KAMCHECK_PATH_STATE_H
#define KAMCHECK_PATH_STATE_H

#include "base/list.h"
#include "unit/path.h"

#include <string.h>

/* Blocks, expressions and routes together: behind it nothing is looked into. */
enum { DEPTH_MOST = 3000, DEPTH_OF_CALLERS = 1000 };

/* What is known of a route. */
struct walked {
	enum { WALK_NEW, WALK_OPEN, WALK_DONE } stage;
	unsigned char ends;       /* enum path_end */
	struct path_way *summary; /* when somebody asks for it */
};

/* An `if` whose else is being walked. */
struct open_if {
	const struct node *node;
	struct path_way *before, *then;
};

struct walk {
	struct path path;
	const struct path_listener *listener;
	struct walked *routes;   /* by their numbers */
	struct path_way *here;   /* the way that the walk is on */
	struct path_way *unused; /* to be used again */
	uint32_t depth;

	/* Of the route. */
	struct path_way *breaks;  /* out of the innermost loop or switch; or NULL */
	struct path_way *returns; /* back to the caller; or NULL */
	uint32_t loops;           /* while and switch around the statement */
	uint32_t level;           /* conditions around it */
	unsigned ends;
	bool has_left; /* some way has left the route already */

	LIST_OF(struct open_if) ifs;
	LIST_OF(const struct node *) spine; /* of chains, the innermost last */
};

/* A copy of FROM, to be given back by way_free() or way_join(). */
struct path_way *way_copy(struct walk *w, const struct path_way *from);
void way_free(struct walk *w, struct path_way *x);

/* Joins FROM into INTO, and gives it back; either may be NULL. */
struct path_way *way_join(struct walk *w, struct path_way *into, struct path_way *from);

/* X is the way that the walk goes on. */
void way_set(struct walk *w, struct path_way *x);

/* Tells the listener; BEFORE is given back. */
void way_enter(struct walk *w, struct path_way *x, const struct node *n, bool otherwise);
void way_behind(struct walk *w, struct path_way *before, const struct node *n);

/* What follows stands under LEVEL conditions of its route. */
void path_level(struct walk *w, uint32_t level);

/* True, and the analysis says so, when nothing more is to be looked into. */
bool path_is_deep(struct walk *w);

/* N, its operands walked, is run. */
void walk_step(struct walk *w, const struct node *n);

/* The statements of the block in an expression. */
void walk_block(struct walk *w, const struct node *block);

/* N, perhaps walked before, calls R. */
void walk_route_call(struct walk *w, const struct node *n, struct route *r);

/* An expression whose value is used. */
void walk_value(struct walk *w, const struct node *n);

/* The same as a condition: the walk goes on where it is true, and the way where it is false is
 * returned. */
struct path_way *walk_condition(struct walk *w, const struct node *n);

#endif
