/*
 * findings - the findings of the page, and the texts of their rules.
 *
 * What must stay true: a finding is shown once, the text of a rule once; the listing gets a mark
 * for each finding that is shown.
 */
#include "report/page_parts.h"

#include "base/utf8.h"
#include "engine/registry.h"
#include "output/rule_page.h"
#include "output/words.h"

struct findings_part {
	struct page *page;
	struct finder finder;
	uint32_t number; /* of the finding, from 1 */
	bool *is_told;   /* by rule_index() */
};

/* --- the listing ------------------------------------------------------------------------------ */

static void add_mark(struct findings_part *t, const struct finding *x)
{
	struct page *p = t->page;
	struct page_file *f = x->has_place ? page_file(p, x->at.path) : NULL;
	uint32_t line = x->at.from.line;

	if (!f || line > f->line_count)
		return;
	*LIST_ADD(p->arena, &p->marks) = (struct page_mark){
	    .number = t->number,
	    .severity = x->severity,
	    .rule = x->rule,
	    .message = {arena_copy(p->arena, x->message.p, x->message.n), x->message.n}};
	f->findings++;
	if (f->last_marks[line - 1])
		p->marks.all[f->last_marks[line - 1] - 1].next = p->marks.count;
	else
		f->marks[line - 1] = p->marks.count;
	f->last_marks[line - 1] = p->marks.count;
}

/* --- one finding ------------------------------------------------------------------------------ */

static void put_place(struct page *p, const struct finding_place *at)
{
	struct page_file *f = page_file(p, at->path);

	buf_text(p->out, "<a class=\"place\"");
	if (f)
		page_href(p, f, at->from.line);
	buf_byte(p->out, '>');
	html_text(p->out, at->path);
	buf_printf(p->out, ":%u:%u</a>", at->from.line, at->from.byte);
}

/* The line, what is wrong in it marked; no character is cut. */
static void put_excerpt(struct buf *b, const struct finding *x)
{
	struct str line = x->excerpt;
	size_t first = utf8_start(line, x->first < line.n ? x->first : line.n);
	size_t behind = utf8_start(line, x->behind < line.n ? x->behind : line.n);

	behind = behind < first ? first : behind;
	buf_printf(b, "<pre class=\"excerpt\"><code><span class=\"n\">%u</span> ", x->at.from.line);
	html_code(b, str_head(line, first));
	buf_text(b, "<mark>");
	if (behind > first)
		html_code(b, str_head(str_skip(line, first), behind - first));
	else
		buf_byte(b, ' ');
	buf_text(b, "</mark>");
	html_code(b, str_skip(line, behind));
	buf_text(b, "</code></pre>\n");
}

static void put_more(struct page *p, const struct words_more *more)
{
	buf_text(p->out, "<li>");
	html_text(p->out, more->text);
	if (more->has_place && !more->is_told) {
		buf_byte(p->out, ' ');
		put_place(p, &more->at);
	}
	buf_text(p->out, "</li>\n");
}

/* When, and in which releases, it is there. */
static void put_labels(struct buf *b, const struct finding *x)
{
	if (x->releases && x->releases->text.n) {
		buf_text(b, " <span class=\"pill\">");
		html_text(b, x->releases->text);
		buf_text(b, "</span>");
	}
	if (x->when) {
		buf_text(b, " <span class=\"pill\">");
		html_text(b, x->when->text);
		buf_text(b, "</span>");
	}
}

/* What filters ask for. */
static void put_data(struct page *p, const struct finding *x)
{
	const struct page_file *f = x->has_place ? page_file(p, x->at.path) : NULL;
	struct buf *b = p->out;

	buf_printf(b, " data-severity=\"%s\" data-code=\"%s\" data-file=\"%u\" data-releases=\"",
		   finding_severity(x->severity), x->rule->code, f ? f->number : 0);
	for (uint32_t i = 0; x->releases && i < x->releases->count; i++) {
		buf_text(b, i ? " " : "");
		buf_str(b, x->releases->names[i]);
	}
	buf_byte(b, '"');
}

