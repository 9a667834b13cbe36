/*
 * arguments - the constant table made by grammar/mktables.awk; see arguments.h.
 */
#include "facts/arguments.h"

#include "facts/rows.h"

static const struct fact_argument arguments[] = {
#define ROW(name, module, count, position, kind, refuses_empty, versions)                          \
	{name, module, count, position, kind, refuses_empty, versions},
#include "arguments.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "arguments.index"
};

const struct fact_argument *arguments_of(struct str name, size_t *count)
{
	return rows_find(arguments, sizeof *arguments, (struct rows_index)ROWS_INDEX(places), name,
			 count);
}

bool argument_has_variables(enum argument_kind kind)
{
	switch (kind) {
	case ARGUMENT_NUMBER_CONSTANT:
	case ARGUMENT_NUMBER_UNSIGNED:
	case ARGUMENT_NUMBER_FLAGS:
	case ARGUMENT_XAVP_NAME:
	case ARGUMENT_REGEX:
	case ARGUMENT_HEADER:
	case ARGUMENT_HEADER_PART:
	case ARGUMENT_METHODS:
	case ARGUMENT_MIME:
	case ARGUMENT_HOST:
	case ARGUMENT_PROXY:
	case ARGUMENT_FACILITY:
	case ARGUMENT_CHARACTER: return false;
	default: return true;
	}
}
