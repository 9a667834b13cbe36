/*
 * names - the sections about the preprocessor: what is defined, and what variants conditionals make
 * of a config.
 */
#include "report/page_parts.h"

enum { VARIANTS_MOST = 64 }; /* columns */

/* --- defines ---------------------------------------------------------------------------------- */

/* The change that its value comes from, or NULL. */
static const struct define_change *change_of(const struct page *p, const struct define *d)
{
	return d->set_by == RECORD_NONE ? NULL
					: PILE_AT(&p->analysis->record.defines.changes, d->set_by);
}

/* Who defined it, as the last change says. */
static void put_origin(struct page *p, const struct define *d)
{
	const struct define_change *c = change_of(p, d);

	if (d->at.lo) {
		page_place(p, d->at);
		return;
	}
	buf_text(p->out, !c                               ? "never"
			 : c->source == DEFINE_OPTION     ? "by an option"
			 : c->source == DEFINE_PREDEFINED ? "by the server"
			 : c->source == DEFINE_MODULE     ? "by a module"
							  : "\xe2\x80\x93");
}

static void put_define(struct page *p, const struct define *d)
{
	const struct define_change *c = change_of(p, d);
	struct buf *b = p->out;

	buf_text(b, "<tr><th scope=\"row\"><code>");
	page_text(p, d->name);
	buf_text(b, "</code></th><td>");
	if (d->place == RECORD_NONE) {
		buf_text(b, "<span class=\"nowhere\">not defined</span>");
	} else if (c && c->value.lo) {
		buf_text(b, "<code>");
		page_source(p, c->value);
		buf_text(b, "</code>");
	} else if (d->value.n) {
		buf_text(b, "<code>");
		page_text(p, d->value);
		buf_text(b, "</code>");
	} else {
		buf_text(b, "<span class=\"nowhere\">empty</span>");
	}
	buf_text(b, "</td><td class=\"number\">");
	put_origin(p, d);
	buf_printf(b, "</td><td class=\"number\">%u</td><td class=\"number\">", d->uses - d->asked);
	if (d->asked_at.lo)
		page_place(p, d->asked_at);
	else
		buf_text(b, "<span class=\"nowhere\">\xe2\x80\x93</span>");
	buf_text(b, "</td></tr>\n");
}

/* Names that the program has of its own are shown when the config uses them. */
static bool is_worth(const struct page *p, const struct define *d)
{
	const struct define_change *c = change_of(p, d);

	return d->uses || (c && c->source != DEFINE_PREDEFINED && c->source != DEFINE_MODULE);
}

void page_defines(struct page *p)
{
	static const char *const heads[] = {"Name", "Value", "Defined", "Uses", "Asked for"};
	const struct defines *all = &p->analysis->record.defines;
	uint64_t count = 0;

	for (uint32_t i = 0; i < all->names.entries.count; i++) {
		const struct define *d = all->names.entries.all[i].value;

		if (!is_worth(p, d))
			continue;
		if (!count++)
			page_table(p, "defines", "Names of the preprocessor", heads,
				   sizeof heads / sizeof *heads);
		if (count <= PAGE_ROWS_MOST)
			put_define(p, d);
	}
	if (count)
		page_table_end(p);
	else
		buf_text(p->out,
			 "<p class=\"none\">Nothing is defined, and no name asked for.</p>\n");
	page_cut(p, count, "name");
}

/* --- variants --------------------------------------------------------------------------------- */

static uint32_t count_columns(const struct variants_choice *c)
{
	return c->rows.all.count < VARIANTS_MOST ? c->rows.all.count : VARIANTS_MOST;
}

static void put_toggle(struct page *p, const struct variants_choice *c, unsigned n)
{
	const struct skeleton_name *x = &c->skeleton.names.all[c->toggles.names[n]];
	/* Tables of lines are made when they are asked for. */
	struct place place = source_place((struct sources *)&c->skeleton.sources, x->asked_at.lo);

	buf_text(p->out, "<tr><th scope=\"row\"><code>");
	page_text(p, x->name);
	buf_text(p->out, "</code> ");
	page_line_link(p, place.source ? place.source->name : STR(""), place.line);
	buf_text(p->out, "</th>");
	for (uint32_t i = 0; i < count_columns(c); i++)
		buf_text(
		    p->out,
		    c->rows.all.all[i] >> n & 1
			? "<td class=\"on\"><abbr title=\"defined\">\xe2\x97\x8f</abbr></td>"
			: "<td class=\"off\"><abbr title=\"not defined\">\xc2\xb7</abbr></td>");
	buf_text(p->out, "</tr>\n");
}

static void put_matrix(struct page *p, const struct variants_choice *c)
{
	buf_text(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
			 "aria-label=\"Matrix of the variants\">\n<table class=\"matrix\">\n"
			 "<caption>Which names are defined in which variant; the first is the "
			 "config as it stands</caption>\n<thead><tr><th scope=\"col\">Name</th>");
	for (uint32_t i = 0; i < count_columns(c); i++)
		buf_printf(p->out, "<th scope=\"col\">%u</th>", i + 1);
	buf_text(p->out, "</tr></thead>\n<tbody>\n");
	for (unsigned n = 0; n < c->toggles.count; n++)
		put_toggle(p, c, n);
	page_table_end(p);
	if (c->rows.all.count > VARIANTS_MOST)
		buf_printf(p->out, "<p class=\"cut\">The first %u of %u variants are shown.</p>\n",
			   VARIANTS_MOST, c->rows.all.count);
}

void page_variants(struct page *p)
{
	const struct variants_choice *c = p->in->variants;
	struct buf said = buf_on(p->arena);

	if (!c->toggles.count) {
		buf_text(p->out, "<p class=\"none\">No conditional asks for a name that may be "
				 "defined or not, but for those that options set.</p>\n");
		return;
	}
	buf_text(p->out, "<p>");
	if (p->in->coverage->mode != PLAN_OFF) {
		variants_say(&said, p->in->coverage);
		buf_text(p->out, "The findings above are those of these variants, and of some more "
				 "that tell when a finding is there: ");
		html_text(p->out, buf_view(&said));
		buf_text(p->out, ".</p>\n");
	} else {
		buf_text(p->out, "The findings above are those of the config as it stands. "
				 "<code>--variants</code> checks these, which have every pair of ");
		html_count(p->out, c->toggles.count, "name");
		buf_text(p->out, " in all four ways.</p>\n");
	}
	if (c->toggles.left_out)
		buf_printf(p->out, "<p class=\"cut\">%u more names had no room.</p>\n",
			   c->toggles.left_out);
	put_matrix(p, c);
}
