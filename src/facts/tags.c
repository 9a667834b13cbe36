/*
 * tags - the constant tables made by grammar/mktables.awk, and look-up in them; see tags.h.
 */
#include "facts/tags.h"

#include "facts/rows.h"

struct tagged {
	const char *function;
	enum tag tag;
	short argument;
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t versions;
};

static const struct tagged tagged[] = {
#define TAG_HEAD(head, tag, versions)
#define ROW(function, module, ...) {function, __VA_ARGS__},
#include "tags.inc"
#undef ROW
#undef TAG_HEAD
};

static const uint32_t places[] = {
#include "tags.index"
};

/* Heads of names. */
static const struct {
	struct str head;
	enum tag tag;
	uint32_t versions;
} heads[] = {
#define TAG_HEAD(head, tag, versions) {{head, sizeof(head) - 1}, tag, versions},
#define ROW(...)
#include "tags.inc"
#undef ROW
#undef TAG_HEAD
};

static const struct tagged *rows_of(struct str function, size_t *count)
{
	return rows_find(tagged, sizeof *tagged, (struct rows_index)ROWS_INDEX(places), function,
			 count);
}

uint64_t tags_of(struct str function, const struct version *v)
{
	size_t count;
	const struct tagged *t = rows_of(function, &count);
	uint64_t tags = 0;

	for (; count; count--, t++)
		if (t->versions & v->bit)
			tags |= t->tag;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (heads[i].versions & v->bit && str_starts(function, heads[i].head))
			tags |= heads[i].tag;
	return tags;
}

static const struct tagged *row_of(struct str function, enum tag tag, const struct version *v)
{
	size_t count;
	const struct tagged *t = rows_of(function, &count);

	for (; count; count--, t++)
		if (t->tag == tag && t->versions & v->bit)
			return t;
	return NULL;
}

int tags_argument(struct str function, enum tag tag, const struct version *v)
{
	const struct tagged *t = row_of(function, tag, v);

	return t ? t->argument : 0;
}

const struct condition *tags_condition(struct str function, enum tag tag, const struct version *v)
{
	const struct tagged *t = row_of(function, tag, v);

	return t ? t->when : NULL;
}
