/*
 * symbols_state - collecting the names of a configuration; shared by the symbol files only.
 */
#ifndef KAMCHECK_SYMBOLS_STATE_H
#define KAMCHECK_SYMBOLS_STATE_H

#include "unit/analysis.h"

struct symbol_walk {
	struct symbols *table;
	struct analysis *analysis;
	uint32_t by_pvars; /* kinds that variables name */
	uint64_t tags;     /* those of functions that name something that is asked for */
	bool is_refused;   /* what is named now, by a value that a module refuses */
};

/* Notes that R, which is copied, stands for NAME. */
void symbol_note(struct symbol_walk *w, enum symbol_kind kind, struct str name, struct reference r);

/* Notes that a name of KIND is computed. */
static inline void symbol_note_dynamic(struct symbol_walk *w, enum symbol_kind kind)
{
	w->table->dynamic |= UINT32_C(1) << kind;
}

/* The word that N starts with, its text; all of N when something else is written there. */
struct span symbol_head(struct symbol_walk *w, const struct node *n);

/* The name "GROUP.FIELD". */
struct str symbol_member(struct symbol_walk *w, struct str group, struct str field);

/* What functions, variables and parameters of modules name: symbols_calls.c */
void symbols_of_call(struct symbol_walk *w, const struct node *call);
void symbols_of_core_call(struct symbol_walk *w, const struct node *call);
void symbols_of_param(struct symbol_walk *w, const struct modparam *p);
void symbols_of_assignment(struct symbol_walk *w, const struct node *assign);
/* N is a variable, or a text with variables in it. */
void symbols_of_text(struct symbol_walk *w, const struct node *n, bool is_target);

#endif
