/*
 * formats - the forms in which findings are written.
 */
#ifndef KAMCHECK_FORMATS_H
#define KAMCHECK_FORMATS_H

#include "output/report.h"

extern const struct report_format format_text;       /* for people: the line with a caret, notes */
extern const struct report_format format_concise;    /* the first line of that only */
extern const struct report_format format_gcc;        /* as compilers say it */
extern const struct report_format format_json;       /* one object */
extern const struct report_format format_jsonl;      /* a line for each finding */
extern const struct report_format format_sarif;      /* of GitHub and others */
extern const struct report_format format_github;     /* commands of a workflow */
extern const struct report_format format_gitlab;     /* a report of Code Quality */
extern const struct report_format format_junit;      /* XML: tests that fail */
extern const struct report_format format_checkstyle; /* XML */
extern const struct report_format format_rdjson;     /* of reviewdog */

/* Counts, in place of findings; of no name that users could say. */
extern const struct report_format format_statistics;

/* The form of this name; NULL when there is none. */
const struct report_format *format_find(struct str name);

/* Appends the names of all. */
void format_list(struct buf *b);

#endif
