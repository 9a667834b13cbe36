/*
 * pictures - the sections of the page that are pictures: who calls whom, and in which order.
 */
#include "report/page_parts.h"

#include "output/words.h"
#include "text/secrets.h"

/* TEXT of a picture as it may be shown, before anybody shortens it. */
static struct str shown(struct page *p, struct str text)
{
	struct buf visible = buf_on(p->arena);

	words_visible(&visible, secrets_masked(&p->analysis->session->secrets, p->arena, text));
	return buf_view(&visible);
}

static void mask_picture(struct page *p, struct picture *picture)
{
	for (uint32_t i = 0; i < picture->nodes.count; i++)
		picture->nodes.all[i].title = shown(p, picture->nodes.all[i].title);
	for (uint32_t i = 0; i < picture->lines.count; i++) {
		struct picture_line *x = &picture->lines.all[i];

		if (x->condition.n)
			x->condition = shown(p, x->condition);
	}
}

/* What a colour or line means; it is said where it occurs. */
struct legend {
	const char *class, *words;
	enum { OF_ROLE, OF_STYLE, OF_UNREACHED, OF_CIRCLE } what;
	unsigned value; /* enum node_role, enum line_style */
};

static bool occurs(const struct picture *p, const struct legend *l)
{
	for (uint32_t i = 0; i < p->nodes.count; i++) {
		const struct picture_node *n = &p->nodes.all[i];

		if (l->what == OF_UNREACHED ? n->is_unreached
					    : l->what == OF_ROLE && n->role == l->value)
			return true;
	}
	for (uint32_t i = 0; i < p->lines.count; i++) {
		const struct picture_line *x = &p->lines.all[i];

		if (l->what == OF_CIRCLE ? x->is_recursive
					 : l->what == OF_STYLE && x->style == l->value)
			return true;
	}
	return false;
}

static void put_legend(struct buf *b, const struct picture *p, const struct legend *all,
		       size_t count)
{
	buf_text(b, "<ul class=\"legend\" aria-label=\"Legend\">\n");
	for (size_t i = 0; i < count; i++)
		if (occurs(p, &all[i]))
			buf_printf(b, "<li><span class=\"key %s\"></span>%s</li>\n", all[i].class,
				   all[i].words);
	buf_text(b, "</ul>\n");
}

static void put_picture(struct page *p, struct picture *picture, const struct legend *legend,
			size_t count)
{
	const char *why;

	mask_picture(p, picture);
	if (!picture->nodes.count) {
		buf_text(p->out, "<p class=\"none\">There are no blocks.</p>\n");
		return;
	}
	if (picture->is_partial)
		buf_text(p->out, "<p class=\"cut\">Text of the config was not read, so things may "
				 "be missing.</p>\n");
	buf_text(p->out, "<figure>\n");
	why = page_drawing(p, picture);
	if (!why) {
		put_legend(p->out, picture, legend, count);
		buf_text(p->out, "<details><summary>The same as a list</summary>\n");
		page_tree(p, picture);
		buf_text(p->out, "</details>\n");
	} else {
		buf_text(p->out, "<p class=\"cut\">As a list, not drawn: ");
		html_text(p->out, str_of(why));
		buf_text(p->out, ".</p>\n");
		page_tree(p, picture);
	}
	buf_text(p->out, "</figure>\n");
}

void page_calls(struct page *p)
{
	static const struct legend legend[] = {
	    {"node entry", "run by the server", OF_ROLE, ROLE_ENTRY},
	    {"node block", "called by others", OF_ROLE, ROLE_BLOCK},
	    {"node event", "run for an event", OF_ROLE, ROLE_EVENT},
	    {"node undefined", "not defined", OF_ROLE, ROLE_UNDEFINED},
	    {"node unreached", "nothing runs it", OF_UNREACHED, 0},
	    {"edge runs", "calls", OF_STYLE, LINE_SOLID},
	    {"edge arms", "arms for later", OF_STYLE, LINE_DASHED},
	    {"edge back", "is run by a module", OF_STYLE, LINE_DOTTED},
	    {"edge circle", "recursion", OF_CIRCLE, 0},
	};

	put_picture(p, &p->calls, legend, sizeof legend / sizeof *legend);
}

void page_order(struct page *p)
{
	static const struct legend legend[] = {
	    {"node stage", "what the server does", OF_ROLE, ROLE_STAGE},
	    {"node block", "block of the config", OF_ROLE, ROLE_BLOCK},
	    {"node event", "block for an event", OF_ROLE, ROLE_EVENT},
	    {"edge runs", "comes next", OF_STYLE, LINE_SOLID},
	    {"edge arms", "arms for later", OF_STYLE, LINE_DASHED},
	    {"edge back", "runs what arms", OF_STYLE, LINE_DOTTED},
	};

	put_picture(p, &p->order, legend, sizeof legend / sizeof *legend);
}
