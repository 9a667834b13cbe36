/*
 * differences_text - differences for people; see differences.h.
 */
#include "views/differences.h"

#include "base/hidden.h"
#include "output/words.h"

/* What was written, behind the place that is there already. */
static void put_lines(struct buf *b, const struct difference_side *s, const char *mark)
{
	if (s->lines.count == 1 && !s->left) {
		buf_text(b, ": ");
		hidden_show(b, s->lines.all[0]);
		buf_byte(b, '\n');
		return;
	}
	buf_text(b, s->lines.count ? ":\n" : "\n");
	for (uint32_t i = 0; i < s->lines.count; i++) {
		buf_printf(b, "    %s   ", mark);
		hidden_show(b, s->lines.all[i]);
		buf_byte(b, '\n');
	}
	if (s->left)
		buf_printf(b, "    %s   ... %u more line%s\n", mark, s->left,
			   s->left == 1 ? "" : "s");
}

static void put_side(struct buf *b, const struct difference_side *s, const char *mark)
{
	buf_printf(b, "    %s ", mark);
	differences_say_place(b, s);
	put_lines(b, s, mark);
}

static void put_sides(struct buf *b, const struct differences *x, const struct difference *d)
{
	struct difference_side sides[COMPARE_SIDES];
	struct str values[COMPARE_SIDES];

	for (int side = 0; side < COMPARE_SIDES; side++)
		if (d->has_side[side])
			sides[side] = differences_side(x, d, side);
	if (d->what == COMPARE_MOVED) {
		buf_text(b, "    = ");
		differences_say_place(b, &sides[0]);
		buf_text(b, " -> ");
		differences_say_place(b, &sides[1]);
		put_lines(b, &sides[1], "=");
		return;
	}
	for (int side = 0; side < COMPARE_SIDES; side++)
		if (d->has_side[side])
			put_side(b, &sides[side], side ? "+" : "-");
	if (differences_hide(x, d, sides, values)) {
		buf_text(b, "      ");
		differences_say_values(b, values);
		buf_byte(b, '\n');
	}
}

/* "  changed route[RELAY]: why" */
static void put_title(struct buf *b, const struct difference *d)
{
	buf_printf(b, "  %s ", differences_fate(d));
	words_visible(b, d->name);
	if (d->why.n) {
		buf_text(b, ": ");
		words_visible(b, d->why);
	}
	buf_byte(b, '\n');
}

void differences_text(struct buf *b, const struct differences *x)
{
	const struct difference *before = NULL;

	words_visible(b, x->names[0]);
	buf_text(b, " -> ");
	words_visible(b, x->names[1]);
	buf_text(b, ": ");
	differences_count(b, x->found);
	buf_byte(b, '\n');
	for (uint32_t i = 0; i < x->found->differences.count; i++) {
		const struct difference *d = &x->found->differences.all[i];

		if (!before || before->part != d->part)
			buf_printf(b, "\n%s:\n", differences_part(d->part));
		if (!differences_go_on(before, d))
			put_title(b, d);
		put_sides(b, x, d);
		before = d;
	}
	for (uint32_t i = 0; i < x->notes.count; i++) {
		buf_text(b, i ? "" : "\n");
		words_visible(b, x->notes.all[i]);
		buf_byte(b, '\n');
	}
}
