/*
 * differences_markdown - differences for a merge request; see differences.h.
 *
 * What must stay true: text of a config stands behind a mark in a fence, so it cannot end it.
 */
#include "views/differences.h"

#include "base/hidden.h"
#include "output/words.h"

/* Text of others: what would be a mark is none. */
static void put_plain(struct buf *b, struct str text)
{
	struct buf shown = buf_on(b->arena);

	words_visible(&shown, text);
	for (size_t i = 0; i < shown.n; i++) {
		if (str_find(STR("\\`*_[]<>|#&~"), shown.p[i]) >= 0)
			buf_byte(b, '\\');
		buf_byte(b, shown.p[i]);
	}
}

static void put_lines(struct buf *b, const struct difference_side *s, char mark)
{
	for (uint32_t i = 0; i < s->lines.count; i++) {
		buf_byte(b, mark);
		hidden_show(b, s->lines.all[i]);
		buf_byte(b, '\n');
	}
	if (s->left)
		buf_printf(b, "%c... %u more line%s\n", mark, s->left, s->left == 1 ? "" : "s");
}

/* The places, and what stands there. */
static void put_sides(struct buf *b, const struct differences *x, const struct difference *d)
{
	struct difference_side sides[COMPARE_SIDES];
	struct str values[COMPARE_SIDES];
	bool is_move = d->what == COMPARE_MOVED;

	buf_text(b, is_move ? "@@ moved:" : "@@");
	for (int side = 0; side < COMPARE_SIDES; side++) {
		if (!d->has_side[side])
			continue;
		if (side && d->has_side[0])
			buf_text(b, " ->");
		sides[side] = differences_side(x, d, side);
		buf_byte(b, ' ');
		differences_say_place(b, &sides[side]);
	}
	buf_text(b, " @@\n");
	for (int side = is_move; side < COMPARE_SIDES; side++)
		if (d->has_side[side])
			put_lines(b, &sides[side], is_move ? '!' : side ? '+' : '-');
	if (differences_hide(x, d, sides, values)) {
		buf_text(b, "! ");
		differences_say_values(b, values);
		buf_byte(b, '\n');
	}
}

static void put_title(struct buf *b, const struct difference *d)
{
	buf_printf(b, "\n%s **", differences_fate(d));
	put_plain(b, d->name);
	buf_text(b, "**");
	if (d->why.n) {
		buf_text(b, ": ");
		put_plain(b, d->why);
	}
	buf_byte(b, '\n');
}

void differences_markdown(struct buf *b, const struct differences *x)
{
	const struct difference *before = NULL;
	bool is_open = false;

	put_plain(b, x->names[0]);
	buf_text(b, " → ");
	put_plain(b, x->names[1]);
	buf_text(b, ": ");
	differences_count(b, x->found);
	buf_byte(b, '\n');
	for (uint32_t i = 0; i < x->found->differences.count; i++) {
		const struct difference *d = &x->found->differences.all[i];
		bool is_more = differences_go_on(before, d);

		if (is_open && !is_more)
			buf_text(b, "```\n");
		if (!before || before->part != d->part)
			buf_printf(b, "\n## %s\n", differences_part(d->part));
		if (!is_more)
			put_title(b, d);
		if (!is_more && (d->has_side[0] || d->has_side[1]))
			buf_text(b, "\n```diff\n");
		is_open = d->has_side[0] || d->has_side[1];
		if (is_open)
			put_sides(b, x, d);
		before = d;
	}
	if (is_open)
		buf_text(b, "```\n");
	for (uint32_t i = 0; i < x->notes.count; i++) {
		buf_text(b, i ? "- " : "\n- ");
		put_plain(b, x->notes.all[i]);
		buf_byte(b, '\n');
	}
}
