/*
 * lists - see lists.h.
 *
 * Statements that are the same are matched first; between them those that are called the same, or
 * go on the same: these have changed.  What is then left over was added or removed; or moved, when
 * it is there on both sides, be it in a statement that was added or removed around it.
 */
#include "compare/lists.h"

#include "compare/sequence.h"

/* What was added or removed, its difference not yet told for good. */
struct loose {
	const struct piece *part;
	uint32_t difference; /* its number */
	uint32_t list;       /* which list of parts it is of */
	bool is_taken;       /* it moved */
	struct loose *next;  /* the same hash */
};

struct lists {
	struct compared *c;
	const struct lists_about *about;
	uint32_t list;  /* number of the list that is compared */
	uint32_t lists; /* how many there are so far */
	LIST_OF(struct loose) loose[COMPARE_SIDES];
};

/* --- telling -----------------------------------------------------------------------------------
 */

static struct difference *tell(struct lists *x, enum compare_what what)
{
	struct difference *d = LIST_ADD(x->c->arena, &x->c->differences);

	*d = (struct difference){.part = x->about->part,
				 .what = what,
				 .name = x->about->name,
				 .is_statement = x->about->is_statement};
	return d;
}

static void tell_loose(struct lists *x, int side, const struct piece *p)
{
	struct difference *d = tell(x, side ? COMPARE_ADDED : COMPARE_REMOVED);
	struct loose *loose = LIST_ADD(x->c->arena, &x->loose[side]);

	d->has_side[side] = true;
	d->at[side] = p->at;
	*loose =
	    (struct loose){.part = p, .difference = x->c->differences.count - 1, .list = x->list};
}

static void tell_change(struct lists *x, const struct piece *p, const struct piece *q)
{
	struct difference *d = tell(x, COMPARE_CHANGED);
	bool is_compound = part_is_compound(p);

	d->has_side[0] = d->has_side[1] = true;
	d->is_head = is_compound;
	d->at[0] = is_compound ? p->head : p->at;
	d->at[1] = is_compound ? q->head : q->at;
	d->value[0] = p->about ? p->about : p->node;
	d->value[1] = q->about ? q->about : q->node;
	if (d->value[0] && d->value[1])
		same_narrow(x->about->names[0], &d->value[0], x->about->names[1], &d->value[1]);
}

/* --- pairs -------------------------------------------------------------------------------------
 */

enum key { KEY_HASH, KEY_NAME, KEY_REST };

/* A number that nothing else has stands for a key that matches nothing. */
static uint64_t key_of(const struct piece *p, enum key key, int side, uint32_t i)
{
	uint64_t value = key == KEY_HASH ? p->hash : key == KEY_NAME ? p->name : p->rest;

	return value ? value : same_mix(same_mix((unsigned)side + 77, i), 1);
}

static struct hash_row sequence_of(struct arena *a, const struct piece *all, uint32_t count,
				   enum key key, int side)
{
	uint64_t *keys = arena_array(a, (size_t)count + 1, sizeof *keys);

	for (uint32_t i = 0; i < count; i++)
		keys[i] = key_of(&all[i], key, side, i);
	return (struct hash_row){keys, count};
}

/* What is left between two matches. */
struct gap {
	struct parts old, new;
	uint32_t *to;  /* of OLD */
	uint32_t base; /* number of the first of NEW */
};

static void pair_by_key(struct lists *x, struct gap *g, enum key key)
{
	struct arena *a = x->c->arena;
	uint32_t *to = arena_array(a, (size_t)g->old.count + 1, sizeof *to);

	sequence_match(a, sequence_of(a, g->old.all, g->old.count, key, 0),
		       sequence_of(a, g->new.all, g->new.count, key, 1), to);
	for (uint32_t i = 0; i < g->old.count; i++)
		if (to[i] != SEQUENCE_NONE && g->old.all[i].kind == g->new.all[to[i]].kind)
			g->to[i] = g->base + to[i];
}

/* Whether two statements with others in them have one of these in common that says something. */
static bool are_alike(const struct piece *p, const struct piece *q)
{
	enum { MOST = 16 };

	if (p->kind != q->kind || !part_is_compound(p))
		return false;
	if (p->kind == N_IF)
		return are_alike(&p->in.all[0], &q->in.all[0]);
	for (uint32_t i = 0; i < p->in.count && i < MOST; i++)
		for (uint32_t k = 0; k < q->in.count && k < MOST; k++)
			if (p->in.all[i].hash == q->in.all[k].hash && p->in.all[i].kind != N_LEAVE)
				return true;
	return false;
}

