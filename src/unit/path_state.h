/*
 * path_state - what path.c and path_way.c share.
 */
#ifndef KAMCHECK_PATH_STATE_H
#define KAMCHECK_PATH_STATE_H

#include "base/list.h"
#include "unit/path.h"

#include <string.h>

/* Blocks, expressions and routes together: from here on a call is not followed before its route is
 * walked for itself, so that the stack holds so much and one route. */
enum { DEPTH_OF_CALLERS = 300 };

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

struct walker {
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
	unsigned ends;
	bool has_left; /* some way has left the route already */

	LIST_OF(struct open_if) ifs;
	LIST_OF(const struct node *) spine; /* of chains, the innermost last */
};

/* A list of statements that is being walked. */
struct sequence {
	const struct node *closed; /* behind it no way is open; or NULL */
	const struct node *ended;  /* behind it nothing is reached; or NULL */
	bool is_closed_marked, is_ended_marked;
};

/* A new way, and a copy of FROM: to be given back by way_free() or way_join(). */
struct path_way *way_new(struct walker *w);
struct path_way *way_copy(struct walker *w, const struct path_way *from);
void way_free(struct walker *w, struct path_way *x);

/* Joins FROM into INTO, and gives it back; either may be NULL. */
struct path_way *way_join(struct walker *w, struct path_way *into, struct path_way *from);

/* The same; FROM is the end of a part that breaks lead out of. */
struct path_way *way_join_part(struct walker *w, struct path_way *into, struct path_way *from);

/* X is the way that the walk goes on. */
void way_set(struct walker *w, struct path_way *x);

/* It ends here. */
void way_end(struct walker *w);

/* Tells the listener; BEFORE is given back. */
void way_enter(struct walker *w, struct path_way *x, const struct node *n, bool otherwise);
void way_behind(struct walker *w, struct path_way *before, const struct node *n);

/* What follows stands under LEVEL conditions of its route. */
void path_level(struct walker *w, uint32_t level);

/* Tells the listener: N, its operands walked, is run. */
static inline void path_step(struct walker *w, const struct node *n)
{
	if (w->listener->nodes >> n->kind & 1 && (w->here->is_open || w->listener->sees_dead))
		w->listener->step(&w->path, w->here->state, n);
}

/* Tells it that the statement N begins; of a mark. */
void path_announce(struct walker *w, const struct node *n);
void path_notice(struct walker *w, enum path_mark_kind kind, const struct node *n,
		 const struct node *before, const struct node *around);

/* The statement N of S stands where no way leads. */
void sequence_statement(struct walker *w, struct sequence *s, const struct node *n);

#endif
