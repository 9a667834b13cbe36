/*
 * changed_across - a part of the message that a request_route changes, and the failure_route or
 * branch_route that it arms, too.  Tried with SIP traffic on 5.6.3: these work on the request with
 * all that was changed before it was sent on, and msg_apply_changes() may not be called there; what
 * one branch or one failure has changed is gone before the next.
 *
 * What must stay true: both happen to one INVITE.  In front of each change only conditions are
 * asked that say nothing of the message, but its method and why it failed.
 */
#include "rules/path/changed_across.h"

#include "base/map.h"
#include "rules/path/changed_parts.h"
#include "rules/path/method.h"
#include "unit/describe.h"

#include <string.h>

/* So many blocks are looked at. */
enum { BLOCKS_MOST = 64 };

/* What is known on a path. */
struct across_path {
	const struct node *by[PARTS]; /* what has changed it, on all of them */
	uint64_t armed;               /* blocks */
	uint32_t ended;               /* paths that have left the route */
	bool is_asked;                /* something about the message, and the answer still holds */
	bool is_other; /* no INVITE comes here, or one for which another block is armed */
};

/* What is known of a route. */
struct across_route {
	const struct node *by[PARTS]; /* what changes it, unasked */
	uint64_t armed;               /* blocks with which it sends the request on, unasked */
	bool relays;                  /* it sends the request on, unasked */
	bool is_told;
};

struct across_case {
	uint64_t armed;
	const struct node *first;
};

struct across {
	struct visit *visit;
	const struct route *blocks[BLOCKS_MOST];
	uint32_t count;
	struct map armed_by; /* of calls, by their nodes: numbers of blocks, from 1 */
	struct across_route *routes;
	/* What was changed when a block was armed and the request sent on: looked at at the end. */
	LIST_OF(struct across_case) cases;
};

static uint64_t kind_of_block(const struct across *x, enum route_kind kind)
{
	uint64_t mask = 0;

	for (uint32_t i = 0; i < x->count; i++)
		if (x->blocks[i]->kind == kind)
			mask |= UINT64_C(1) << i;
	return mask;
}

/* --- on the way ------------------------------------------------------------------------------- */

/* The request is sent on, and blocks of ARMED wait for what comes of it. */
static void send_on(struct path *p, const struct across_path *path, uint64_t armed)
{
	struct across *x = p->context;
	const struct node *last = NULL;

	/* What one failure has changed is gone before the next. */
	if (!(route_contexts(p->route) & FACT_REQUEST))
		armed &= ~kind_of_block(x, ROUTES_FAILURE);
	for (unsigned i = 0; armed && i < PARTS; i++) {
		if (!path->by[i] || path->by[i] == last)
			continue;
		last = path->by[i];
		*LIST_ADD(p->unit->arena, &x->cases) = (struct across_case){armed, last};
	}
}

static void arm(struct path *p, struct across_path *path, const struct node *n)
{
	struct across *x = p->context;
	const uint32_t *number = map_find(&x->armed_by, node_key(&n));
	uint64_t bit = number ? UINT64_C(1) << (*number - 1) : 0;

	if (bit)
		path->armed = (path->armed & ~kind_of_block(x, x->blocks[*number - 1]->kind)) | bit;
	else
		path->armed = 0;
}

static void change(struct path *p, struct across_path *path, const struct node *n)
{
	struct across *x = p->context;
	unsigned changed = changed_parts(x->visit, n);
	struct across_route *r = &x->routes[p->route->number];

	for (unsigned i = 0; changed >> i; i++) {
		if (!(changed >> i & 1))
			continue;
		path->by[i] = n;
		if (!path->is_asked && !path->is_other && !r->by[i])
			r->by[i] = n;
	}
}

