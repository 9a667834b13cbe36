/*
 * path - the walk over the statements of routes; see path.h.  Expressions: path_value.c.
 */
#include "unit/path_state.h"

#include "unit/analysis.h"

/* --- ways ------------------------------------------------------------------------------------- */

static struct path_way *way_new(struct walk *w)
{
	struct path_way *x = w->unused;

	if (!x)
		return arena_alloc(w->path.unit->arena, sizeof *x + w->listener->size);
	w->unused = x->next;
	return x;
}

struct path_way *way_copy(struct walk *w, const struct path_way *from)
{
	struct path_way *x = way_new(w);

	memcpy(x, from, sizeof *x + w->listener->size);
	return x;
}

void way_free(struct walk *w, struct path_way *x)
{
	x->next = w->unused;
	w->unused = x;
}

struct path_way *way_join(struct walk *w, struct path_way *into, struct path_way *from)
{
	if (!into || !from)
		return into ? into : from;
	if (w->listener->join)
		w->listener->join(&w->path, into, from);
	into->is_reached |= from->is_reached;
	into->is_open |= from->is_open;
	into->has_moved &= from->has_moved;
	way_free(w, from);
	return into;
}

void way_set(struct walk *w, struct path_way *x)
{
	w->here = x;
	w->path.here = x;
}

/* Everything that can lead here has met: the way of BEFORE goes on. */
void way_behind(struct walk *w, struct path_way *before, const struct node *n)
{
	if (w->listener->behind)
		w->listener->behind(&w->path, w->here->state, before->state, n);
	way_free(w, before);
}

void way_enter(struct walk *w, struct path_way *x, const struct node *n, bool otherwise)
{
	if (w->listener->enter)
		w->listener->enter(&w->path, x->state, n, otherwise);
}

/* Joins FROM, the end of a part that breaks lead out of. */
static struct path_way *join_part(struct walk *w, struct path_way *into, struct path_way *from)
{
	if (!from->has_moved || from->is_open)
		return way_join(w, into, from);
	way_free(w, from);
	return into;
}

static void end_way(struct walk *w)
{
	w->here->is_reached = w->here->is_open = false;
}

/* --- statements ------------------------------------------------------------------------------- */

static void walk_list(struct walk *w, const struct node *list);

static void mark(struct walk *w, enum path_mark_kind kind, const struct node *n,
		 const struct node *before)
{
	if (w->listener->mark)
		w->listener->mark(&w->path, kind, n, before);
}

static void announce(struct walk *w, const struct node *n)
{
	if (w->listener->statement && (w->here->is_open || w->listener->sees_dead))
		w->listener->statement(&w->path, w->here->state, n);
}

/* An `else if` is a chain, not a depth. */
static void walk_if(struct walk *w, const struct node *n)
{
	uint32_t base = w->ifs.count, level = w->level;
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
		announce(w, otherwise);
	}
	walk_list(w, otherwise);
	while (w->ifs.count > base) {
		struct open_if x = w->ifs.all[--w->ifs.count];

		way_set(w, way_join(w, x.then, w->here));
		way_behind(w, x.before, x.node);
	}
	path_level(w, level);
}

