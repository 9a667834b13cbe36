/*
 * print_command - see print_command.h.
 *
 * What must stay true: the text of a variant begins with a comment that says which one it is; a
 * file that does not begin so is not written over.
 */
/* mkdir() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/print_command.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "engine/lint.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/releases.h"
#include "programs/say.h"
#include "sema/sema.h"
#include "text/filename.h"
#include "text/write_file.h"
#include "variants/merge.h"
#include "variants/variants.h"
#include "views/print.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER "# kamcheck variant "

struct print_run {
	struct arena *arena;
	const struct options *options;
	struct print_options print;
	struct str name, text; /* of the config */
	struct report *report;
};

/* --- the config as it stands -------------------------------------------------------------------
 */

/* Appends the text as S has it; the status as far as that tells it. */
static int print_text(const struct print_run *r, struct session *s, struct buf *out)
{
	if ((r->print.is_expanded || check_options(s)) &&
	    print_config(s, r->name, r->text, &r->print, out))
		return EXIT_GOOD;
	return EXIT_FINDINGS;
}

/* Tells what was found, and what becomes of the status. */
static int tell_findings(const struct print_run *r, struct session *s, int status)
{
	struct report_filter filter = {.least = SEV_ERROR, .last = PHASE_RUN};

	diags_sort(&s->diags);
	if (!report_findings(r->report, &s->diags, &filter, r->name))
		return EXIT_TROUBLE;
	return r->print.is_expanded && s->diags.errors && !status ? EXIT_FINDINGS : status;
}

static int print_one(const struct print_run *r, struct session *s)
{
	struct buf out = buf_on(s->arena);
	int status = print_text(r, s, &out);

	if (!outputs_write(stdout, buf_view(&out)))
		status = EXIT_TROUBLE;
	session_settle(s);
	return tell_findings(r, s, status);
}

/* --- variants ----------------------------------------------------------------------------------
 */

struct print_variants {
	const struct print_run *run;
	const struct plan *plan;
	const struct variants_choice *choice;
	struct merge *merge;
	struct buf why;
	uint32_t number; /* of the variant, from 1 */
	int status;
};

/* "as-is.cfg", "variant-3.cfg", "PROFILE.cfg" */
static struct str file_name(const struct print_variants *v, struct str profile, uint32_t n)
{
	struct buf b = buf_on(v->run->arena);

	for (size_t i = 0; i < profile.n; i++) {
		char c = profile.p[i];

		buf_byte(&b, ascii_is_word(c) || c == '-' || (c == '.' && i) ? c : '_');
	}
	if (!profile.n && !n)
		buf_text(&b, "as-is");
	else if (!profile.n)
		buf_printf(&b, "variant-%u", v->number);
	buf_text(&b, ".cfg");
	return filename_join(v->run->arena, v->run->options->output_dir, buf_view(&b));
}

/* Whether the file may be written: it is not there, or a variant that was written before. */
static bool is_ours(struct print_variants *v, struct str name)
{
	struct files files = files_on_disk(v->run->arena, NULL);
	struct str text, reason;
	enum file_status status = files.read_given(files.ctx, v->run->arena, name, &text, &reason);

	if (status == FILE_MISSING || (status == FILE_OK && str_starts(text, STR(HEADER))))
		return true;
	buf_printf(&v->why, "\"%.*s\" is there and no variant: it is not written over",
		   STR_ARG(name));
	return false;
}

static bool put_text(struct print_variants *v, struct str profile, uint32_t n, struct str text)
{
	struct str name, reason;

	if (!v->run->options->output_dir.n)
		return outputs_write(stdout, text);
	name = file_name(v, profile, n);
	if (!is_ours(v, name))
		return false;
	if (write_file(v->run->arena, name, text, &reason))
		return true;
	buf_printf(&v->why, "cannot write \"%.*s\": %.*s", STR_ARG(name), STR_ARG(reason));
	return false;
}

