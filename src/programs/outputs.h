/*
 * outputs - where the findings of a run go: the forms and files of the command line, opened, and
 * closed again.
 *
 * What must stay true: a file that cannot be written is noticed; no file that is checked, and no
 * config that is there, is written over.
 */
#ifndef KAMCHECK_OUTPUTS_H
#define KAMCHECK_OUTPUTS_H

#include "output/formats.h"
#include "programs/options.h"

#include <stdio.h>

struct output {
	FILE *f;
	struct str name; /* of its file; P is NULL: the console */
};

struct outputs {
	struct report report;
	struct report_facts facts;
	struct output *all;
	size_t count;
};

/* Adds to O the forms that the environment or nobody says.  False when it says what is none; then
 * WHY says so. */
bool outputs_complete(struct options *o, struct buf *why);

/* Whether O, completed, sends a form to a file. */
bool outputs_has_file(const struct options *o);

/* Whether no form of O, completed, goes to the regular FILE, which is WHAT ("a config"); else WHY
 * says so. */
bool outputs_spares(const struct options *o, struct str file, const char *what, struct buf *why);

/* Opens FILE for writing; NULL when it cannot be, or is what O checks, or a config: then WHY says
 * so.
 */
FILE *outputs_file(const struct options *o, struct str file, struct buf *why);

/*
 * Opens what O says, and starts the report about configs for the releases KAMAILIO.  What goes to
 * the console is text on CONSOLE unless O says else; forms for programs always go to standard
 * output.  False when a file cannot be opened; then WHY says so.  Memory from A; OUT must not be
 * moved.
 */
bool outputs_open(struct outputs *out, struct arena *a, struct options *o, struct str kamailio,
		  FILE *console, struct buf *why);

/* Ends the report with the exit STATUS of the program, and closes; returns STATUS, or 2 when not
 * all could be written. */
int outputs_close(struct outputs *out, int status);

/* The address below which the pages of rules are; empty: nowhere. */
const char *outputs_docs(void);

/* Writes TEXT, which is all, to OUT, and closes its file; false, with a message, as below. */
bool outputs_end(struct output *out, struct str text);

/* Writes TEXT to F; false, with a message, when not all of it could be written. */
bool outputs_write(FILE *f, struct str text);

#endif
