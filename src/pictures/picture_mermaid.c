/*
 * picture_mermaid - a picture in the language of Mermaid, which GitHub and GitLab draw.
 *
 * Mermaid draws no more than 50,000 characters and 500 lines unless it is set up otherwise; what
 * is beyond is left out with a word.
 *
 * What must stay true: names are ours (n0, n1 ...), so no text of the config is a word of the
 * language; text stands in quotes, with what ends them as an entity.
 */
#include "pictures/picture.h"

#include "output/words.h"

enum { TEXT_MOST = 49000, LINES_MOST = 500 };

struct mermaid {
	struct buf *out;
	const struct picture *picture;
	bool *is_shown; /* by node */
	uint32_t lines, left_out;
};

static const char *const arrows[LINE_STYLES] = {
    [LINE_SOLID] = "-->",
    [LINE_DASHED] = "-.->",
    [LINE_DOTTED] = "-.-o",
};

/* "[" and "]" around the text of a node, by what it is. */
static const struct {
	const char *open, *close;
} shapes[ROLE_COUNT] = {
    [ROLE_BLOCK] = {"[", "]"},  [ROLE_ENTRY] = {"([", "])"},   [ROLE_EVENT] = {"[[", "]]"},
    [ROLE_SOURCE] = {">", "]"}, [ROLE_UNDEFINED] = {"[", "]"}, [ROLE_STAGE] = {"(", ")"},
    [ROLE_FILE] = {"[", "]"},   [ROLE_MODULE] = {"[", "]"},    [ROLE_MISSING] = {"[", "]"},
};

static void put_text(struct mermaid *w, struct str text)
{
	struct buf visible = buf_on(w->picture->arena);

	words_visible(&visible, text);
	for (size_t i = 0; i < visible.n; i++) {
		char c = visible.p[i];

		if (c == '"' || c == '#' || c == '<' || c == '>' || c == '&' || c == '`' ||
		    c == '\\')
			buf_printf(w->out, "#%d;", c);
		else
			buf_byte(w->out, c);
	}
}

static void put_node(struct mermaid *w, uint32_t number)
{
	const struct picture_node *n = &w->picture->nodes.all[number];

	if (w->is_shown[number])
		return;
	w->is_shown[number] = true;
	buf_printf(w->out, "  n%u%s\"", number, shapes[n->role].open);
	put_text(w, n->title);
	if (n->line) {
		buf_text(w->out, "<br/>");
		put_text(w, n->file);
		buf_printf(w->out, ":%u", n->line);
	}
	buf_printf(w->out, "\"%s%s\n", shapes[n->role].close,
		   n->role == ROLE_UNDEFINED || n->role == ROLE_MISSING ? ":::undefined"
		   : n->is_unreached                                    ? ":::unreached"
		   : n->role == ROLE_ENTRY                              ? ":::entry"
									: "");
}

static void put_line(struct mermaid *w, const struct picture_line *x)
{
	struct str label = picture_label(w->picture, x);

	if (w->lines == LINES_MOST || w->out->n > TEXT_MOST) {
		w->left_out++;
		return;
	}
	w->lines++;
	put_node(w, x->from);
	put_node(w, x->to);
	buf_printf(w->out, "  n%u %s", x->from, arrows[x->style]);
	if (label.n || x->is_recursive) {
		buf_text(w->out, "|\"");
		put_text(w, label);
		buf_printf(w->out, "%s\"|", x->is_recursive ? " (recursion)" : "");
	}
	buf_printf(w->out, " n%u\n", x->to);
}

void picture_mermaid(struct buf *b, const struct picture *p)
{
	struct mermaid w = {.out = b, .picture = p};
	uint32_t nodes_left_out = 0;

	w.is_shown = arena_array(p->arena, p->nodes.count + 1, sizeof *w.is_shown);
	buf_text(b, "flowchart LR\n"
		    "  classDef entry fill:#d7ecd9,stroke-width:2px\n"
		    "  classDef undefined stroke:#c0392b,color:#c0392b,stroke-dasharray:4\n"
		    "  classDef unreached stroke:#999,color:#999\n");
	for (uint32_t i = 0; i < p->lines.count; i++)
		if (picture_shows(p, &p->lines.all[i]))
			put_line(&w, &p->lines.all[i]);
	for (uint32_t i = 0; i < p->nodes.count; i++) {
		if (w.is_shown[i] || p->nodes.all[i].is_left_out)
			continue;
		if (b->n > TEXT_MOST)
			nodes_left_out++;
		else
			put_node(&w, i);
	}
	if (w.left_out + nodes_left_out)
		buf_printf(b,
			   "  more[\"%u lines and nodes are left out: Mermaid draws %d lines. "
			   "--from, --to and --depth choose a part\"]:::undefined\n",
			   w.left_out + nodes_left_out, LINES_MOST);
}