static void put_finding(struct findings_part *t, struct arena *scratch, const struct finding *x)
{
	struct page *p = t->page;
	struct buf *b = p->out;
	const char *severity = finding_severity(x->severity);
	struct words_more *more;
	size_t count = words_more(scratch, x, &more);

	buf_printf(b, "<li><article class=\"finding %s\" id=\"finding-%u\"", severity, t->number);
	put_data(p, x);
	buf_printf(b,
		   ">\n<p class=\"what\"><span class=\"severity\">%s</span> "
		   "<a class=\"code\" href=\"#rule-%s\">%s</a> ",
		   severity, x->rule->code, x->rule->code);
	if (x->has_place)
		put_place(p, &x->at);
	put_labels(b, x);
	buf_text(b, "</p>\n<h3>");
	html_text(b, x->message);
	buf_text(b, "</h3>\n");
	if (x->has_place)
		put_excerpt(b, x);
	if (x->hint.n) {
		buf_text(b, "<p class=\"hint\">");
		html_text(b, x->hint);
		buf_text(b, "</p>\n");
	}
	if (count)
		buf_text(b, "<ul class=\"more\">\n");
	for (size_t i = 0; i < count; i++)
		put_more(p, &more[i]);
	buf_text(b, count ? "</ul>\n</article></li>\n" : "</article></li>\n");
}

/* --- filters ---------------------------------------------------------------------------------- */

static void put_option(struct buf *b, struct str value, struct str words)
{
	buf_text(b, "<option value=\"");
	html_text(b, value);
	buf_text(b, "\">");
	html_text(b, words);
	buf_text(b, "</option>");
}

static void begin_select(struct buf *b, const char *name, const char *label, const char *all)
{
	buf_printf(b, "<label>%s <select data-filter=\"%s\"><option value=\"\">%s</option>", label,
		   name, all);
}

static void end_select(struct buf *b)
{
	buf_text(b, "</select></label>\n");
}

static void put_file_filter(struct page *p)
{
	begin_select(p->out, "file", "File", "all files");
	for (uint32_t i = 0; i < p->files.count; i++) {
		char number[16];

		if (p->files.all[i]->findings)
			put_option(p->out, str_print(number, sizeof number, "%u", i + 1),
				   p->files.all[i]->name);
	}
	end_select(p->out);
}

static void put_code_filter(struct findings_part *t)
{
	struct page *p = t->page;

	begin_select(p->out, "code", "Code", "all codes");
	for (size_t i = 0; i < rule_count; i++)
		if (t->is_told[i])
			put_option(p->out, str_of(rules[i]->code), str_of(rules[i]->code));
	end_select(p->out);
}

static void put_release_filter(struct page *p)
{
	if (p->in->verdict_count < 2 || p->in->coverage->mode != PLAN_OFF)
		return;
	begin_select(p->out, "releases", "Kamailio", "all releases");
	for (uint32_t i = 0; i < p->in->verdict_count; i++)
		put_option(p->out, p->in->verdicts[i].version.name,
			   p->in->verdicts[i].version.name);
	end_select(p->out);
}

/* Hidden until the script, which makes them work, shows them. */
static void put_filters(struct findings_part *t)
{
	struct page *p = t->page;
	struct buf *b = p->out;

	buf_text(b, "<form class=\"filters\" id=\"filters\" aria-label=\"Filter the findings\" "
		    "hidden=\"hidden\">\n<fieldset><legend>Severity</legend>");
	for (enum severity i = SEV_ERROR; i <= SEV_NOTE; i++)
		if (p->shown[i])
			buf_printf(b,
				   "<label class=\"%s\"><input type=\"checkbox\" "
				   "data-severity=\"%s\" checked=\"checked\"/> %ss (%u)</label>\n",
				   finding_severity(i), finding_severity(i), finding_severity(i),
				   p->shown[i]);
	buf_text(b, "</fieldset>\n");
	put_file_filter(p);
	put_code_filter(t);
	put_release_filter(p);
	buf_text(b, "<output id=\"filtered\" aria-live=\"polite\"></output>\n</form>\n");
}

