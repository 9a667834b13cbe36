/*
 * registry - see registry.h.
 */
#include "engine/registry.h"

#define RULE_ENTRY(name, number) extern const struct rule rule_##name;
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY

const struct rule *const rules[] = {
#define RULE_ENTRY(name, number) &rule_##name,
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

const size_t rule_count = sizeof rules / sizeof *rules;

const struct rule *const visitors[] = {
#define RULE_ENTRY(name, number)
#define VISITOR_ENTRY(name) &rule_##name,
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

const size_t visitor_count = sizeof visitors / sizeof *visitors;

const struct found_rule found_rules[] = {
#define RULE_ENTRY(name, number)
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

enum {
#define RULE_ENTRY(name, number) PLACE_##name,
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

/* Places in rules[], by the numbers in the codes. */
static const uint16_t places[] = {
#define RULE_ENTRY(name, number) [number] = PLACE_##name,
#define VISITOR_ENTRY(name)
#define FOUND_ENTRY(name, visitor)
#include "rules.inc"
#undef RULE_ENTRY
#undef VISITOR_ENTRY
#undef FOUND_ENTRY
};

size_t rule_index(const struct rule *r)
{
	const char *digits = r->code + 1;

	return places[(digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0')];
}
