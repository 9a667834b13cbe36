/*
 * routes - the tables of the blocks of a config, and of its events.
 */
#include "report/page_parts.h"

#include "unit/describe.h"

static void put_name(struct page *p, const struct route *r)
{
	struct sources *s = &p->analysis->session->sources;
	struct place place = source_place(s, span_in_file(s, describe_place(r)).lo);
	struct page_file *f = place.source ? page_file(p, place.source->name) : NULL;

	buf_text(p->out, "<th scope=\"row\"><a");
	if (f)
		page_href(p, f, place.line);
	buf_text(p->out, "><code>");
	page_text(p, describe_route(p->analysis, r));
	buf_text(p->out, "</code></a>");
	if (!r->is_reached)
		buf_text(p->out, " <span class=\"pill\">nothing runs it</span>");
	buf_text(p->out, "</th>");
}

/* ":12-34" of each of its blocks, which are joined. */
static void put_lines(struct page *p, const struct route *r)
{
	struct sources *s = &p->analysis->session->sources;
	uint32_t count = 0;

	buf_text(p->out, "<td class=\"number\">");
	for (const struct block *x = r->blocks; x && count < PAGE_CELL_MOST; x = x->next) {
		struct span at = span_in_file(s, x->node->at);
		struct place from = source_place(s, at.lo);
		struct place to = source_place(s, at.hi > at.lo ? at.hi - 1 : at.lo);

		buf_text(p->out, count++ ? "<br/>" : "");
		page_line_link(p, from.source ? from.source->name : STR(""), from.line);
		if (from.source && from.source == to.source && to.line > from.line)
			buf_printf(p->out, "\xe2\x80\x93%u", to.line);
	}
	buf_text(p->out, "</td>");
}

static void put_caller(struct page *p, const struct call *c)
{
	buf_text(p->out, "<code>");
	page_text(p, c->from ? describe_route(p->analysis, c->from) : c->node->text);
	buf_text(p->out, "</code> ");
	page_place(p, c->at);
}

/* Those who name it in one of WAYS, a mask. */
static void put_callers(struct page *p, const struct route *r, unsigned ways)
{
	uint32_t count = 0;

	buf_text(p->out, "<td>");
	for (const struct call *c = r->callers; c; c = c->next_of_target) {
		if (!(ways >> c->way & 1))
			continue;
		if (count < PAGE_CELL_MOST) {
			buf_text(p->out, count ? "<br/>" : "");
			put_caller(p, c);
		}
		count++;
	}
	if (count > PAGE_CELL_MOST)
		buf_printf(p->out, "<br/>and %u more", count - PAGE_CELL_MOST);
	if (!count)
		buf_text(p->out, "<span class=\"nowhere\">\xe2\x80\x93</span>");
	buf_text(p->out, "</td>");
}

static void put_ends(struct page *p, const struct route *r)
{
	static const struct {
		unsigned end;
		const char *words;
	} ends[] = {{PATH_EXITS, "exits"},
		    {PATH_RETURNS, "returns"},
		    {PATH_ZERO, "return 0"},
		    {PATH_FALLS, "runs to its end"}};
	const char *comma = "";

	buf_text(p->out, "<td>");
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (r->ends & ends[i].end) {
			buf_printf(p->out, "%s%s", comma, ends[i].words);
			comma = ", ";
		}
	if (!*comma)
		buf_text(p->out, "<span class=\"nowhere\">\xe2\x80\x93</span>");
	buf_text(p->out, "</td>");
}

static void put_route(struct page *p, const struct route *r)
{
	buf_text(p->out, "<tr>");
	put_name(p, r);
	put_lines(p, r);
	put_callers(p, r, 1u << CALL_ROUTE);
	put_callers(p, r, 1u << CALL_ARM | 1u << CALL_CALLBACK);
	put_ends(p, r);
	buf_text(p->out, "</tr>\n");
}

void page_routes(struct page *p)
{
	static const char *const heads[] = {"Block", "Lines", "Called by", "Armed or run by",
					    "Ends"};
	const struct routes *all = &p->analysis->routes;
	uint32_t rows = 0;

	if (!all->count) {
		buf_text(p->out, "<p class=\"none\">There are no blocks.</p>\n");
		return;
	}
	page_table(p, "blocks", "All route blocks", heads, sizeof heads / sizeof *heads);
	for (const struct route *r = all->first; r && rows < PAGE_ROWS_MOST; r = r->next, rows++)
		put_route(p, r);
	page_table_end(p);
	page_cut(p, all->count, "block");
}

/* --- events ----------------------------------------------------------------------------------- */

static void put_event(struct page *p, const struct route *r)
{
	struct str rest = r->name, module = str_take(&rest, ':');

	buf_text(p->out, "<tr>");
	put_name(p, r);
	buf_text(p->out, "<td><code>");
	page_text(p, module.n < r->name.n ? module : STR("core"));
	buf_text(p->out, "</code></td>");
	put_lines(p, r);
	buf_text(p->out, "</tr>\n");
}

void page_events(struct page *p)
{
	static const char *const heads[] = {"Block", "Module", "Lines"};
	uint64_t count = 0;

	for (const struct route *r = p->analysis->routes.first; r; r = r->next) {
		if (r->kind != ROUTES_EVENT)
			continue;
		if (!count++)
			page_table(p, "events", "Blocks that run for events", heads,
				   sizeof heads / sizeof *heads);
		if (count <= PAGE_ROWS_MOST)
			put_event(p, r);
	}
	if (count)
		page_table_end(p);
	else
		buf_text(p->out, "<p class=\"none\">No block is for an event.</p>\n");
	page_cut(p, count, "event");
}
