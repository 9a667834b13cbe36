/*
 * installed - facts out of the files of the modules that a config loads.
 */
#ifndef KAMCHECK_INSTALLED_H
#define KAMCHECK_INSTALLED_H

#include "tree/ast.h"
#include "preprocess/session.h"

/*
 * Reads the files of the modules that ROOT and the command line load, as far as the session's
 * module path leads to them, and gives the session a catalogue in which they stand for the embedded
 * facts. Those stay for modules that are not found there, or that were built for another version.
 */
void installed_read(struct session *s, const struct node *root);

#endif
