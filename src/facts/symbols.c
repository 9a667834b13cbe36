/*
 * symbols - the constant tables made by grammar/mktables.awk, and look-up in them; see symbols.h.
 */
#include "facts/symbols.h"

const struct fact_symbol_kind symbol_kinds[SYMBOL_KINDS] = {
#define ROW(kind, word, letter, folds, tag, versions) {#kind, word, letter, folds, tag, versions},
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
