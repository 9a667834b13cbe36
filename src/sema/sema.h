/*
 * check - the checks that Kamailio makes while it parses.
 */
#ifndef KAMCHECK_CHECK_H
#define KAMCHECK_CHECK_H

#include "tree/ast.h"
#include "preprocess/session.h"

/*
 * Walks the tree of parse_config() once, in the order of the text, and reports to the session.
 * Linear in the size of the tree.  Reference: semantics.md.
 */
void check_config(struct session *s, const struct node *root);

/*
 * Judges the modules and parameters given on the command line, as Kamailio does before it reads the
 * file: false, with reports that have no place, when it would not go on.
 */
bool check_options(struct session *s);

#endif
