/*
 * argument_state - one constant argument of a function; between the rules of arguments only.
 */
#ifndef KAMCHECK_ARGUMENT_STATE_H
#define KAMCHECK_ARGUMENT_STATE_H

#include "facts/arguments.h"
#include "sema/check_state.h"

#include <string.h>

struct argument {
	struct check *cx;
	const struct node *call, *node;
	const struct fact_argument *fact;
	struct str text; /* its value */
	int position;    /* from 1 */
};

/* The place of LENGTH bytes at offset AT of the value of string N; all of N when it has escapes. */
struct span argument_inside(struct check *cx, const struct node *n, size_t at, size_t length);

/* Reports 'argument 1 of "f" must be WHAT, not "..."'. */
struct diag *argument_report(const struct argument *a, const struct rule *code, const char *what);

/* All of these return false when they reported something that keeps the server from starting. */

/* rule_pattern.c */
bool argument_regex(const struct argument *a);
bool argument_subst(const struct argument *a);

/* rule_format.c */
bool argument_format(const struct argument *a);
/* N is a variable or plain text: a warning when it looks like a variable and there is none. */
void argument_name(struct check *cx, const struct node *n, bool wants_nearest);
/* TEXT, at offset BASE of the value, is one variable. */
bool argument_variable(const struct argument *a, struct str text, size_t base, struct pvar *v);

/* rule_word.c */
bool argument_methods(const struct argument *a);
bool argument_level(const struct argument *a);
bool argument_facility(const struct argument *a);

/* rule_argument_target.c */
bool argument_proxy(const struct argument *a);
bool argument_avps(const struct argument *a);

/* rule_argument_reply.c */
bool argument_reply_code(const struct argument *a);
bool argument_header_lines(const struct argument *a);

#endif
