/*
 * selects - the constant table made by grammar/mktables.awk; see selects.h.  A node has few rows
 * and selects are rare, so the rows of a node are searched one by one.
 */
#include "facts/selects.h"

#include "facts/rows.h"
#include "facts/suggest.h"

static const struct fact_select selects[] = {
#define ROW(from, word, to, takes, module, versions) {from, word, to, takes, module, versions},
#include "selects.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "selects.index"
};

static const struct fact_select *rows_of(const char *node, size_t *count)
{
	return rows_find(selects, sizeof *selects, (struct rows_index)ROWS_INDEX(places),
			 str_of(node), count);
}

static bool fits(const struct fact_select *s, struct select_part part)
{
	if (part.is_number)
		return s->word[0] == '#';
	return s->word[0] == '*' || str_equal_nocase(part.text, str_of(s->word));
}

const struct fact_select *select_find(const char *node, struct select_part part,
				      const struct version *v, bool *is_open)
{
	const struct fact_select *inside = NULL;
	bool is_known = false;
	size_t count, i;
	const struct fact_select *s = rows_of(node, &count);

	for (i = 0; i < count; i++) {
		if (!(s[i].versions & v->bit))
			continue;
		is_known = true;
		if (!fits(&s[i], part))
			continue;
		if (!(s[i].takes & SELECT_INSIDE))
			return &s[i];
		if (!inside)
			inside = &s[i];
	}
	*is_open = count && !is_known;
	return inside;
}

const char *select_nearest(const char *node, struct str name, const struct version *v)
{
	struct nearest n = nearest_to(name);
	size_t count;
	const struct fact_select *s = rows_of(node, &count);

	for (; count; count--, s++)
		if (s->versions & v->bit)
			nearest_consider(&n, str_of(s->word));
	return n.best.p;
}
