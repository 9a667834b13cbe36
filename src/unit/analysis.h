/*
 * unit - the result of one check: the tree and what it means.  Rules about the whole configuration
 * read it and change nothing but their own marks.
 */
#ifndef KAMCHECK_UNIT_H
#define KAMCHECK_UNIT_H

#include "unit/calls.h"
#include "unit/flow.h"

struct unit {
	struct session *session;
	struct arena *arena;
	const struct node *root;
	bool is_incomplete; /* text or statements are lost: nothing may be called missing or unused
			     */
	struct symbols symbols;
	struct calls calls;
	struct flow flow;
};

/*
 * Makes the unit of the tree ROOT, as parse_config() returned it; the findings of parsing and of
 * check_config() must be there already.  Linear in the size of the tree.
 */
void unit_build(struct unit *u, struct session *s, const struct node *root);

#endif
