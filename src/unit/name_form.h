/*
 * name_form - the name that a text holds, in a form that a table gives (cells of type `form`).
 */
#ifndef KAMCHECK_NAME_FORM_H
#define KAMCHECK_NAME_FORM_H

#include "facts/catalog.h"

/* The name in TEXT, a piece of it, as FORM has it; false when there is none. */
bool name_form_find(const struct name_form *form, struct str text, struct str *name);

#endif
