/*
 * path - the one walk over the statements of routes: a forward walk along the ways that control may
 * take.  What a listener knows on a way is copied where ways part, joined where they meet, and
 * summed up for each route; a route is walked before what follows its first call.
 *
 * What must stay true: values are not computed, a condition is constant only when it is a number; a
 * body of `while` is walked once, as if it ran at most once; each statement is walked once, so the
 * whole is linear.  Nothing recurses deeper than a limit, behind which nothing is looked into
 * (DOUBT_TEXT); `else if`, a && b && c and cases are loops.
 */
#ifndef KAMCHECK_PATH_H
#define KAMCHECK_PATH_H

#include "unit/routes.h"

struct analysis;

/* How a route may end. */
enum path_end {
	PATH_FALLS = 1,   /* behind its last statement */
	PATH_RETURNS = 2, /* to the caller */
	PATH_ZERO = 4,    /* return 0: ends the whole script, as the default return_mode has it */
	PATH_EXITS = 8,   /* exit, drop, or a route called that does */
};

/* One way through a route, as far as it has come. */
struct path_way {
	bool is_reached; /* something runs here */
	bool is_open;    /* or would, if constants were others and all called routes came back */
	bool has_moved; /* it ended by a break only: what was known on it goes on behind the loop */
	struct path_way *next; /* of those not in use */
	uint64_t state[];      /* the listener's */
};

/* What the walk notices by itself. */
enum path_mark_kind {
	PATH_CLOSED,       /* no way leads to the statement from BEFORE, which stands above it */
	PATH_NEVER_BACK,   /* the route called in BEFORE, which stands above it, never comes back */
	PATH_FALL_THROUGH, /* a case that is entered from the one above; BEFORE: what that ends with
			    */
	PATH_BREAK_OUTSIDE, /* a break in neither while nor switch */
};

struct path_mark {
	struct path_mark *next;
	enum path_mark_kind kind;
	const struct node *node;
	const struct node *before; /* or NULL */
	const struct node *around; /* of these two: the switch, the block of the route; or NULL */
};

/* Where the walk stands. */
struct path {
	struct analysis *unit;
	void *context; /* the listener's */
	struct route *route;
	struct route *target;        /* in call(): the one that is called */
	const struct node *block;    /* of the route */
	const struct path_way *here; /* is_reached, is_open */
	uint32_t level;              /* conditions around the place, of the route */
	bool is_certain;             /* each run of the route comes here, unless it fails */
};

/*
 * What is called on the way; all may be NULL.  STATE is that of the way that the walk is on: zeroed
 * where a route begins, and the listener's to change.
 */
struct path_listener {
	size_t size;    /* of a state */
	uint64_t nodes; /* kinds of nodes, a bit each, that step() is for */
	bool sees_dead; /* what is never reached is walked, too */

	/* The expression N, or N_LEAVE, is run; its operands were before. */
	void (*step)(struct path *p, void *state, const struct node *n);

	/* The statement N begins; N_ROUTE: the way leads out at the end of that block, the last. */
	void (*statement)(struct path *p, void *state, const struct node *n);

	/* The condition N, which is neither !, && nor ||, is true on the way of YES, and false on
	 * that of NO. */
	void (*assume)(struct path *p, void *yes, void *no, const struct node *n);

	/* The way leads into a part of N (if, while, switch), or past its parts: then, and in an
	 * else, it is OTHERWISE. */
	void (*enter)(struct path *p, void *state, const struct node *n, bool otherwise);

	/* The ways INTO and FROM meet; one or both may have ended.  Called before their flags are
	 * joined; what becomes of FROM's state does not matter. */
	void (*join)(struct path *p, struct path_way *into, struct path_way *from);

	/* All ways through the parts of N (if, while, switch, an expression that branches) have met
	 * in STATE; BEFORE was the state in front of it. */
	void (*behind)(struct path *p, void *state, const void *before, const struct node *n);

	/* A route was called by N.  SUMMARY is the state in which all its ways back meet; NULL when
	 * there is none, or it isn't known: the route calls itself. */
	void (*call)(struct path *p, void *state, const struct node *n, const void *summary);

	void (*mark)(struct path *p, enum path_mark_kind kind, const struct node *n,
		     const struct node *before, const struct node *around);

	/* Block B of the route begins, in the order of the text. */
	void (*block)(struct path *p, struct block *b);

	/* The route has been walked; ENDS: enum path_end. */
	void (*end)(struct path *p, unsigned ends);
};

/* Walks all routes of A. */
void path_walk(struct analysis *a, const struct path_listener *listener, void *context);

#endif
