/*
 * explain - the documentation of the rules, from their records.
 */
#ifndef KAMCHECK_EXPLAIN_H
#define KAMCHECK_EXPLAIN_H

#include "base/buf.h"
#include "text/rule.h"

/* Appends a line for each rule of which IS_CHOSEN, by rule_index(): code, severity, phase, name,
 * summary. */
void explain_list(struct buf *b, const bool *is_chosen);

/* Appends the page of one rule. */
void explain_rule(struct buf *b, const struct rule *r);

/* Appends the manual page of all rules, kamcheck-rules(7), in mdoc. */
void explain_man(struct buf *b);

#endif
