/*
 * registry - see registry.h.
 */
#include "engine/registry.h"

#include <string.h>

#define RULE_ENTRY(name) extern const struct rule rule_##name;
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY

const struct rule *const rules[] = {
#define RULE_ENTRY(name) &rule_##name,
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

const size_t rule_count = sizeof rules / sizeof *rules;

const struct rule *const visitors[] = {
#define RULE_ENTRY(name)
#define VISITOR_ENTRY(name) &rule_##name,
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

const size_t visitor_count = sizeof visitors / sizeof *visitors;

const struct found_rule found_rules[] = {
#define RULE_ENTRY(name)
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor) {&rule_##name, visitor},
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

const size_t found_rule_count = sizeof found_rules / sizeof *found_rules;

const struct rule *rule_find(struct str code)
{
	for (size_t i = 0; i < rule_count; i++)
		if (str_equal_nocase(code, str_of(rules[i]->code)) ||
		    str_equal(code, str_of(rules[i]->name)))
			return rules[i];
	return NULL;
}

size_t rule_index(const struct rule *r)
{
	size_t lo = 0, hi = rule_count - 1;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (strcmp(rules[mid]->code, r->code) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
