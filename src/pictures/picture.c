/*
 * picture - see picture.h.
 */
#include "pictures/picture.h"

#include "facts/suggest.h"

static const char *const roles[ROLE_COUNT] = {
    [ROLE_BLOCK] = "block",   [ROLE_ENTRY] = "entry",         [ROLE_EVENT] = "event",
    [ROLE_SOURCE] = "source", [ROLE_UNDEFINED] = "undefined", [ROLE_STAGE] = "stage",
    [ROLE_FILE] = "file",     [ROLE_MODULE] = "module",       [ROLE_MISSING] = "missing",
};

static const char *const styles[LINE_STYLES] = {
    [LINE_SOLID] = "runs",
    [LINE_DASHED] = "arms",
    [LINE_DOTTED] = "calls back",
};

const char *picture_role(enum node_role role)
{
	return roles[role];
}

const char *picture_style(enum line_style style)
{
	return styles[style];
}

struct picture picture_new(struct analysis *a, const char *kind)
{
	const struct sources *s = &a->session->sources;

	return (struct picture){
	    .arena = a->arena,
	    .kind = kind,
	    .missing = "not there",
	    .config = s->count ? s->all[0]->name : STR(""),
	    .is_partial = (a->doubts & DOUBT_LOST) != 0,
	};
}

static uint32_t cluster_of(struct picture *p, struct str name)
{
	for (uint32_t i = p->clusters.count; i > 0; i--)
		if (str_equal(p->clusters.all[i - 1], name))
			return i;
	*LIST_ADD(p->arena, &p->clusters) = name;
	return p->clusters.count;
}

uint32_t picture_add(struct picture *p, struct analysis *a, struct str title, enum node_role role,
		     struct span at, bool in_file)
{
	struct sources *s = &a->session->sources;
	struct place place = source_place(s, span_in_file(s, at).lo);
	struct picture_node *x = LIST_ADD(p->arena, &p->nodes);

	*x = (struct picture_node){.title = title, .role = role};
	if (place.source) {
		x->file = place.source->name;
		x->line = place.line;
		x->cluster = in_file ? cluster_of(p, x->file) : 0;
	}
	return p->nodes.count - 1;
}

uint32_t picture_named(struct picture *p, struct analysis *a, struct str name, enum node_role role,
		       struct span at, bool in_file)
{
	void **slot = map_slot(&p->named, p->arena, name);

	/* Numbers count from 1 there. */
	if (!*slot)
		*slot = (void *)((uintptr_t)picture_add(p, a, name, role, at, in_file) + 1);
	return (uint32_t)((uintptr_t)*slot - 1);
}

struct picture_line *picture_join(struct picture *p, uint32_t from, uint32_t to,
				  enum line_style style, struct str word, struct str condition)
{
	struct buf key = buf_on(p->arena);
	void **slot;

	buf_printf(&key, "%u %u %u %.*s ", from, to, style, STR_ARG(word));
	buf_str(&key, condition);
	slot = map_slot(&p->known, p->arena, buf_view(&key));
	if (!*slot) {
		*LIST_ADD(p->arena, &p->lines) = (struct picture_line){
		    .from = from, .to = to, .style = style, .word = word, .condition = condition};
		*slot = (void *)(uintptr_t)p->lines.count;
	}
	p->lines.all[(uintptr_t)*slot - 1].count++;
	return &p->lines.all[(uintptr_t)*slot - 1];
}

void picture_place(struct analysis *a, struct picture_line *x, struct span at)
{
	struct sources *s = &a->session->sources;
	struct place place = source_place(s, span_in_file(s, at).lo);

	if (x->line || !place.source)
		return;
	x->file = place.source->name;
	x->line = place.line;
}

struct str picture_label(const struct picture *p, const struct picture_line *x)
{
	struct buf b = buf_on(p->arena);

	buf_str(&b, x->word);
	if (x->condition.n) {
		buf_text(&b, b.n ? " " : "");
		buf_str(&b, x->condition);
	}
	if (x->count > 1)
		buf_printf(&b, "%s%u times", b.n ? ", " : "", x->count);
	return buf_view(&b);
}

/* --- the order of lines, and circles ---------------------------------------------------------- */

/* A stable sort by the node that they come from: counting, for nodes are numbers. */
static void sort_lines(struct picture *p)
{
	uint32_t *next = arena_array(p->arena, p->nodes.count + 1, sizeof *next);
	struct picture_line *sorted = arena_array(p->arena, p->lines.count + 1, sizeof *sorted);

	for (uint32_t i = 0; i < p->lines.count; i++)
		next[p->lines.all[i].from + 1]++;
	for (uint32_t i = 0; i < p->nodes.count; i++) {
		next[i + 1] += next[i];
		p->nodes.all[i].first_out = next[i];
	}
	for (uint32_t i = 0; i < p->lines.count; i++)
		sorted[next[p->lines.all[i].from]++] = p->lines.all[i];
	p->lines.all = sorted;
	p->lines.cap = p->lines.count + 1;
}

struct picture_walk {
	uint32_t node, at; /* the line that is looked at next */
};

/* Marks each line that leads back to a node that the walk is below. */
static void walk_from(struct picture *p, uint32_t start, unsigned char *seen,
		      struct picture_walk *stack)
{
	enum { NEW, BELOW, DONE };
	uint32_t depth = 1;

