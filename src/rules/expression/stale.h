/*
 * stale - variables of the script, $var(name), that are read while they hold what an earlier
 * message left there.  A worker keeps them from one message to the next.
 */
#ifndef KAMCHECK_STALE_H
#define KAMCHECK_STALE_H

#include "engine/visit.h"

#include "base/list.h"

/* A variable that is read so. */
struct stale_read {
	struct str name;
	const struct node *read;
	const struct node *set;  /* where the message would have set it */
	const struct node *call; /* of the route that READ stands in; NULL: it is the one of SET */
	bool is_foreign;         /* only messages of another kind set it */
};

struct stale_reads {
	LIST_OF(struct stale_read) all;
};

/* So many variables are looked at. */
enum { STALE_MOST = 64 };

/*
 * Looks at NAMES, of COUNT variables, at most STALE_MOST, along all paths, and adds to FOUND those
 * that are read so, each once.  NEEDS_ROUTES.
 */
void stale_find(struct visit *v, const struct str *names, uint32_t count,
		struct stale_reads *found);

#endif
