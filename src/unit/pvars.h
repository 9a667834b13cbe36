/*
 * pvars - the variables that stand in the nodes of the tree, those inside of texts and of other
 * variables too, each with its own place.
 *
 * What must stay true: a text is read once, however often it stands in a config; what is known of
 * it does not depend on where it stands.  Of use once the analysis is finished: variables are as
 * the server sees them when it starts, with all modules loaded.
 */
#ifndef KAMCHECK_UNIT_PVARS_H
#define KAMCHECK_UNIT_PVARS_H

#include "base/list.h"
#include "base/map.h"
#include "pvar/pvar.h"
#include "scan/written.h"
#include "tree/ast.h"

/* One variable in a text. */
struct pvar_use {
	const struct pvar_use *next; /* in the order of the text, inner ones behind the outer one */
	const struct pvar_use *outer; /* the variable it stands in; NULL */
	struct pvar pvar;
	struct str text; /* all of it, from the dollar on */
	size_t at;       /* offset in the text of the node */
	unsigned depth;  /* 0: it stands in no other variable */
	bool is_faulty;  /* the server refuses it: parts may be missing; no row: there is no such
			    variable */
};

/* One text, and what stands in it. */
struct pvar_text {
	const struct pvar_use *first; /* NULL: no variable */
	uint32_t number;              /* from 1 */
	bool is_read, is_faulty;

	/* sema's: it was found valid when so many modules and one were loaded; as a target, too. */
	uint32_t valid_with;
	bool is_settable;
};

struct pvars {
	struct map by_text;                /* struct pvar_text */
	unsigned searches;                 /* for similar names, through the whole table */
	LIST_OF(struct pvar_text *) texts; /* by their numbers */
	LIST_OF(struct pvar_use) pending;  /* of the text that is being read: see pvars_see() */
};

struct analysis;

/*
 * The variables in the text of N, a N_PVAR, N_BARE or N_STRING; NULL when there is none.  Whether
 * anybody looks for variables in a string, the caller has to know.  They live with the analysis,
 * and are shared by all nodes of that text.
 */
const struct pvar_use *pvars_of(struct analysis *a, const struct node *n);

/* The place of USE, one of them: all of N when the text is not what is written there. */
struct span pvars_place(const struct analysis *a, const struct node *n, const struct pvar_use *use);

/* The same for written_place(), which is to give the places of several of them. */
struct written pvars_written(struct analysis *a, const struct node *n);

/* The place of the fault P in the string N, in a part of its text from offset BASE on.  A variable
 * that does not exist has its place with its dollar. */
struct span pvars_fault_span(struct analysis *a, const struct node *n, size_t base,
			     const struct pvar_problem *p);

/* The same as pvars_of(), with what is known of the text as a whole; never NULL. */
const struct pvar_text *pvars_text(struct analysis *a, const struct node *n);

/* The variables in TEXT, which no node has as it is. */
const struct pvar_use *pvars_in(struct analysis *a, struct str text);

/*
 * Whether the server takes all variables of TEXT, a text with variables in it, when it starts.
 * Else the first fault is in *PROBLEM, its words in the memory of the analysis.
 */
bool pvars_are_valid(struct analysis *a, struct str text, struct pvar_problem *problem);

/*
 * Whether words stand around the variables in N, a string: what is nothing but variables may be a
 * list of those that a function sets.
 */
bool pvars_have_words(struct analysis *a, const struct node *n);

/* What is known of variables when the server starts, for pvar_parse() and its kin. */
struct pvar_context pvars_context(struct analysis *a);

/* --- for sema, which reads variables first ------------------------------------------------------
 */

/* The entry of the text of N, a N_PVAR or N_BARE, which may not have been read. */
struct pvar_text *pvars_entry(struct analysis *a, const struct node *n);

/* As `see` of a pvar_context; then what was seen was that of ENTRY, with all of TEXT valid, or is
 * forgotten. */
void pvars_see(struct analysis *a, const struct pvar *v, struct pvar_place place);
void pvars_keep(struct analysis *a, struct pvar_text *entry, struct str text);
void pvars_forget(struct analysis *a);

#endif
