/*
 * assignable - what can be assigned to variables (grammar/assignable.tsv).
 */
#ifndef KAMCHECK_ASSIGNABLE_H
#define KAMCHECK_ASSIGNABLE_H

#include "facts/version.h"

enum takes {
	TAKES_NOTHING,
	TAKES_NUMBER,
	TAKES_TEXT,
};

struct assignable {
	const char *variable, *module;
	const char *key; /* what stands in the parentheses; "-": any, or none */
	enum takes takes;
	bool takes_null;
	const char *instead; /* how it is done; or NULL */
	uint32_t versions;
};

/* What $VARIABLE(KEY) of MODULE takes in V; NULL: any text and any number. */
const struct assignable *assignable_find(struct str variable, const char *module, struct str key,
					 const struct version *v);

#endif
