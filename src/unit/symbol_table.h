/*
 * symbol_table - every name that a configuration defines or uses, with all its places: for people,
 * editors and rules.
 *
 * What must stay true: a name that only the running script knows is no symbol; where one occurs its
 * kind is marked, and nobody may call a name of that kind undefined or unused.  Which text names
 * what, the tables know (facts/symbols.h, routeparams.tsv).
 */
#ifndef KAMCHECK_SYMBOL_TABLE_H
#define KAMCHECK_SYMBOL_TABLE_H

#include "base/map.h"
#include "facts/symbols.h"
#include "tree/ast.h"

/* One place where a name stands. */
struct reference {
	struct reference *next;  /* of the same symbol, in the order in which they were met */
	struct span at;          /* the name alone, as far as it stands in the text; or SPAN_NONE */
	const struct node *node; /* that names it; NULL: a directive, an option */
	enum reference_how how;
};

struct symbol {
	struct symbol *next; /* in the order in which they were met */
	enum symbol_kind kind;
	struct str name;
	struct reference *references, **references_end; /* definitions, too */
	uint32_t counts[4];                             /* by enum reference_how */
};

struct symbol_table {
	struct map by_name[SYMBOL_KINDS]; /* struct symbol */
	struct symbol *first, **end;
	uint32_t count;
	uint32_t dynamic; /* bit N: names of kind N are computed somewhere */
};

struct analysis;
struct modparam;

/* Collects all names of A, whose routes are built.  Linear in the text. */
void symbol_table_build(struct symbol_table *t, struct analysis *a);

/* The symbol of that name; NULL when there is none. */
const struct symbol *symbol_find(const struct symbol_table *t, enum symbol_kind kind,
				 struct str name);

/* Notes a place. */
void symbol_refer(struct symbol_table *t, struct analysis *a, enum symbol_kind kind,
		  struct str name, const struct node *node, struct span at, enum reference_how how);

/* What the functions, variables and parameters of modules name: symbol_calls.c */
struct symbol_walk {
	struct symbol_table *table;
	struct analysis *analysis;
};
void symbols_of_call(struct symbol_walk *w, const struct node *call);
void symbols_of_core_call(struct symbol_walk *w, const struct node *call);
void symbols_of_param(struct symbol_walk *w, const struct modparam *p);
/* N is a variable, or a text with variables in it. */
void symbols_of_text(struct symbol_walk *w, const struct node *n, bool is_target);

#endif
