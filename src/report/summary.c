/*
 * summary - the verdict of each release, and how many findings there are.
 */
#include "report/page_parts.h"

/* Findings of a severity that are there in release NUMBER. */
struct release_counts {
	uint32_t of[SEVERITY_COUNT];
};

static void count_all(struct page *p, struct release_counts *counts)
{
	const struct page_input *in = p->in;

	for (const struct diag *x = in->diags->first; x; x = x->next) {
		const struct diag_releases *r = x->releases;

		if (!report_shows(in->filter, x->rule, x->severity))
			continue;
		for (uint32_t i = 0; i < in->verdict_count; i++)
			for (uint32_t k = 0; k < (r ? r->count : 1); k++)
				if (!r || str_equal(r->names[k], in->verdicts[i].version.name))
					counts[i].of[x->severity]++;
	}
}

static void put_number(struct buf *b, uint32_t number, const char *class)
{
	buf_printf(b, "<td class=\"number %s\">", number ? class : "zero");
	html_number(b, number);
	buf_text(b, "</td>");
}

static void put_verdict(struct page *p, const struct page_verdict *v,
			const struct release_counts *counts)
{
	struct buf *b = p->out;

	buf_printf(b, "<tr%s><th scope=\"row\">%.*s</th><td><span class=\"verdict ",
		   v->counts ? " class=\"chosen\"" : "", STR_ARG(v->version.name));
	if (v->refused)
		buf_text(b, "bad\">refuses it</span>");
	else if (v->start)
		buf_text(b, "bad\">does not start</span>");
	else
		buf_text(b, "good\">config file ok</span>");
	buf_text(b, "</td>");
	if (counts)
		for (enum severity i = SEV_ERROR; i <= SEV_NOTE; i++)
			put_number(b, counts->of[i], finding_severity(i));
	else
		put_number(b, v->refused + v->start, "error");
	buf_text(b, "</tr>\n");
}

/* One sentence for who reads nothing else. */
static void put_sentence(struct page *p)
{
	const struct page_input *in = p->in;
	uint32_t good = 0;

	for (uint32_t i = 0; i < in->verdict_count; i++)
		good += !in->verdicts[i].refused && !in->verdicts[i].start;
	buf_text(p->out, "<p class=\"lead\">");
	if (good == in->verdict_count)
		buf_text(p->out, good == 1 ? "Kamailio takes this config, and starts with it."
					   : "All of these releases take the config, and start "
					     "with it.");
	else if (!good)
		buf_text(p->out, good + 1 == in->verdict_count
				     ? "Kamailio does not start with this config."
				     : "None of these releases starts with this config.");
	else
		buf_printf(p->out, "%u of %u releases take the config, and start with it.", good,
			   in->verdict_count);
	buf_text(p->out, "</p>\n");
}

void page_summary(struct page *p)
{
	static const char *const heads[] = {"Kamailio", "Verdict", "Errors", "Warnings", "Notes"};
	const struct page_input *in = p->in;
	struct release_counts *counts =
	    arena_array(p->arena, in->verdict_count + 1, sizeof *counts);
	/* Findings of variants say nothing of releases. */
	bool has_counts = in->coverage->mode == PLAN_OFF;

	if (has_counts)
		count_all(p, counts);
	put_sentence(p);
	page_table(p, "verdicts", "What each release says", heads,
		   has_counts ? sizeof heads / sizeof *heads : 3);
	for (uint32_t i = 0; i < in->verdict_count; i++)
		put_verdict(p, &in->verdicts[i], has_counts ? &counts[i] : NULL);
	page_table_end(p);
	if (in->verdict_count > 1)
		buf_text(p->out, "<p class=\"how\">The exit status counts the findings of those "
				 "in bold.</p>\n");
}
