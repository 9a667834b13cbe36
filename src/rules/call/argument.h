/*
 * argument - what the rules about constant arguments share.
 *
 * What must stay true: an argument that is not constant is known only at run time, and nothing is
 * said about it; nor about functions of modules that are not loaded, or of modules without facts.
 * Facts: grammar/arguments.tsv, semantics.md section 12.4; what is marked (tried): kamailio 5.6.3.
 */
#ifndef KAMCHECK_RULES_ARGUMENT_H
#define KAMCHECK_RULES_ARGUMENT_H

#include "engine/visit.h"

/* Reports 'argument 1 of "f" must be WHAT, not "..."' for the rule and the argument that are
 * visited. */
struct diag *argument_report(struct visit *v, const char *what);

/* The place of LENGTH bytes at offset AT of the value of the argument that is visited; all of it
 * when its text does not stand in the source. */
struct span argument_span(const struct visit *v, size_t at, size_t length);

/* The length of the variable at the start of TEXT, "$name", "$name(...)" or "$(...)", whatever
 * follows it; less than 2 when there is none. */
size_t argument_variable_length(struct str text);

#endif
