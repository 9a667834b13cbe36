/*
 * drawing - a picture as SVG in the page: what graphviz has placed, in our own lines and letters.
 *
 * What must stay true: colours are those of page.css, so it looks right in light and dark; every
 * node that stands in a file is a link to its line.
 */
#include "report/layout.h"
#include "report/page_parts.h"

#define MARGIN 14.0
#define FRAME  10.0 /* around a cluster */

static const char *const markers[] = {"runs", "arms", "back", "circle"};

static const char *marker_of(const struct picture_line *x)
{
	return markers[x->is_recursive ? 3 : x->style];
}

static void put_markers(struct buf *b, const char *kind)
{
	buf_text(b, "<defs>\n");
	for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
		buf_printf(b,
			   "<marker id=\"%s-%s\" class=\"%s\" viewBox=\"0 0 10 10\" refX=\"9\" "
			   "refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" "
			   "markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
			   "<path d=\"M0 1 10 5 0 9 2.5 5z\"/></marker>\n",
			   kind, markers[i], markers[i]);
	buf_text(b, "</defs>\n");
}

static void put_clusters(struct page *p, const struct picture *picture, const struct layout *l)
{
	for (uint32_t i = 0; i < picture->clusters.count; i++) {
		const struct layout_box *c = &l->clusters[i];

		if (!c->is_placed)
			continue;
		buf_printf(p->out,
			   "<g class=\"cluster\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
			   "height=\"%.1f\" rx=\"10\"/><text x=\"%.1f\" y=\"%.1f\">",
			   c->x - FRAME, c->y - FRAME, c->width + 2 * FRAME, c->height + 2 * FRAME,
			   c->x, c->y - FRAME + 1);
		html_text(p->out, picture->clusters.all[i]);
		buf_text(p->out, "</text></g>\n");
	}
}

/* Whole words are in the title, which shows when somebody points there. */
static void put_line(struct page *p, const struct picture *picture, const struct layout *l,
		     uint32_t i)
{
	const struct picture_line *x = &picture->lines.all[i];
	const struct layout_line *way = &l->lines[i];
	const struct str label = picture_label(picture, x);
	struct buf *b = p->out;

	buf_printf(b, "<g class=\"edge %s\" data-from=\"%u\" data-to=\"%u\"><title>", marker_of(x),
		   x->from, x->to);
	html_text(b, picture->nodes.all[x->from].title);
	buf_text(b, " \xe2\x86\x92 ");
	html_text(b, picture->nodes.all[x->to].title);
	buf_text(b, label.n ? ": " : "");
	html_text(b, label);
	buf_printf(b, "%s</title><path d=\"M%.1f %.1f", x->is_recursive ? " (recursion)" : "",
		   way->points[0].x, way->points[0].y);
	for (uint32_t k = 1; k < way->count; k++)
		buf_printf(b, "%s%.1f %.1f", k == 1 ? "C" : " ", way->points[k].x,
			   way->points[k].y);
	buf_printf(b, "\" marker-end=\"url(#%s-%s)\"/>", picture->kind, marker_of(x));
	if (way->has_label) {
		buf_printf(b, "<text x=\"%.1f\" y=\"%.1f\">", way->label.x, way->label.y + 3);
		html_text(b, l->labels[i]);
		buf_text(b, "</text>");
	}
	buf_text(b, "</g>\n");
}

/* Where it stands; its file says the frame around it. */
static void put_subtitle(struct buf *b, const struct picture_node *n, const struct layout_box *box)
{
	if (!n->line)
		return;
	buf_printf(b, "<text class=\"sub\" x=\"%.1f\" y=\"%.1f\">", box->x, box->y + 13);
	if (n->is_unreached)
		buf_text(b, "nothing runs it");
	else
		buf_printf(b, "line %u", n->line);
	buf_text(b, "</text>");
}

static void put_node(struct page *p, const struct picture *picture, const struct layout *l,
		     uint32_t i)
{
	const struct picture_node *n = &picture->nodes.all[i];
	const struct layout_box *box = &l->nodes[i];
	struct page_file *f = n->line ? page_file(p, n->file) : NULL;
	struct buf *b = p->out;

	buf_text(b, f ? "<a" : "<g");
	if (f)
		page_href(p, f, n->line);
	buf_printf(b, " class=\"node %s%s\" data-node=\"%u\"><title>", picture_role(n->role),
		   n->is_unreached ? " unreached" : "", i);
	html_text(b, n->title);
	if (n->role == ROLE_UNDEFINED)
		buf_text(b, " is not defined");
	if (n->is_unreached)
		buf_text(b, ": nothing runs it");
	buf_printf(b,
		   "</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%u\"/>"
		   "<text x=\"%.1f\" y=\"%.1f\">",
		   box->x - box->width / 2, box->y - box->height / 2, box->width, box->height,
		   n->role == ROLE_STAGE ? 13u : 6u, box->x, box->y + (n->line ? -1.5 : 4));
	html_text(b, l->titles[i]);
	buf_text(b, "</text>");
	put_subtitle(b, n, box);
	buf_text(b, f ? "</a>\n" : "</g>\n");
}

static void put_drawing(struct page *p, const struct picture *picture, const struct layout *l)
{
	double width = l->width + 2 * MARGIN, height = l->height + 2 * MARGIN;

	buf_printf(p->out,
		   "<div class=\"scroll drawing\" tabindex=\"0\" role=\"region\" "
		   "aria-label=\"Picture of the %s, can be scrolled\">\n"
		   "<svg class=\"picture\" role=\"group\" aria-label=\"Picture of the %s\" "
		   "viewBox=\"%.1f %.1f %.1f %.1f\" width=\"%.0f\" height=\"%.0f\">\n",
		   picture->kind, picture->kind, -MARGIN, -MARGIN, width, height, width, height);
	put_markers(p->out, picture->kind);
	put_clusters(p, picture, l);
	for (uint32_t i = 0; i < picture->lines.count; i++)
		if (l->lines[i].count)
			put_line(p, picture, l, i);
	for (uint32_t i = 0; i < picture->nodes.count; i++)
		if (l->nodes[i].is_placed)
			put_node(p, picture, l, i);
	buf_text(p->out, "</svg>\n</div>\n");
}

static void put_left_out(struct page *p, const struct layout *l)
{
	if (!l->left_out && !l->lines_left_out)
		return;
	buf_text(p->out, "<p class=\"cut\">There is no room for ");
	if (l->left_out) {
		html_number(p->out, l->left_out);
		buf_text(p->out, " more, those farthest from the first");
	}
	if (l->lines_left_out) {
		buf_text(p->out, l->left_out ? ", and for " : "");
		html_count(p->out, l->lines_left_out, "line");
	}
	buf_text(p->out, "; the list below has more.</p>\n");
}

const char *page_drawing(struct page *p, const struct picture *picture)
{
	struct arena *own = arena_new();
	struct buf question = buf_on(own);
	struct layout l = layout_ask(&question, own, picture);
	struct str answer;
	const char *why = p->in->draw("plain", buf_view(&question), own, &answer);

	if (!why && !layout_take(&l, own, picture, answer))
		why = "graphviz, the program \"dot\", says something that is no layout";
	if (!why) {
		put_drawing(p, picture, &l);
		put_left_out(p, &l);
	}
	arena_free(own);
	return why;
}
