/*
 * page_parts - see page_parts.h.
 */
#include "report/page_parts.h"

#include "text/message.h"
#include "text/secrets.h"

/* --- links ------------------------------------------------------------------------------------ */

struct page_file *page_file(struct page *p, struct str name)
{
	return map_find(&p->by_name, name);
}

void page_href(struct page *p, struct page_file *f, uint32_t line)
{
	line = line > f->line_count ? f->line_count : line;
	f->lines[line - 1] |= LINE_IS_WANTED;
	buf_printf(p->out, " href=\"#f%u-L%u\"", f->number, line);
}

void page_line_link(struct page *p, struct str name, uint32_t line)
{
	struct page_file *f = line ? page_file(p, name) : NULL;

	if (!f) {
		buf_text(p->out, "<span class=\"nowhere\">\xe2\x80\x93</span>");
		return;
	}
	buf_text(p->out, "<a class=\"line\"");
	page_href(p, f, line);
	buf_byte(p->out, '>');
	if (f->number > 1)
		html_text(p->out, f->name);
	buf_printf(p->out, ":%u</a>", line);
}

void page_place(struct page *p, struct span at)
{
	struct sources *s = &p->analysis->session->sources;
	struct place place = source_place(s, span_in_file(s, at).lo);

	page_line_link(p, place.source ? place.source->name : STR(""), place.line);
}

/* --- text ------------------------------------------------------------------------------------- */

static void put_cut(struct page *p, struct str text)
{
	struct buf cut = buf_on(p->arena);

	message_piece(&cut, text, PAGE_VALUE_MOST);
	html_text(p->out, buf_view(&cut));
}

void page_text(struct page *p, struct str text)
{
	put_cut(p, secrets_masked(&p->analysis->session->secrets, p->arena, text));
}

void page_source(struct page *p, struct span at)
{
	struct session *s = p->analysis->session;
	struct span in_file = span_in_file(&s->sources, at);
	const struct source *src = source_of(&s->sources, in_file.lo);
	struct buf b = buf_on(p->arena);

	if (!src)
		return;
	/* In the whole text, for what stands before it tells secrets, too. */
	secrets_put_part(&s->secrets, &b, src->text, src->base, SECRETS_IN_LINE,
			 in_file.lo - src->base, in_file.hi - src->base, STR(SECRETS_MASK));
	put_cut(p, buf_view(&b));
}

/* --- tables ----------------------------------------------------------------------------------- */

void page_table_of(struct page *p, const char *class, const char *caption, const char *const *heads,
		   size_t count)
{
	/* What is wider than the page can be scrolled, by keys, too. */
	buf_printf(p->out,
		   "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n"
		   "<table class=\"%s\">\n<caption>%s</caption>\n<thead><tr>",
		   caption, class, caption);
	for (size_t i = 0; i < count; i++)
		buf_printf(p->out, "<th scope=\"col\">%s</th>", heads[i]);
	buf_text(p->out, "</tr></thead>\n");
}

void page_table(struct page *p, const char *class, const char *caption, const char *const *heads,
		size_t count)
{
	page_table_of(p, class, caption, heads, count);
	buf_text(p->out, "<tbody>\n");
}

void page_table_end(struct page *p)
{
	buf_text(p->out, "</tbody>\n</table>\n</div>\n");
}

void page_cut(struct page *p, uint64_t count, const char *word)
{
	if (count <= PAGE_ROWS_MOST)
		return;
	buf_text(p->out, "<p class=\"cut\">The first ");
	html_number(p->out, PAGE_ROWS_MOST);
	buf_text(p->out, " of ");
	html_count(p->out, count, word);
	buf_text(p->out, " are shown.</p>\n");
}
