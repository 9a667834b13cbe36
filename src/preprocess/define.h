/*
 * define - the table of names set by #!define and its kin.
 *
 * Kamailio has room for 512 names, the predefined ones and MOD_x included; the 512th gets no value
 * (preprocessor.md section 11, vectors 149 and 150).
 */
#ifndef KAMCHECK_DEFINE_H
#define KAMCHECK_DEFINE_H

#include "base/arena.h"
#include "text/source.h"

#define DEFINES_MOST 512

struct define {
	struct define *next; /* in the same bucket */
	struct str name;
	uint32_t hash;
	struct str value; /* empty: the name expands to nothing */
	struct span
	    at; /* the name where it was set; SPAN_NONE when predefined or from the command line */
	struct span comment; /* in its value: what a comment would be elsewhere; or SPAN_NONE */
	uint32_t times;      /* of names in an #!ifdef: how often */
	bool is_module;      /* a MOD_x set by loadmodule */
	bool is_used;        /* expanded or asked for */
};

struct defines {
	struct arena *arena;
	struct define *bucket[256];
	uint32_t count;
};

void defines_init(struct defines *d, struct arena *a);

/* The define of that name, or NULL. */
struct define *define_find(const struct defines *d, struct str name);

/*
 * Adds NAME, which must not exist yet; NULL when the table is full.  VALUE is kept, not copied.
 */
struct define *define_add(struct defines *d, struct str name, struct str value, struct span at);

/* Takes the name out of the table. */
void define_remove(struct defines *d, struct define *x);

/* The define whose name is nearest to NAME (at most two edits away), or NULL: for "did you mean".
 */
const struct define *define_nearest(const struct defines *d, struct str name);

#endif
