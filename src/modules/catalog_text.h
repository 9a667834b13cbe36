/*
 * catalog_text - a catalogue as text: the tables of grammar/ in one file.
 *
 * A line "#function<TAB>..." begins a table and names its columns, which are those of
 * grammar/functions.tsv and so on; other lines with "#" are comments.
 */
#ifndef KAMCHECK_CATALOG_TEXT_H
#define KAMCHECK_CATALOG_TEXT_H

#include "facts/catalog.h"
#include "modules/module_file.h"

/* Appends the modules, functions, parameters and pseudo-variables of C. */
void catalog_write(struct buf *b, const struct catalog *c);

/* Appends the rows of defaults.tsv that the COUNT modules have. */
void catalog_write_defaults(struct buf *b, const struct module_facts *modules, size_t count);

/*
 * Reads TEXT, which must outlive the result; memory from A.  Takes modules, functions, params,
 * pvars, transformations and events, and passes over defaults.  NULL when it is no such text: then
 * *WHY says what is wrong, with the line.  The rows are in no order: catalog_with() takes them.
 */
const struct catalog *catalog_read(struct arena *a, struct str text, struct buf *why);

#endif
