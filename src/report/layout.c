/*
 * layout - see layout.h.
 *
 * What must stay true: no answer, however wrong, is trusted: numbers of nodes and lines are looked
 * up, lengths have a limit.
 */
#include "report/layout.h"

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"

enum {
	NODES_MOST = 120, /* graphviz takes seconds for more */
	LINES_MOST = 200,
	TITLE_MOST = 34, /* characters */
	LABEL_MOST = 22,
	POINTS_MOST = 3000, /* of a line */
};

#define INCH        72.0
#define TITLE_WIDTH 7.25 /* of a character of 12 pixels, in type where all are as wide */
#define LENGTH_MOST 1e6

/* --- what is drawn ---------------------------------------------------------------------------- */

/* Each byte that is part of no character counts as one. */
static uint32_t characters_of(struct str text)
{
	uint32_t count = 0;

	for (size_t i = 0, n; i < text.n; i += n ? n : 1, count++)
		n = utf8_length(str_skip(text, i));
	return count;
}

/* TEXT, its end left out when it has more than MOST characters. */
static struct str shorten(struct arena *a, struct str text, uint32_t most)
{
	struct buf b = buf_on(a);
	size_t at = 0;

	if (characters_of(text) <= most)
		return text;
	for (uint32_t count = 0; count + 1 < most; count++) {
		size_t n = utf8_length(str_skip(text, at));

		at += n ? n : 1;
	}
	buf_str(&b, str_head(text, at));
	buf_text(&b, "\xe2\x80\xa6");
	return buf_view(&b);
}

/* Whether X is drawn so far. */
static bool shows(const struct layout *l, const struct picture *p, const struct picture_line *x)
{
	return picture_shows(p, x) && l->is_drawn[x->from] && l->is_drawn[x->to];
}

/* The nodes that are nearest to those at the front, as many as there is room for. */
static void choose(struct layout *l, struct arena *a, const struct picture *p)
{
	uint32_t *queue = arena_array(a, p->nodes.count + 1, sizeof *queue), begin = 0, end = 0;

	for (uint32_t root = 0; root < p->nodes.count; root++) {
		if (p->nodes.all[root].is_left_out || l->is_drawn[root])
			continue;
		if (end < NODES_MOST) {
			l->is_drawn[root] = true;
			queue[end++] = root;
		} else {
			l->left_out++;
		}
		for (; begin < end; begin++)
			for (uint32_t i = p->nodes.all[queue[begin]].first_out;
			     i < p->lines.count && p->lines.all[i].from == queue[begin]; i++) {
				uint32_t to = p->lines.all[i].to;

				if (end == NODES_MOST || l->is_drawn[to] ||
				    p->nodes.all[to].is_left_out)
					continue;
				l->is_drawn[to] = true;
				queue[end++] = to;
			}
	}
}

/* --- the question ----------------------------------------------------------------------------- */

static void ask_node(struct buf *b, struct layout *l, struct arena *a, const struct picture *p,
		     uint32_t i)
{
	const struct picture_node *n = &p->nodes.all[i];
	double width;

	l->titles[i] = shorten(a, n->title, TITLE_MOST);
	width = (characters_of(l->titles[i]) * TITLE_WIDTH + 24) / INCH;
	buf_printf(b, "n%u[width=%.3f,height=%.3f]\n", i, width < 0.7 ? 0.7 : width,
		   n->line ? 0.53 : 0.36);
}

static void ask_nodes(struct buf *b, struct layout *l, struct arena *a, const struct picture *p,
		      uint32_t cluster)
{
	for (uint32_t i = 0; i < p->nodes.count; i++)
		if (l->is_drawn[i] && p->nodes.all[i].cluster == cluster)
			ask_node(b, l, a, p, i);
}

/* Its number travels as a colour.  In place of the label stands another text of its length. */
static void ask_line(struct buf *b, struct layout *l, struct arena *a, const struct picture *p,
		     uint32_t i)
{
	const struct picture_line *x = &p->lines.all[i];

	l->labels[i] = shorten(a, x->word.n ? x->word : x->condition, LABEL_MOST);
	buf_printf(b, "n%u->n%u[color=\"#%06x\"", x->from, x->to, i);
	if (l->labels[i].n) {
		buf_text(b, ",label=\"");
		for (uint32_t n = characters_of(l->labels[i]); n > 0; n--)
			buf_byte(b, 'x');
		buf_byte(b, '"');
	}
	buf_text(b, "]\n");
}

struct layout layout_ask(struct buf *b, struct arena *a, const struct picture *p)
{
	uint32_t nodes = p->nodes.count + 1, lines = p->lines.count + 1, drawn = 0;
	struct layout l = {
	    .is_drawn = arena_array(a, nodes, sizeof *l.is_drawn),
	    .titles = arena_array(a, nodes, sizeof *l.titles),
	    .nodes = arena_array(a, nodes, sizeof *l.nodes),
	    .labels = arena_array(a, lines, sizeof *l.labels),
	    .lines = arena_array(a, lines, sizeof *l.lines),
	    .clusters = arena_array(a, p->clusters.count + 1, sizeof *l.clusters),
	};

