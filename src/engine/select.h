/*
 * select - rules by one word: a code, a name, the beginning of codes ("K3", "K45") or "all".
 */
#ifndef KAMCHECK_SELECT_H
#define KAMCHECK_SELECT_H

#include "base/buf.h"
#include "engine/registry.h"

/* What a word means. */
struct selection {
	const struct rule *rule; /* just this one; or NULL */
	struct str group;        /* the opt-in rules of that name; or empty */
	struct str prefix;       /* of codes, when it is several; "K" is all */
};

/* What WORD selects; false when it is nothing: then *WHY says so, with what was meant. */
bool select_read(struct str word, struct selection *out, struct buf *why);

bool select_has(const struct selection *s, const struct rule *rule);

/* Whether S switches RULE on, which an opt-in rule wants to be asked for by name. */
bool select_asks_for(const struct selection *s, const struct rule *rule);

/* How exact it is: a greater number for fewer rules. */
size_t select_rank(const struct selection *s);

/* Whether RULE says that the text cannot be read: such rules cannot be switched off, for a file
 * that was not read is never fine. */
bool select_is_syntax(const struct rule *rule);

#endif
