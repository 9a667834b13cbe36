/*
 * blocks - the routes of two configs compared.
 *
 * What must stay true: a route that is called otherwise and does the same was renamed, and calls of
 * it by its new name are no differences.
 */
#include "compare/lists.h"
#include "compare/sections.h"
#include "unit/describe.h"

/* A route of one side. */
struct block_route {
	const struct route *route;
	struct parts parts;
	uint64_t hash;
	const struct route *other; /* on the other side */
	bool is_renamed;
};

struct blocks {
	struct compared *c;
	struct {
		LIST_OF(struct block_route);
	} side[COMPARE_SIDES];
	struct same_names names[COMPARE_SIDES];
};

/* --- names of routes ---------------------------------------------------------------------------
 */

static bool is_whole_name(const struct node *n, const struct call *call)
{
	return (n->kind == N_STRING || n->kind == N_WORD) && str_equal(n->text, call->text);
}

/* The argument that is the name of CALL, or NULL. */
static const struct node *named_in(const struct call *call)
{
	const struct node *n = call->node;

	if (n->kind == N_CORE_CALL)
		n = KID(n, CORE_CALL, arguments);
	else if (n->kind == N_CALL)
		n = KID(n, CALL, arguments);
	else
		return NULL;
	while (n && !(n->at.lo <= call->at.lo && call->at.hi <= n->at.hi && is_whole_name(n, call)))
		n = n->next;
	return n;
}

static void add_name(struct blocks *x, int side, const struct call *call, struct str name)
{
	const struct node *n = named_in(call);

	if (n)
		*LIST_ADD(x->c->arena, &x->names[side]) = (struct same_name){n, name};
}

/* A route that calls itself does so by any name; one that was renamed has the old one. */
static void collect_names(struct blocks *x, int side)
{
	x->names[side].count = 0;
	for (const struct call *call = x->c->sides[side]->graph.first; call;
	     call = call->next_all) {
		const struct block_route *to =
		    call->to ? &x->side[side].all[call->to->number] : NULL;

		if (to && call->to == call->from)
			add_name(x, side, call, STR("\n"));
		else if (to && to->is_renamed)
			add_name(x, side, call, to->other->name);
	}
	same_sort(&x->names[side]);
}

/* --- what they do ------------------------------------------------------------------------------
 */

static void make_parts(struct blocks *x, int side, struct block_route *r)
{
	struct sources *s = &x->c->sides[side]->session->sources;
	LIST_OF(struct parts) lists = {0};

	for (const struct block *b = r->route->blocks; b; b = b->next)
		*LIST_ADD(x->c->arena, &lists) =
		    parts_of(x->c->arena, &x->names[side], s, KID(b->node, ROUTE, body),
			     &x->c->is_broken[side]);
	r->parts = parts_join(x->c->arena, lists.all, lists.count);
	r->hash = same_mix(r->route->kind, r->parts.count);
	for (uint32_t i = 0; i < r->parts.count; i++)
		r->hash = same_mix(r->hash, r->parts.all[i].hash);
}

static void collect(struct blocks *x, int side)
{
	const struct routes *others = &x->c->sides[!side]->routes;

	for (const struct route *r = x->c->sides[side]->routes.first; r; r = r->next)
		*LIST_ADD(x->c->arena, &x->side[side]) = (struct block_route){
		    .route = r, .other = routes_find(others, r->kind, r->name)};
}

static void read_parts(struct blocks *x, int side)
{
	collect_names(x, side);
	for (uint32_t i = 0; i < x->side[side].count; i++)
		make_parts(x, side, &x->side[side].all[i]);
}

/* --- renamed -----------------------------------------------------------------------------------
 */

static bool do_same(const struct blocks *x, const struct block_route *old,
		    const struct block_route *new)
{
	if (old->route->kind != new->route->kind || old->parts.count != new->parts.count)
		return false;
	for (uint32_t i = 0; i < old->parts.count; i++)
		if (!part_is_same(&x->names[0], &old->parts.all[i], &x->names[1],
				  &new->parts.all[i]))
			return false;
	return true;
}

