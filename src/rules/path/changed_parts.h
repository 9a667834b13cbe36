/*
 * changed_parts - what changes which part of a message, and what of it does not go together.
 */
#ifndef KAMCHECK_PATH_CHANGED_PARTS_H
#define KAMCHECK_PATH_CHANGED_PARTS_H

#include "engine/visit.h"

/* The parts: the tags of functions, in this order. */
enum part {
	FROM_NAME,
	FROM_USER,
	FROM_HOST,
	TO_NAME,
	TO_USER,
	TO_HOST,
	CONTACT_URI,
	CONTACT_ALIAS,
	CONTACT_CODE,
	CONTACT_PARAM,
	BODY,
	BODY_NEW,
	PARTS
};

/* All of these. */
#define TAG_PARTS                                                                                  \
	(TAG_FROM_NAME | TAG_FROM_USER | TAG_FROM_HOST | TAG_TO_NAME | TAG_TO_USER | TAG_TO_HOST | \
	 TAG_CONTACT_URI | TAG_CONTACT_ALIAS | TAG_CONTACT_CODE | TAG_CONTACT_PARAM | TAG_BODY |   \
	 TAG_BODY_NEW)

/* Its bit in a mask. */
#define BIT(part) (1U << (part))

struct changed {
	const struct node *by[PARTS]; /* what has changed it; NULL: nothing */
	uint16_t any;                 /* bits of the parts that are changed */
	uint16_t certain;             /* … on every path that leads here */
	bool is_applied;              /* on some path the message was made anew */
};

/* The part P in words. */
const char *changed_words(enum part p);

/* The parts, a mask, that N, a call or an assignment, changes. */
unsigned changed_parts(struct visit *v, const struct node *n);

/* What in X, or NULL, does not go together with N, which changes the parts of CHANGED; PARTS:
 * nothing. */
enum part changed_meets(struct visit *v, const struct changed *x, const struct node *n,
			unsigned changed);

/* The part, in words, in which SECOND does not see what FIRST has changed, to the harm of the
 * message; NULL when they go together. */
const char *changed_clash(struct visit *v, const struct node *first, const struct node *second);

/* The name of what is called or assigned in N. */
struct str changed_by(const struct node *n);

#endif
