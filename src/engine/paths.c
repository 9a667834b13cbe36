/*
 * paths - see paths.h.  All rules share one walk (unit/path.h): its state holds those of the rules,
 * one behind the other.
 */
#include "engine/paths.h"

struct follower {
	const struct rule *rule;
	const struct path_rule *path;
	size_t at; /* of its state */
};

/* What is called: who wants it stands in a list of its own, so that nobody else is asked. */
enum event { EVENT_STATEMENT, EVENT_ASSUME, EVENT_ENTER, EVENT_BEHIND, EVENT_CALL, EVENTS };

struct followers {
	struct visit *visit;
	struct follower *all;                   /* behind the last one all zeros */
	struct follower *of[EVENTS];            /* those of them that want each; the same */
	struct follower *step[NODE_KIND_COUNT]; /* those that step on each kind of node; the same */
	size_t size;                            /* of a state, of all together */
};

/* The part of F in STATE. */
static void *part_of(void *state, const struct follower *f)
{
	return (char *)state + f->at;
}

static const void *peek_at(const void *state, const struct follower *f)
{
	return (const char *)state + f->at;
}

/* The rules that follow P; the list ends with one that has none. */
static const struct follower *followers_of(const struct path *p)
{
	return ((const struct followers *)p->context)->all;
}

/* Those of them that want to know of EVENT. */
static const struct follower *wanting(const struct path *p, enum event event)
{
	return ((const struct followers *)p->context)->of[event];
}

static const struct follower *stepping(const struct path *p, enum node_kind kind)
{
	return ((const struct followers *)p->context)->step[kind];
}

/* The visit, which stands where the walk does. */
static struct visit *visit_at(const struct path *p)
{
	struct visit *v = ((const struct followers *)p->context)->visit;

	v->path = p;
	v->route = p->route;
	v->block = p->block;
	return v;
}

/* The same for the rule of F. */
static struct visit *visit_of(struct visit *v, const struct follower *f)
{
	v->rule = f->rule;
	return v;
}

/* Who waits for functions is told of a call only when it is one of theirs. */
static void step_call(struct visit *v, const struct path *p, void *state, const struct node *n)
{
	v->call = call_of(p->unit, n);
	for (const struct follower *f = stepping(p, N_CALL); f->rule; f++)
		if (f->rule->nodes & NODE(CALL) || f->rule->tags & v->call->tags)
			f->path->step(visit_of(v, f), part_of(state, f), n);
	v->call = NULL;
}

static void step(struct path *p, void *state, const struct node *n)
{
	struct visit *v = visit_at(p);

	if (n->kind == N_CALL) {
		step_call(v, p, state, n);
		return;
	}
	for (const struct follower *f = stepping(p, n->kind); f->rule; f++)
		f->path->step(visit_of(v, f), part_of(state, f), n);
}

static void statement(struct path *p, void *state, const struct node *n)
{
	struct visit *v = visit_at(p);

	for (const struct follower *f = wanting(p, EVENT_STATEMENT); f->rule; f++)
		f->path->statement(visit_of(v, f), part_of(state, f), n);
}

static void assume(struct path *p, void *yes, void *no, const struct node *n)
{
	struct visit *v = visit_at(p);

	for (const struct follower *f = wanting(p, EVENT_ASSUME); f->rule; f++) {
		f->path->assume(visit_of(v, f), part_of(yes, f), n, true);
		f->path->assume(v, part_of(no, f), n, false);
	}
}

static void enter(struct path *p, void *state, const struct node *n, bool otherwise)
{
	struct visit *v = visit_at(p);

	for (const struct follower *f = wanting(p, EVENT_ENTER); f->rule; f++)
		f->path->enter(visit_of(v, f), part_of(state, f), n, otherwise);
}

static void swap(uint64_t *a, uint64_t *b, size_t size)
{
	for (size_t i = 0; i < size / sizeof *a; i++) {
		uint64_t x = a[i];

		a[i] = b[i];
		b[i] = x;
	}
}

