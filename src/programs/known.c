/*
 * known - see known.h.
 *
 * What must stay true: a finding that is not told stands in a baseline, in the base, or where the
 * diff changes nothing; a baseline is written whole or not at all, and what it says of files that
 * were not read stays.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/known.h"

#include "base/hidden.h"
#include "output/baseline.h"
#include "output/identity.h"
#include "programs/base.h"
#include "text/filename.h"
#include "text/write_file.h"

#include <sys/stat.h>

/* What is reported here. */
extern const struct rule rule_baseline_stale;

enum { STATUS_GOOD = 0, STATUS_FINDINGS = 1, STATUS_TROUBLE = 2 };

struct known_baseline {
	struct str file, folder, text;
	struct baseline old, new; /* NEW: what is written */
	struct map read;          /* files that were read, as identities name them */
	const struct scope *scope;
	struct report_filter filter;
	uint32_t hidden; /* findings */
	bool is_said;    /* the settings name it */
	bool is_loaded;
};

/* --- the diff -----------------------------------------------------------------------------------
 */

static bool is_there(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0;
}

/* The top of the repository around the working directory, or that itself. */
static struct str top(struct arena *a)
{
	struct str here = filename_absolute(a, STR(".")), up = here;

	while (!is_there(a, filename_join(a, up, STR(".git")))) {
		if (up.n < 2)
			return here;
		up = filename_folder(up);
	}
	return up;
}

/* A name in a diff is seen from the top of the repository, or from here; with a letter in front of
 * it or without. */
static void note_changed(struct known *k, struct diff_file *file, struct str folder)
{
	struct str names[] = {file->name, diff_lines_plain(file->name)};

	for (size_t i = 0; i < 2; i++)
		map_keep(&k->changed, k->arena,
			 filename_absolute(k->arena, filename_join(k->arena, folder, names[i])),
			 file);
}

static bool read_diff(struct known *k, struct str name, struct buf *why)
{
	struct files files = files_on_disk(k->arena, NULL);
	struct str text, reason, folder = top(k->arena);
	enum file_status status = str_is(name, "-")
				      ? files_read_input(k->arena, &text, &reason)
				      : files_read_config(&files, k->arena, name, &text, &reason);

	if (status != FILE_OK) {
		buf_printf(why, "cannot read the diff \"%.*s\": %.*s", STR_ARG(name),
			   STR_ARG(reason));
		return false;
	}
	if (!diff_lines_read(k->arena, text, &k->diff)) {
		buf_printf(why, "%.*s:%u: %s", STR_ARG(name), k->diff.line, k->diff.complaint);
		return false;
	}
	for (uint32_t i = 0; i < k->diff.count; i++) {
		note_changed(k, &k->diff.all[i], folder);
		note_changed(k, &k->diff.all[i], STR(""));
	}
	return true;
}

struct touching {
	struct known *known;
	struct diags *diags;
	const struct source *source; /* of the last finding, and what is changed in it */
	const struct diff_file *file;
};

static bool is_touched(void *ctx, const struct rule *rule, struct span at)
{
	struct touching *t = ctx;
	struct sources *s = t->diags->sources;
	struct span in_file = span_in_file(s, at);
	struct place from = source_place(s, in_file.lo), to;

	(void)rule;
	/* What is wrong with the command line. */
	if (!from.source)
		return true;
	if (from.source != t->source) {
		t->source = from.source;
		t->file = map_find(&t->known->changed,
				   filename_absolute(t->diags->arena, from.source->name));
	}
	if (!t->file)
		return false;
	to = source_place(s, in_file.hi > in_file.lo ? in_file.hi - 1 : in_file.lo);
	return diff_lines_touch(t->file, from.line,
				to.source == from.source && to.line > from.line ? to.line
										: from.line);
}

