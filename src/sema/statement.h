/*
 * statement - conditions, and the cases of a switch.
 */
#ifndef KAMCHECK_SEMA_STATEMENT_H
#define KAMCHECK_SEMA_STATEMENT_H

#include "sema/scope.h"

void statement_condition(struct sema *cx, const struct node *condition, struct value v,
			 const char *word);

/*
 * The labels of one switch are all integers or all strings.  A label without a type (selval) passes
 * for an integer, as it does in 5.6.3.
 */
struct switch_labels {
	const struct node *first; /* label that set the kind */
	const struct node *first_default;
	unsigned defaults; /* behind it */
	bool is_text;
	bool is_mixed; /* reported */
};

/* N is a switch, before its cases; then each case C of it, with the value V of its label. */
void statement_switch(struct sema *cx, const struct node *n);
void statement_case(struct sema *cx, const struct node *n, const struct node *c, struct value v,
		    struct switch_labels *labels);

#endif
