/*
 * tree - a picture as nested lists: for who cannot see the drawing, and where nobody draws it.
 *
 * What must stay true: what stands below a node is shown once, so all is linear in the picture, and
 * cut behind PAGE_ROWS_MOST rows.
 */
#include "report/page_parts.h"

enum { DEPTH_MOST = 24 }; /* of lists in each other */

struct nesting {
	struct page *page;
	const struct picture *picture;
	unsigned char *seen; /* by node */
	struct {
		uint32_t node, at; /* the line that is shown next */
	} levels[DEPTH_MOST];
	uint32_t depth;
	uint32_t rows;
};

static bool has_more(const struct picture *p, uint32_t node)
{
	return picture_first(p, node) < p->lines.count;
}

static void put_node(struct nesting *t, uint32_t number)
{
	struct page *p = t->page;
	const struct picture_node *n = &t->picture->nodes.all[number];
	struct page_file *f = n->line ? page_file(p, n->file) : NULL;

	if (f) {
		buf_text(p->out, "<a");
		page_href(p, f, n->line);
		buf_byte(p->out, '>');
	}
	buf_printf(p->out, "<code class=\"%s\">", picture_role(n->role));
	html_text(p->out, n->title);
	buf_text(p->out, f ? "</code></a>" : "</code>");
	if (n->role == ROLE_UNDEFINED)
		buf_text(p->out, " <span class=\"missing\">not defined</span>");
	if (n->is_unreached)
		buf_text(p->out, " <span class=\"pill\">nothing runs it</span>");
	t->rows++;
}

/* How the line leads there. */
static void put_how(struct nesting *t, const struct picture_line *x)
{
	struct buf *b = t->page->out;
	struct str label = picture_label(t->picture, x);

	if (label.n) {
		buf_text(b, " <span class=\"how\">");
		html_text(b, label);
		buf_text(b, "</span>");
	}
	if (x->is_recursive)
		buf_text(b, " <span class=\"pill\">recursion</span>");
}

static void begin(struct nesting *t, uint32_t node)
{
	t->levels[t->depth].node = node;
	t->levels[t->depth++].at = picture_first(t->picture, node);
	buf_text(t->page->out, "\n<ul>\n");
}

/* The node that X leads to, and whether its own list is to follow. */
static bool put_line(struct nesting *t, const struct picture_line *x)
{
	struct buf *b = t->page->out;
	bool is_new = !t->seen[x->to], goes_on = has_more(t->picture, x->to);

	buf_printf(b, "<li class=\"%s\">", picture_style(x->style));
	put_node(t, x->to);
	put_how(t, x);
	if (goes_on && (!is_new || t->depth == DEPTH_MOST))
		buf_text(b, is_new ? " <span class=\"how\">(goes on below)</span>"
				   : " <span class=\"how\">(see above)</span>");
	if (is_new && goes_on && t->depth < DEPTH_MOST) {
		t->seen[x->to] = true;
		return true;
	}
	/* What is left for below stays unseen. */
	t->seen[x->to] |= !goes_on;
	buf_text(b, "</li>\n");
	return false;
}

static void put_root(struct nesting *t, uint32_t root)
{
	const struct picture *p = t->picture;
	struct buf *b = t->page->out;

	t->seen[root] = true;
	buf_text(b, "<li>");
	put_node(t, root);
	if (has_more(p, root))
		begin(t, root);
	while (t->depth) {
		uint32_t at = t->levels[t->depth - 1].at;

		if (at == p->lines.count || t->rows >= PAGE_ROWS_MOST) {
			t->depth--;
			buf_text(b, t->depth ? "</ul>\n</li>\n" : "</ul>\n");
			continue;
		}
		t->levels[t->depth - 1].at = picture_next(p, t->levels[t->depth - 1].node, at + 1);
		if (put_line(t, &p->lines.all[at]))
			begin(t, p->lines.all[at].to);
	}
	buf_text(b, "</li>\n");
}

void page_tree(struct page *p, const struct picture *picture)
{
	struct nesting t = {.page = p, .picture = picture};
	uint32_t count;
	const uint32_t *roots = picture_roots(picture, &count);

	t.seen = arena_array(p->arena, picture->nodes.count + 1, sizeof *t.seen);
	buf_text(p->out, "<ul class=\"tree\">\n");
	for (uint32_t i = 0; i < count && t.rows < PAGE_ROWS_MOST; i++)
		if (!t.seen[roots[i]])
			put_root(&t, roots[i]);
	buf_text(p->out, "</ul>\n");
	if (t.rows >= PAGE_ROWS_MOST)
		buf_text(p->out, "<p class=\"cut\">The list is cut: <code>kamcheck graph</code> "
				 "draws all.</p>\n");
}
