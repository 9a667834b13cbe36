/*
 * lint - see lint.h.
 */
#include "engine/lint.h"

#include "engine/lint_state.h"

struct span lint_place(const struct route *r)
{
	const struct node *n = r->blocks->node;
	const struct node *name = KID(n, ROUTE, name);

	return name ? name->at : (struct span){n->at.lo, n->at.lo + (uint32_t)n->text.n};
}

struct str lint_route(struct analysis *u, const struct route *r)
{
	struct buf b = buf_on(u->arena);

	if (str_is(r->name, ROUTE_MAIN) && r->kind != ROUTES_EVENT)
		return r->kind == ROUTES_REQUEST ? STR("request_route") : r->blocks->node->text;
	buf_printf(&b, "%s[%.*s]", route_kind_word(r->kind), STR_ARG(r->name));
	return buf_view(&b);
}

struct str lint_line(struct analysis *u, struct span at, struct span from)
{
	struct sources *s = &u->session->sources;
	struct place p = source_place(s, span_in_file(s, at).lo);
	struct place q = source_place(s, span_in_file(s, from).lo);
	struct buf b = buf_on(u->arena);

	if (p.source && q.source && !str_equal(p.source->name, q.source->name))
		buf_printf(&b, "%.*s:", STR_ARG(p.source->name));
	else
		buf_text(&b, "line ");
	buf_printf(&b, "%u", p.line);
	return buf_view(&b);
}

void lint_config(struct session *s, const struct node *root)
{
	struct analysis u;

	/* A caller who only asks for the verdict of the parser needs none of this. */
	if (s->diags.last < PHASE_START)
		return;
	unit_build(&u, s, root);
	missing_routes(&u);
	if (s->diags.last < PHASE_RUN)
		return;
	unused_routes(&u);
	main_route(&u);
	recursion(&u);
	zero_returns(&u);
	dead_statements(&u);
	event_names(&u);
	contexts(&u);
}
