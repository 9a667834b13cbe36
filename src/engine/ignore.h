/*
 * ignore - comments that silence findings: "# kamcheck: ignore K304 reason".
 *
 * One comment silences rules, given by code or name and separated by commas: on its own line for the
 * next statement, or for the next line when that is a directive; behind a statement for its line;
 * above all but comments for the whole file.
 */
#ifndef KAMCHECK_IGNORE_H
#define KAMCHECK_IGNORE_H

#include "tree/ast.h"
#include "preprocess/record.h"
#include "preprocess/session.h"

/*
 * Takes out of the findings of S what comments silence, and reports comments that silence nothing.
 * To be called when all is reported, before sorting.  Findings of phases before FIRST stay: the
 * verdict of -c is Kamailio's, which reads no comments.
 */
void ignore_findings(struct session *s, const struct node *root, const struct record *record,
		     enum phase first);

#endif
