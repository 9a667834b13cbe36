/*
 * html - text of a config as text of a page.
 *
 * What must stay true: whatever bytes a config has, what goes through here is UTF-8 without control
 * characters, and neither a tag nor the end of an attribute.  All else in a page is ours.
 */
#ifndef KAMCHECK_HTML_H
#define KAMCHECK_HTML_H

#include "base/buf.h"

/* Appends TEXT for an element, or for an attribute in double quotes; a tab is a blank. */
void html_text(struct buf *b, struct str text);

/* The same for lines that are shown as they stand: tabs and newlines stay. */
void html_code(struct buf *b, struct str text);

/* The same for our own words, in which backquotes enclose code, and empty lines part paragraphs. */
void html_prose(struct buf *b, struct str text);

/* Appends NUMBER with a blank between thousands. */
void html_number(struct buf *b, uint64_t number);

/* Appends "1 word", "2 words". */
void html_count(struct buf *b, uint64_t number, const char *word);

#endif
