/*
 * secret - the constant table made by grammar/mktables.awk, and look-up in it; see secret.h.
 */
#include "facts/secret.h"

#include "facts/rows.h"

static const struct secret_fact facts[] = {
#define ROW(...) {__VA_ARGS__},
#include "secrets.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "secrets.index"
};

static const struct rows_index facts_index = ROWS_INDEX(places);

const struct secret_fact *secret_facts(struct str name, size_t *count)
{
	return rows_find(facts, sizeof *facts, facts_index, name, count);
}

const struct secret_fact *secret_facts_all(size_t *count)
{
	*count = sizeof facts / sizeof *facts;
	return facts;
}

struct secret_names secret_names(enum secret_form form)
{
	struct secret_names names = {0};

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		size_t n = strlen(facts[i].name);

		if (facts[i].form != form)
			continue;
		if (form == SECRET_ASSIGNED)
			n += strlen(facts[i].place) + 2;
		names.bits |= secret_names_bit(facts[i].name[0], n);
	}
	return names;
}
