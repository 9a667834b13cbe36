/*
 * path - the walk over the statements of routes, and the expressions in them; see path.h.  What it
 * does to the ways: path_way.c.
 */
#include "unit/path_state.h"

#include "unit/analysis.h"

/* Statements stand in expressions, and expressions in statements; both call routes. */
static void walk_list(struct walker *w, const struct node *list);
static void walk_value(struct walker *w, const struct node *n);
static struct path_way *walk_condition(struct walker *w, const struct node *n);
static void walk_route_call(struct walker *w, const struct node *n, struct route *r);

/* --- conditions ------------------------------------------------------------------------------- */

static bool is_logical(const struct node *n)
{
	return n->kind == N_BINARY && (n->op == OP_AND || n->op == OP_OR);
}

/* Chains lean to the left. */
static void push_spine(struct walker *w, const struct node *n)
{
	*LIST_ADD(w->path.unit->arena, &w->spine) = n;
}

/* a && b || c ...: the right side is met only where the left one leaves the outcome open. */
static struct path_way *walk_chain(struct walker *w, const struct node *n)
{
	uint32_t base = w->spine.count, level = w->path.level;
	struct path_way *no;

	for (; is_logical(n); n = KID(n, BINARY, left))
		push_spine(w, n);
	no = walk_condition(w, n);
	path_level(w, level + 1);
	while (w->spine.count > base) {
		struct path_way *yes = w->here, *other;

		n = w->spine.all[--w->spine.count];
		if (n->op == OP_AND) {
			other = walk_condition(w, KID(n, BINARY, right));
			no = way_join(w, no, other);
		} else {
			way_set(w, no);
			no = walk_condition(w, KID(n, BINARY, right));
			way_set(w, way_join(w, yes, w->here));
		}
	}
	path_level(w, level);
	return no;
}

/* The ways where N, which was walked, is true and false. */
static struct path_way *decide(struct walker *w, const struct node *n)
{
	struct path_way *no = way_copy(w, w->here);

	if (n->kind == N_NUMBER) {
		w->here->is_reached &= n->number != 0;
		no->is_reached &= n->number == 0;
	} else if (w->listener->assume && (w->here->is_open || w->listener->sees_dead)) {
		w->listener->assume(&w->path, w->here->state, no->state, n);
	}
	return no;
}

static struct path_way *walk_condition(struct walker *w, const struct node *n)
{
	bool is_negated = false;
	struct path_way *no;

	for (; n->kind == N_UNARY && n->op == OP_NOT; n = KID(n, UNARY, operand))
		is_negated = !is_negated;
	if (is_logical(n)) {
		w->depth++;
		no = walk_chain(w, n);
		w->depth--;
	} else {
		walk_value(w, n);
		no = decide(w, n);
	}
	if (is_negated) {
		struct path_way *yes = no;

		no = w->here;
		way_set(w, yes);
	}
	return no;
}

/* --- other expressions ------------------------------------------------------------------------ */

/* A chain whose outcome decides nothing. */
static void walk_logical(struct walker *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *no = walk_condition(w, n);

	way_set(w, way_join(w, w->here, no));
	way_behind(w, before, n);
}

static void walk_binary(struct walker *w, const struct node *n)
{
	uint32_t base = w->spine.count;

	for (; n->kind == N_BINARY && !is_logical(n); n = KID(n, BINARY, left))
		push_spine(w, n);
	walk_value(w, n);
	while (w->spine.count > base) {
		n = w->spine.all[--w->spine.count];
		walk_value(w, KID(n, BINARY, right));
		path_step(w, n);
	}
}

static void walk_selval(struct walker *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *first, *no;
	uint32_t level = w->path.level;

	no = walk_condition(w, KID(n, SELVAL, condition));
	path_level(w, level + 1);
	walk_value(w, KID(n, SELVAL, first));
	first = w->here;
	way_set(w, no);
	walk_value(w, KID(n, SELVAL, second));
	way_set(w, way_join(w, first, w->here));
	path_level(w, level);
	way_behind(w, before, n);
}

static void walk_call(struct walker *w, const struct node *n, const struct node *arguments)
{
	struct route *r;

	for (; arguments; arguments = arguments->next)
		walk_value(w, arguments);
	path_step(w, n);
	r = calls_target(w->path.unit, n);
	if (r)
		walk_route_call(w, n, r);
}

static void walk_block(struct walker *w, const struct node *block)
{
	bool was_open = w->here->is_open;

	walk_list(w, KID(block, BLOCK, body));
	/* A value that leaves the route is so strange that nothing is said of what follows. */
	w->here->is_open = was_open;
}

static void walk_deeper(struct walker *w, const struct node *n)
{
	switch (n->kind) {
	case N_UNARY:
		walk_value(w, KID(n, UNARY, operand));
		path_step(w, n);
		break;
	case N_BINARY:
		if (is_logical(n))
			walk_logical(w, n);
		else
			walk_binary(w, n);
		break;
	case N_SELVAL: walk_selval(w, n); break;
	case N_ELEMENT:
		walk_value(w, KID(n, ELEMENT, right));
		path_step(w, n);
		break;
	case N_ASSIGN:
		walk_value(w, KID(n, ASSIGN, value));
		path_step(w, n);
		break;
	case N_CORE_CALL: walk_call(w, n, KID(n, CORE_CALL, arguments)); break;
	case N_CALL: walk_call(w, n, KID(n, CALL, arguments)); break;
	case N_BLOCK: walk_block(w, n); break;
	default: path_step(w, n);
	}
}

