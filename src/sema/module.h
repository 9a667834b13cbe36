/*
 * module - which modules are loaded, and loadmodule.
 */
#ifndef KAMCHECK_SEMA_MODULE_H
#define KAMCHECK_SEMA_MODULE_H

#include "sema/scope.h"

/* Before the walk: what the command line loads and sets, and the names in the file, if any. */
void module_begin(struct check *cx, const struct node *root);
/* N is a loadmodule. */
void module_load(struct check *cx, const struct node *n);
/* Whether MODULE, a file name without ".so", is loaded above. */
bool check_is_loaded(struct check *cx, const char *module);
/* Whether it was said before that MODULE is not loaded: one missing line, one message. */
bool module_is_missed(struct check *cx, const char *module);
/* Appends "kamailio 5.7 and newer have it". */
void module_say_versions(struct buf *b, const struct check *cx, uint32_t versions);
/* Whether one more search through a table is allowed. */
bool check_may_search(struct check *cx);

#endif
