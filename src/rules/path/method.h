/*
 * method - conditions that ask for the method of a request.
 */
#ifndef KAMCHECK_PATH_METHOD_H
#define KAMCHECK_PATH_METHOD_H

#include "engine/visit.h"

/* The method, or methods with "|", that the condition N asks for, as a function or a comparison
 * does; empty when it does nothing like that, or only the server knows them. */
struct str method_asked(struct visit *v, const struct node *n);

/* Whether METHODS, as above, has METHOD. */
bool method_is_in(struct str methods, struct str method);

#endif