static void walk_value(struct walker *w, const struct node *n)
{
	if (!node_slots(n->kind)) {
		path_step(w, n);
		return;
	}
	w->depth++;
	walk_deeper(w, n);
	w->depth--;
}

/* --- statements ------------------------------------------------------------------------------- */

/* An `else if` is a chain, not a depth. */
static void walk_if(struct walker *w, const struct node *n)
{
	uint32_t base = w->ifs.count, level = w->path.level;
	const struct node *otherwise;

	for (;; n = otherwise) {
		struct path_way *before = way_copy(w, w->here),
				*no = walk_condition(w, KID(n, IF, condition));

		path_level(w, level + 1);
		way_enter(w, w->here, n, false);
		walk_list(w, KID(n, IF, then));
		*LIST_ADD(w->path.unit->arena, &w->ifs) =
		    (struct open_if){.node = n, .before = before, .then = w->here};
		way_enter(w, no, n, true);
		way_set(w, no);
		otherwise = KID(n, IF, otherwise);
		if (!otherwise || otherwise->kind != N_IF || otherwise->next)
			break;
		path_announce(w, otherwise);
	}
	walk_list(w, otherwise);
	while (w->ifs.count > base) {
		struct open_if x = w->ifs.all[--w->ifs.count];

		way_set(w, way_join(w, x.then, w->here));
		way_behind(w, x.before, x.node);
	}
	path_level(w, level);
}

static void walk_while(struct walker *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *outer = w->breaks, *out;
	uint32_t level = w->path.level;

	out = walk_condition(w, KID(n, WHILE, condition));
	path_level(w, level + 1);
	w->breaks = NULL;
	w->loops++;
	way_enter(w, w->here, n, false);
	walk_list(w, KID(n, WHILE, body));
	w->loops--;
	way_enter(w, out, n, true);
	/* From its end the condition is asked again: a constant one stays what it is. */
	w->here->is_reached &= out->is_reached;
	way_set(w, way_join(w, way_join_part(w, out, w->here), w->breaks));
	w->breaks = outer;
	path_level(w, level);
	way_behind(w, before, n);
}

/* The last statement of the case C; NULL when there is none. */
static const struct node *case_end(const struct node *c)
{
	const struct node *last = NULL;

	for (const struct node *n = KID(c, CASE, body); n; n = n->next)
		if (n->kind != N_EMPTY)
			last = n;
	return last;
}

/* The cases of N; SUBJECT is the way to each of them. */
static struct path_way *walk_cases(struct walker *w, const struct node *n,
				   const struct path_way *subject)
{
	struct path_way *fall = NULL, *out = NULL;

	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		const struct node *last = case_end(c);
		struct path_way *x = way_copy(w, subject);

		way_enter(w, x, n, false);
		way_set(w, way_join(w, x, fall));
		walk_list(w, KID(c, CASE, body));
		fall = NULL;
		if (c->next && w->here->is_open) {
			if (last)
				path_notice(w, PATH_FALL_THROUGH, c->next, last, n);
			fall = w->here;
		} else {
			out = way_join_part(w, out, w->here);
		}
	}
	return out;
}

static bool has_default(const struct node *n)
{
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
		if (c->flags & NF_DEFAULT)
			return true;
	return false;
}

static void walk_switch(struct walker *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *outer = w->breaks, *subject, *out;
	uint32_t level = w->path.level;

	walk_value(w, KID(n, SWITCH, subject));
	subject = w->here;
	path_level(w, level + 1);
	w->breaks = NULL;
	w->loops++;
	out = walk_cases(w, n, subject);
	w->loops--;
	out = way_join(w, out, w->breaks);
	w->breaks = outer;
	if (!out || !has_default(n)) {
		way_enter(w, subject, n, true);
		out = way_join(w, out, subject);
	} else {
		way_free(w, subject);
	}
	way_set(w, out);
	path_level(w, level);
	way_behind(w, before, n);
}

/* How `return` with VALUE ends the route. */
static enum path_end end_of_return(const struct walker *w, const struct node *value)
{
	bool is_zero = value && value->kind == N_NUMBER && !value->number;

	return is_zero && !w->path.unit->routes.return_mode ? PATH_ZERO : PATH_RETURNS;
}

static void leave_route(struct walker *w, enum path_end end)
{
	if (w->here->is_reached) {
		w->ends |= end;
		w->has_left = true;
		path_level(w, w->path.level);
	}
	if (end == PATH_RETURNS && w->listener->call)
		w->returns = way_join(w, w->returns, way_copy(w, w->here));
}

