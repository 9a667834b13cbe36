/*
 * sarif - findings as SARIF 2.1.0, as GitHub takes them.  Columns are code points.
 *
 * What must stay true: an empty run is written too, for it closes what was reported before; the
 * rules are always all, and paths the same on every machine.
 */
#include "output/formats.h"

#include "engine/registry.h"
#include "output/json.h"
#include "output/sarif_rules.h"
#include "output/words.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static json_t *text_of(struct str text)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "text", json_utf8(text)));
}

static json_t *artifact_of(struct report_writer *w, struct str name)
{
	const struct path_name *path = paths_name(w->paths, name);
	json_t *o = json_object();

	return json_done(
	    o, json_put(o, "uri", json_utf8(path->uri)) &&
		   (path->is_absolute || json_put(o, "uriBaseId", json_string_nocheck("SRCROOT"))));
}

static json_t *region_of(const struct finding_place *at)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "startLine", json_integer(at->from.line)) &&
				json_put(o, "startColumn", json_integer(at->from.character)) &&
				json_put(o, "endLine", json_integer(at->to.line)) &&
				json_put(o, "endColumn", json_integer(at->to.character)));
}

static json_t *place_of(struct report_writer *w, const struct finding_place *at)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "artifactLocation", artifact_of(w, at->path)) &&
				json_put(o, "region", region_of(at)));
}

/* --- the text around ---------------------------------------------------------------------------
 */

static json_t *snippet_of(struct report_writer *w, struct str text)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "text", json_words(w->scratch, text)));
}

/* The line of X, when all of it is here and X ends in it. */
static bool put_context(struct report_writer *w, json_t *place, const struct finding *x)
{
	json_t *o;

	if (!x->is_line || !x->excerpt.n || x->at.from.line != x->at.to.line)
		return true;
	o = json_object();
	return json_put(place, "contextRegion", o) &&
	       json_put(o, "startLine", json_integer(x->at.from.line)) &&
	       json_put(o, "endLine", json_integer(x->at.from.line)) &&
	       json_put(o, "snippet", snippet_of(w, x->excerpt));
}

static bool put_snippet(struct report_writer *w, json_t *place, const struct finding *x)
{
	struct str text = str_skip(str_head(x->excerpt, x->behind), x->first);

	return !text.n || x->at.from.offset == x->at.to.offset ||
	       json_put(json_object_get(place, "region"), "snippet", snippet_of(w, text));
}

static json_t *locations_of(struct report_writer *w, const struct finding *x)
{
	json_t *list = json_array(), *o = json_object(), *place = place_of(w, &x->at);

	return json_done(list, json_add(list, o) && json_put(o, "physicalLocation", place) &&
				   put_snippet(w, place, x) && put_context(w, place, x));
}

/* --- the message -------------------------------------------------------------------------------
 */

/* Appends TEXT so that nothing in it looks like a link. */
static void add_plain(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		buf_byte(b, text.p[i]);
		if (text.p[i] == ']' && i + 1 < text.n && text.p[i + 1] == '(')
			buf_byte(b, ' ');
	}
}

/* Appends TEXT as a link to the related location ID. */
static void add_link(struct buf *b, struct str text, size_t id)
{
	buf_byte(b, '[');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '[' || text.p[i] == ']' || text.p[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, text.p[i]);
	}
	buf_printf(b, "](%zu)", id);
}

static json_t *related_of(struct report_writer *w, const struct words_more *more, size_t id)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "id", json_integer((json_int_t)id)) &&
				json_put(o, "physicalLocation", place_of(w, &more->at)) &&
				json_put(o, "message", text_of(more->text)));
}

static bool put_message(struct report_writer *w, json_t *o, const struct finding *x)
{
	struct buf words = buf_on(w->scratch), message = buf_on(w->scratch);
	struct words_more *more;
	size_t n = words_more(w->scratch, x, &more), id = 0;
	json_t *related = json_array();
	bool is_done = related != NULL;

	words_message(&words, x);
	add_plain(&message, buf_view(&words));
	for (size_t i = 0; i < n && is_done; i++) {
		buf_byte(&message, '\n');
		if (more[i].has_place) {
			is_done = json_add(related, related_of(w, &more[i], ++id));
			add_link(&message, more[i].text, id);
		} else {
			add_plain(&message, more[i].text);
		}
	}
	if (id)
		is_done &= json_put(o, "relatedLocations", related);
	else
		json_decref(related);
	return is_done && json_put(o, "message", text_of(buf_view(&message)));
}

/* --- a result ----------------------------------------------------------------------------------
 */

static json_t *fingerprints_of(struct report_writer *w, const struct finding *x)
{
	json_t *o = json_object();

	return json_done(
	    o, json_put(o, "kamcheckFingerprint/v1", json_text(w->scratch, x->fingerprint)) &&
		   (!x->line_hash.n ||
		    json_put(o, "primaryLocationLineHash", json_text(w->scratch, x->line_hash))));
}

