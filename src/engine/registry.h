/*
 * registry - all rules there are; made from their records by grammar/mkrules.awk.
 */
#ifndef KAMCHECK_REGISTRY_H
#define KAMCHECK_REGISTRY_H

#include "text/rule.h"

/* All rules, sorted by code. */
extern const struct rule *const rules[];
extern const size_t rule_count;

/* Those that the engine calls: sorted by code, but each behind the one that it follows. */
extern const struct rule *const visitors[];
extern const size_t visitor_count;

/* What a visitor finds: itself, and those that name it as `found_by`. */
struct found_rule {
	const struct rule *rule;
	size_t visitor; /* its place in visitors[] */
};

extern const struct found_rule found_rules[];
extern const size_t found_rule_count;

/* The rule of a code ("K101", any case) or name; NULL when there is none. */
const struct rule *rule_find(struct str code);

/* Its place in rules[]. */
size_t rule_index(const struct rule *r);

#endif