/* One that has ended adds nothing but what gather() takes from it. */
static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	bool have_met = into->is_open && from->is_open, is_open = into->is_open || from->is_open;
	struct visit *v = visit_at(p);

	if (from->is_open && !have_met)
		swap(into->state, from->state, ((const struct followers *)p->context)->size);
	for (const struct follower *f = followers_of(p); f->rule; f++) {
		void *state = part_of(into->state, f);

		if (have_met && f->path->size)
			f->path->join(visit_of(v, f), state, part_of(from->state, f));
		else if (!have_met && f->path->gather)
			f->path->gather(visit_of(v, f), state, part_of(from->state, f), is_open);
	}
}

static void behind(struct path *p, void *state, const void *before, const struct node *n)
{
	struct visit *v = visit_at(p);

	for (const struct follower *f = wanting(p, EVENT_BEHIND); f->rule; f++)
		f->path->behind(visit_of(v, f), part_of(state, f), peek_at(before, f), n);
}

static void call(struct path *p, void *state, const struct node *n, const void *summary)
{
	struct visit *v = visit_at(p);

	v->target = p->target;
	for (const struct follower *f = wanting(p, EVENT_CALL); f->rule; f++)
		f->path->call(visit_of(v, f), part_of(state, f), n,
			      summary ? peek_at(summary, f) : NULL);
}

/* --- who wants what --------------------------------------------------------------------------- */

/* The kinds of nodes that R steps on. */
static uint64_t steps_of(const struct rule *r)
{
	return r->path->step ? r->nodes | (r->tags ? NODE(CALL) : 0) : 0;
}

/* Adds R as F; L is to tell what it wants. */
static void follow(struct follower *f, struct path_listener *l, const struct rule *r)
{
	const struct path_rule *path = r->path;

	*f = (struct follower){.rule = r, .path = path, .at = l->size};
	l->size += (path->size + sizeof(uint64_t) - 1) & ~(sizeof(uint64_t) - 1);
	if (path->step) {
		l->nodes |= steps_of(r);
		l->step = step;
	}
	if (path->statement)
		l->statement = statement;
	if (path->assume)
		l->assume = assume;
	if (path->enter)
		l->enter = enter;
	if (path->behind)
		l->behind = behind;
	if (path->call)
		l->call = call;
}

static bool wants(const struct path_rule *path, enum event event)
{
	switch (event) {
	case EVENT_STATEMENT: return path->statement != NULL;
	case EVENT_ASSUME: return path->assume != NULL;
	case EVENT_ENTER: return path->enter != NULL;
	case EVENT_BEHIND: return path->behind != NULL;
	case EVENT_CALL: return path->call != NULL;
	default: return false;
	}
}

/* Makes the lists of X, which has COUNT followers. */
static void sort_followers(struct arena *a, struct followers *x, uint32_t count)
{
	for (enum event e = 0; e < EVENTS; e++) {
		struct follower *next = x->of[e] = arena_array(a, count + 1, sizeof *next);

		for (uint32_t i = 0; i < count; i++)
			if (wants(x->all[i].path, e))
				*next++ = x->all[i];
	}
}

/* Makes those for NODES, which the followers step on. */
static void sort_steps(struct arena *a, struct followers *x, uint32_t count, uint64_t nodes)
{
	for (unsigned kind = 0; nodes >> kind; kind++) {
		struct follower *next;

		if (!(nodes >> kind & 1))
			continue;
		next = x->step[kind] = arena_array(a, count + 1, sizeof *next);
		for (uint32_t i = 0; i < count; i++)
			if (steps_of(x->all[i].rule) >> kind & 1)
				*next++ = x->all[i];
	}
}

void paths_run(struct visit *v, const struct rule *const *all, uint32_t count)
{
	struct followers x = {.visit = v};
	struct path_listener l = {.join = join};

	x.all = arena_array(v->arena, count + 1, sizeof *x.all);
	for (uint32_t i = 0; i < count; i++)
		follow(&x.all[i], &l, all[i]);
	x.size = l.size;
	sort_followers(v->arena, &x, count);
	sort_steps(v->arena, &x, count, l.nodes);
	path_walk(v->unit, &l, &x);
	v->path = NULL;
	v->route = NULL;
	v->block = NULL;
	v->call = NULL;
}
