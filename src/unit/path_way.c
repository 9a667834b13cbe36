/*
 * path_way - the ways of a walk: copying, joining and ending them, and telling the listener; and
 * what stands where no way leads.
 */
#include "unit/path_state.h"

#include "unit/analysis.h"

/* --- ways ------------------------------------------------------------------------------------- */

struct path_way *way_new(struct walker *w)
{
	struct path_way *x = w->unused;

	if (!x)
		return arena_alloc(w->path.unit->arena, sizeof *x + w->listener->size);
	w->unused = x->next;
	return x;
}

struct path_way *way_copy(struct walker *w, const struct path_way *from)
{
	struct path_way *x = way_new(w);

	memcpy(x, from, sizeof *x + w->listener->size);
	return x;
}

void way_free(struct walker *w, struct path_way *x)
{
	x->next = w->unused;
	w->unused = x;
}

struct path_way *way_join(struct walker *w, struct path_way *into, struct path_way *from)
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

void way_set(struct walker *w, struct path_way *x)
{
	w->here = x;
	w->path.here = x;
}

/* Everything that can lead here has met: the way of BEFORE goes on. */
void way_behind(struct walker *w, struct path_way *before, const struct node *n)
{
	if (w->listener->behind)
		w->listener->behind(&w->path, w->here->state, before->state, n);
	way_free(w, before);
}

void way_enter(struct walker *w, struct path_way *x, const struct node *n, bool otherwise)
{
	if (w->listener->enter)
		w->listener->enter(&w->path, x->state, n, otherwise);
}

/* Joins FROM, the end of a part that breaks lead out of. */
struct path_way *way_join_part(struct walker *w, struct path_way *into, struct path_way *from)
{
	if (!from->has_moved || from->is_open)
		return way_join(w, into, from);
	way_free(w, from);
	return into;
}

void way_end(struct walker *w)
{
	w->here->is_reached = w->here->is_open = false;
}

/* --- where the walk stands -------------------------------------------------------------------- */

void path_level(struct walker *w, uint32_t level)
{
	w->path.level = level;
	w->path.is_certain = !level && !w->has_left;
}

void path_notice(struct walker *w, enum path_mark_kind kind, const struct node *n,
		 const struct node *before, const struct node *around)
{
	if (w->listener->mark)
		w->listener->mark(&w->path, kind, n, before, around);
}

void path_announce(struct walker *w, const struct node *n)
{
	if (w->listener->statement && (w->here->is_open || w->listener->sees_dead))
		w->listener->statement(&w->path, w->here->state, n);
}

/* --- what is never reached -------------------------------------------------------------------- */

static bool is_idle(const struct node *n)
{
	/* `exit; break;` is how people end a case. */
	return n->kind == N_EMPTY || (n->kind == N_LEAVE && n->text.p[0] == 'b');
}

void sequence_statement(struct walker *w, struct sequence *s, const struct node *n)
{
	if (s->ended && s->ended != s->closed && !s->is_ended_marked && !is_idle(n)) {
		s->is_ended_marked = true;
		path_notice(w, PATH_NEVER_BACK, n, s->ended, NULL);
	}
	if (!s->closed || s->is_closed_marked || n->kind == N_LEAVE ||
	    (n->kind == N_EMPTY && !(n->flags & NF_LOST)))
		return;
	s->is_closed_marked = true;
	/* What could not be read may begin anything. */
	if (n->kind != N_EMPTY)
		path_notice(w, PATH_CLOSED, n, s->closed, NULL);
}
