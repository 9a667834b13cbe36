/*
 * forms - what constant arguments of functions look like (grammar/forms.tsv): words, or texts of
 * parts.
 */
#ifndef KAMCHECK_FORMS_H
#define KAMCHECK_FORMS_H

#include "facts/arguments.h"

struct fact_form {
	const char *name, *module;
	short count;         /* parameters of the function */
	short position;      /* from 1 */
	const char *pattern; /* a POSIX expression */
	bool is_exact;       /* the case of letters counts */
	const char *looks;   /* what to write */
	uint32_t versions;
};

/* The form of the argument POSITION of the function of MODULE that is called with COUNT; or NULL.
 */
const struct fact_form *form_of(struct str name, const char *module, int count, int position,
				const struct version *v);

#endif
