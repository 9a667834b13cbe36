/*
 * module - which modules are loaded, and loadmodule.
 */
#ifndef KAMCHECK_SEMA_MODULE_H
#define KAMCHECK_SEMA_MODULE_H

#include "sema/scope.h"

/* Before the walk: what the command line loads and sets, and the names in the file, if any. */
void module_begin(struct sema *cx, const struct node *root);
/* N is a loadmodule. */
void module_load(struct sema *cx, const struct node *n);
/* LOST is text that recovery skipped: modules that it names in quotes are not said to be missing.
 */
void module_miss(struct sema *cx, struct str lost);
#endif
