/*
 * absent - variables of the message that have no value in a reply, or in a request
 * (grammar/absent.tsv).
 */
#ifndef KAMCHECK_ABSENT_H
#define KAMCHECK_ABSENT_H

#include "facts/version.h"

struct absent {
	const char *variable;
	bool in_reply;       /* that is where it has none; else in a request */
	const char *instead; /* what was probably meant; or NULL */
	uint32_t versions;
};

/* What is known of VARIABLE, without its dollar, in V; NULL when it may have a value anywhere. */
const struct absent *absent_find(struct str variable, const struct version *v);

#endif
