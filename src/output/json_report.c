/*
 * json_report - findings for programs: "json", one object, and "jsonl", a line for each finding.
 *
 * packaging/kamcheck.schema.json says what there is.  Columns count characters from 1, offsets
 * bytes from 0; both ends are behind the last one.
 *
 * What must stay true: in a version keys are added, and none changes its meaning; a key whose value
 * is not known is null.
 */
#include "output/formats.h"

#include "output/json.h"

enum { VERSION = 1 };

static json_t *number(uint32_t n)
{
	return json_integer(n);
}

static json_t *or_null(struct arena *a, struct str text)
{
	return text.n ? json_text(a, text) : json_null();
}

/* The keys of a place; all null when AT is NULL. */
static bool put_place(struct arena *a, json_t *o, const struct finding_place *at)
{
	static const char *const keys[] = {"line",       "column", "end_line",
					   "end_column", "offset", "end_offset"};

	if (!json_put(o, "path", at ? json_text(a, at->path) : json_null()))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct finding_point *p = !at                          ? NULL
						: i == 2 || i == 3 || i == 5 ? &at->to
									     : &at->from;
		json_t *value = !p       ? json_null()
				: i >= 4 ? number(p->offset)
				: i % 2  ? number(p->character)
					 : number(p->line);

		if (!json_put(o, keys[i], value))
			return false;
	}
	return true;
}

static json_t *note_of(struct arena *a, const struct finding_note *note)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "message", json_text(a, note->text)) &&
				put_place(a, o, note->has_place ? &note->at : NULL));
}

static json_t *link_of(struct arena *a, const struct finding_link *link)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "kind",
				     json_string_nocheck(link->is_define      ? "define"
							 : link->is_parameter ? "parameter"
									      : "include")) &&
				json_put(o, "name", or_null(a, link->name)) &&
				put_place(a, o, link->has_place ? &link->at : NULL));
}

static json_t *notes_of(struct arena *a, const struct finding *x)
{
	json_t *list = json_array();
	bool is_done = true;

	for (const struct finding_note *note = x->notes; note && is_done; note = note->next)
		is_done = json_add(list, note_of(a, note));
	return json_done(list, is_done);
}

static json_t *links_of(struct arena *a, const struct finding *x)
{
	json_t *list = json_array();
	bool is_done = true;

	for (const struct finding_link *link = x->links; link && is_done; link = link->next)
		is_done = json_add(list, link_of(a, link));
	return json_done(list, is_done);
}

/* Where Kamailio's own message is, the same place included. */
static bool put_kamailio(struct arena *a, json_t *o, const struct finding *x)
{
	bool has = x->has_kamailio_line;

	return json_put(o, "kamailio_path",
			has && x->kamailio_path.p ? json_text(a, x->kamailio_path) : json_null()) &&
	       json_put(o, "kamailio_line", has ? number(x->kamailio_line) : json_null());
}

static json_t *finding_of(struct report_writer *w, const struct finding *x)
{
	const struct rule *r = x->rule;
	struct arena *a = w->scratch;
	json_t *o = json_object();

	return json_done(
	    o, json_put(o, "code", json_string_nocheck(r->code)) &&
		   json_put(o, "name", json_string_nocheck(r->name)) &&
		   json_put(o, "severity", json_string_nocheck(finding_severity(x->severity))) &&
		   json_put(o, "phase", json_string_nocheck(finding_phase(r->phase))) &&
		   json_put(o, "message", json_text(a, x->message)) &&
		   json_put(o, "hint", or_null(a, x->hint)) &&
		   json_put(o, "url", or_null(a, report_url(w, a, r))) &&
		   put_place(a, o, x->has_place ? &x->at : NULL) && put_kamailio(a, o, x) &&
		   json_put(o, "notes", notes_of(a, x)) && json_put(o, "chain", links_of(a, x)) &&
		   json_put(o, "fingerprint", json_text(a, x->fingerprint)) &&
		   json_put_when(a, o, x->when) && json_put_releases(a, o, x->releases));
}

/* --- what is said once --------------------------------------------------------------------------
 */

static json_t *tool_of(struct report_writer *w)
{
	json_t *o = json_object();

	return json_done(o, json_put(o, "name", json_string_nocheck("kamcheck")) &&
				json_put(o, "version", json_string_nocheck(w->facts->version)));
}

static bool put_head(struct report_writer *w, json_t *o)
{
	return json_put(o, "version", json_integer(VERSION)) && json_put(o, "tool", tool_of(w)) &&
	       json_put(o, "kamailio", json_text(w->scratch, w->facts->kamailio));
}

