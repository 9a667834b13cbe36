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

/* What the comments of a text silence. */
struct ignores;

/*
 * Takes out of the findings of S what comments silence, as far as they may, and reports comments
 * that silence nothing.  To be called when all is reported, before sorting.  EARLIER is what an
 * earlier reading of the same text returned, or NULL.  Returns NULL when nothing is silenced.
 */
struct ignores *ignore_findings(struct session *s, const struct node *root,
				const struct record *record, enum ignoring ignoring,
				struct ignores *earlier);

/* Whether a comment silences a finding of RULE at AT, in the session that was read or one that
 * reads the same text again. */
bool ignore_hides(struct ignores *in, const struct rule *rule, struct span at);

#endif
