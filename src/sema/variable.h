/*
 * variable - pseudo-variables, where Kamailio parses them while it reads the file.
 */
#ifndef KAMCHECK_SEMA_VARIABLE_H
#define KAMCHECK_SEMA_VARIABLE_H

#include "sema/scope.h"

/* What is known of variables at this place of the file. */
struct pvar_context *pvar_here(struct sema *cx);
/* N is a variable that is read; IS_TARGET: one that is assigned to. */
void pvar_use(struct sema *cx, const struct node *n, bool is_target);
/* The variables in text N of a modparam(), which its module looks up at once. */
void pvar_text(struct sema *cx, const struct node *modparam, const struct node *n);
/* N is a modparam or modparamx. */
void pvar_modparam(struct sema *cx, const struct node *n);
void pvar_subst(struct sema *cx, const struct node *n);
/* N is a string whose variables are replaced while the file is read. */
void pvar_string(struct sema *cx, const struct node *n);
/* At the start: the rules of --subst and its kin. */
void pvar_definitions(struct sema *cx);

#endif
