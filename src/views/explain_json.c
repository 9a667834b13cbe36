/*
 * explain_json - the rules for programs; see explain.h.
 *
 * What must stay true: keys are added, never renamed.
 */
#include "views/explain.h"

#include "engine/registry.h"
#include "output/finding.h"
#include "output/json.h"
#include "output/rule_page.h"

enum { VERSION = 1 };

static json_t *text_or_null(const char *text)
{
	return text && *text ? json_utf8(str_of(text)) : json_null();
}

static json_t *url_of(struct arena *a, const char *docs, const struct rule *r)
{
	struct buf b = buf_on(a);

	rule_page_url(&b, docs, r);
	return b.n ? json_utf8(buf_view(&b)) : json_null();
}

static json_t *rule_of(struct arena *a, const struct explain_facts *facts, const struct rule *r)
{
	json_t *o = json_object();

	return json_done(
	    o, json_put(o, "code", json_utf8(str_of(r->code))) &&
		   json_put(o, "name", json_utf8(str_of(r->name))) &&
		   json_put(o, "severity", json_string_nocheck(finding_severity(r->severity))) &&
		   json_put(o, "phase", json_string_nocheck(finding_phase(r->phase))) &&
		   json_put(o, "summary", json_utf8(str_of(r->summary))) &&
		   json_put(o, "why", json_utf8(str_of(r->why))) &&
		   json_put(o, "bad", text_or_null(r->bad)) &&
		   json_put(o, "good", text_or_null(r->good)) &&
		   json_put(o, "kamailio", text_or_null(r->version)) &&
		   json_put(o, "evidence", text_or_null(r->evidence)) &&
		   json_put(o, "url", url_of(a, facts->docs, r)));
}

static json_t *rules_of(struct arena *a, const struct explain_facts *facts, const bool *is_chosen)
{
	json_t *list = json_array();
	bool is_done = true;

	for (size_t i = 0; i < rule_count && is_done; i++)
		if (is_chosen[i])
			is_done = json_add(list, rule_of(a, facts, rules[i]));
	return json_done(list, is_done);
}

static json_t *tool_of(const struct explain_facts *facts)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "name", json_string_nocheck("kamcheck")) &&
				json_put(o, "version", json_string_nocheck(facts->version)));
}

bool explain_json(struct buf *b, const struct explain_facts *facts, const bool *is_chosen)
{
	json_t *o = json_object();
	bool is_done =
	    json_put(o, "version", json_integer(VERSION)) && json_put(o, "tool", tool_of(facts)) &&
	    json_put(o, "rules", rules_of(b->arena, facts, is_chosen)) && json_line(b, o);

	json_decref(o);
	return is_done;
}
