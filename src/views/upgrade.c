/*
 * upgrade - the findings of an upgrade, for people; see upgrade.h.
 */
#include "views/upgrade.h"

#include "output/words.h"

static struct str copy(struct arena *a, struct str text)
{
	return text.n ? (struct str){arena_copy(a, text.p, text.n), text.n} : STR("");
}

struct upgrade_item *upgrade_add(struct upgrade *u, enum upgrade_part part, const char *since,
				 struct str text, struct str advice)
{
	struct upgrade_item *x = LIST_ADD(u->arena, &u->items);

	*x = (struct upgrade_item){.part = part,
				   .since = copy(u->arena, str_of(since)),
				   .text = copy(u->arena, text),
				   .advice = copy(u->arena, advice),
				   .path = STR("")};
	return x;
}

void upgrade_place(struct upgrade *u, struct upgrade_item *x, struct sources *s, struct span at)
{
	struct place p = source_place(s, span_in_file(s, at).lo);

	if (!p.source)
		return;
	x->path = copy(u->arena, p.source->name);
	x->line = p.line;
	x->column = p.column;
}

uint32_t upgrade_count(const struct upgrade *u, enum upgrade_part part)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < u->items.count; i++)
		count += u->items.all[i].part == part;
	return count;
}

bool upgrade_must_change(const struct upgrade *u)
{
	return upgrade_count(u, PART_REFUSED) || upgrade_count(u, PART_START) || u->already;
}

/* --- text and Markdown --------------------------------------------------------------------------
 */

static void add_count(struct buf *b, uint32_t count, const char *one, const char *many)
{
	if (count)
		buf_printf(b, "%s%u %s", b->n ? ", " : "", count, count == 1 ? one : many);
}

/* "from 5.6 to 6.1: 2 must be changed, 1 is otherwise" */
static void put_headline(struct buf *b, const struct upgrade *u)
{
	struct buf counts = buf_on(u->arena);

	add_count(&counts, upgrade_count(u, PART_REFUSED) + upgrade_count(u, PART_START),
		  "must be changed", "must be changed");
	add_count(&counts, u->already, "error of both releases", "errors of both releases");
	add_count(&counts, upgrade_count(u, PART_BEHAVES), "behaves otherwise", "behave otherwise");
	add_count(&counts, upgrade_count(u, PART_DEPRECATED), "is deprecated", "are deprecated");
	add_count(&counts, upgrade_count(u, PART_DATABASE), "database step", "database steps");
	add_count(&counts, upgrade_count(u, PART_KNOWS), "worth knowing", "worth knowing");
	words_visible(b, u->config);
	buf_printf(b, ": from %.*s to %.*s: ", STR_ARG(u->from.name), STR_ARG(u->to.name));
	buf_str(b, counts.n ? buf_view(&counts) : STR("nothing changes"));
	buf_byte(b, '\n');
}

static void put_title(struct buf *b, const struct upgrade *u, enum upgrade_part part)
{
	switch (part) {
	case PART_REFUSED: buf_printf(b, "refused by %.*s", STR_ARG(u->to.name)); break;
	case PART_START: buf_printf(b, "%.*s does not start", STR_ARG(u->to.name)); break;
	case PART_BEHAVES: buf_text(b, "accepted, and behaves otherwise"); break;
	case PART_DEPRECATED: buf_text(b, "deprecated, and still taken"); break;
	case PART_DATABASE: buf_text(b, "database"); break;
	default: buf_text(b, "worth knowing"); break;
	}
}

/* "k.cfg:3:11: TEXT [K701] (since 6.1)" */
static void put_item(struct buf *b, const struct upgrade_item *x)
{
	if (x->path.n) {
		words_visible(b, x->path);
		buf_printf(b, ":%u:%u: ", x->line, x->column);
	}
	words_visible(b, x->text);
	if (x->rule)
		buf_printf(b, " [%s]", x->rule->code);
	if (x->since.n)
		buf_printf(b, " (since %.*s)", STR_ARG(x->since));
	buf_byte(b, '\n');
}

/* What is said besides the items. */
static void put_rest(struct buf *b, const struct upgrade *u, const char *head)
{
	if (u->already)
		buf_printf(b,
			   "%s%u error%s of both releases: \"kamcheck lint --kamailio %.*s\" says "
			   "which\n",
			   head, u->already, u->already == 1 ? "" : "s", STR_ARG(u->to.name));
	if (u->is_partial)
		buf_printf(b, "%sparts could not be read: what stands there is not known\n", head);
}

void upgrade_text(struct buf *b, const struct upgrade *u)
{
	put_headline(b, u);
	for (enum upgrade_part part = 0; part < UPGRADE_PARTS; part++) {
		if (!upgrade_count(u, part))
			continue;
		buf_byte(b, '\n');
		put_title(b, u, part);
		buf_text(b, ":\n");
		for (uint32_t i = 0; i < u->items.count; i++) {
			const struct upgrade_item *x = &u->items.all[i];

			if (x->part != part)
				continue;
			buf_text(b, "  ");
			put_item(b, x);
			if (x->advice.n) {
				buf_text(b, "    = ");
				words_visible(b, x->advice);
				buf_byte(b, '\n');
			}
		}
	}
	if (u->already || u->is_partial)
		buf_byte(b, '\n');
	put_rest(b, u, "");
}

/* Text of others in Markdown: what would be a mark is none. */
static void put_plain(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (str_find(STR("\\`*_[]<>|#&"), text.p[i]) >= 0)
			buf_byte(b, '\\');
		buf_byte(b, text.p[i]);
	}
}

void upgrade_markdown(struct buf *b, const struct upgrade *u)
{
	struct buf line = buf_on(u->arena);

	put_headline(&line, u);
	put_plain(b, buf_view(&line));
	for (enum upgrade_part part = 0; part < UPGRADE_PARTS; part++) {
		if (!upgrade_count(u, part))
			continue;
		buf_text(b, "\n## ");
		put_title(b, u, part);
		buf_text(b, "\n\n");
		for (uint32_t i = 0; i < u->items.count; i++) {
			const struct upgrade_item *x = &u->items.all[i];

			if (x->part != part)
				continue;
			buf_clear(&line);
			put_item(&line, x);
			buf_text(b, "- [ ] ");
			put_plain(b, buf_view(&line));
			buf_clear(&line);
			words_visible(&line, x->advice);
			if (line.n) {
				buf_text(b, "  - ");
				put_plain(b, buf_view(&line));
				buf_byte(b, '\n');
			}
		}
	}
	if (u->already || u->is_partial)
		buf_byte(b, '\n');
	put_rest(b, u, "- ");
}
