/*
 * named_file - the constant tables made by grammar/mktables.awk, and look-up in them; see
 * named_file.h.  There are few keys, so they are searched from front to end.
 */
#include "facts/named_file.h"

#include "facts/rows.h"
#include "facts/suggest.h"

static const struct fact_file files[] = {
#define ROW(...) {__VA_ARGS__},
#include "files.inc"
#undef ROW
};

static const uint32_t places[] = {
#include "files.index"
};

static const struct fact_file_key keys[] = {
#define ROW(...) {__VA_ARGS__},
#include "filekeys.inc"
#undef ROW
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

const struct fact_file *file_facts(struct str param, size_t *count)
{
	return rows_find(files, sizeof *files, (struct rows_index)ROWS_INDEX(places), param, count);
}

static bool is_in(const struct fact_file_key *k, enum file_keys of, const struct version *v)
{
	return k->of == of && k->versions & v->bit;
}

const struct fact_file_key *file_key(enum file_keys of, struct str name, const struct version *v)
{
	for (const struct fact_file_key *k = keys; k < keys + KEY_COUNT; k++)
		if (is_in(k, of, v) && str_equal_nocase(name, str_of(k->key)))
			return k;
	return NULL;
}

const char *file_key_nearest(enum file_keys of, struct str name, const struct version *v)
{
	struct nearest n = nearest_to(name);

	for (const struct fact_file_key *k = keys; k < keys + KEY_COUNT; k++)
		if (is_in(k, of, v))
			nearest_consider(&n, str_of(k->key));
	return n.best.p;
}