static void pair_alike(struct gap *g)
{
	enum { MOST = 8 };
	uint32_t next = 0;

	for (uint32_t i = 0; i < g->old.count; i++)
		for (uint32_t k = next; k < g->new.count &&k < next + MOST; k++)
			if (are_alike(&g->old.all[i], &g->new.all[k])) {
				g->to[i] = g->base + k;
				next = k + 1;
				break;
			}
}

/* One by one, as far as their kinds are the same. */
static void pair_in_order(struct lists *x, struct gap *g)
{
	bool are_arms = g->old.count == g->new.count && g->old.all[0].kind == PART_ARM;

	if (!x->about->is_paired && !are_arms)
		return;
	for (uint32_t i = 0; i < g->old.count && i < g->new.count; i++)
		if (g->old.all[i].kind == g->new.all[i].kind)
			g->to[i] = g->base + i;
}

static void pair_gap(struct lists *x, struct gap *g, int round)
{
	switch (round) {
	case 0: pair_by_key(x, g, KEY_NAME); break;
	case 1: pair_by_key(x, g, KEY_REST); break;
	case 2: pair_alike(g); break;
	default: pair_in_order(x, g); break;
	}
}

/* Matches what is left between the matches so far. */
static void pair_gaps(struct lists *x, struct parts old, struct parts new, uint32_t *to, int round)
{
	uint32_t from = 0, base = 0;

	if (!old.count || !new.count)
		return;
	for (uint32_t i = 0; i <= old.count; i++) {
		uint32_t end;
		struct gap g;

		if (i < old.count && to[i] == SEQUENCE_NONE)
			continue;
		end = i < old.count ? to[i] : new.count;
		g = (struct gap){
		    {old.all + from, i - from}, {new.all + base, end - base}, to + from, base};
		if (g.old.count && g.new.count)
			pair_gap(x, &g, round);
		from = i + 1;
		base = end + 1;
	}
}

/* A list that is being told, in others that it is in. */
struct open_list {
	struct parts old, new;
	const uint32_t *to;
	uint32_t i, k; /* so far, of OLD and NEW */
	uint32_t list; /* its number */
};

/* The lists to be told, the innermost last: blocks may be nested deep. */
struct open_lists {
	LIST_OF(struct open_list);
};

static void open_level(struct lists *x, struct open_lists *open, struct parts old, struct parts new)
{
	enum { ROUNDS = 4 };
	struct arena *a = x->c->arena;
	uint32_t *to = arena_array(a, (size_t)old.count + 1, sizeof *to);

	sequence_match(a, sequence_of(a, old.all, old.count, KEY_HASH, 0),
		       sequence_of(a, new.all, new.count, KEY_HASH, 1), to);
	for (int round = 0; round < ROUNDS; round++)
		pair_gaps(x, old, new, to, round);
	*LIST_ADD(a, open) =
	    (struct open_list){.old = old, .new = new, .to = to, .list = ++x->lists};
}

/* Goes on with the innermost list, to the next thing that has one of its own; false at its end. */
static bool tell_level(struct lists *x, struct open_lists *open)
{
	struct open_list *l = LIST_LAST(open);

	x->list = l->list;
	for (;;) {
		const struct piece *p, *q;

		for (; l->i < l->old.count && l->to[l->i] == SEQUENCE_NONE; l->i++)
			tell_loose(x, 0, &l->old.all[l->i]);
		for (; l->k < (l->i < l->old.count ? l->to[l->i] : l->new.count); l->k++)
			tell_loose(x, 1, &l->new.all[l->k]);
		if (l->i == l->old.count)
			return false;
		p = &l->old.all[l->i++];
		q = &l->new.all[l->k++];
		if (part_is_same(x->about->names[0], p, x->about->names[1], q))
			continue;
		if (!part_has_same_head(x->about->names[0], p, x->about->names[1], q))
			tell_change(x, p, q);
		open_level(x, open, p->in, q->in);
		return true;
	}
}