static void walk_while(struct walk *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *outer = w->breaks, *out;
	uint32_t level = w->level;

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
	way_set(w, way_join(w, join_part(w, out, w->here), w->breaks));
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
static struct path_way *walk_cases(struct walk *w, const struct node *n,
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
				mark(w, PATH_FALL_THROUGH, c->next, last);
			fall = w->here;
		} else {
			out = join_part(w, out, w->here);
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

static void walk_switch(struct walk *w, const struct node *n)
{
	struct path_way *before = way_copy(w, w->here), *outer = w->breaks, *subject, *out;
	uint32_t level = w->level;

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
static enum path_end end_of_return(const struct walk *w, const struct node *value)
{
	bool is_zero = value && value->kind == N_NUMBER && !value->number;

	return is_zero && !w->path.unit->symbols.return_mode ? PATH_ZERO : PATH_RETURNS;
}

static void leave_route(struct walk *w, enum path_end end)
{
	if (w->here->is_reached) {
		w->ends |= end;
		w->has_left = true;
		path_level(w, w->level);
	}
	if (end == PATH_RETURNS && w->listener->call)
		w->returns = way_join(w, w->returns, way_copy(w, w->here));
}

static void walk_leave(struct walk *w, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);

	if (value)
		walk_value(w, value);
	walk_step(w, n);
	switch (n->text.p[0]) {
	case 'b':
		if (w->loops) {
			w->breaks = way_join(w, w->breaks, way_copy(w, w->here));
			w->here->has_moved = w->here->is_open;
			break;
		}
		if (w->here->is_open)
			mark(w, PATH_BREAK_OUTSIDE, n, NULL);
		leave_route(w, PATH_RETURNS);
		break;
	case 'r': leave_route(w, end_of_return(w, value)); break;
	default: leave_route(w, PATH_EXITS);
	}
	end_way(w);
}

/* What was complete in a statement that could not be read: nobody knows the way there. */
static void walk_lost(struct walk *w, const struct node *list)
{
	struct path_way *before = w->here;

	if (!list || !w->listener->sees_dead)
		return;
	way_set(w, way_copy(w, before));
	end_way(w);
	walk_list(w, list);
	way_free(w, w->here);
	way_set(w, before);
}

static void walk_statement(struct walk *w, const struct node *n)
{
	announce(w, n);
	switch (n->kind) {
	case N_EMPTY: walk_lost(w, KID(n, EMPTY, lost)); break;
	case N_IF: walk_if(w, n); break;
	case N_WHILE: walk_while(w, n); break;
	case N_SWITCH: walk_switch(w, n); break;
	case N_LEAVE: walk_leave(w, n); break;
	default: walk_value(w, n);
	}
}

/* --- what is never reached -------------------------------------------------------------------- */

/* A list of statements that is being walked. */
struct sequence {
	const struct node *closed; /* behind it no way is open; or NULL */
	const struct node *ended;  /* behind it nothing is reached; or NULL */
	bool is_closed_marked, is_ended_marked;
};

static bool is_idle(const struct node *n)
{
	/* `exit; break;` is how people end a case. */
	return n->kind == N_EMPTY || (n->kind == N_LEAVE && n->text.p[0] == 'b');
}

/* N stands where no way leads. */
static void check_dead(struct walk *w, struct sequence *s, const struct node *n)
{
	if (s->ended && s->ended != s->closed && !s->is_ended_marked && !is_idle(n)) {
		s->is_ended_marked = true;
		mark(w, PATH_NEVER_BACK, n, s->ended);
	}
	if (!s->closed || s->is_closed_marked || n->kind == N_LEAVE ||
	    (n->kind == N_EMPTY && !(n->flags & NF_LOST)))
		return;
	s->is_closed_marked = true;
	/* What could not be read may begin anything. */
	if (n->kind != N_EMPTY)
		mark(w, PATH_CLOSED, n, s->closed);
}

static void walk_sequence(struct walk *w, const struct node *list)
{
	bool was_open = w->here->is_open, was_reached = w->here->is_reached;
	struct sequence s = {0};

	for (const struct node *n = list; n; n = n->next) {
		if (s.closed || s.ended)
			check_dead(w, &s, n);
		if (!w->here->is_open && !w->listener->sees_dead)
			break;
		walk_statement(w, n);
		if (was_open && !s.closed && !w->here->is_open)
			s.closed = n;
		if (was_reached && !s.ended && !w->here->is_reached)
			s.ended = n;
	}
}

static void walk_list(struct walk *w, const struct node *list)
{
	if (!list || path_is_deep(w))
		return;
	w->depth++;
	walk_sequence(w, list);
	w->depth--;
}

void walk_block(struct walk *w, const struct node *block)
{
	bool was_open = w->here->is_open;

	walk_list(w, KID(block, BLOCK, body));
	/* A value that leaves the route is so strange that nothing is said of what follows. */
	w->here->is_open = was_open;
}

/* --- routes ----------------------------------------------------------------------------------- */

/* Blocks of one name are joined into one. */
static void walk_blocks(struct walk *w)
{
	for (struct block *b = w->path.route->blocks; b; b = b->next) {
		w->path.block = b->node;
		if (w->listener->block)
			w->listener->block(&w->path, b);
		walk_sequence(w, KID(b->node, ROUTE, body));
	}
	if (w->here->is_open)
		announce(w, w->path.block);
	if (w->here->is_reached)
		w->ends |= PATH_FALLS;
}

static void walk_route(struct walk *w, struct route *r)
{
	struct walk outer = *w;
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

void walk_route_call(struct walk *w, const struct node *n, struct route *r)
{
	struct walked *x = &w->routes[r->number];
	const struct path_way *summary = NULL;

	if (x->stage == WALK_NEW && w->depth < DEPTH_OF_CALLERS)
		walk_route(w, r);
	if (x->stage == WALK_DONE && x->summary && x->summary->is_open)
		summary = x->summary;
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
	path_level(w, w->level);
}

void path_walk(struct analysis *a, const struct path_listener *listener, void *context)
{
	struct walk w = {.path = {.unit = a, .context = context}, .listener = listener};

	w.routes = arena_array(a->arena, a->symbols.route_count, sizeof *w.routes);
	for (struct route *r = a->symbols.first_route; r; r = r->next)
		if (w.routes[r->number].stage == WALK_NEW)
			walk_route(&w, r);
}
