/*
 * tags - what functions do, in one word that rules ask for (grammar/tags.tsv): TAG_RELAY sends the
 * request on, TAG_LOG prints a text.  The table says what each tag means.
 *
 * What must stay true: a tag is a bit, so a set of them is a mask; nobody but the tables names
 * functions.
 */
#ifndef KAMCHECK_TAGS_H
#define KAMCHECK_TAGS_H

#include "facts/condition.h"
#include "facts/version.h"

/* Tags may be joined: tags_of(name, v) & (TAG_REPLY_FINAL | TAG_REPLY_OK). */
enum tag {
#define TAG(name, bit) TAG_##name = UINT64_C(1) << bit,
#include "tags.enum"
#undef TAG
};

/* The argument is the last one, however many there are. */
#define ARGUMENT_LAST (-1)

/*
 * The mask of the tags that FUNCTION has in V, 0 when it has none.  Letter case counts, as for
 * Kamailio.
 */
uint64_t tags_of(struct str function, const struct version *v);

/*
 * The argument that TAG speaks of, from 1, or ARGUMENT_LAST; 0 when it speaks of none, or FUNCTION
 * has no such tag in V.
 */
int tags_argument(struct str function, enum tag tag, const struct version *v);

/*
 * What parameters of its module must say for FUNCTION to have TAG in V: conditions, behind the last
 * one stands one without a parameter.  NULL when it has no such tag.
 */
const struct condition *tags_condition(struct str function, enum tag tag, const struct version *v);

#endif
