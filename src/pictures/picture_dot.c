/*
 * picture_dot - a picture in the language of graphviz.
 *
 * What must stay true: names are ours (n0, n1 ...), so no text of the config is one; text stands in
 * quotes, and is UTF-8.
 */
#include "pictures/picture.h"

#include "output/words.h"

/* How a role looks. */
static const char *const looks[ROLE_COUNT] = {
    [ROLE_BLOCK] = "",
    [ROLE_ENTRY] = ", penwidth=2, fillcolor=\"#d7ecd9\"",
    [ROLE_EVENT] = ", fillcolor=\"#dbe7f5\"",
    [ROLE_SOURCE] = ", shape=plaintext, style=\"\"",
    [ROLE_UNDEFINED] = ", color=\"#c0392b\", fontcolor=\"#c0392b\", fillcolor=\"#fbe9e7\"",
    [ROLE_STAGE] = ", shape=ellipse, fillcolor=\"#fdf3d0\"",
    [ROLE_FILE] = ", shape=note",
    [ROLE_MODULE] = ", shape=component",
    [ROLE_MISSING] = ", style=\"dashed\", color=\"#777777\", fontcolor=\"#777777\"",
};

static const char *const lines[LINE_STYLES] = {
    [LINE_SOLID] = "solid",
    [LINE_DASHED] = "dashed",
    [LINE_DOTTED] = "dotted",
};

static void put_escaped(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"' || text.p[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, text.p[i]);
	}
}

static void put_text(const struct picture *p, struct buf *b, struct str text)
{
	struct buf visible = buf_on(p->arena);

	words_visible(&visible, text);
	put_escaped(b, buf_view(&visible));
}

static void put_node(const struct picture *p, struct buf *b, uint32_t number)
{
	const struct picture_node *n = &p->nodes.all[number];

	buf_printf(b, "  n%u [label=\"", number);
	put_text(p, b, n->title);
	if (n->line) {
		buf_text(b, "\\n");
		put_text(p, b, n->file);
		buf_printf(b, ":%u", n->line);
	}
	buf_printf(b, "\"%s%s];\n", looks[n->role],
		   n->is_unreached ? ", color=\"#999999\", fontcolor=\"#999999\", "
				     "fillcolor=\"#f2f2f2\", tooltip=\"nothing runs it\""
				   : "");
}

static void put_nodes(const struct picture *p, struct buf *b, uint32_t cluster)
{
	for (uint32_t i = 0; i < p->nodes.count; i++)
		if (p->nodes.all[i].cluster == cluster && !p->nodes.all[i].is_left_out)
			put_node(p, b, i);
}

static void put_line(const struct picture *p, struct buf *b, const struct picture_line *x)
{
	buf_printf(b, "  n%u -> n%u [style=%s, label=\"", x->from, x->to, lines[x->style]);
	put_text(p, b, picture_label(p, x));
	buf_printf(b, "\"%s];\n",
		   x->is_recursive ? ", color=\"#b8651b\", fontcolor=\"#b8651b\", "
				     "tooltip=\"recursion\""
				   : "");
}

void picture_dot(struct buf *b, const struct picture *p)
{
	buf_text(b, "digraph kamcheck {\n  rankdir=LR;\n  label=\"");
	put_text(p, b, p->config);
	buf_text(b, "\";\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, "
		    "fontname=\"Helvetica\", fontsize=11];\n"
		    "  edge [fontname=\"Helvetica\", fontsize=9];\n");
	put_nodes(p, b, 0);
	for (uint32_t i = 1; i <= p->clusters.count; i++) {
		/* A frame around all there is says nothing. */
		bool is_framed = p->clusters.count > 1;

		if (is_framed) {
			buf_printf(b, "  subgraph cluster_%u {\n  color=\"#bbbbbb\"; label=\"", i);
			put_text(p, b, p->clusters.all[i - 1]);
			buf_text(b, "\";\n");
		}
		put_nodes(p, b, i);
		if (is_framed)
			buf_text(b, "  }\n");
	}
	for (uint32_t i = 0; i < p->lines.count; i++)
		if (picture_shows(p, &p->lines.all[i]))
			put_line(p, b, &p->lines.all[i]);
	buf_text(b, "}\n");
}
