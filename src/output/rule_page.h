/*
 * rule_page - what the record of a rule says, for forms that show it: plain, or as Markdown.
 */
#ifndef KAMCHECK_RULE_PAGE_H
#define KAMCHECK_RULE_PAGE_H

#include "base/buf.h"
#include "text/rule.h"

/* Appends TEXT so that Markdown shows just this; what stands in backquotes stays code. */
void rule_page_words(struct buf *b, struct str text);

/* Appends why R is there, and its examples, if any; what they hide is made visible. */
void rule_page_body(struct buf *b, const struct rule *r, bool is_markdown);

/* Appends the address of R's page below DOCS, if that says one. */
void rule_page_url(struct buf *b, const char *docs, const struct rule *r);

#endif
