/*
 * sarif_rules - see sarif_rules.h.
 *
 * What must stay true: each has all that GitHub asks for, and no text is longer than it takes.
 */
#include "output/sarif_rules.h"

#include "base/ascii.h"
#include "engine/registry.h"
#include "output/rule_page.h"

enum { DESCRIPTION_MOST = 1024 };

static json_t *text_of(struct str text)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "text", json_utf8(text)));
}

static struct str help_of(struct arena *a, const struct rule *r, bool is_markdown)
{
	struct buf b = buf_on(a);

	buf_printf(&b, is_markdown ? "**%s** `%s`: " : "%s %s: ", r->code, r->name);
	if (is_markdown)
		rule_page_words(&b, str_of(r->summary));
	else
		buf_text(&b, r->summary);
	buf_text(&b, "\n\n");
	rule_page_body(&b, r, is_markdown);
	return buf_view(&b);
}

/* route_undefined becomes RouteUndefined. */
static struct str name_of(struct arena *a, const struct rule *r)
{
	struct buf b = buf_on(a);
	bool starts = true;

	for (const char *p = r->name; *p; p++) {
		if (*p != '_')
			buf_byte(&b, starts ? ascii_upper(*p) : *p);
		starts = *p == '_';
	}
	return buf_view(&b);
}

/* As much of the reasons as may stand there, whole sentences. */
static struct str description_of(const struct rule *r)
{
	struct str text = str_of(r->why);
	size_t n = DESCRIPTION_MOST;

	if (text.n <= DESCRIPTION_MOST)
		return text;
	while (n > 1 && text.p[n - 1] != '.')
		n--;
	return str_head(text, n > 1 ? n : DESCRIPTION_MOST);
}

static json_t *properties_of(const struct rule *r)
{
	static const char *const precisions[] = {"very-high", "high", "medium"};
	static const char *const problems[] = {"error", "warning", "recommendation"};
	json_t *o = json_object(), *tags = json_array();

	return json_done(
	    o, json_put(o, "tags", tags) &&
		   json_add(tags, json_string_nocheck(finding_phase(r->phase))) &&
		   json_put(o, "precision", json_string_nocheck(precisions[r->severity])) &&
		   json_put(o, "problem.severity", json_string_nocheck(problems[r->severity])));
}

static json_t *help(struct arena *a, const struct rule *r)
{
	json_t *o = text_of(help_of(a, r, false));

	return json_done(o, json_put(o, "markdown", json_utf8(help_of(a, r, true))));
}

static json_t *rule_of(struct report_writer *w, const struct rule *r)
{
	struct str url = report_url(w, w->scratch, r);
	json_t *o = json_object(), *defaults = json_object();

	return json_done(o, json_put(o, "defaultConfiguration", defaults) &&
				json_put(defaults, "level",
					 json_string_nocheck(finding_severity(r->severity))) &&
				json_put(o, "id", json_string_nocheck(r->code)) &&
				json_put(o, "name", json_utf8(name_of(w->scratch, r))) &&
				json_put(o, "shortDescription", text_of(str_of(r->summary))) &&
				json_put(o, "fullDescription", text_of(description_of(r))) &&
				json_put(o, "help", help(w->scratch, r)) &&
				(!url.n || json_put(o, "helpUri", json_utf8(url))) &&
				json_put(o, "properties", properties_of(r)));
}

json_t *sarif_rules(struct report_writer *w)
{
	json_t *list = json_array();
	bool is_done = true;

	for (size_t i = 0; i < rule_count && is_done; i++)
		is_done = json_add(list, rule_of(w, rules[i]));
	return json_done(list, is_done);
}
