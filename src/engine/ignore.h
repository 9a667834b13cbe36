/*
 * ignore - comments that silence findings: "# kamcheck: ignore K304 reason".
 *
 * One comment silences rules, given by code or name and separated by commas: on its own line for
 * the next statement, or for the next line when that is a directive; behind a statement for its
 * line; above all but comments for the whole file.
 */
#ifndef KAMCHECK_IGNORE_H
#define KAMCHECK_IGNORE_H

#include "tree/ast.h"
#include "preprocess/record.h"
#include "preprocess/session.h"

/* What comments may silence. */
enum ignoring {
	IGNORING_ALL,       /* any finding */
	IGNORING_UNPARSED,  /* all but those of parsing: the verdict of -c is Kamailio's */
	IGNORING_NO_ERRORS, /* no error of parsing and starting: a stranger wrote the comments */
	IGNORING_NOTHING,
};

/*
 * Takes out of the findings of S what comments silence, as far as they may, and reports comments
 * that silence nothing.  To be called when all is reported, before sorting.
 */
void ignore_findings(struct session *s, const struct node *root, const struct record *record,
		     enum ignoring ignoring);

#endif
