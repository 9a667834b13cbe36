/*
 * compare - see compare.h.
 */
#include "compare/compare.h"

#include "compare/sections.h"

bool compare_is_whole(const struct analysis *a)
{
	/* Without a file that is imported the server starts, too. */
	unsigned known = 1u << LOST_IMPORT | 1u << LOST_VALUE;

	return a->root && !(a->record.lost_kinds & ~known);
}

/* The directives whose outcome may be known to the server only, as they are written. */
static struct str unknowns(const struct analysis *a)
{
	const struct record *r = &a->record;
	struct buf b = buf_on(a->arena);

	for (uint32_t i = 0; i < r->substitutions.count; i++) {
		struct str expression = PILE_AT(&r->substitutions, i)->expression;

		if (str_find(expression, '$') < 0)
			continue;
		buf_str(&b, expression);
		buf_byte(&b, '\n');
	}
	for (uint32_t i = 0; i < r->defines.changes.count; i++) {
		const struct define_change *change = PILE_AT(&r->defines.changes, i);

		if (!define_of(&r->defines, change->define)->is_unknown)
			continue;
		buf_str(&b, source_text(&a->session->sources, change->at));
		buf_byte(&b, '\n');
	}
	return buf_view(&b);
}

static bool has_unknowns(const struct analysis *a)
{
	return a->session->hides_env || record_lacks(&a->record, LOST_VALUE);
}

bool compare_unknowns_agree(const struct analysis *old, const struct analysis *new)
{
	if (!has_unknowns(old) && !has_unknowns(new))
		return true;
	return str_equal(unknowns(old), unknowns(new));
}

struct compared *compare(struct arena *a, struct analysis *old, struct analysis *new)
{
	struct compared *c = ARENA_NEW(a, struct compared);

	*c = (struct compared){.arena = a, .sides = {old, new}};
	for (int side = 0; side < COMPARE_SIDES; side++)
		analysis_build(c->sides[side], NEEDS_ROUTES);
	compare_globals(c);
	compare_modules(c);
	compare_params(c);
	compare_routes(c);
	return c;
}

uint32_t compare_count(const struct compared *c, enum compare_what what)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->differences.count; i++)
		count += c->differences.all[i].what == what;
	return count;
}
