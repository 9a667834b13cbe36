/*
 * explain - the documentation of the rules, from their records.
 */
#ifndef KAMCHECK_EXPLAIN_H
#define KAMCHECK_EXPLAIN_H

#include "base/buf.h"
#include "text/rule.h"

/* What the program knows of itself. */
struct explain_facts {
	const char *version; /* of kamcheck */
	const char *docs;    /* the address of the rules' pages, but for the code; empty: nowhere */
};

/* When Kamailio notices what R finds, in words. */
const char *explain_notice(const struct rule *r);

/* Appends a line for each rule of which IS_CHOSEN, by rule_index(): code, severity, phase, name,
 * summary. */
void explain_list(struct buf *b, const bool *is_chosen);

/* Appends the page of one rule. */
void explain_rule(struct buf *b, const struct explain_facts *facts, const struct rule *r);

/* Both as Markdown: a table with the code as anchor of each line, the page of one rule. */
void explain_markdown_list(struct buf *b, const struct explain_facts *facts, const bool *is_chosen);
void explain_markdown_rule(struct buf *b, const struct explain_facts *facts, const struct rule *r);

/* Appends the rules of which IS_CHOSEN as one object of JSON; false when there is no memory. */
bool explain_json(struct buf *b, const struct explain_facts *facts, const bool *is_chosen);

/* Appends the manual page of all rules, kamcheck-rules(7), in mdoc. */
void explain_man(struct buf *b);

#endif