	stack[0] = (struct picture_walk){start, p->nodes.all[start].first_out};
	seen[start] = BELOW;
	while (depth) {
		struct picture_walk *w = &stack[depth - 1];
		struct picture_line *x = &p->lines.all[w->at];

		if (w->at == p->lines.count || x->from != w->node) {
			seen[w->node] = DONE;
			depth--;
			continue;
		}
		w->at++;
		if (x->style != LINE_SOLID)
			continue;
		x->is_recursive = seen[x->to] == BELOW;
		if (seen[x->to] == NEW) {
			seen[x->to] = BELOW;
			stack[depth++] =
			    (struct picture_walk){x->to, p->nodes.all[x->to].first_out};
		}
	}
}

void picture_sort(struct picture *p)
{
	unsigned char *seen = arena_array(p->arena, p->nodes.count + 1, sizeof *seen);
	struct picture_walk *stack = arena_array(p->arena, p->nodes.count + 1, sizeof *stack);

	sort_lines(p);
	for (uint32_t i = 0; i < p->nodes.count; i++)
		if (!seen[i])
			walk_from(p, i, seen, stack);
}

/* --- trees ------------------------------------------------------------------------------------ */

uint32_t picture_next(const struct picture *p, uint32_t node, uint32_t at)
{
	while (at < p->lines.count && p->lines.all[at].from == node &&
	       !picture_shows(p, &p->lines.all[at]))
		at++;
	return at < p->lines.count && p->lines.all[at].from == node ? at : p->lines.count;
}

uint32_t picture_first(const struct picture *p, uint32_t node)
{
	return picture_next(p, node, p->nodes.all[node].first_out);
}

const uint32_t *picture_roots(const struct picture *p, uint32_t *count)
{
	bool *is_led_to = arena_array(p->arena, p->nodes.count + 1, sizeof *is_led_to);
	uint32_t *roots = arena_array(p->arena, p->nodes.count + 1, sizeof *roots);

	for (uint32_t i = 0; i < p->lines.count; i++)
		if (picture_shows(p, &p->lines.all[i]) &&
		    p->lines.all[i].from != p->lines.all[i].to)
			is_led_to[p->lines.all[i].to] = true;
	*count = 0;
	for (int led = 0; led < 2; led++)
		for (uint32_t i = 0; i < p->nodes.count; i++)
			if (!p->nodes.all[i].is_left_out && is_led_to[i] == led)
				roots[(*count)++] = i;
	return roots;
}

/* --- what was asked for ----------------------------------------------------------------------- */

/* "route[A]" is called so, and A. */
static bool is_named(const struct picture_node *n, struct str name)
{
	struct str rest = n->title, head = str_take(&rest, '[');

	return str_equal(n->title, name) || (head.n < n->title.n && str_ends(rest, STR("]")) &&
					     str_equal(str_head(rest, rest.n - 1), name));
}

/* Who leads where: lines by the node at one of their ends. */
struct reach {
	uint32_t *first; /* of each node, in NEXT; 0: none; they count from 1 */
	uint32_t *next;  /* of each line */
};

static struct reach reach_of(const struct picture *p, bool is_back)
{
	struct reach r = {arena_array(p->arena, p->nodes.count + 1, sizeof *r.first),
			  arena_array(p->arena, p->lines.count + 1, sizeof *r.next)};

	for (uint32_t i = p->lines.count; i > 0; i--) {
		uint32_t end = is_back ? p->lines.all[i - 1].to : p->lines.all[i - 1].from;

		r.next[i - 1] = r.first[end];
		r.first[end] = i;
	}
	return r;
}

/* Marks in SEEN what is at most DEPTH steps (0: any number) away from nodes of that name; false
 * when there is none. */
static bool reach_from(const struct picture *p, struct str name, bool is_back, uint32_t depth,
		       bool *seen)
{
	struct reach r = reach_of(p, is_back);
	uint32_t *queue = arena_array(p->arena, p->nodes.count + 1, sizeof *queue);
	uint32_t begin = 0, end = 0;

	for (uint32_t i = 0; i < p->nodes.count; i++)
		if (is_named(&p->nodes.all[i], name)) {
			seen[i] = true;
			queue[end++] = i;
		}
	for (uint32_t step = 0; begin < end && (!depth || step < depth); step++)
		for (uint32_t last = end; begin < last; begin++)
			for (uint32_t i = r.first[queue[begin]]; i; i = r.next[i - 1]) {
				const struct picture_line *x = &p->lines.all[i - 1];
				uint32_t other = is_back ? x->from : x->to;

				if (!seen[other]) {
					seen[other] = true;
					queue[end++] = other;
				}
			}
	return end > 0;
}

static void keep(struct picture *p, const bool *seen)
{
	for (uint32_t i = 0; i < p->nodes.count; i++)
		p->nodes.all[i].is_left_out |= !seen[i];
}

struct str picture_nearest(const struct picture *p, struct str name)
{
	struct nearest n = nearest_to(name);

	for (uint32_t i = 0; i < p->nodes.count; i++) {
		struct str rest = p->nodes.all[i].title, head = str_take(&rest, '[');

		nearest_consider(&n, rest.n ? str_head(rest, rest.n - 1) : head);
	}
	return n.best;
}

bool picture_choose(struct picture *p, struct str from, struct str to, uint32_t depth,
		    struct str *name)
{
	struct {
		struct str name;
		bool is_back;
	} asked[] = {{from, false}, {to, true}};

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		bool *seen = arena_array(p->arena, p->nodes.count + 1, sizeof *seen);

		if (!asked[i].name.n)
			continue;
		*name = asked[i].name;
		if (!reach_from(p, asked[i].name, asked[i].is_back, depth, seen))
			return false;
		keep(p, seen);
	}
	return true;
}