	choose(&l, a, p);
	buf_text(b,
		 "digraph g{rankdir=LR nodesep=0.16 ranksep=0.4 nslimit=2 nslimit1=2 mclimit=0.5\n"
		 "node[shape=box,fixedsize=true,label=\"\"]\n"
		 "edge[arrowhead=none,fontname=\"Courier\",fontsize=10]\n");
	ask_nodes(b, &l, a, p, 0);
	for (uint32_t i = 1; i <= p->clusters.count; i++) {
		if (p->clusters.count > 1)
			buf_printf(b, "subgraph cluster_%u{margin=14\n", i);
		ask_nodes(b, &l, a, p, i);
		if (p->clusters.count > 1)
			buf_text(b, "}\n");
	}
	for (uint32_t i = 0; i < p->lines.count; i++) {
		if (!shows(&l, p, &p->lines.all[i]))
			continue;
		if (drawn++ < LINES_MOST)
			ask_line(b, &l, a, p, i);
		else
			l.lines_left_out++;
	}
	buf_text(b, "}\n");
	return l;
}

/* --- the answer ------------------------------------------------------------------------------- */

/* The next word of the line; empty at its end. */
static struct str next_word(struct str *line)
{
	*line = str_trim(*line);
	return str_take(line, ' ');
}

/* "12.345", "-0.5", "1e-05": a length of graphviz, in pixels. */
static bool take_length(struct str *line, double *out)
{
	struct str word = next_word(line);
	bool is_negative = str_starts(word, STR("-"));
	double value = 0, unit = 1;
	size_t i = is_negative;

	for (; i < word.n && ascii_is_digit(word.p[i]); i++)
		value = value * 10 + (word.p[i] - '0');
	if (i < word.n && word.p[i] == '.')
		for (i++; i < word.n && ascii_is_digit(word.p[i]); i++)
			value += (word.p[i] - '0') * (unit /= 10);
	if (i < word.n && word.p[i] == 'e') {
		/* Nothing that is large is written so. */
		value = 0;
		i = word.n;
	}
	*out = (is_negative ? -value : value) * INCH;
	return word.n > is_negative && i == word.n && value < LENGTH_MOST;
}

static bool take_point(const struct layout *l, struct str *line, struct layout_point *out)
{
	double y;

	if (!take_length(line, &out->x) || !take_length(line, &y))
		return false;
	out->y = l->height - y;
	return true;
}

/* A number below MOST. */
static bool take_number(struct str word, uint32_t most, uint32_t *out)
{
	return number_uint32(word, NUMBER_PLAIN, out) && *out < most;
}

static bool take_hex(struct str word, uint32_t most, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];
		uint32_t digit = ascii_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'a') + 10;

		if (digit > 15 || *out > most)
			return false;
		*out = *out * 16 + digit;
	}
	return word.n && *out < most;
}

/* node n12 X Y WIDTH HEIGHT ... */
static bool take_node(struct layout *l, const struct picture *p, struct str line)
{
	struct str name = next_word(&line);
	struct layout_point middle;
	struct layout_box *x;
	uint32_t i;

	if (!str_starts(name, STR("n")) || !take_number(str_skip(name, 1), p->nodes.count, &i) ||
	    !take_point(l, &line, &middle))
		return false;
	x = &l->nodes[i];
	x->x = middle.x;
	x->y = middle.y;
	return x->is_placed = take_length(&line, &x->width) && take_length(&line, &x->height);
}

/* edge n1 n2 COUNT X Y ... [LABEL X Y] solid #00002a */
static bool take_line(struct layout *l, struct arena *a, const struct picture *p, struct str line)
{
	struct layout_line x = {0};
	struct str word;
	uint32_t i;

	next_word(&line);
	next_word(&line);
	if (!take_number(next_word(&line), POINTS_MOST, &x.count) || !x.count)
		return false;
	x.points = arena_array(a, x.count, sizeof *x.points);
	for (uint32_t k = 0; k < x.count; k++)
		if (!take_point(l, &line, &x.points[k]))
			return false;
	word = next_word(&line);
	if (str_starts(word, STR("x"))) {
		x.has_label = take_point(l, &line, &x.label);
		word = next_word(&line);
	}
	word = next_word(&line);
	if (!str_starts(word, STR("#")) || !take_hex(str_skip(word, 1), p->lines.count, &i))
		return false;
	l->lines[i] = x;
	return true;
}

/* A cluster is as large as what stands in it. */
static void frame(struct layout *l, const struct picture *p)
{
	for (uint32_t i = 0; i < p->nodes.count && p->clusters.count > 1; i++) {
		const struct layout_box *n = &l->nodes[i];
		uint32_t number = p->nodes.all[i].cluster;
		struct layout_box *c = number ? &l->clusters[number - 1] : NULL;
		double left, top, right, bottom;

		if (!n->is_placed || !c)
			continue;
		left = n->x - n->width / 2;
		top = n->y - n->height / 2;
		right = left + n->width;
		bottom = top + n->height;
		if (c->is_placed) {
			double other = c->x + c->width, low = c->y + c->height;

			left = left < c->x ? left : c->x;
			top = top < c->y ? top : c->y;
			right = right > other ? right : other;
			bottom = bottom > low ? bottom : low;
		}
		*c = (struct layout_box){left, top, right - left, bottom - top, true};
	}
}

bool layout_take(struct layout *l, struct arena *a, const struct picture *p, struct str answer)
{
	bool is_whole = false, is_good = true;

	while (answer.n && is_good && !is_whole) {
		struct str line = str_take(&answer, '\n'), word = next_word(&line);
		double scale;

		if (str_is(word, "graph"))
			is_good = take_length(&line, &scale) && take_length(&line, &l->width) &&
				  take_length(&line, &l->height);
		else if (str_is(word, "node"))
			is_good = take_node(l, p, line);
		else if (str_is(word, "edge"))
			is_good = take_line(l, a, p, line);
		is_whole = str_is(word, "stop");
	}
	frame(l, p);
	return is_good && is_whole && l->width > 0 && l->height > 0;
}
