/*
 * kemi - see kemi.h.
 *
 * What must stay true: the large table holds no pointers, so that no page of it is touched, when
 * the program starts, for those who never ask.
 */
#include "facts/kemi.h"

#include "facts/rows.h"
#include "facts/suggest.h"

/* The lengths are as long as the longest cells need it: the compiler refuses longer ones. */
static const struct fact_kemi rows[] = {
#define ROW(function, module, object, parameters, callback, versions)                              \
	{function, module, object, parameters, callback, versions},
#include "kemi.inc"
#undef ROW
};

static const struct fact_script scripts[] = {
#define ROW(...) {__VA_ARGS__},
#include "scripts.inc"
#undef ROW
};

enum { ROW_COUNT = sizeof rows / sizeof *rows, SCRIPT_COUNT = sizeof scripts / sizeof *scripts };

/* The first row of FUNCTION, or of what would stand behind it: rows are sorted. */
static const struct fact_kemi *first_of(struct str function)
{
	return rows_first(rows, sizeof *rows, ROW_COUNT, function);
}

const struct fact_kemi *kemi_next(struct str object, struct str function,
				  const struct fact_kemi *row)
{
	for (row = row ? row + 1 : first_of(function);
	     row < rows + ROW_COUNT && str_is(function, row->function); row++)
		if (str_is(object, row->object))
			return row;
	return NULL;
}

const struct fact_kemi *kemi_of_object(struct str object, const struct fact_kemi *row)
{
	for (row = row ? row + 1 : rows; row < rows + ROW_COUNT; row++)
		if (str_is(object, row->object))
			return row;
	return NULL;
}

bool kemi_knows(const struct version *v)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].versions & v->bit)
			return true;
	return false;
}

const char *kemi_nearest(struct str object, struct str function, const struct version *v)
{
	struct nearest n = nearest_to(function.n ? function : object);

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!(rows[i].versions & v->bit))
			continue;
		if (!function.n)
			nearest_consider(&n, str_of(rows[i].object));
		else if (str_is(object, rows[i].object))
			nearest_consider(&n, str_of(rows[i].function));
	}
	return n.best.p;
}

const struct fact_script *script_fact(struct str name, enum script_fact_kind kind,
				      const char *module, const struct version *v)
{
	for (const struct fact_script *s = scripts; s < scripts + SCRIPT_COUNT; s++)
		if (s->kind == kind && s->versions & v->bit && str_is(name, s->name) &&
		    (!module || str_is(str_of(module), s->module)))
			return s;
	return NULL;
}

const struct fact_script *script_fact_at(size_t n)
{
	return n < SCRIPT_COUNT ? scripts + n : NULL;
}