static void step(struct path *p, void *state, const struct node *n)
{
	struct across *x = p->context;
	struct across_path *path = state;
	struct across_route *r = &x->routes[p->route->number];
	uint64_t tags = n->kind == N_CALL ? call_of(p->unit, n)->tags : 0;

	if (tags & TAG_APPLY) {
		memset(path->by, 0, sizeof path->by);
	} else if (tags & TAG_ARMS) {
		arm(p, path, n);
	} else if (tags & TAG_RELAY && !path->is_other) {
		send_on(p, path, path->armed);
		r->relays |= !path->is_asked;
		r->armed |= path->is_asked ? 0 : path->armed;
	} else if (!(tags & TAG_BODY && tags & TAG_BODY_NEW)) {
		/* Nobody has tried what media proxies make of it. */
		change(p, path, n);
	}
}

/* --- conditions ------------------------------------------------------------------------------- */

/* Whether the condition N says nothing of the message but what is known of each INVITE. */
static bool is_harmless(struct visit *v, const struct node *n)
{
	uint64_t tags = n->kind == N_CALL ? call_of(v->unit, n)->tags : 0;

	return tags & (TAG_CAUSE | TAG_ARMED | TAG_RELAY) ||
	       method_is_other(v, n, true, STR("INVITE")) ||
	       method_is_other(v, n, false, STR("INVITE"));
}

static void assume(struct path *p, void *yes, void *no, const struct node *n)
{
	struct visit *v = ((struct across *)p->context)->visit;
	struct across_path *when_true = yes, *when_false = no;

	if (!is_harmless(v, n))
		when_true->is_asked = when_false->is_asked = true;
	when_true->is_other |= method_is_other(v, n, true, STR("INVITE")) ||
			       (n->kind == N_CALL && call_of(v->unit, n)->tags & TAG_ARMED);
	when_false->is_other |= method_is_other(v, n, false, STR("INVITE"));
}

static void enter(struct path *p, void *state, const struct node *n, bool otherwise)
{
	(void)p;
	(void)otherwise;
	if (n->kind != N_IF)
		((struct across_path *)state)->is_asked = true;
}

static void behind(struct path *p, void *state, const void *before, const struct node *n)
{
	const struct across_path *outer = before;
	struct across_path *path = state;

	(void)p;
	(void)n;
	if (path->ended == outer->ended)
		path->is_asked = outer->is_asked;
}

static void meet(struct across_path *x, const struct across_path *y)
{
	uint32_t ended = x->ended > y->ended ? x->ended : y->ended;

	if (y->is_other) {
		x->ended = ended;
		return;
	}
	if (x->is_other) {
		*x = *y;
		x->ended = ended;
		return;
	}
	for (unsigned i = 0; i < PARTS; i++)
		if (!y->by[i])
			x->by[i] = NULL;
	x->armed &= y->armed;
	x->is_asked = x->is_asked || y->is_asked;
	x->ended = ended;
}

static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	struct across_path *x = (void *)into->state;
	const struct across_path *y = (const void *)from->state;
	/* For which INVITE it goes on is not known any more when one has gone. */
	bool has_left = !(into->is_open ? y : x)->is_other;

	(void)p;
	if (into->is_open && from->is_open) {
		meet(x, y);
		return;
	}
	if (from->is_open)
		*x = *y;
	x->ended += has_left;
}

/* --- called routes ---------------------------------------------------------------------------- */

/* The blocks that are armed when R, called where PATH is, sends the request on.  Which one it is
 * when both arm one of a kind, nobody knows: R may ask for that. */
static uint64_t armed_in(const struct across *x, const struct across_path *path,
			 const struct across_route *r)
{
	static const enum route_kind kinds[] = {ROUTES_FAILURE, ROUTES_BRANCH};
	uint64_t armed = r->armed | (r->relays ? path->armed : 0);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		uint64_t kind = kind_of_block(x, kinds[i]);

		if (path->armed & kind && r->armed & kind)
			armed &= ~kind;
	}
	return armed;
}

