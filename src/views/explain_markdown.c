/*
 * explain_markdown - the rules as pages for the web; see explain.h.
 *
 * What must stay true: the anchor of a rule is its code, on its own page and in the list.
 */
#include "views/explain.h"

#include "engine/registry.h"
#include "output/finding.h"
#include "output/rule_page.h"

/* The code, linked to its page if that is known. */
static void add_code(struct buf *b, const char *docs, const struct rule *r)
{
	struct buf url = buf_on(b->arena);

	rule_page_url(&url, docs, r);
	if (url.n)
		buf_printf(b, "[%s](%.*s)", r->code, STR_ARG(buf_view(&url)));
	else
		buf_text(b, r->code);
}

void explain_markdown_list(struct buf *b, const struct explain_facts *facts, const bool *is_chosen)
{
	buf_text(b, "| code | name | severity | phase | what is found |\n"
		    "|---|---|---|---|---|\n");
	for (size_t i = 0; i < rule_count; i++) {
		const struct rule *r = rules[i];

		if (!is_chosen[i])
			continue;
		buf_printf(b, "| <a id=\"%s\"></a>", r->code);
		add_code(b, facts->docs, r);
		buf_printf(b, " | `%s` | %s | %s | ", r->name, finding_severity(r->severity),
			   finding_phase(r->phase));
		rule_page_words(b, str_of(r->summary));
		buf_text(b, " |\n");
	}
}

void explain_markdown_rule(struct buf *b, const struct explain_facts *facts, const struct rule *r)
{
	buf_printf(b, "# <a id=\"%s\"></a>", r->code);
	add_code(b, facts->docs, r);
	buf_printf(b, " %s\n\n", r->name);
	rule_page_words(b, str_of(r->summary));
	buf_printf(b, "\n\n*%s, phase %s: %s*\n\n", finding_severity(r->severity),
		   finding_phase(r->phase), explain_notice(r));
	rule_page_body(b, r, true);
	if (r->version)
		buf_printf(b, "\nThe examples are for Kamailio %s.\n", r->version);
	if (r->evidence) {
		buf_text(b, "\nSeen in: ");
		rule_page_words(b, str_of(r->evidence));
		buf_byte(b, '\n');
	}
}
