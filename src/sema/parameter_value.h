/*
 * parameter_value - one value of a modparam that its module may refuse while the config is read;
 * between the files parameter_*.c only.
 */
#ifndef KAMCHECK_SEMA_PARAMETER_VALUE_H
#define KAMCHECK_SEMA_PARAMETER_VALUE_H

#include "sema/scope.h"
#include "text/keylist.h"

/* One value, and one row of what is refused. */
struct param_value {
	struct sema *cx;
	const struct setting *s;
	const struct node *n;     /* the modparam */
	const struct node *value; /* its value */
	struct str name;          /* what the value defines, may be empty; P is NULL: nothing */
};

/* Reports at PART, a piece of the value's text. */
struct diag *param_report(const struct param_value *t, const struct rule *code, struct str part,
			  const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The place of PART. */
struct span param_place(const struct param_value *t, struct str part);

/* Says what a good value looks like. */
void param_looks_like(const struct param_value *t, struct diag *x);

/* LIST, the value or what is behind its name, is key=value;key=value ...  Sets the name.  In
 * parameter_list.c. */
void param_list(struct param_value *t, struct str list);

/* One key with its value. */
void param_item(const struct param_value *t, const struct keylist_item *item);

/* What the kind wants, in words; whether an item has it.  In parameter_kind.c. */
const char *param_kind_wants(enum setting_kind kind);
bool param_kind_holds(enum setting_kind kind, const struct keylist_item *item);

/*
 * The value defines its name, in the set of the row; IS_WRONG: something was reported about it, and
 * the name counts all the same, so that nothing follows from that.  In parameter_names.c.
 */
void param_define(const struct param_value *t, bool is_wrong);

/* Nobody can see which names a value for S defines. */
void param_open(struct sema *cx, const struct setting *s);

/* False after a report: NAME, in words a WHAT, is used, and no parameter above defines it. */
bool param_refer(const struct param_value *t, struct setting_set set, struct str name,
		 const char *what);

#endif
