/*
 * setter_state - one value of a modparam that its setter may refuse; between setter.c and
 * setter_keys.c only.
 */
#ifndef KAMCHECK_SETTER_STATE_H
#define KAMCHECK_SETTER_STATE_H

#include "facts/setting.h"
#include "text/keylist.h"
#include "sema/parameter.h"
#include "sema/variable.h"

/* One value under test. */
struct subject {
	struct sema *cx;
	const struct setting *s;
	const struct node *n;     /* the modparam */
	const struct node *value; /* its value */
	struct str name;          /* what the value defines, may be empty */
};

/* Reports at PART, a piece of the value's text. */
struct diag *setter_report(const struct subject *t, const struct rule *code, struct str part,
			   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Says what a good value looks like. */
void setter_looks_like(const struct subject *t, struct diag *x);

/* LIST, the value or what is behind its name, is key=value;key=value ...  Sets the name. */
void setter_list(struct subject *t, struct str list);

/* One key with its value. */
void setter_item(const struct subject *t, const struct keylist_item *item);

#endif
