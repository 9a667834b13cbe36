/*
 * parse - a whole configuration to a tree.
 */
#ifndef KAMCHECK_PARSE_H
#define KAMCHECK_PARSE_H

#include "tree/ast.h"
#include "preprocess/session.h"

/*
 * Reads and parses TEXT as the main file NAME.  Findings go to the session.  Returns the root
 * (N_FILE), never NULL; with syntax errors it holds what could be made out.
 */
struct node *parse_config(struct session *s, struct str name, struct str text);

#endif
