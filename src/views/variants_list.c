/*
 * variants_list - see variants_list.h; as text.
 */
#include "views/variants_list.h"

#include "base/hidden.h"

enum { KIND_WIDTH = 8 };

uint32_t variants_list_toggle(const struct variants_choice *c, uint32_t i)
{
	for (unsigned n = 0; n < c->toggles.count; n++)
		if (c->toggles.names[n] == i)
			return n;
	return CHOICE_NONE;
}

struct place variants_list_place(const struct variants_choice *c, uint32_t offset)
{
	/* Tables of lines are made when they are asked for. */
	return source_place((struct sources *)&c->skeleton.sources, offset);
}

static void say_place(struct buf *b, const struct variants_choice *c, struct span at)
{
	struct place from = variants_list_place(c, at.lo);
	struct place to = variants_list_place(c, at.hi > at.lo ? at.hi - 1 : at.lo);

	hidden_show(b, from.source->name);
	buf_printf(b, ":%u", from.line);
	if (to.line > from.line)
		buf_printf(b, "-%u", to.line);
}

/* What is to be said of a name besides its kind. */
static const char *state_of(const struct variants_choice *c, uint32_t i, uint32_t toggle)
{
	if (c->is_comment[i])
		return ", comments text out";
	if (toggle == CHOICE_NONE)
		return c->skeleton.names.all[i].kind == NAME_TOGGLE ? ", does not vary" : "";
	if (variants_list_has(c->toggles.limits.never, toggle))
		return ", never set";
	return variants_list_has(c->toggles.as_is, toggle) ? ", on" : ", off";
}

static void say_names(struct buf *b, const struct variants_choice *c)
{
	buf_text(b, "names\n");
	for (uint32_t i = 0; i < c->skeleton.names.count; i++) {
		const struct skeleton_name *x = &c->skeleton.names.all[i];

		buf_printf(b, "  %-*s ", KIND_WIDTH, skeleton_kind(x->kind));
		hidden_show(b, x->name);
		buf_text(b, state_of(c, i, variants_list_toggle(c, i)));
		buf_printf(b, ", asked for %u time%s, first at ", x->asked,
			   x->asked == 1 ? "" : "s");
		say_place(b, c, x->asked_at);
		buf_byte(b, '\n');
	}
}

static void say_regions(struct buf *b, const struct variants_choice *c)
{
	buf_text(b, "text\n");
	for (uint32_t i = 0; i < c->skeleton.regions.count; i++) {
		if (c->skeleton.regions.all[i].at.lo >= c->skeleton.regions.all[i].at.hi)
			continue;
		buf_text(b, "  ");
		say_place(b, c, c->skeleton.regions.all[i].at);
		buf_text(b, " when ");
		skeleton_say_condition(&c->skeleton, b, i);
		buf_text(b, row_is_never(c->conditions[i]) ? ": never\n" : "\n");
	}
}

static void say_rows(struct buf *b, const struct variants_choice *c)
{
	buf_text(b, "variants\n");
	for (uint32_t i = 0; i < c->rows.all.count; i++) {
		row x = c->rows.all.all[i];

		buf_printf(b, "  %u%s", i + 1, i ? "" : " as it stands");
		for (unsigned n = 0; n < c->toggles.count; n++)
			if (variants_list_has(x, n)) {
				buf_byte(b, ' ');
				hidden_show(b, toggles_name(&c->toggles, n));
			}
		buf_text(b, x ? "\n" : " -\n");
	}
}

void variants_list_text(struct buf *b, const struct variants_choice *c, struct str name)
{
	hidden_show(b, name);
	buf_printf(b, ": %u name%s vary, %u variant%s chosen\n", c->toggles.count,
		   c->toggles.count == 1 ? "" : "s", c->rows.all.count,
		   c->rows.all.count == 1 ? " is" : "s are");
	say_names(b, c);
	say_regions(b, c);
	say_rows(b, c);
}