static void take_untouched(struct known *k, struct session *s)
{
	struct touching t = {.known = k, .diags = &s->diags};

	for (uint32_t i = 0; i < s->sources.count && !k->meets_diff; i++) {
		const struct source *src = s->sources.all[i];

		k->meets_diff = !src->is_expansion &&
				map_has(&k->changed, filename_absolute(s->arena, src->name));
	}
	diags_keep(&s->diags, is_touched, &t);
}

/* --- identities that are known ----------------------------------------------------------------
 */

struct comparison {
	struct identities *prints;
	struct baseline *known;
	uint32_t hidden;
};

static bool is_new(void *ctx, const struct rule *rule, struct span at)
{
	struct comparison *c = ctx;

	if (!baseline_takes(c->known, identity_of(c->prints, c->prints->arena, rule, at)))
		return true;
	c->hidden++;
	return false;
}

static uint32_t take_known(struct session *s, struct identities *f, struct baseline *known)
{
	struct comparison c = {.prints = f, .known = known};

	diags_keep(&s->diags, is_new, &c);
	return c.hidden;
}

static bool take_base(const struct known_run *r, struct buf *why)
{
	struct session *s = r->session;
	struct baseline base;
	struct str folder;
	struct identities f;

	if (!base_findings(s->arena, r->scope, r->name, s->diags.least, r->lint, &base, &folder,
			   why))
		return false;
	f = identities_of(s->arena, &s->diags, r->root, folder);
	take_known(s, &f, &base);
	return true;
}

/* --- the baseline -------------------------------------------------------------------------------
 */

/* The file of the baseline of SCOPE, absolute; empty when it has none.  *IS_SAID: --baseline or the
 * settings name it. */
static struct str baseline_file(struct arena *a, const struct scope *scope, bool *is_said)
{
	const struct options *o = &scope->options;
	struct str set = settings_word(&scope->settings, SETTINGS_BASELINE);

	*is_said = true;
	if (o->written_baseline.n)
		return filename_absolute(a, o->written_baseline);
	if (o->baseline.n)
		return filename_absolute(a, o->baseline);
	if (set.n)
		return set;
	*is_said = false;
	return o->writes_baseline ? filename_absolute(a, STR(BASELINE_NAME)) : STR("");
}

static bool load(struct known *k, struct known_baseline *b, struct buf *why)
{
	struct files files = files_on_disk(k->arena, NULL);
	enum file_status status;
	struct str reason;
	const char *complaint;
	uint32_t line;

	b->is_loaded = true;
	b->old = baseline_new(k->arena);
	b->new = baseline_new(k->arena);
	status = files.read_given(files.ctx, k->arena, b->file, &b->text, &reason);
	if (status == FILE_MISSING && k->given->writes_baseline) {
		b->text = STR("");
	} else if (status != FILE_OK) {
		buf_printf(why, "cannot read the baseline \"%.*s\": %.*s", STR_ARG(b->file),
			   STR_ARG(reason));
		return false;
	}
	if (baseline_read(&b->old, b->text, &complaint, &line))
		return true;
	buf_printf(why, "%.*s:%u: %s", STR_ARG(b->file), line, complaint);
	return false;
}

/* The files that S has read, as identities name them. */
static void note_read(struct known *k, struct known_baseline *b, const struct session *s)
{
	for (uint32_t i = 0; i < s->sources.count; i++) {
		const struct source *src = s->sources.all[i];
		struct buf name = buf_on(k->arena);

		if (src->is_expansion)
			continue;
		hidden_show(&name, filename_relative(k->arena, b->folder,
						     filename_absolute(k->arena, src->name)));
		map_add(&b->read, k->arena, buf_view(&name));
	}
}

static void record(struct known_baseline *b, const struct known_run *r, struct identities *f)
{
	const struct diags *d = &r->session->diags;

	for (const struct diag *x = d->first; x; x = x->next)
		if (report_shows(r->filter, x->rule, x->severity))
			baseline_add(&b->new, identity_of(f, f->arena, x->rule, x->at));
	for (uint32_t i = 0; i < d->rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&d->rest, i);

		if (report_shows(r->filter, x->rule, x->severity))
			baseline_add(&b->new, identity_of(f, f->arena, x->rule, x->at));
	}
	baseline_end_config(&b->new);
}

