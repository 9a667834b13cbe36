/*
 * symbols - every name that a configuration defines or uses, with all its places: for people,
 * editors and rules.
 *
 * What must stay true: a name that only the running script knows is no symbol; where one occurs its
 * kind is marked, and nobody may call a name of that kind undefined or unused.  Which text names
 * what, the tables know (facts/symbols.h, routeparams.tsv).
 */
#ifndef KAMCHECK_UNIT_SYMBOLS_H
#define KAMCHECK_UNIT_SYMBOLS_H

#include "base/map.h"
#include "facts/symbols.h"
#include "tree/ast.h"

/* One place where a name stands. */
struct reference {
	struct reference *next;  /* of the same symbol, in the order in which they were met */
	struct span at;          /* the word of the symbol alone, as far as it is written there; or
				    SPAN_NONE: on the command line */
	const struct node *node; /* that names it; NULL: a directive, an option */
	enum reference_how how;
};

struct symbol {
	struct symbol *next; /* in the order in which they were met */
	enum symbol_kind kind;
	struct str name;
	struct str word; /* what stands in the text: the name, or what is behind "tm." */
	struct reference *references, **references_end; /* definitions, too */
	uint32_t counts[REFERENCE_HOWS];
	bool is_refused; /* a value that names it is refused, which is reported */
};

struct symbols {
	uint32_t kinds;                   /* those that were collected, as a mask */
	struct map by_name[SYMBOL_KINDS]; /* struct symbol */
	struct symbol *first, **end;
	uint32_t count;
	uint32_t dynamic;   /* of which kinds names are computed somewhere, as a mask */
	uint32_t undefined; /* of which kinds one is used and never defined */
};

struct analysis;

/*
 * Collects the names of KINDS, a mask, of A, whose routes are built if routes are among them.
 * Linear in the text; the tree is not walked when only parameters of modules name such things.
 */
void symbols_build(struct symbols *t, struct analysis *a, uint32_t kinds);

/* The symbol of that name; NULL when there is none. */
const struct symbol *symbol_find(const struct symbols *t, struct analysis *a, enum symbol_kind kind,
				 struct str name);

#endif
