/*
 * parse - a whole configuration to a tree.
 */
#ifndef KAMCHECK_PARSE_H
#define KAMCHECK_PARSE_H

#include "tree/ast.h"
#include "preprocess/record.h"
#include "preprocess/session.h"

/*
 * Reads and parses TEXT as the main file NAME.  Findings go to the session.  Returns the root
 * (N_FILE), never NULL; with syntax errors it holds what could be made out.  What the preprocessor
 * saw goes to *RECORD, unless that is NULL; what it points to is the session's.
 */
struct node *parse_config(struct session *s, struct str name, struct str text,
			  struct record *record);

#endif