static bool is_nothing(void *ctx, const struct rule *rule, struct span at)
{
	(void)ctx;
	(void)rule;
	(void)at;
	return false;
}

static bool take_baseline(struct known *k, const struct known_run *r, struct buf *why)
{
	struct session *s = r->session;
	bool is_said;
	struct str file = baseline_file(k->arena, r->scope, &is_said);
	struct known_baseline *b;
	struct identities f;

	if (!file.n)
		return true;
	b = MAP_RECORD(&k->baselines, k->arena, file, struct known_baseline);
	b->file = file;
	b->folder = filename_folder(file);
	b->scope = r->scope;
	b->filter = *r->filter;
	b->is_said = is_said;
	if (!b->is_loaded && !load(k, b, why))
		return false;
	note_read(k, b, s);
	f = identities_of(s->arena, &s->diags, r->root, b->folder);
	if (k->given->writes_baseline) {
		record(b, r, &f);
		diags_keep(&s->diags, is_nothing, NULL);
	} else {
		uint32_t hidden = take_known(s, &f, &b->old);

		b->hidden += r->is_trial ? 0 : hidden;
		baseline_end_config(&b->old);
	}
	return true;
}

struct str known_file(struct arena *a, const struct scope *scope)
{
	bool is_said;

	return baseline_file(a, scope, &is_said);
}

/* --- the run ------------------------------------------------------------------------------------
 */

bool known_open(struct known *k, struct arena *a, const struct options *given, struct buf *why)
{
	*k = (struct known){.arena = a, .given = given};
	return !given->diff.n || read_diff(k, given->diff, why);
}

bool known_take(struct known *k, const struct known_run *r, struct buf *why)
{
	if (k->given->since.n && !take_base(r, why))
		return false;
	if (!take_baseline(k, r, why))
		return false;
	if (k->given->diff.n)
		take_untouched(k, r->session);
	return true;
}

/* Whether what E says was looked for in this run. */
static bool is_judged(struct arena *a, const struct known_baseline *b,
		      const struct baseline_entry *e)
{
	const struct rule *rule = baseline_rule(e);
	struct str path = baseline_path(e);

	if (rule && !report_shows(&b->filter, rule, rule->severity))
		return false;
	return map_has(&b->read, path) ||
	       (!str_is(path, "-") && !is_there(a, filename_join(a, b->folder, path)));
}

static void report_stale(struct session *s, uint32_t base, const struct baseline_entry *e)
{
	struct span at = {base + e->at.lo, base + e->at.hi};
	struct str path = baseline_path(e), code = str_head(e->key, 4);
	struct diag *x;

	if (e->used)
		x = diag_report(&s->diags, &rule_baseline_stale, at,
				"%.*s is there %u times only, not %u times, in %.*s", STR_ARG(code),
				e->used, e->count, STR_ARG(path));
	else
		x = diag_report(&s->diags, &rule_baseline_stale, at,
				"there is no such %.*s any more in %.*s", STR_ARG(code),
				STR_ARG(path));
	diag_hint(&s->diags, x, "take the line out, or write it anew with --write-baseline");
}

static unsigned weigh_stale(void *ctx, const struct rule *rule, struct span at)
{
	const struct known_baseline *b = ctx;

	(void)at;
	return b->scope->options.strict_baseline ? SEV_ERROR
						 : levels_of(&b->scope->levels, rule, NULL);
}

