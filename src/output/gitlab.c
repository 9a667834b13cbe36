/*
 * gitlab - findings as a report of Code Quality of GitLab: an array of JSON.
 */
#include "output/formats.h"

#include "output/json.h"
#include "output/words.h"

/* Kamailio does not come up; it misbehaves, or probably does; something to know. */
static const char *severity_of(const struct finding *x)
{
	return x->severity == SEV_NOTE                                   ? "minor"
	       : x->severity == SEV_ERROR && x->rule->phase != PHASE_RUN ? "critical"
									 : "major";
}

static json_t *location_of(struct report_writer *w, const struct finding *x)
{
	json_t *o = json_object(), *lines = json_object();
	struct str path = paths_name(w->paths, x->at.path)->path;

	return json_done(o, json_put(o, "lines", lines) &&
				json_put(lines, "begin", json_integer(x->at.from.line)) &&
				json_put(lines, "end", json_integer(x->at.to.line)) &&
				json_put(o, "path", json_text(w->scratch, path)));
}

static json_t *finding_of(struct report_writer *w, const struct finding *x)
{
	struct buf words = buf_on(w->scratch);
	json_t *o = json_object();

	/* The name of the check is not shown there. */
	buf_printf(&words, "%s: ", x->rule->code);
	words_message(&words, x);
	return json_done(o, json_put(o, "description", json_utf8(buf_view(&words))) &&
				json_put(o, "check_name", json_string_nocheck(x->rule->code)) &&
				json_put(o, "fingerprint", json_text(w->scratch, x->fingerprint)) &&
				json_put(o, "severity", json_string_nocheck(severity_of(x))) &&
				json_put(o, "location", location_of(w, x)));
}

/* The state is set once something was written. */
static void say_finding(struct report_writer *w, const struct finding *x)
{
	json_t *o = finding_of(w, x);

	buf_text(&w->out, w->state ? ",\n" : "[\n");
	w->state = w;
	w->has_failed |= !json_value(&w->out, o);
	json_decref(o);
}

static void end(struct report_writer *w, int status)
{
	(void)status;
	buf_text(&w->out, w->state ? "\n]\n" : "[]\n");
}

const struct report_format format_gitlab = {
    .name = "gitlab", .wants = REPORT_FINGERPRINTS, .finding = say_finding, .end = end};
