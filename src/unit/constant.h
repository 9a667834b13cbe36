/*
 * constant - the text of an expression that is known without running it.
 */
#ifndef KAMCHECK_CONSTANT_H
#define KAMCHECK_CONSTANT_H

#include "tree/ast.h"

/*
 * The text of a word, a string, a number or a sum of such, as Kamailio takes it for a name: a
 * number is its decimal digits (semantics.md section 12.1).  False for everything else, and for
 * text that holds a variable.  TEXT lives in the tree or in A.
 */
bool constant_text(struct arena *a, const struct node *n, struct str *text);

/*
 * The text of a string, whatever it holds, or the digits of a number, with its sign.  False for
 * everything else.  TEXT lives in the tree or in A.
 */
bool literal_text(struct arena *a, const struct node *n, struct str *text);

#endif
