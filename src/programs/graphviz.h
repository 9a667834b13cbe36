/*
 * graphviz - the program "dot": run by its arguments, without a shell.
 */
#ifndef KAMCHECK_GRAPHVIZ_H
#define KAMCHECK_GRAPHVIZ_H

#include "base/arena.h"
#include "base/str.h"

/* Lets it write what TEXT, in its language, draws in FORM ("svg"), to standard output.  Returns why
 * that failed, or NULL. */
const char *graphviz_write(const char *form, struct str text);

/* The same into *OUT, with memory from A; ended when it takes longer than ten seconds. */
const char *graphviz_read(const char *form, struct str text, struct arena *a, struct str *out);

#endif
