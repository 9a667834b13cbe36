/*
 * symbols_list - the table of names of a configuration, for people and programs: kamcheck symbols.
 *
 * What must stay true: symbols come in the order of their kinds and names, places in the order of
 * the files and the text; one place is shown once.
 */
#ifndef KAMCHECK_SYMBOLS_LIST_H
#define KAMCHECK_SYMBOLS_LIST_H

#include "unit/analysis.h"

/* A place where a name stands, in a file that somebody wrote. */
struct symbol_place {
	struct span at; /* SPAN_NONE: on the command line */
	enum reference_how how;
	struct str through; /* the define that holds the name, and is used at AT; or empty */
};

struct symbols_list {
	struct analysis *analysis;
	LIST_OF(const struct symbol *) symbols;
	LIST_OF(struct symbol_place) places; /* of the symbol that symbols_places() was asked for */
	struct map files; /* struct source: the first one with this name and this text */
};

/* Lists the symbols of A, whose table is built: those named NAME, or all when it is empty. */
struct symbols_list symbols_list(struct analysis *a, struct str name);

/* Puts the places of S into L->places. */
void symbols_places(struct symbols_list *l, const struct symbol *s);

/* What S is called: its name; "request_route" and such for blocks without one. */
struct str symbol_title(const struct symbol *s);

/*
 * Appends S in one form: a block of text, a line of JSON.  Bytes that are no UTF-8 and control
 * characters are replaced.  False when there is no memory.
 */
void symbols_text(struct buf *b, struct symbols_list *l, const struct symbol *s);
bool symbols_json(struct buf *b, struct symbols_list *l, const struct symbol *s);

/* Appends a file of tags, as ctags(1) has them, with the definitions of all symbols of L. */
void symbols_tags(struct buf *b, struct symbols_list *l);

/* "defines", "reads" ... */
const char *symbol_how(enum reference_how how);

#endif
