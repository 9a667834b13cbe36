/*
 * defaults - see defaults.h.
 *
 * What must stay true: the table holds no pointers, so that no page of it is touched, when the
 * program starts, for those who never ask.
 */
#include "facts/defaults.h"

#include "facts/rows.h"

#include <stdint.h>
#include <string.h>

/* The lengths are as long as the longest cells need it: the compiler refuses longer ones. */
static const struct row {
	char param[44], module[28], value[60];
	uint32_t versions;
} rows[] = {
#define ROW(param, module, value, versions) {param, module, value, versions},
#include "defaults.inc"
#undef ROW
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

/* The first row of PARAM, or of what would stand behind it: rows are sorted. */
static const struct row *first_of(struct str param)
{
	return rows_first(rows, sizeof *rows, ROW_COUNT, param);
}

static bool is_of(const struct row *d, struct str param)
{
	return d < rows + ROW_COUNT && str_is(param, d->param);
}

const char *default_of(struct str param, const char *module, uint32_t bit)
{
	for (const struct row *d = first_of(param); is_of(d, param); d++)
		if (d->versions & bit && strcmp(d->module, module) == 0)
			return d->value;
	return NULL;
}

bool default_differs(struct str param, const char *module, uint32_t from, uint32_t to)
{
	bool was = false, is = false;

	for (const struct row *d = first_of(param); is_of(d, param); d++) {
		if (strcmp(d->module, module) != 0)
			continue;
		if (d->versions & from && d->versions & to)
			return false;
		was |= (d->versions & from) != 0;
		is |= (d->versions & to) != 0;
	}
	return was && is;
}
