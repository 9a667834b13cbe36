/*
 * declaration - coreparam, custom variables, socket blocks, folders of modules, routing engines.
 */
#ifndef KAMCHECK_SEMA_DECLARATION_H
#define KAMCHECK_SEMA_DECLARATION_H

#include "sema/scope.h"

void setup_coreparam(struct sema *cx, const struct node *n);
void setup_custom(struct sema *cx, const struct node *n);
void setup_socket(struct sema *cx, const struct node *n);
void setup_module(struct sema *cx, const struct node *loadmodule);
void setup_engine(struct sema *cx, const struct node *n);

#endif
