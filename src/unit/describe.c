/*
 * describe - see describe.h.
 */
#include "unit/describe.h"

#include "base/ascii.h"
#include "text/message.h"

struct span describe_place(const struct route *r)
{
	const struct node *n = r->blocks->node;
	const struct node *name = KID(n, ROUTE, name);

	return name ? name->at : (struct span){n->at.lo, n->at.lo + (uint32_t)n->text.n};
}

struct str describe_route(struct analysis *u, const struct route *r)
{
	struct buf b = buf_on(u->arena);

	if (str_is(r->name, ROUTE_MAIN) && r->kind != ROUTES_EVENT)
		return r->kind == ROUTES_REQUEST ? STR("request_route") : r->blocks->node->text;
	message_add(&b, "%s[%.*s]", route_kind_word(r->kind), STR_ARG(r->name));
	return buf_view(&b);
}

struct str describe_line(struct analysis *u, struct span at, struct span from)
{
	struct sources *s = &u->session->sources;
	struct place p = source_place(s, span_in_file(s, at).lo);
	struct place q = source_place(s, span_in_file(s, from).lo);
	struct buf b = buf_on(u->arena);

	if (p.source && q.source && !str_equal(p.source->name, q.source->name))
		message_add(&b, "%.*s:", STR_ARG(p.source->name));
	else
		buf_text(&b, "line ");
	message_add(&b, "%u", p.line);
	return buf_view(&b);
}

struct str describe_text(struct analysis *u, struct span at, size_t most)
{
	struct sources *s = &u->session->sources;
	struct str text = source_text(s, span_in_file(s, at));
	struct buf all = buf_on(u->arena), cut = buf_on(u->arena);
	bool is_behind = false;

	for (size_t i = 0; i < text.n; i++) {
		bool is_blank = ascii_is_space(text.p[i]);

		if (!is_blank && is_behind && all.n)
			buf_byte(&all, ' ');
		if (!is_blank)
			buf_byte(&all, text.p[i]);
		is_behind = is_blank;
	}
	message_piece(&cut, buf_view(&all), most);
	return buf_view(&cut);
}
