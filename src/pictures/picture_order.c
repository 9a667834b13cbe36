/*
 * picture_order - in which order a request and its replies meet the blocks of a config, and what
 * arms what (grammar/order.tsv).
 *
 * What must stay true: a stage that leads to no block, and a block that no path has, are not drawn.
 */
#include "pictures/picture.h"

#include "facts/order.h"
#include "unit/describe.h"

enum { NOT_DRAWN = UINT32_MAX };

struct order_drawing {
	struct picture picture;
	struct analysis *analysis;
	uint32_t *nodes; /* by the number of a route: its node, or NOT_DRAWN */
};

/* The nodes of one step. */
struct order_nodes {
	LIST_OF(uint32_t);
};

static bool is_meant(const struct order_step *row, const struct route *r)
{
	struct str name = str_of(row->name), word = str_of(route_kind_word(r->kind));

	if (!str_is(word, row->block))
		return false;
	if (str_is(name, "*"))
		return !str_is(r->name, ROUTE_MAIN);
	if (str_ends(name, STR("*")))
		return str_starts(r->name, str_head(name, name.n - 1));
	return str_equal(r->name, name);
}

static uint32_t node_of(struct order_drawing *d, const struct route *r)
{
	uint32_t *number = &d->nodes[r->number];

	if (*number == NOT_DRAWN) {
		*number = picture_add(&d->picture, d->analysis, describe_route(d->analysis, r),
				      r->kind == ROUTES_EVENT ? ROLE_EVENT : ROLE_BLOCK,
				      describe_place(r), true);
		d->picture.nodes.all[*number].is_unreached = !r->is_reached;
	}
	return *number;
}

static struct order_nodes nodes_of(struct order_drawing *d, const struct order_step *row)
{
	struct order_nodes s = {0};

	if (row->stage) {
		*LIST_ADD(d->picture.arena, &s) = picture_named(
		    &d->picture, d->analysis, str_of(row->stage), ROLE_STAGE, SPAN_NONE, false);
		return s;
	}
	for (const struct route *r = d->analysis->routes.first; r; r = r->next)
		if (is_meant(row, r))
			*LIST_ADD(d->picture.arena, &s) = node_of(d, r);
	return s;
}

static bool has_blocks(const struct order_drawing *d, const struct order_step *row)
{
	for (const struct route *r = d->analysis->routes.first; r && row->block; r = r->next)
		if (is_meant(row, r))
			return true;
	return false;
}

/* Draws the path of COUNT rows, unless the config has none of its blocks. */
static void draw_path(struct order_drawing *d, const struct order_step *rows, size_t count)
{
	uint32_t bit = d->analysis->session->version.bit;
	struct order_nodes last = {0};
	bool is_worth = false;

	for (size_t i = 0; i < count; i++)
		is_worth |= rows[i].versions & bit && has_blocks(d, &rows[i]);
	for (size_t i = 0; i < count && is_worth; i++) {
		struct order_nodes next = {0};

		if (rows[i].versions & bit)
			next = nodes_of(d, &rows[i]);
		for (uint32_t from = 0; from < last.count; from++)
			for (uint32_t to = 0; to < next.count; to++)
				/* Paths may share the line. */
				picture_join(&d->picture, last.all[from], next.all[to], LINE_SOLID,
					     str_of(rows[i].label), STR(""))
				    ->count = 1;
		if (next.count)
			last = next;
	}
}

/* Who arms what is drawn, if only through routes that are not. */
static void draw_arms(struct order_drawing *d)
{
	for (const struct route *r = d->analysis->routes.first; r; r = r->next)
		for (const struct call *c = r->calls; c; c = c->next)
			if (c->way == CALL_ARM && c->to && d->nodes[c->to->number] != NOT_DRAWN)
				picture_place(d->analysis,
					      picture_join(&d->picture, node_of(d, r),
							   node_of(d, c->to), LINE_DASHED,
							   c->node->text, STR("")),
					      c->at);
}

/* Which of the blocks on a path runs a block beside them that arms something. */
static void draw_calls(struct order_drawing *d)
{
	uint32_t drawn = d->picture.nodes.count;

	for (const struct route *r = d->analysis->routes.first; r; r = r->next)
		for (const struct call *c = r->calls; c; c = c->next)
			if (c->way == CALL_ROUTE && c->to && d->nodes[r->number] < drawn &&
			    d->nodes[c->to->number] < drawn)
				picture_place(d->analysis,
					      picture_join(&d->picture, node_of(d, r),
							   node_of(d, c->to), LINE_DOTTED,
							   STR("runs"), STR("")),
					      c->at);
}

struct picture picture_order(struct analysis *a)
{
	struct order_drawing d = {.picture = picture_new(a, "order"), .analysis = a};
	size_t count, begin = 0;
	const struct order_step *rows = order_all(&count);

	analysis_build(a, NEEDS_ROUTES);
	d.nodes = arena_array(a->arena, a->routes.count + 1, sizeof *d.nodes);
	for (uint32_t i = 0; i < a->routes.count; i++)
		d.nodes[i] = NOT_DRAWN;
	for (size_t i = 1; i <= count; i++) {
		if (i < count && str_is(str_of(rows[i].path), rows[begin].path))
			continue;
		draw_path(&d, rows + begin, i - begin);
		begin = i;
	}
	draw_arms(&d);
	draw_calls(&d);
	picture_sort(&d.picture);
	return d.picture;
}
