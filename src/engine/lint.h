/*
 * lint - the rules about a whole configuration: what needs more than the text above.
 */
#ifndef KAMCHECK_LINT_H
#define KAMCHECK_LINT_H

#include "tree/ast.h"
#include "preprocess/session.h"

/*
 * Reports to the session what is wrong with the tree of parse_config() as a whole; after
 * check_config().  Linear in the size of the tree.
 */
void lint_config(struct session *s, const struct node *root);

#endif