/* --- all -------------------------------------------------------------------------------------- */

static void tell(struct findings_part *t, const struct diag *x, struct arena *scratch)
{
	struct page *p = t->page;
	struct finding found = finding_resolve(&t->finder, scratch, x);
	size_t index = rule_index(x->rule);

	t->number++;
	p->shown[x->severity]++;
	if (!t->is_told[index])
		*LIST_ADD(p->arena, &p->rules) = x->rule;
	t->is_told[index] = true;
	put_finding(t, scratch, &found);
	add_mark(t, &found);
}

static void tell_all(struct findings_part *t)
{
	struct page *p = t->page;

	for (const struct diag *x = p->in->diags->first; x; x = x->next) {
		struct arena *scratch;

		if (!report_shows(p->in->filter, x->rule, x->severity))
			continue;
		if (t->number == PAGE_ROWS_MOST) {
			p->left_out++;
			continue;
		}
		scratch = arena_new();
		tell(t, x, scratch);
		arena_free(scratch);
	}
	for (uint32_t i = 0; i < p->in->diags->rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&p->in->diags->rest, i);

		p->left_out += report_shows(p->in->filter, x->rule, x->severity);
	}
}

void page_findings(struct page *p)
{
	struct arena *own = arena_new();
	struct buf list = buf_on(own), *out = p->out;
	struct findings_part t = {.page = p,
				  .finder = finder_of(p->arena, p->in->diags, p->in->config),
				  .is_told = arena_array(p->arena, rule_count, sizeof *t.is_told)};

	/* The filters stand above, and are known behind. */
	p->out = &list;
	tell_all(&t);
	p->out = out;
	if (t.number > 1)
		put_filters(&t);
	if (!t.number)
		buf_text(out, "<p class=\"none\">Nothing is wrong with it, as far as kamcheck "
			      "knows.</p>\n");
	if (p->left_out) {
		buf_text(out, "<p class=\"cut\">");
		html_count(out, p->left_out, "finding");
		buf_text(out, " more: <code>kamcheck lint</code> lists all.</p>\n");
	}
	if (t.number) {
		buf_text(out, "<ol class=\"findings\">\n");
		buf_str(out, buf_view(&list));
		buf_text(out, "</ol>\n");
	}
	arena_free(own);
}

/* --- rules ------------------------------------------------------------------------------------ */

static void put_example(struct page *p, const char *title, const char *class, const char *text)
{
	if (!text)
		return;
	buf_printf(p->out, "<figure class=\"example %s\"><figcaption>%s</figcaption>\n<pre><code>",
		   class, title);
	html_code(p->out, str_of(text));
	buf_text(p->out, "</code></pre></figure>\n");
}

static void put_rule(struct page *p, const struct rule *r)
{
	struct buf *b = p->out;

	buf_printf(b,
		   "<article class=\"rule\" id=\"rule-%s\">\n<h3><span class=\"code\">%s</span> ",
		   r->code, r->code);
	html_text(b, str_of(r->summary));
	buf_text(b, "</h3>\n<div class=\"why\">\n");
	html_prose(b, str_of(r->why));
	buf_text(b, "</div>\n");
	put_example(p, "Wrong", "bad", r->bad);
	put_example(p, "Right", "good", r->good);
	if (p->in->docs && *p->in->docs) {
		struct buf url = buf_on(p->arena);

		rule_page_url(&url, p->in->docs, r);
		buf_text(b, "<p><a href=\"");
		html_text(b, buf_view(&url));
		buf_text(b, "\">The page of this rule</a></p>\n");
	}
	buf_text(b, "</article>\n");
}

void page_rules(struct page *p)
{
	if (!p->rules.count)
		buf_text(p->out, "<p class=\"none\">No rule has a finding.</p>\n");
	for (uint32_t i = 0; i < p->rules.count; i++)
		put_rule(p, p->rules.all[i]);
}