static void put_header(const struct print_variants *v, struct buf *out, struct str profile,
		       uint32_t n)
{
	buf_printf(out, HEADER "%u", v->number);
	if (profile.n) {
		buf_text(out, ", profile ");
		hidden_show(out, profile);
	} else if (!n) {
		buf_text(out, ", the config as it stands");
	}
	buf_text(out, ": ");
	variants_describe(out, v->choice, n);
	buf_byte(out, '\n');
}

/* Prints the variant in row number N. */
static bool print_variant(struct print_variants *v, struct str profile, uint32_t n)
{
	struct session s;
	struct buf out;
	bool is_written;

	v->number++;
	variants_open(v->choice, &s, n);
	s.diags.least = SEV_ERROR;
	out = buf_on(s.arena);
	put_header(v, &out, profile, n);
	if (print_text(v->run, &s, &out))
		v->status = EXIT_FINDINGS;
	if (out.p[out.n - 1] != '\n')
		buf_byte(&out, '\n');
	is_written = put_text(v, profile, n, buf_view(&out));
	session_settle(&s);
	diags_sort(&s.diags);
	merge_add(v->merge, v->number - 1, &s, NULL);
	session_end(&s);
	return is_written;
}

static bool print_profiles(struct print_variants *v)
{
	const struct plan *plan = v->plan;

	for (uint32_t i = 0; i < plan->profiles.count; i++) {
		uint32_t n = v->choice->row_of[i];

		if (n != CHOICE_NONE && !print_variant(v, plan->profiles.all[i].name, n))
			return false;
	}
	return true;
}

static bool print_rows(struct print_variants *v)
{
	for (uint32_t i = 0; i < v->choice->rows.all.count; i++)
		if (!print_variant(v, STR(""), i))
			return false;
	return true;
}

static bool make_folder(struct print_variants *v)
{
	struct str dir = v->run->options->output_dir;

	if (!dir.n || mkdir(arena_copy(v->run->arena, dir.p, dir.n), 0777) == 0 || errno == EEXIST)
		return true;
	buf_printf(&v->why, "cannot make the folder \"%.*s\": %s", STR_ARG(dir), strerror(errno));
	return false;
}

/* S has the options and files; what is found in all variants is told as one. */
static int print_all(const struct print_run *r, struct session *s, const struct plan *plan)
{
	struct print_variants v = {.run = r, .plan = plan, .why = buf_on(r->arena)};
	struct lint_options lint = {.ignoring = IGNORING_NOTHING};
	struct variants_request request = {
	    .plan = plan, .lint = &lint, .open = open_variant, .ctx = (void *)r->options};
	struct session told;
	bool is_done;

	open_session(&told, r->options);
	v.merge = merge_start(&told, NULL);
	v.choice = variants_choose(s, r->name, r->text, &request);
	is_done =
	    make_folder(&v) && (plan->mode == PLAN_PROFILES ? print_profiles(&v) : print_rows(&v));
	v.status = tell_findings(r, &told, v.status);
	session_end(&told);
	if (is_done)
		return v.status;
	return v.why.n ? complain(buf_view(&v.why)) : EXIT_TROUBLE;
}

int print_command(struct arena *a, struct options *o, const struct plan *plan)
{
	struct print_run r = {.arena = a,
			      .options = o,
			      .print = {.is_expanded = o->command == OPTIONS_EXPAND,
					.has_markers = o->line_markers,
					.strips_comments = o->strip_comments,
					.masks_secrets = o->mask_secrets},
			      .name = open_name(o, o->files[0])};
	struct buf why = buf_on(a);
	struct outputs findings;
	struct session s;
	int status;

	if (!outputs_open(&findings, a, o, releases_name(a, o), stderr, &why))
		return complain(buf_view(&why));
	open_session(&s, o);
	r.report = &findings.report;
	if (!open_config(&s, s.arena, o, o->files[0], &r.text, &why))
		status = complain(buf_view(&why));
	else
		status = plan->mode == PLAN_OFF ? print_one(&r, &s) : print_all(&r, &s, plan);
	session_end(&s);
	return status;
}
