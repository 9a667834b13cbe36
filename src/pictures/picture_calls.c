/*
 * picture_calls - who runs which block: route(), t_on_..., callbacks of functions, parameters and
 * events.
 *
 * What must stay true: the condition at a line is the innermost one around the call, as somebody
 * wrote it; none is made up.
 */
#include "pictures/picture.h"

#include "unit/constant.h"
#include "unit/describe.h"

enum { CONDITION_MOST = 60 }; /* bytes that are shown of it */

struct calls_drawing {
	struct picture picture;
	struct analysis *analysis;
	struct map guards; /* struct guard, by the node of a call */
	uint32_t *nodes;   /* of routes, by their numbers: numbers of nodes + 1 */
};

/* --- conditions ------------------------------------------------------------------------------- */

/* What must be true where a way stands. */
struct guard {
	const struct node *node; /* if, while, switch, a condition; or NULL */
	uint64_t otherwise;      /* it is false there */
};

static void see_step(struct path *p, void *state, const struct node *n)
{
	struct calls_drawing *d = p->context;
	const struct guard *g = state;

	if (g->node)
		*MAP_RECORD(&d->guards, d->picture.arena,
			    ((struct str){arena_copy(d->picture.arena, (const char *)&n, sizeof n),
					  sizeof n}),
			    struct guard) = *g;
}

static void see_enter(struct path *p, void *state, const struct node *n, bool otherwise)
{
	(void)p;
	*(struct guard *)state = (struct guard){n, otherwise};
}

static void see_assume(struct path *p, void *yes, void *no, const struct node *n)
{
	(void)p;
	*(struct guard *)yes = (struct guard){n, false};
	*(struct guard *)no = (struct guard){n, true};
}

static void see_behind(struct path *p, void *state, const void *before, const struct node *n)
{
	(void)p;
	(void)n;
	*(struct guard *)state = *(const struct guard *)before;
}

static void see_guards(struct calls_drawing *d)
{
	static const struct path_listener listener = {
	    .size = sizeof(struct guard),
	    .nodes = UINT64_C(1) << N_CALL | UINT64_C(1) << N_CORE_CALL | UINT64_C(1) << N_ASSIGN,
	    .sees_dead = true,
	    .step = see_step,
	    .enter = see_enter,
	    .assume = see_assume,
	    .behind = see_behind,
	};

	path_walk(d->analysis, &listener, d);
}

static struct str condition_of(struct calls_drawing *d, const struct node *call)
{
	const struct guard *g = map_find(&d->guards, node_key(&call));
	const struct node *n = g ? g->node : NULL, *asked = n;
	const char *word = "if";
	struct buf b = buf_on(d->picture.arena);

	if (!n)
		return STR("");
	if (n->kind == N_IF)
		asked = KID(n, IF, condition);
	if (n->kind == N_WHILE) {
		asked = KID(n, WHILE, condition);
		word = "while";
	}
	if (n->kind == N_SWITCH) {
		asked = KID(n, SWITCH, subject);
		word = "switch";
	}
	buf_printf(&b, "%s%s (", word, g->otherwise ? " not" : "");
	buf_str(&b, describe_text(d->analysis, asked->at, CONDITION_MOST));
	buf_byte(&b, ')');
	return buf_view(&b);
}

/* --- nodes and lines -------------------------------------------------------------------------- */

/* R: or NULL. */
static void add_route(struct calls_drawing *d, struct route *r)
{
	uint32_t number;

	if (!r)
		return;
	number = picture_add(&d->picture, d->analysis, describe_route(d->analysis, r),
			     r->kind == ROUTES_EVENT        ? ROLE_EVENT
			     : r->is_reached && !r->callers ? ROLE_ENTRY
							    : ROLE_BLOCK,
			     describe_place(r), true);
	d->picture.nodes.all[number].is_unreached = !r->is_reached;
	d->nodes[r->number] = number + 1;
}

static uint32_t node_of(const struct calls_drawing *d, const struct route *r)
{
	return d->nodes[r->number] - 1;
}

/* What names a block outside of blocks: "rtimer exec". */
static uint32_t source_of_call(struct calls_drawing *d, const struct call *c)
{
	struct buf b = buf_on(d->picture.arena);
	struct str text;

	if (c->node->kind == N_MODPARAM) {
		if (literal_text(d->picture.arena, KID(c->node, MODPARAM, module), &text))
			buf_str(&b, text);
		buf_byte(&b, ' ');
		if (literal_text(d->picture.arena, KID(c->node, MODPARAM, parameter), &text))
			buf_str(&b, text);
	} else {
		buf_str(&b, c->node->text);
	}
	return picture_named(&d->picture, d->analysis, buf_view(&b), ROLE_SOURCE, c->node->at,
			     false);
}

static uint32_t target_of_call(struct calls_drawing *d, const struct call *c)
{
	struct buf b = buf_on(d->picture.arena);

	if (c->to)
		return node_of(d, c->to);
	buf_printf(&b, "%s[%.*s]", route_kind_word(c->kind), STR_ARG(c->name));
	return picture_named(&d->picture, d->analysis, buf_view(&b), ROLE_UNDEFINED, SPAN_NONE,
			     false);
}

static void add_call(struct calls_drawing *d, const struct call *c)
{
	static const enum line_style ways[] = {
	    [CALL_ROUTE] = LINE_SOLID, [CALL_ARM] = LINE_DASHED, [CALL_CALLBACK] = LINE_DOTTED};
	uint32_t from;
	struct str word = c->way == CALL_ROUTE && c->node->kind == N_CORE_CALL      ? STR("")
			  : c->node->kind == N_CALL || c->node->kind == N_CORE_CALL ? c->node->text
										    : STR("");

	/* A block that somebody may write, and nobody did. */
	if (!c->to && c->is_optional)
		return;
	from = c->from ? node_of(d, c->from) : source_of_call(d, c);
	picture_place(d->analysis,
		      picture_join(&d->picture, from, target_of_call(d, c), ways[c->way], word,
				   condition_of(d, c->node)),
		      c->at);
}

/* "tm:local-request" is run by the module tm. */
static void add_event(struct calls_drawing *d, const struct route *r)
{
	struct str rest = r->name, module = str_take(&rest, ':');

	if (r->kind == ROUTES_EVENT && module.n < r->name.n)
		picture_join(
		    &d->picture,
		    picture_named(&d->picture, d->analysis, module, ROLE_SOURCE, SPAN_NONE, false),
		    node_of(d, r), LINE_DOTTED, STR(""), STR(""));
}

struct picture picture_calls(struct analysis *a)
{
	struct calls_drawing d = {.picture = picture_new(a, "calls"), .analysis = a};

	analysis_build(a, NEEDS_ROUTES);
	see_guards(&d);
	d.nodes = arena_array(a->arena, a->routes.count + 1, sizeof *d.nodes);
	/* Where all begins comes first. */
	add_route(&d, routes_find(&a->routes, ROUTES_REQUEST, STR(ROUTE_MAIN)));
	for (struct route *r = a->routes.first; r; r = r->next)
		if (!d.nodes[r->number])
			add_route(&d, r);
	for (struct route *r = a->routes.first; r; r = r->next)
		add_event(&d, r);
	for (const struct call *c = a->graph.outside; c; c = c->next)
		add_call(&d, c);
	for (struct route *r = a->routes.first; r; r = r->next)
		for (const struct call *c = r->calls; c; c = c->next)
			add_call(&d, c);
	picture_sort(&d.picture);
	return d.picture;
}
