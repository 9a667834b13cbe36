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
	struct picture *picture;
	unsigned char *seen; /* by node */
	struct {
		uint32_t node, at; /* the line that is shown next */
	} levels[DEPTH_MOST];
	uint32_t depth;
	uint32_t rows;
};

/* The first line from AT on that leaves NODE and is shown; lines.count when there is none. */
static uint32_t next_line(const struct picture *p, uint32_t node, uint32_t at)
{
	while (at < p->lines.count && p->lines.all[at].from == node &&
	       !picture_shows(p, &p->lines.all[at]))
		at++;
	return at < p->lines.count && p->lines.all[at].from == node ? at : p->lines.count;
}

static bool has_more(const struct picture *p, uint32_t node)
{
	return next_line(p, node, p->nodes.all[node].first_out) < p->lines.count;
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
	t->levels[t->depth++].at =
	    next_line(t->picture, node, t->picture->nodes.all[node].first_out);
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
		t->levels[t->depth - 1].at = next_line(p, t->levels[t->depth - 1].node, at + 1);
		if (put_line(t, &p->lines.all[at]))
			begin(t, p->lines.all[at].to);
	}
	buf_text(b, "</li>\n");
}

/* Puts the nodes that nothing shown leads to, or all that are left. */
static void put_roots(struct nesting *t, bool all)
{
	struct picture *p = t->picture;
	bool *is_led_to = arena_array(t->page->arena, p->nodes.count + 1, sizeof *is_led_to);

	for (uint32_t i = 0; i < p->lines.count; i++)
		if (picture_shows(p, &p->lines.all[i]) &&
		    p->lines.all[i].from != p->lines.all[i].to)
			is_led_to[p->lines.all[i].to] = true;
	for (uint32_t i = 0; i < p->nodes.count && t->rows < PAGE_ROWS_MOST; i++)
		if (!p->nodes.all[i].is_left_out && !t->seen[i] && (all || !is_led_to[i]))
			put_root(t, i);
}

void page_tree(struct page *p, struct picture *picture)
{
	struct nesting t = {.page = p, .picture = picture};

	t.seen = arena_array(p->arena, picture->nodes.count + 1, sizeof *t.seen);
	buf_text(p->out, "<ul class=\"tree\">\n");
	put_roots(&t, false);
	put_roots(&t, true);
	buf_text(p->out, "</ul>\n");
	if (t.rows >= PAGE_ROWS_MOST)
		buf_text(p->out, "<p class=\"cut\">The list is cut: <code>kamcheck graph</code> "
				 "draws all.</p>\n");
}
