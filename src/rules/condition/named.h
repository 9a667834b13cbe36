/*
 * named - flags that nothing raises, and things that are named and defined nowhere: what rows of
 * grammar/conditions.tsv ask of the table of symbols.
 *
 * What must stay true: the table is built only when a row asks, because that is a walk of its own;
 * a name that is computed anywhere silences its kind.
 */
#ifndef KAMCHECK_NAMED_H
#define KAMCHECK_NAMED_H

#include "engine/visit.h"
#include "facts/conditions.h"

/* Whether something may raise the flag that N, a modparam, names. */
bool named_may_be_raised(struct visit *v, const struct node *n);

/*
 * The next symbol behind LAST (NULL: the first one) of the kind with the word WORD that is used
 * and, for certain, defined nowhere; NULL when there is no other.
 */
const struct symbol *named_undefined(struct visit *v, const char *word, const struct symbol *last);

#endif
