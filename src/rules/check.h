/*
 * check - the checks that Kamailio makes while it parses, as far as they need no facts about
 * modules.
 */
#ifndef KAMCHECK_CHECK_H
#define KAMCHECK_CHECK_H

#include "language/ast.h"
#include "language/session.h"

/*
 * Walks the tree of parse_config() once, in the order of the text, and reports to the session.
 * Linear in the size of the tree.  Reference: semantics.md.
 */
void check_config(struct session *s, const struct node *root);

#endif