static void call(struct path *p, void *state, const struct node *n, const void *summary)
{
	struct across *x = p->context;
	struct across_path *path = state;
	struct across_route *own = &x->routes[p->route->number];
	const struct across_route *r = &x->routes[p->target->number];
	const struct across_path *back = summary;
	uint64_t armed = armed_in(x, path, r);

	(void)n;
	if (!path->is_other) {
		send_on(p, path, armed);
		own->armed |= path->is_asked ? 0 : armed;
		own->relays |= r->relays && !path->is_asked;
		for (unsigned i = 0; i < PARTS && !path->is_asked; i++)
			if (!own->by[i])
				own->by[i] = r->by[i];
	}
	if (!back) {
		memset(path->by, 0, sizeof path->by);
		return;
	}
	for (unsigned i = 0; i < PARTS; i++)
		if (back->by[i])
			path->by[i] = back->by[i];
	path->armed |= back->armed;
	if (p->target->ends & (PATH_EXITS | PATH_ZERO)) {
		path->is_asked = true;
		path->ended++;
	}
}

/* --- findings --------------------------------------------------------------------------------- */

static void tell(struct visit *v, const struct across *x, const struct across_case *c,
		 const struct route *block)
{
	struct across_route *r = &x->routes[block->number];
	const char *words = NULL;
	const struct node *second = NULL;
	struct diag *d;

	for (unsigned i = 0; !words && i < PARTS; i++) {
		second = r->by[i];
		words = second && second != c->first ? changed_clash(v, c->first, second) : NULL;
		/* One function that both call is the same mistake. */
		if (second && second == c->first)
			words = changed_clash(v, second, second);
	}
	if (!words || r->is_told)
		return;
	r->is_told = true;
	d = report(v, second->at,
		   "\"%.*s\" changes the %s as it was received, and %.*s gets it changed",
		   STR_ARG(changed_by(second)), words, STR_ARG(describe_route(v->unit, block)));
	diag_hint(v->diags, d,
		  "msg_apply_changes() in front of the relay makes the first change visible");
	diag_note(v->diags, d, c->first->at, "changed here first");
}

/* The blocks that change something are told of. */
static void tell_all(struct visit *v, const struct across *x)
{
	for (uint32_t i = 0; i < x->cases.count; i++)
		for (uint32_t b = 0; b < x->count; b++)
			if (x->cases.all[i].armed >> b & 1)
				tell(v, x, &x->cases.all[i], x->blocks[b]);
}

/* Collects the blocks that somebody arms. */
static void collect_blocks(struct across *x)
{
	struct visit *v = x->visit;
	struct map numbers = {0};

	for (const struct call *c = v->unit->graph.first; c; c = c->next_all) {
		uint32_t *number;

		if (c->way != CALL_ARM || !c->to || !c->node ||
		    (c->to->kind != ROUTES_FAILURE && c->to->kind != ROUTES_BRANCH))
			continue;
		number = MAP_RECORD(&numbers, v->arena, node_key(&c->to->blocks->node), uint32_t);
		if (!*number) {
			if (x->count == BLOCKS_MOST)
				continue;
			x->blocks[x->count++] = c->to;
			*number = x->count;
		}
		*MAP_RECORD(&x->armed_by, v->arena, node_key(&c->node), uint32_t) = *number;
	}
}

void changed_across(struct visit *v)
{
	static const struct path_listener listener = {.size = sizeof(struct across_path),
						      .nodes = NODE(CALL) | NODE(ASSIGN),
						      .step = step,
						      .assume = assume,
						      .enter = enter,
						      .join = join,
						      .behind = behind,
						      .call = call};
	struct across x = {.visit = v};

	collect_blocks(&x);
	if (!x.count || v->unit->graph.is_dynamic[ROUTES_REQUEST])
		return;
	x.routes = arena_array(v->arena, v->unit->routes.count, sizeof *x.routes);
	path_walk(v->unit, &listener, &x);
	tell_all(v, &x);
}
