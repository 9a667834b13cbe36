/*
 * before - what may have been done before a route runs, by any of those that call it: a bit for
 * each thing.
 *
 * What must stay true: a bit that is not set stands for what nothing can have done.
 */
#ifndef KAMCHECK_BEFORE_H
#define KAMCHECK_BEFORE_H

#include "engine/visit.h"

#include "base/list.h"

/* A route is called where so much may have been done. */
struct before_call {
	const struct route *from, *to;
	uint64_t done;
};

struct before {
	uint64_t *routes; /* by their numbers */
	LIST_OF(struct before_call) calls;
};

/*
 * Begins with nothing for routes that begin with a message, and with everything for those of which
 * nobody knows when they run: of events, of branches, callbacks.  NEEDS_ROUTES.
 */
void before_begin(struct before *b, const struct visit *v);

/* FROM calls TO where DONE may have been done in FROM. */
void before_called(struct before *b, struct arena *a, const struct route *from,
		   const struct route *to, uint64_t done);

/* All calls are known: passes on what callers do.  False when there is no end to it. */
bool before_end(struct before *b);

/* What may have been done before R. */
uint64_t before_route(const struct before *b, const struct route *r);

#endif
