/*
 * selects - what the names of selects resolve to (grammar/selects.tsv).
 */
#ifndef KAMCHECK_SELECTS_H
#define KAMCHECK_SELECTS_H

#include "facts/version.h"

/* As lexical.md section 8 says; one part is a name, or its index. */
enum { SELECT_PARTS_MOST = 31 };

enum select_takes {
	SELECT_NAME = 1,     /* one more name */
	SELECT_INDEX = 2,    /* an index */
	SELECT_OPTIONAL = 4, /* but they may be missing */
	SELECT_INSIDE = 8,   /* the word is left for the next node */
	SELECT_MORE = 16,    /* the select cannot end here */
	SELECT_REST = 32,    /* whatever follows */
	SELECT_LATE = 64,    /* known only when the server has started */
	SELECT_HEADER = 128, /* the word is the name of a header */
	SELECT_LETTER = 256, /* the name that comes with it is one letter, "=" may follow */
};

struct fact_select {
	const char *from; /* a node; "-" is the start */
	const char *word; /* any case; "*" any name, "#" an index */
	const char *to;
	unsigned takes; /* bits of enum select_takes */
	const char *module;
	uint32_t versions;
};

/* One part of a select as written. */
struct select_part {
	struct str text;
	bool is_number;
};

/*
 * The row that leads on from NODE with PART, as V knows it, or NULL.  *IS_OPEN says whether the
 * node may have others that are not in the table.
 */
const struct fact_select *select_find(const char *node, struct select_part part,
				      const struct version *v, bool *is_open);

/* The word behind NODE that NAME was probably meant to be, or NULL. */
const char *select_nearest(const char *node, struct str name, const struct version *v);

#endif
