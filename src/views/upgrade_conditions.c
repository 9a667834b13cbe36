/*
 * upgrade_conditions - conditionals that another release decides otherwise, such as "#!ifdef
 * KAMAILIO_5": without a word, it reads other lines; see upgrade.h.
 */
#include "views/upgrade.h"

/* A conditional is known again in another run by its place. */
static struct str key_of(struct arena *a, struct session *s, const struct conditional *c)
{
	struct place p = source_place(&s->sources, c->condition.lo);
	struct buf b = buf_on(a);

	buf_printf(&b, "%u:%u:", p.line, p.column);
	if (p.source)
		buf_str(&b, p.source->name);
	return buf_view(&b);
}

/* A module that does not exist is reported; that its name is not defined then goes without saying.
 */
static bool is_asked_of_module(struct session *s, const struct conditional *c)
{
	return str_starts(source_text(&s->sources, c->condition), STR("MOD_"));
}

static void tell(struct upgrade *u, struct session *s, const struct conditional *c,
		 const struct branch *first)
{
	struct buf text = buf_on(u->arena);
	struct str directive = source_text(&s->sources, first->at);
	struct str name = source_text(&s->sources, c->condition);

	buf_printf(&text, "\"%.*s %.*s\" is %s in %.*s and %s in %.*s: other lines are read",
		   STR_ARG(directive), STR_ARG(name), first->is_true ? "false" : "true",
		   STR_ARG(u->from.name), first->is_true ? "true" : "false", STR_ARG(u->to.name));
	upgrade_place(u, upgrade_add(u, PART_BEHAVES, "", buf_view(&text), STR("")), &s->sources,
		      c->condition);
}

void upgrade_add_conditions(struct upgrade *u, struct analysis *a)
{
	const struct record *r = &a->record;
	struct session *s = a->session;
	bool is_first = !u->conditions.entries.count;

	for (uint32_t i = 0; i < r->conditionals.count; i++) {
		const struct conditional *c = PILE_AT(&r->conditionals, i);
		const struct branch *first = PILE_AT(&r->branches, c->first), *was;

		if (!c->condition.hi || is_asked_of_module(s, c))
			continue;
		if (is_first) {
			struct branch *kept = MAP_RECORD(&u->conditions, u->arena,
							 key_of(u->arena, s, c), struct branch);

			*kept = *first;
			continue;
		}
		was = map_find(&u->conditions, key_of(a->arena, s, c));
		if (was && was->is_true != first->is_true && was->is_read != first->is_read)
			tell(u, s, c, first);
	}
}
