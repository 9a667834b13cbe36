/*
 * xml - what the forms in XML have in common: text that is fit for it, and findings by their files.
 */
#ifndef KAMCHECK_XML_H
#define KAMCHECK_XML_H

#include "output/report.h"

/* Appends TEXT for an attribute in double quotes, or for the text of an element; what XML cannot
 * hold is made visible. */
void xml_text(struct buf *b, struct str text);

/* What is written about a file. */
struct xml_file {
	struct str path;
	struct buf body;
	uint32_t tests, failures, errors;
};

/* The record of the file that was opened as NAME; they stay in the order in which they were asked
 * for. */
struct xml_file *xml_file(struct report_writer *w, struct str name);

/* Calls SAY for each file, those that were read and had no findings behind the others. */
void xml_each_file(struct report_writer *w, void (*say)(struct buf *b, struct xml_file *file));

#endif
