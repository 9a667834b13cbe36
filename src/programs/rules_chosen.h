/*
 * rules_chosen - which rules --rule, --no-rule, explain and rules name.
 */
#ifndef KAMCHECK_RULES_CHOSEN_H
#define KAMCHECK_RULES_CHOSEN_H

#include "programs/options.h"

/* What the command line says of a rule. */
enum rule_choice {
	RULE_ON,      /* nothing */
	RULE_ASKED,   /* that it is wanted */
	RULE_UNASKED, /* nothing, and it is off until settings ask for it */
	RULE_OFF,
};

/*
 * What --rule and --no-rule leave: by rule_index(), enum rule_choice.  NULL when they name a rule
 * that is none; then *WHY says so.  Errors of reading are never off: a file that was not read is
 * not fine.
 */
const unsigned char *rules_chosen_by(struct arena *a, const struct options *o, struct buf *why);

/* The rules that the words CODES name, by rule_index(); all without any.  NULL as above. */
const bool *rules_chosen(struct arena *a, const struct str *codes, size_t count, struct buf *why);

#endif
