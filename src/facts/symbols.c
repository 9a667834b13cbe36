/*
 * symbols - the constant tables made by grammar/mktables.awk, and look-up in them; see symbols.h.
 */
#include "facts/symbols.h"

const struct fact_symbol_kind symbol_kinds[SYMBOL_KINDS] = {
#define ROW(kind, ...) {__VA_ARGS__},
#include "symbolkinds.inc"
#undef ROW
};

static const struct fact_symbol rows[] = {
#define ROW(...) {__VA_ARGS__},
#include "symbols.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "symbols.index"
};

const struct fact_symbol *symbols_naming(struct str name, size_t *count)
{
	return rows_find(rows, sizeof *rows, (struct rows_index)ROWS_INDEX(places), name, count);
}

uint32_t symbols_named_by(enum fact_namer where)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].where == where)
			kinds |= UINT32_C(1) << rows[i].kind;
	for (unsigned i = 0; where == NAMED_BY_FUNCTION && i < SYMBOL_KINDS; i++)
		if (symbol_kinds[i].tag)
			kinds |= UINT32_C(1) << i;
	return kinds;
}
