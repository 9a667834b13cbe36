/*
 * picture_tree - a picture as an indented tree, for a terminal.
 *
 * What must stay true: what stands below a node is shown once; all that is shown, with its lines,
 * is linear in the picture.
 */
#include "pictures/picture.h"

#include "output/words.h"

enum { DEPTH_MOST = 64 }; /* of the indentation */

/* How the tree goes on behind a line. */
struct tree_level {
	uint32_t node, at; /* the line that is shown next */
};

struct tree {
	struct buf *out;
	struct picture *picture;
	enum { NEW, ABOVE, SHOWN } * seen; /* by node; ABOVE: the tree is below it */
	struct tree_level levels[DEPTH_MOST];
	uint32_t depth;
	bool *is_last; /* by level: no brother follows */
};

static void put_place(struct tree *t, struct str file, uint32_t line)
{
	if (!line)
		return;
	buf_text(t->out, "  ");
	/* Most stands in the main file. */
	if (!str_equal(file, t->picture->config))
		words_visible(t->out, file);
	buf_printf(t->out, ":%u", line);
}

static void put_node(struct tree *t, uint32_t number)
{
	const struct picture_node *n = &t->picture->nodes.all[number];

	words_visible(t->out, n->title);
	put_place(t, n->file, n->line);
	if (n->role == ROLE_UNDEFINED)
		buf_text(t->out, "  NOT DEFINED");
	if (n->role == ROLE_MISSING)
		buf_printf(t->out, "  %s", t->picture->missing);
	if (n->is_unreached)
		buf_text(t->out, "  (nothing runs it)");
}

static void put_indent(struct tree *t, const struct picture_line *x, bool is_last)
{
	static const char *const branches[LINE_STYLES][2] = {
	    [LINE_SOLID] = {"├── ", "└── "},
	    [LINE_DASHED] = {"├╌╌ ", "└╌╌ "},
	    [LINE_DOTTED] = {"├┈┈ ", "└┈┈ "},
	};

	for (uint32_t i = 0; i + 1 < t->depth; i++)
		buf_text(t->out, t->is_last[i] ? "    " : "│   ");
	buf_text(t->out, branches[x->style][is_last]);
}

/* The node that X leads to, and whether the tree goes on below it. */
static bool put_line(struct tree *t, const struct picture_line *x)
{
	struct str label = picture_label(t->picture, x);
	unsigned seen = t->seen[x->to];
	bool has_more = picture_first(t->picture, x->to) < t->picture->lines.count;

	put_node(t, x->to);
	if (label.n) {
		buf_text(t->out, "  ");
		words_visible(t->out, label);
	}
	if (seen == ABOVE)
		buf_text(t->out, x->is_recursive ? "  (recursion)" : "  (see above)");
	else if (seen == SHOWN && has_more)
		buf_text(t->out, "  (see above)");
	if (t->depth == DEPTH_MOST && has_more && seen == NEW)
		buf_text(t->out, "  (goes on below)");
	buf_byte(t->out, '\n');
	return seen == NEW && t->depth < DEPTH_MOST;
}

static void begin(struct tree *t, uint32_t node)
{
	t->seen[node] = ABOVE;
	t->levels[t->depth++] = (struct tree_level){node, picture_first(t->picture, node)};
}

static void put_tree(struct tree *t, uint32_t root)
{
	const struct picture *p = t->picture;

	put_node(t, root);
	buf_byte(t->out, '\n');
	begin(t, root);
	while (t->depth) {
		struct tree_level *l = &t->levels[t->depth - 1];
		const struct picture_line *x;

		if (l->at == p->lines.count) {
			t->seen[l->node] = SHOWN;
			t->depth--;
			continue;
		}
		x = &p->lines.all[l->at];
		l->at = picture_next(p, l->node, l->at + 1);
		t->is_last[t->depth - 1] = l->at == p->lines.count;
		put_indent(t, x, t->is_last[t->depth - 1]);
		if (put_line(t, x))
			begin(t, x->to);
	}
}

void picture_tree(struct buf *b, struct picture *p)
{
	bool is_last[DEPTH_MOST] = {0};
	uint32_t count;
	const uint32_t *roots = picture_roots(p, &count);
	struct tree t = {.out = b, .picture = p, .is_last = is_last};

	t.seen = arena_array(p->arena, p->nodes.count + 1, sizeof *t.seen);
	for (uint32_t i = 0; i < count; i++)
		if (t.seen[roots[i]] == NEW)
			put_tree(&t, roots[i]);
}