static void walk_leave(struct walker *w, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);

	if (value)
		walk_value(w, value);
	path_step(w, n);
	switch (n->text.p[0]) {
	case 'b':
		if (w->loops) {
			w->breaks = way_join(w, w->breaks, way_copy(w, w->here));
			w->here->has_moved = w->here->is_open;
			break;
		}
		if (w->here->is_open)
			path_notice(w, PATH_BREAK_OUTSIDE, n, NULL, w->path.block);
		leave_route(w, PATH_RETURNS);
		break;
	case 'r': leave_route(w, end_of_return(w, value)); break;
	default: leave_route(w, PATH_EXITS);
	}
	way_end(w);
}

/* What was complete in a statement that could not be read: nobody knows the way there. */
static void walk_lost(struct walker *w, const struct node *list)
{
	struct path_way *before = w->here;

	if (!list || !w->listener->sees_dead)
		return;
	way_set(w, way_copy(w, before));
	way_end(w);
	walk_list(w, list);
	way_free(w, w->here);
	way_set(w, before);
}

static void walk_statement(struct walker *w, const struct node *n)
{
	path_announce(w, n);
	switch (n->kind) {
	case N_EMPTY: walk_lost(w, KID(n, EMPTY, lost)); break;
	case N_IF: walk_if(w, n); break;
	case N_WHILE: walk_while(w, n); break;
	case N_SWITCH: walk_switch(w, n); break;
	case N_LEAVE: walk_leave(w, n); break;
	default: walk_value(w, n);
	}
}

static void walk_sequence(struct walker *w, const struct node *list)
{
	bool was_open = w->here->is_open, was_reached = w->here->is_reached;
	struct sequence s = {0};

	for (const struct node *n = list; n; n = n->next) {
		if (s.closed || s.ended)
			sequence_statement(w, &s, n);
		if (!w->here->is_open && !w->listener->sees_dead)
			break;
		walk_statement(w, n);
		if (was_open && !s.closed && !w->here->is_open)
			s.closed = n;
		if (was_reached && !s.ended && !w->here->is_reached)
			s.ended = n;
	}
}

static void walk_list(struct walker *w, const struct node *list)
{
	if (!list)
		return;
	w->depth++;
	walk_sequence(w, list);
	w->depth--;
}

/* --- routes ----------------------------------------------------------------------------------- */

/* Blocks of one name are joined into one. */
static void walk_blocks(struct walker *w)
{
	for (struct block *b = w->path.route->blocks; b; b = b->next) {
		w->path.block = b->node;
		if (w->listener->block)
			w->listener->block(&w->path, b);
		walk_sequence(w, KID(b->node, ROUTE, body));
	}
	if (w->here->is_open)
		path_announce(w, w->path.block);
	if (w->here->is_reached)
		w->ends |= PATH_FALLS;
}

static void walk_route(struct walker *w, struct route *r)
{
	struct walker outer = *w;
	struct walked *x = &w->routes[r->number];

	x->stage = WALK_OPEN;
	w->path.route = r;
	w->ends = w->loops = 0;
	w->has_left = false;
	w->breaks = w->returns = NULL;
	w->depth++;
	path_level(w, 0);
	way_set(w, way_new(w));
	memset(w->here, 0, sizeof *w->here + w->listener->size);
	w->here->is_reached = w->here->is_open = true;
	walk_blocks(w);
	if (w->listener->end)
		w->listener->end(&w->path, w->ends);
	if (w->listener->call)
		x->summary = way_join(w, w->returns, w->here);
	else
		way_free(w, w->here);
	x->ends = (unsigned char)w->ends;
	x->stage = WALK_DONE;
	outer.unused = w->unused;
	outer.ifs = w->ifs;
	outer.spine = w->spine;
	*w = outer;
}

static void walk_route_call(struct walker *w, const struct node *n, struct route *r)
{
	struct walked *x = &w->routes[r->number];
	const struct path_way *summary = NULL;

	if (x->stage == WALK_NEW && w->depth < DEPTH_OF_CALLERS)
		walk_route(w, r);
	if (x->stage == WALK_DONE && x->summary && x->summary->is_open)
		summary = x->summary;
	w->path.target = r;
	if (w->listener->call && w->here->is_open)
		w->listener->call(&w->path, w->here->state, n, summary ? summary->state : NULL);
	if (x->stage != WALK_DONE) {
		w->has_left |= w->here->is_reached;
		w->ends |= w->here->is_reached ? PATH_EXITS : 0;
	} else if (x->ends & (PATH_EXITS | PATH_ZERO) && w->here->is_reached) {
		w->has_left = true;
		w->ends |= PATH_EXITS;
	}
	if (x->stage == WALK_DONE && !(x->ends & (PATH_FALLS | PATH_RETURNS)))
		w->here->is_reached = false;
	path_level(w, w->path.level);
}

void path_walk(struct analysis *a, const struct path_listener *listener, void *context)
{
	struct walker w = {.path = {.unit = a, .context = context}, .listener = listener};

	w.routes = arena_array(a->arena, a->routes.count, sizeof *w.routes);
	for (struct route *r = a->routes.first; r; r = r->next)
		if (w.routes[r->number].stage == WALK_NEW)
			walk_route(&w, r);
}
