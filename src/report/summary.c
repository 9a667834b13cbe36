/*
 * summary - the verdict of each release, and how many findings there are.
 */
#include "report/page_parts.h"

/* Findings by severity. */
struct severity_counts {
	uint32_t of[SEVERITY_COUNT];
};

struct summary {
	struct page *page;
	struct severity_counts *counts; /* by number of the release */
	struct severity_counts asked;   /* those that are in a release that counts */
};

static void count_all(struct summary *s)
{
	const struct page_input *in = s->page->in;

	for (const struct diag *x = in->diags->first; x; x = x->next) {
		bool is_asked = false;

		if (!report_shows(in->filter, x->rule, x->severity))
			continue;
		for (uint32_t i = 0; i < in->verdict_count; i++)
			if (report_is_in(x, in->verdicts[i].version.name)) {
				s->counts[i].of[x->severity]++;
				is_asked |= in->verdicts[i].counts;
			}
		s->asked.of[x->severity] += is_asked;
	}
	for (uint32_t i = 0; i < in->diags->rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&in->diags->rest, i);

		s->asked.of[x->severity] += report_shows(in->filter, x->rule, x->severity);
	}
}

static void put_number(struct buf *b, uint32_t number, const char *class)
{
	buf_printf(b, "<td class=\"number %s\">", number ? class : "zero");
	html_number(b, number);
	buf_text(b, "</td>");
}

static void put_verdict(struct page *p, const struct page_verdict *v,
			const struct severity_counts *counts)
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

/* How many there are, in large type. */
static void put_score(struct buf *b, uint64_t number, const char *class, const char *word)
{
	buf_printf(b, "<li class=\"%s\"><strong>", number ? class : "zero");
	html_number(b, number);
	buf_printf(b, "</strong> %s%s</li>\n", word, number == 1 ? "" : "s");
}

static void put_scores(const struct summary *s)
{
	struct page *p = s->page;

	buf_text(p->out, "<ul class=\"scores\">\n");
	for (enum severity i = SEV_ERROR; i <= p->in->filter->least; i++)
		put_score(p->out, s->asked.of[i], finding_severity(i), finding_severity(i));
	put_score(p->out, p->analysis->routes.count, "plain", "block");
	put_score(p->out, p->analysis->modules.count, "plain", "module");
	put_score(p->out, p->in->variants->rows.all.count, "plain", "variant");
	buf_text(p->out, "</ul>\n");
}

/* "5.6 and 5.7 refuse it": those of MASK. */
static void put_clause(struct buf *said, const struct versions *all, uint32_t mask, const char *one,
		       const char *several)
{
	bool is_first = !said->n;

	if (!mask)
		return;
	buf_text(said, is_first ? "Kamailio " : "; ");
	versions_say(said, all, mask);
	buf_printf(said, " %s %s", mask & (mask - 1) ? several : one,
		   is_first ? "this config" : "it");
}

/* One sentence for who reads nothing else. */
static void put_sentence(struct page *p)
{
	const struct page_input *in = p->in;
	struct versions all = {.count = 0};
	uint32_t refused = 0, start = 0, good = 0;
	struct buf said = buf_on(p->arena);

	for (uint32_t i = 0; i < in->verdict_count; i++) {
		const struct page_verdict *v = &in->verdicts[i];

		all.all[all.count++] = v->version;
		if (v->refused)
			refused |= 1u << i;
		else if (v->start)
			start |= 1u << i;
		else
			good |= 1u << i;
	}
	put_clause(&said, &all, good, "starts with", "start with");
	put_clause(&said, &all, start, "does not start with", "do not start with");
	put_clause(&said, &all, refused, "refuses", "refuse");
	buf_text(p->out, "<p class=\"lead\">");
	html_text(p->out, buf_view(&said));
	buf_text(p->out, ".</p>\n");
}

void page_summary(struct page *p)
{
	static const char *const heads[] = {"Kamailio", "Verdict", "Errors", "Warnings", "Notes"};
	const struct page_input *in = p->in;
	struct summary s = {
	    .page = p,
	    .counts = arena_array(p->arena, in->verdict_count + 1, sizeof *s.counts),
	};
	/* Findings of variants say nothing of releases. */
	bool has_counts = in->coverage->mode == PLAN_OFF;

	count_all(&s);
	put_sentence(p);
	put_scores(&s);
	page_table(p, "verdicts", "What each release says", heads,
		   has_counts ? sizeof heads / sizeof *heads : 3);
	for (uint32_t i = 0; i < in->verdict_count; i++)
		put_verdict(p, &in->verdicts[i], has_counts ? &s.counts[i] : NULL);
	page_table_end(p);
	if (in->verdict_count > 1)
		buf_text(p->out, "<p class=\"how\">The exit status counts the findings of those "
				 "in bold.</p>\n");
}