static json_t *result_of(struct report_writer *w, const struct finding *x)
{
	json_t *o = json_object(), *properties = json_object();

	return json_done(
	    o,
	    json_put(o, "properties", properties) &&
		json_put(properties, "phase", json_string_nocheck(finding_phase(x->rule->phase))) &&
		json_put_when(w->scratch, properties, x->when) &&
		json_put_releases(w->scratch, properties, x->releases) &&
		json_put(o, "ruleId", json_string_nocheck(x->rule->code)) &&
		json_put(o, "ruleIndex", json_integer((json_int_t)rule_index(x->rule))) &&
		json_put(o, "level", json_string_nocheck(finding_severity(x->severity))) &&
		put_message(w, o, x) && json_put(o, "locations", locations_of(w, x)) &&
		json_put(o, "partialFingerprints", fingerprints_of(w, x)));
}

/* --- the run -----------------------------------------------------------------------------------
 */

struct sarif_state {
	bool has_result;
	json_t *notices; /* what went wrong; NULL: nothing */
};

/* Appends O as the value of KEY, and gives it back. */
static void put_key(struct report_writer *w, const char *key, json_t *o)
{
	buf_printf(&w->out, ",\"%s\":", key);
	w->has_failed |= !json_value(&w->out, o);
	json_decref(o);
}

/* A version in three parts. */
static struct str semantic(struct arena *a, const char *version)
{
	struct buf b = buf_on(a);
	int dots = 0;

	for (const char *p = version; *p; p++)
		dots += *p == '.';
	buf_text(&b, version);
	for (; dots < 2; dots++)
		buf_text(&b, ".0");
	return buf_view(&b);
}

static json_t *driver_of(struct report_writer *w)
{
	const char *version = w->facts->version, *url = w->facts->docs;
	json_t *o = json_object();

	return json_done(
	    o, json_put(o, "name", json_string_nocheck("kamcheck")) &&
		   json_put(o, "version", json_string_nocheck(version)) &&
		   json_put(o, "semanticVersion", json_utf8(semantic(w->scratch, version))) &&
		   (!url || !*url || json_put(o, "informationUri", json_string_nocheck(url))) &&
		   json_put(o, "rules", sarif_rules(w)));
}

static json_t *tool_of(struct report_writer *w)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "driver", driver_of(w)));
}

static json_t *bases(void)
{
	json_t *o = json_object(), *root = json_object();

	return json_done(o, json_put(o, "SRCROOT", root) &&
				json_put(root, "description",
					 text_of(STR("The folder that paths are relative to."))));
}

static json_t *automation(void)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "id", json_string_nocheck("kamcheck/")));
}

static void begin(struct report_writer *w)
{
	w->state = ARENA_NEW(w->arena, struct sarif_state);
	buf_text(&w->out, "{\"$schema\":\"" SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[\n"
			  "{\"columnKind\":\"unicodeCodePoints\"");
	put_key(w, "tool", tool_of(w));
	put_key(w, "automationDetails", automation());
	put_key(w, "originalUriBaseIds", bases());
	buf_text(&w->out, ",\"results\":[");
}

static void say_finding(struct report_writer *w, const struct finding *x)
{
	struct sarif_state *s = w->state;
	json_t *o = result_of(w, x);

	buf_text(&w->out, s->has_result ? ",\n" : "\n");
	s->has_result = true;
	w->has_failed |= !json_value(&w->out, o);
	json_decref(o);
}

static void add_notice(struct report_writer *w, const char *level, struct str text)
{
	struct sarif_state *s = w->state;
	json_t *o = json_object();

	if (!s->notices)
		s->notices = json_array();
	w->has_failed |=
	    !json_add(s->notices, json_done(o, json_put(o, "level", json_string_nocheck(level)) &&
						   json_put(o, "message", text_of(text))));
}

static void say_unread(struct report_writer *w, struct str name, struct str why)
{
	struct buf b = buf_on(w->scratch);

	(void)name;
	words_visible(&b, why);
	add_notice(w, "error", buf_view(&b));
}

static void say_rest(struct report_writer *w, const struct report_config *config)
{
	struct buf b = buf_on(w->scratch);

	report_say_rest(&b, config);
	if (b.n)
		add_notice(w, "warning", str_trim(buf_view(&b)));
}

static json_t *invocations_of(struct report_writer *w, int status)
{
	struct sarif_state *s = w->state;
	json_t *list = json_array(), *o = json_object(), *notices = s->notices;

	s->notices = NULL;
	return json_done(list,
			 json_add(list, o) &&
			     json_put(o, "executionSuccessful", json_boolean(status < 2)) &&
			     json_put(o, "exitCode", json_integer(status)) &&
			     (!notices || json_put(o, "toolExecutionNotifications", notices)));
}

static json_t *artifacts_of(struct report_writer *w)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < w->files->entries.count && is_done; i++) {
		json_t *o = json_object();

		is_done = json_put(o, "location", artifact_of(w, w->files->entries.all[i].key));
		is_done = json_add(list, json_done(o, is_done));
	}
	return json_done(list, is_done);
}

static void end(struct report_writer *w, int status)
{
	buf_text(&w->out, "\n]");
	put_key(w, "artifacts", artifacts_of(w));
	put_key(w, "invocations", invocations_of(w, status));
	buf_text(&w->out, "}]}\n");
}

const struct report_format format_sarif = {.name = "sarif",
					   .wants = REPORT_FILES | REPORT_FINGERPRINTS |
						    REPORT_LINE_HASHES,
					   .begin = begin,
					   .finding = say_finding,
					   .config = say_rest,
					   .unread = say_unread,
					   .end = end};
