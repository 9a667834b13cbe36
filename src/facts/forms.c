/*
 * forms - the constant table made by grammar/mktables.awk; see forms.h.
 */
#include "facts/forms.h"

#include "facts/rows.h"

#include <string.h>

static const struct fact_form forms[] = {
#define ROW(...) {__VA_ARGS__},
#include "forms.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "forms.index"
};

const struct fact_form *form_of(struct str name, const char *module, int count, int position,
				const struct version *v)
{
	size_t rows;
	const struct fact_form *f =
	    rows_find(forms, sizeof *forms, (struct rows_index)ROWS_INDEX(places), name, &rows);

	for (; rows; rows--, f++)
		if (f->count == count && f->position == position && f->versions & v->bit &&
		    !strcmp(f->module, module))
			return f;
	return NULL;
}
