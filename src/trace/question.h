/*
 * question - the message that `kamcheck trace` follows, and which conditions it decides.
 *
 * What must stay true: a condition is decided only when the question says it; everything else is
 * open, whatever is likely.
 */
#ifndef KAMCHECK_QUESTION_H
#define KAMCHECK_QUESTION_H

#include "unit/analysis.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_OPEN };

struct question {
	struct str method;
	enum truth in_dialog;
	uint16_t reply;       /* the code; 0: a request */
	struct str address;   /* it comes from; empty: not said */
	struct str transport; /* in lower case; empty: not said */
	uint16_t port;        /* it comes to; 0: not said */
};

/* What kind of block asks. */
enum question_place {
	QUESTION_IN_REQUEST,
	QUESTION_IN_REPLY,   /* the message is the reply */
	QUESTION_IN_FAILURE, /* it is the request, and a reply is there */
	QUESTION_PLACES
};

/* Whether the expression N is true for Q. */
enum truth question_decide(const struct question *q, struct analysis *a, const struct node *n,
			   enum question_place place);

/* Whether the value of N, the subject of a switch, is LABEL: a case, not the default. */
enum truth question_is_case(const struct question *q, struct analysis *a, const struct node *n,
			    const struct node *label, enum question_place place);

#endif
