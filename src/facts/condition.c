/*
 * condition - see condition.h.
 */
#include "facts/condition.h"

#include "base/number.h"

static bool is_number(struct str text, int64_t *number)
{
	return number_int64(text, NUMBER_MINUS, number);
}

bool condition_holds(const struct condition *c, struct str text)
{
	int64_t number, wanted;

	switch (c->test) {
	case CONDITION_IS: return str_is(text, c->value);
	case CONDITION_IS_NOT: return !str_is(text, c->value);
	case CONDITION_CONTAINS: return str_search(text, str_of(c->value)) >= 0;
	default: break;
	}
	if (!is_number(text, &number) || !is_number(str_of(c->value), &wanted))
		return false;
	return c->test == CONDITION_ABOVE ? number > wanted : (number & wanted) != 0;
}