static void compare_lists(struct lists *x, struct parts old, struct parts new)
{
	struct open_lists open = {0};

	open_level(x, &open, old, new);
	while (open.count)
		if (!tell_level(x, &open))
			open.count--;
}

/* --- what moved --------------------------------------------------------------------------------
 */

/* Those of one hash, in order. */
struct loose_queue {
	struct loose *first, *last;
};

static struct str hash_text(const struct piece *p)
{
	return (struct str){(const char *)&p->hash, sizeof p->hash};
}

static void wait(struct lists *x, struct map *m, struct loose *l)
{
	struct loose_queue *w = MAP_RECORD(m, x->c->arena, hash_text(l->part), struct loose_queue);

	l->next = NULL;
	if (w->first)
		w->last->next = l;
	else
		w->first = l;
	w->last = l;
}

/* Takes the next that is the same as L, of SIDE; NULL when none is.  An exit that is gone here and
 * came elsewhere has not moved. */
static struct loose *take(struct lists *x, struct map *m, const struct loose *l, int side)
{
	const struct piece *p = l->part;
	struct loose_queue *w = map_find(m, hash_text(p));
	struct loose *found = w ? w->first : NULL;
	const struct same_names *const *names = x->about->names;

	if (!found || !part_is_same(names[side], p, names[!side], found->part) ||
	    (p->kind == N_LEAVE && l->list != found->list))
		return NULL;
	w->first = found->next;
	return found;
}

/* L of SIDE stands AT on the other side. */
static void tell_move(struct lists *x, struct loose *l, int side, struct span at)
{
	struct difference *d = &x->c->differences.all[l->difference];

	d->what = COMPARE_MOVED;
	d->has_side[!side] = true;
	d->at[!side] = at;
	l->is_taken = true;
}

static void match_loose(struct lists *x)
{
	struct map waiting = {0};

	for (uint32_t i = 0; i < x->loose[1].count; i++)
		wait(x, &waiting, &x->loose[1].all[i]);
	for (uint32_t i = 0; i < x->loose[0].count; i++) {
		struct loose *l = &x->loose[0].all[i], *found = take(x, &waiting, l, 0);

		if (!found)
			continue;
		tell_move(x, l, 0, found->part->at);
		found->is_taken = true;
		/* Of both it is told once: where it was. */
		x->c->differences.all[found->difference].what = COMPARE_WHATS;
	}
}

static void wait_inside(struct lists *x, struct map *m, struct parts in)
{
	for (uint32_t i = 0; i < in.count; i++) {
		struct loose *l;

		wait_inside(x, m, in.all[i].in);
		if (in.all[i].kind == N_LEAVE)
			continue;
		l = ARENA_NEW(x->c->arena, struct loose);
		l->part = &in.all[i];
		wait(x, m, l);
	}
}

/* What is left of SIDE may stand in what is left of the other one. */
static void match_inside(struct lists *x, int side)
{
	struct map waiting = {0};

	for (uint32_t i = 0; i < x->loose[!side].count; i++)
		if (!x->loose[!side].all[i].is_taken)
			wait_inside(x, &waiting, x->loose[!side].all[i].part->in);
	for (uint32_t i = 0; i < x->loose[side].count && waiting.entries.count; i++) {
		struct loose *l = &x->loose[side].all[i];
		struct loose *found =
		    l->is_taken || l->part->kind == N_LEAVE ? NULL : take(x, &waiting, l, side);

		if (found)
			tell_move(x, l, side, found->part->at);
	}
}

/* Takes out those from FIRST on that are told elsewhere, or do not count. */
static void settle(struct lists *x, uint32_t first)
{
	uint32_t count = first;

	for (uint32_t i = first; i < x->c->differences.count; i++) {
		struct difference *d = &x->c->differences.all[i];

		if (d->what == COMPARE_WHATS ||
		    (d->what == COMPARE_MOVED && x->about->has_no_order))
			continue;
		x->c->differences.all[count++] = *d;
	}
	x->c->differences.count = count;
}

void lists_compare(struct compared *c, const struct lists_about *about, struct parts old,
		   struct parts new)
{
	struct lists x = {.c = c, .about = about};
	uint32_t first = c->differences.count;

	compare_lists(&x, old, new);
	if (!x.loose[0].count && !x.loose[1].count)
		return;
	match_loose(&x);
	match_inside(&x, 0);
	match_inside(&x, 1);
	settle(&x, first);
}