/* Old routes that are gone, of one hash; each is taken once. */
struct gone {
	LIST_OF(struct block_route *);
	uint32_t taken;
};

static struct str hash_text(const struct block_route *r)
{
	return (struct str){(const char *)&r->hash, sizeof r->hash};
}

/* Finds routes that are called otherwise now; false when there is none more. */
static bool find_renamed(struct blocks *x)
{
	struct map all = {0};
	bool has_found = false;

	for (uint32_t i = 0; i < x->side[0].count; i++) {
		struct block_route *old = &x->side[0].all[i];
		struct gone *gone;

		if (old->other)
			continue;
		gone = MAP_RECORD(&all, x->c->arena, hash_text(old), struct gone);
		*LIST_ADD(x->c->arena, gone) = old;
	}
	for (uint32_t i = 0; i < x->side[1].count && all.entries.count; i++) {
		struct block_route *new = &x->side[1].all[i];
		struct gone *gone = new->other ? NULL : map_find(&all, hash_text(new));
		struct block_route *old;

		if (!gone || gone->taken == gone->count)
			continue;
		old = gone->all[gone->taken];
		if (!do_same(x, old, new))
			continue;
		gone->taken++;
		old->other = new->route;
		new->other = old->route;
		old->is_renamed = new->is_renamed = has_found = true;
	}
	return has_found;
}

/* A route that calls a renamed one can be seen to be renamed only then. */
static void match_routes(struct blocks *x)
{
	enum { ROUNDS = 8 };

	collect(x, 0);
	collect(x, 1);
	read_parts(x, 0);
	read_parts(x, 1);
	for (int round = 0; round < ROUNDS && find_renamed(x); round++)
		read_parts(x, 1);
}

/* --- telling -----------------------------------------------------------------------------------
 */

static struct difference *tell(struct blocks *x, int side, enum compare_what what,
			       const struct block_route *r)
{
	struct difference *d = LIST_ADD(x->c->arena, &x->c->differences);

	*d = (struct difference){.part = COMPARE_ROUTES,
				 .what = what,
				 .name = describe_route(x->c->sides[side], r->route)};
	d->has_side[side] = true;
	d->at[side] = r->route->blocks->node->at;
	return d;
}

static void tell_renamed(struct blocks *x, const struct block_route *old)
{
	struct difference *d = tell(x, 0, COMPARE_RENAMED, old);
	struct buf why = buf_on(x->c->arena);

	buf_text(&why, "it is ");
	buf_str(&why, describe_route(x->c->sides[1], old->other));
	buf_text(&why, " now");
	d->why = buf_view(&why);
	d->has_side[1] = d->is_head = true;
	d->at[0] = describe_place(old->route);
	d->at[1] = describe_place(old->other);
	d->at[0].lo = old->route->blocks->node->at.lo;
	d->at[1].lo = old->other->blocks->node->at.lo;
}

static void compare_bodies(struct blocks *x, const struct block_route *old)
{
	struct lists_about about = {.part = COMPARE_ROUTES,
				    .name = describe_route(x->c->sides[0], old->route),
				    .is_statement = true,
				    .names = {&x->names[0], &x->names[1]}};

	lists_compare(x->c, &about, old->parts, x->side[1].all[old->other->number].parts);
}

void compare_routes(struct compared *c)
{
	struct blocks x = {.c = c};

	match_routes(&x);
	for (uint32_t i = 0; i < x.side[0].count; i++) {
		const struct block_route *old = &x.side[0].all[i];

		if (!old->other)
			tell(&x, 0, COMPARE_REMOVED, old);
		else if (old->is_renamed)
			tell_renamed(&x, old);
		if (old->other)
			compare_bodies(&x, old);
	}
	for (uint32_t i = 0; i < x.side[1].count; i++)
		if (!x.side[1].all[i].other)
			tell(&x, 1, COMPARE_ADDED, &x.side[1].all[i]);
}
