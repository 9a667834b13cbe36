/*
 * conditions - what does something only if something else is there (grammar/conditions.tsv, which
 * says where each row was tried).
 *
 * What must stay true: rows of one name stand together, sorted as memcmp() sorts.
 */
#ifndef KAMCHECK_CONDITIONS_H
#define KAMCHECK_CONDITIONS_H

#include "facts/condition.h"
#include "facts/version.h"

/* What a row is about, in the order in which findings are told: the first one stands for all that
 * lack the same. */
enum conditioned {
	CONDITIONED_SOCKET, /* a protocol that is listened on */
	CONDITIONED_EVENT,  /* an event_route; "*" at the end of its name: what the user chooses */
	CONDITIONED_FUNCTION, /* a function that is called */
	CONDITIONED_PARAM,    /* a parameter that is set */
	CONDITIONED_CORE,     /* the same of the core */
	CONDITIONED_MODULE,   /* a module that is loaded */
	CONDITIONED_FLAG,     /* a parameter that names a flag */
	CONDITIONED_NAME,     /* a function or parameter that names a thing */
	CONDITIONED_KINDS
};

/* What must be there. */
enum need_kind {
	NEED_PARAM,    /* a parameter holds */
	NEED_CALL,     /* a function is called */
	NEED_ABSENT,   /* a function is not called */
	NEED_ASSIGNED, /* something is assigned to a variable */
	NEED_EVENT,    /* an event_route is there */
	NEED_ROUTE,    /* the same of an onsend_route */
	NEED_MODULE,   /* a module is loaded */
	NEED_SOCKET,   /* a protocol is listened on */
	NEED_RAISED,   /* the flag is raised */
	NEED_DEFINED,  /* the thing is */
	NEED_ENGINE,   /* there is a script in another language */
};

struct condition_need {
	enum need_kind kind;
	const char *module; /* of the parameter; NULL: that of the row */
	const char *word;   /* the function, event, module or protocol; empty where it needs none;
				NULL: there is no such need */
	struct condition condition;
};

/* Which rule tells it. */
enum condition_rule {
	UNMET_REFUSED,
	UNMET_IDLE,
	UNMET_DOUBTFUL,
	UNMET_FLAG,
	UNMET_BROKEN,
	UNMET_TABLE,
	UNMET_TLS_SOCKET,
	UNMET_TLS_MODULE,
	UNMET_TCP_SOCKET,
	UNMET_RULES
};

enum { CONDITION_NEEDS_MOST = 8 };

struct condition_row {
	const char *name;
	enum conditioned kind;
	const char *module;
	const char *part; /* what the value must contain, how many arguments the call must have,
			     the word of the kind of symbol */
	struct condition when[CONDITIONS_MOST + 1];
	const char *needs_text;
	struct condition_need needs[CONDITION_NEEDS_MOST]; /* one of them; those of no condition and
							      no word are none */
	enum condition_rule rule;
	const char *tells; /* "{}" stands for the user's own word */
	const char *remedy;
	const char *sign; /* what the server logs, or NULL */
	const char *tried;
	uint32_t versions;
};

/* The rows of NAME, and in *COUNT how many there are; NULL when there is none. */
const struct condition_row *conditions_find(struct str name, size_t *count);

#endif
