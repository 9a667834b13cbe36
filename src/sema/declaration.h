/*
 * declaration - coreparam, custom variables, socket blocks, folders of modules, routing engines.
 */
#ifndef KAMCHECK_SEMA_DECLARATION_H
#define KAMCHECK_SEMA_DECLARATION_H

#include "sema/scope.h"

void setup_coreparam(struct check *cx, const struct node *n);
void setup_custom(struct check *cx, const struct node *n);
void setup_socket(struct check *cx, const struct node *n);
void setup_module(struct check *cx, const struct node *loadmodule);
void setup_engine(struct check *cx, const struct node *n);

#endif
