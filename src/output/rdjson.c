/*
 * rdjson - findings in the Reviewdog Diagnostic Format.  Columns are bytes.
 */
#include "output/formats.h"

#include "output/json.h"
#include "output/words.h"

static json_t *position_of(const struct finding_point *p)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "line", json_integer(p->line)) &&
				json_put(o, "column", json_integer(p->byte)));
}

static json_t *location_of(struct report_writer *w, const struct finding_place *at)
{
	json_t *o = json_object(), *range = json_object();
	struct str path = paths_name(w->paths, at->path)->path;

	return json_done(o, json_put(o, "range", range) &&
				json_put(o, "path", json_text(w->scratch, path)) &&
				json_put(range, "start", position_of(&at->from)) &&
				json_put(range, "end", position_of(&at->to)));
}

static json_t *code_of(struct report_writer *w, const struct rule *r)
{
	struct str url = report_url(w, w->scratch, r);
	json_t *o = json_object();

	return json_done(o, json_put(o, "value", json_string_nocheck(r->code)) &&
				(!url.n || json_put(o, "url", json_utf8(url))));
}

static json_t *related_of(struct report_writer *w, const struct words_more *more)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "message", json_utf8(more->text)) &&
				json_put(o, "location", location_of(w, &more->at)));
}

/* What has a place is related, the rest stands in the message. */
static bool put_words(struct report_writer *w, json_t *o, const struct finding *x)
{
	json_t *related = json_array();
	struct buf words = buf_on(w->scratch);
	struct words_more *more;
	size_t n = words_more(w->scratch, x, &more);
	bool is_done = json_put(o, "related_locations", related);

	words_message(&words, x);
	for (size_t i = 0; i < n && is_done; i++) {
		if (more[i].has_place) {
			is_done = json_add(related, related_of(w, &more[i]));
		} else {
			buf_byte(&words, '\n');
			buf_str(&words, more[i].text);
		}
	}
	return is_done && json_put(o, "message", json_utf8(buf_view(&words)));
}

static json_t *finding_of(struct report_writer *w, const struct finding *x)
{
	static const char *const severities[] = {"ERROR", "WARNING", "INFO"};
	json_t *o = json_object();

	return json_done(
	    o, put_words(w, o, x) && json_put(o, "location", location_of(w, &x->at)) &&
		   json_put(o, "severity", json_string_nocheck(severities[x->severity])) &&
		   json_put(o, "code", code_of(w, x->rule)));
}

static void begin(struct report_writer *w)
{
	buf_text(&w->out, "{\"source\":{\"name\":\"kamcheck\"},\"diagnostics\":[");
}

/* The state is set once there was a finding. */
static void say_finding(struct report_writer *w, const struct finding *x)
{
	json_t *o = finding_of(w, x);

	buf_text(&w->out, w->state ? ",\n" : "\n");
	w->state = w;
	w->has_failed |= !json_value(&w->out, o);
	json_decref(o);
}

static void end(struct report_writer *w, int status)
{
	(void)status;
	buf_text(&w->out, "\n]}\n");
}

const struct report_format format_rdjson = {
    .name = "rdjson", .begin = begin, .finding = say_finding, .end = end};