static json_t *file_of(struct arena *a, const struct report_file *file)
{
	json_t *o = json_object(), *roots = json_array();
	bool is_done = json_put(o, "path", json_text(a, file->path)) && json_put(o, "roots", roots);

	for (uint32_t i = 0; i < file->roots.count && is_done; i++)
		is_done = json_add(roots, json_text(a, file->roots.all[i]));
	return json_done(o, is_done);
}

static json_t *files_of(struct report_writer *w)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < w->files->entries.count && is_done; i++)
		is_done = json_add(list, file_of(w->scratch, w->files->entries.all[i].value));
	return json_done(list, is_done);
}

static json_t *summary_of(struct report_writer *w, int status)
{
	const struct report_counts *n = &w->shown;
	json_t *o = json_object();

	return json_done(o, json_put(o, "errors", number(n->of[SEV_ERROR])) &&
				json_put(o, "warnings", number(n->of[SEV_WARNING])) &&
				json_put(o, "notes", number(n->of[SEV_NOTE])) &&
				json_put(o, "left_out", number(w->left_out)) &&
				json_put(o, "exit_status", json_integer(status)));
}

/* A config that could not be read. */
struct unread {
	struct str name, why;
};

struct json_state {
	bool has_finding;
	LIST_OF(struct unread) unread;
};

static void keep_unread(struct report_writer *w, struct str name, struct str why)
{
	struct json_state *s = w->state;

	*LIST_ADD(w->arena, &s->unread) =
	    (struct unread){{arena_copy(w->arena, name.p, name.n), name.n},
			    {arena_copy(w->arena, why.p, why.n), why.n}};
}

static json_t *unread_of(struct report_writer *w)
{
	const struct json_state *s = w->state;
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < s->unread.count && is_done; i++) {
		json_t *o = json_object();

		is_done = json_put(o, "path", json_text(w->scratch, s->unread.all[i].name)) &&
			  json_put(o, "message", json_text(w->scratch, s->unread.all[i].why));
		is_done = json_add(list, json_done(o, is_done));
	}
	return json_done(list, is_done);
}

static bool put_tail(struct report_writer *w, json_t *o, int status)
{
	return json_put(o, "files", files_of(w)) && json_put(o, "unread", unread_of(w)) &&
	       json_put(o, "summary", summary_of(w, status));
}

/* --- one object --------------------------------------------------------------------------------
 */

/* Appends O, which it gives back, without its last byte, or its first. */
static void write_part(struct report_writer *w, json_t *o, bool is_head)
{
	struct buf b = buf_on(w->arena);

	if (!json_value(&b, o))
		w->has_failed = true;
	else
		buf_str(&w->out,
			is_head ? str_head(buf_view(&b), b.n - 1) : str_skip(buf_view(&b), 1));
	json_decref(o);
}

static void begin(struct report_writer *w)
{
	json_t *o = json_object();

	w->state = ARENA_NEW(w->arena, struct json_state);
	write_part(w, json_done(o, put_head(w, o)), true);
	buf_text(&w->out, ", \"findings\": [");
}

static void say_finding(struct report_writer *w, const struct finding *x)
{
	struct json_state *s = w->state;
	json_t *o = finding_of(w, x);

	buf_text(&w->out, s->has_finding ? ",\n" : "\n");
	s->has_finding = true;
	w->has_failed |= !json_value(&w->out, o);
	json_decref(o);
}

static void end(struct report_writer *w, int status)
{
	json_t *o = json_object();

	buf_text(&w->out, "\n], ");
	write_part(w, json_done(o, put_tail(w, o, status)), false);
	buf_byte(&w->out, '\n');
}

const struct report_format format_json = {.name = "json",
					  .wants = REPORT_FILES | REPORT_FINGERPRINTS,
					  .begin = begin,
					  .finding = say_finding,
					  .unread = keep_unread,
					  .end = end};

/* --- lines -------------------------------------------------------------------------------------
 */

static void write_line(struct report_writer *w, json_t *o)
{
	w->has_failed |= !json_line(&w->out, o);
	json_decref(o);
}

static void begin_lines(struct report_writer *w)
{
	json_t *o = json_object();

	w->state = ARENA_NEW(w->arena, struct json_state);
	write_line(w, json_done(o, put_head(w, o)));
}

static void say_line(struct report_writer *w, const struct finding *x)
{
	write_line(w, finding_of(w, x));
}

static void end_lines(struct report_writer *w, int status)
{
	json_t *o = json_object();

	write_line(w, json_done(o, put_tail(w, o, status)));
}

const struct report_format format_jsonl = {.name = "jsonl",
					   .wants = REPORT_FILES | REPORT_FINGERPRINTS,
					   .begin = begin_lines,
					   .finding = say_line,
					   .unread = keep_unread,
					   .end = end_lines};