/* Tells which entries of B nobody finds any more. */
static int tell_stale(struct known *k, struct known_baseline *b, struct report *report, int status)
{
	struct report_filter counts = b->filter;
	struct str shown = scope_short_name(k->arena, b->file);
	const struct source *src;
	struct session s;

	session_init(&s, (struct files){0});
	src = sources_add(&s.sources, shown, b->text, SPAN_NONE);
	for (uint32_t i = 0; src && i < b->old.entries.entries.count; i++) {
		const struct baseline_entry *e = b->old.entries.entries.all[i].value;

		if (e->used < e->count && is_judged(k->arena, b, e))
			report_stale(&s, src->base, e);
	}
	diags_weigh(&s.diags, weigh_stale, b);
	diags_sort(&s.diags);
	counts.least = b->scope->options.fail_on;
	if (s.diags.count && !report_findings(report, &s.diags, &b->filter, shown))
		status = STATUS_TROUBLE;
	else if (status == STATUS_GOOD && !b->scope->options.fails_never &&
		 report_count(&s.diags, &counts))
		status = STATUS_FINDINGS;
	session_end(&s);
	return status;
}

/* A first file of settings that names the baseline. */
static bool write_settings(struct known *k, const struct known_baseline *b, struct buf *said)
{
	struct str file = filename_join(k->arena, b->folder, STR("kamcheck.ini")), reason;
	struct str text = STR("[kamcheck]\nbaseline = " BASELINE_NAME "\n");

	if (b->is_said)
		return true;
	if (b->scope->settings.file.n || is_there(k->arena, file)) {
		buf_text(said, "; name it in the settings: baseline = " BASELINE_NAME);
		return true;
	}
	if (write_file(k->arena, file, text, &reason)) {
		buf_text(said, ", and kamcheck.ini names it");
		return true;
	}
	buf_printf(said, "; cannot write kamcheck.ini: %.*s", STR_ARG(reason));
	return false;
}

static int write_baseline(struct known *k, struct known_baseline *b, int status, struct buf *said)
{
	struct buf out = buf_on(k->arena);
	struct str reason;
	uint32_t count = 0;

	/* What is said of files that were not looked at stays. */
	for (uint32_t i = 0; i < b->old.entries.entries.count; i++) {
		const struct baseline_entry *e = b->old.entries.entries.all[i].value;

		for (uint32_t n = 0; n < e->count && !is_judged(k->arena, b, e); n++)
			baseline_add(&b->new, e->key);
	}
	baseline_end_config(&b->new);
	baseline_write(&out, &b->new);
	for (uint32_t i = 0; i < b->new.entries.entries.count; i++)
		count += ((struct baseline_entry *)b->new.entries.entries.all[i].value)->used;
	if (!write_file(k->arena, b->file, buf_view(&out), &reason)) {
		buf_printf(said, "cannot write \"%.*s\": %.*s", STR_ARG(b->file), STR_ARG(reason));
		return STATUS_TROUBLE;
	}
	buf_printf(said, "%.*s knows %u finding%s now",
		   STR_ARG(scope_short_name(k->arena, b->file)), count, count == 1 ? "" : "s");
	return write_settings(k, b, said) ? status : STATUS_TROUBLE;
}

int known_close(struct known *k, struct report *report, int status, struct buf *said)
{
	for (uint32_t i = 0; i < k->baselines.entries.count; i++) {
		struct known_baseline *b = k->baselines.entries.all[i].value;
		struct str shown = scope_short_name(k->arena, b->file);

		/* When a config could not be read nothing is known of the whole. */
		if (!b->is_loaded || status == STATUS_TROUBLE)
			continue;
		if (said->n)
			buf_byte(said, '\n');
		if (k->given->writes_baseline) {
			status = write_baseline(k, b, status, said);
			continue;
		}
		status = tell_stale(k, b, report, status);
		if (b->hidden)
			buf_printf(said, "%u finding%s not shown: %s known to %.*s", b->hidden,
				   b->hidden == 1 ? " is" : "s are",
				   b->hidden == 1 ? "it is" : "they are", STR_ARG(shown));
	}
	if (k->diff.count && !k->meets_diff)
		buf_printf(said, "%sthe diff changes none of the files that were read",
			   said->n ? "\n" : "");
	return status;
}
