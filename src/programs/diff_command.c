/*
 * diff_command - see diff_command.h.
 *
 * What the command line defines holds for both configs.  Of one file there would be nothing to
 * compare then: it holds for the new side only, unless --old-define or --new-define say how the
 * sides differ.
 *
 * What must stay true: a config of which text is missing is never called equal to another one; a
 * file that both sides are is read once, for it may be a FIFO.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/diff_command.h"

#include "compare/compare.h"
#include "output/formats.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/releases.h"
#include "programs/say.h"
#include "programs/scope.h"
#include "programs/settings_plan.h"
#include "sema/analyse.h"
#include "sema/sema.h"
#include "variants/variants.h"
#include "views/differences.h"

#include <sys/stat.h>

#define PARTS_MISSING "parts of it are not read"

struct diff_side {
	struct str name;        /* of the file */
	struct str label;       /* what it is called, with what it alone defines */
	struct options given;   /* the command line as it holds here */
	struct options options; /* ... with the settings */
	struct session session;
	struct analysis *analysis;
	bool is_open;
	/* Of a profile: which names vary is found out before. */
	struct str profile; /* empty: none */
	struct session chooser;
	bool is_choosing;
};

struct diff {
	struct arena *arena;
	struct diff_side sides[COMPARE_SIDES];
	struct str text;        /* of the one file that both sides are; P is NULL: not read yet */
	struct arena *compared; /* what the comparison needs, as much as the texts allow */
	struct account account;
	bool is_one_file;
};

/* --- the sides ---------------------------------------------------------------------------------
 */

static bool is_same_file(struct arena *a, struct str one, struct str other)
{
	struct stat x, y;

	if (str_equal(one, other))
		return true;
	return stat(arena_copy(a, one.p, one.n), &x) == 0 &&
	       stat(arena_copy(a, other.p, other.n), &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* Whether it is said how the sides differ. */
static bool has_own(const struct options *o)
{
	return o->old_define_count || o->new_define_count || o->old_profile.n || o->new_profile.n;
}

static void add_label(struct buf *b, struct str text)
{
	buf_text(b, " -A ");
	buf_str(b, options_defined_name(text));
}

/* What the side alone defines stands in place of what both do. */
static void set_side(struct diff *d, int side, const struct options *o, bool has_common)
{
	struct diff_side *x = &d->sides[side];
	const struct options_define *own = side ? o->new_defines : o->old_defines;
	size_t own_count = side ? o->new_define_count : o->old_define_count, n = 0;
	struct options_define *all =
	    arena_array(d->arena, o->define_count + own_count + 1, sizeof *all);
	struct buf label = buf_on(d->arena);

	x->name = o->files[o->file_count > 1 ? side : 0];
	x->given = *o;
	buf_str(&label, open_name(o, x->name));
	for (size_t i = 0; has_common && i < o->define_count; i++) {
		if (o->defines[i].kind == OPTIONS_DEFINE &&
		    options_define_same(own, own_count, o->defines[i].text))
			continue;
		all[n++] = o->defines[i];
		if (d->is_one_file && !has_own(o) && o->defines[i].kind == OPTIONS_DEFINE)
			add_label(&label, o->defines[i].text);
	}
	for (size_t i = 0; i < own_count; i++) {
		all[n++] = own[i];
		add_label(&label, own[i].text);
	}
	x->profile = side ? o->new_profile : o->old_profile;
	if (x->profile.n) {
		buf_text(&label, ", profile ");
		buf_str(&label, x->profile);
	}
	if (!has_common)
		x->given.module_count = 0;
	x->given.defines = all;
	x->given.define_count = n;
	x->label = buf_view(&label);
}

static void set_sides(struct diff *d, const struct options *o)
{
	d->is_one_file = o->file_count == 1 || is_same_file(d->arena, o->files[0], o->files[1]);
	set_side(d, 0, o, has_own(o) || !d->is_one_file);
	set_side(d, 1, o, true);
}

/* --- reading ------------------------------------------------------------------------------------
 */

/* Opens the session of X as its profile wants it; TEXT was read. */
static bool open_profile(struct diff *d, struct diff_side *x, const struct scope *scope,
			 struct str text, struct buf *why)
{
	struct plan *plan = ARENA_NEW(d->arena, struct plan);
	struct lint_options lint = {.ignoring = IGNORING_NOTHING};
	struct variants_request request = {
	    .plan = plan, .lint = &lint, .open = open_variant, .ctx = &x->options};
	struct variants_choice *choice;
	uint32_t n = 0;

	*plan = scope->settings.plan;
	plan->mode = PLAN_PROFILES;
	plan->profile = x->profile;
	if (!settings_plan_check(plan, why))
		return false;
	choice = variants_choose(&x->chooser, open_name(&x->options, x->name), text, &request);
	for (uint32_t i = 0; i < plan->profiles.count; i++)
		if (choice->row_of[i] != CHOICE_NONE)
			n = choice->row_of[i];
	variants_open(choice, &x->session, n);
	return true;
}

/* Opens the session S of X and reads its text, of one file once. */
static bool open_text(struct diff *d, const struct diff_side *x, struct session *s,
		      struct str *text, struct buf *why)
{
	bool is_read;

	open_session(s, &x->options);
	if (d->is_one_file && d->text.p) {
		*text = d->text;
		return open_files(&s->files, s->arena, &x->options, x->name, why);
	}
	is_read = open_config(s, d->arena, &x->options, x->name, text, why);
	d->text = *text;
	return is_read;
}

static bool open_side(struct diff *d, struct diff_side *x, struct str *text, struct buf *why)
{
	struct scopes scopes = scopes_of(d->arena, &x->given);
	const struct scope *scope = scope_of(&scopes, x->name, why);

	if (!scope)
		return false;
	x->options = scope->options;
	if (!releases_are_one(&x->options, "this command", why))
		return false;
	x->is_choosing = x->profile.n > 0;
	x->is_open = !x->is_choosing;
	if (!open_text(d, x, x->is_open ? &x->session : &x->chooser, text, why))
		return false;
	if (x->is_choosing && !open_profile(d, x, scope, *text, why))
		return false;
	x->is_open = true;
	x->session.diags.least = SEV_ERROR;
	x->session.diags.last = PHASE_PARSE;
	return true;
}

/* The config cannot be compared. */
static int refuse(const struct diff *d, struct diff_side *x, const char *why)
{
	struct report_filter filter = {.least = SEV_ERROR, .last = PHASE_PARSE};
	struct buf b = buf_on(d->arena);

	diags_sort(&x->session.diags);
	report_print(&b, &format_text, &x->session.diags, &filter);
	outputs_write(stderr, buf_view(&b));
	buf_clear(&b);
	buf_str(&b, x->label);
	buf_printf(&b, " cannot be compared: %s", why);
	return complain(buf_view(&b));
}

/* Reads and analyses a side; 0, or the status that the program ends with. */
static int read_side(struct diff *d, struct diff_side *x)
{
	struct buf why = buf_on(d->arena);
	struct str text;

	if (!open_side(d, x, &text, &why))
		return complain(buf_view(&why));
	if (check_options(&x->session))
		x->analysis = analyse(&x->session, open_name(&x->options, x->name), text);
	session_settle(&x->session);
	d->account.memory_end += x->session.account.memory_end;
	if (x->analysis && compare_is_whole(x->analysis))
		return EXIT_GOOD;
	return refuse(d, x, PARTS_MISSING);
}

/* --- what is said --------------------------------------------------------------------------------
 */

/* What is not compared, or will not run. */
static void add_notes(struct diff_side *x, struct differences *out)
{
	struct report_filter filter = {.least = SEV_ERROR, .last = PHASE_PARSE};
	uint32_t errors = report_count(&x->session.diags, &filter);
	struct buf b = buf_on(out->arena);

	if (errors) {
		buf_str(&b, x->label);
		buf_printf(&b, ": %u error%s for Kamailio: \"kamcheck -c\" says which", errors,
			   errors == 1 ? "" : "s");
		*LIST_ADD(out->arena, &out->notes) = buf_view(&b);
	}
	if (x->analysis->doubts & DOUBT_ENGINE) {
		b = buf_on(out->arena);
		buf_str(&b, x->label);
		buf_text(&b, ": routing in another language is not compared");
		*LIST_ADD(out->arena, &out->notes) = buf_view(&b);
	}
}

static int write_differences(struct diff *d, const struct options *o)
{
	struct differences x = {.arena = d->arena};
	struct buf b = buf_on(d->arena);

	x.found = compare(d->compared, d->sides[0].analysis, d->sides[1].analysis);
	for (int side = 0; side < COMPARE_SIDES; side++) {
		x.names[side] = d->sides[side].label;
		add_notes(&d->sides[side], &x);
	}
	for (int side = 0; side < COMPARE_SIDES; side++)
		if (x.found->is_broken[side])
			return refuse(d, &d->sides[side], PARTS_MISSING);
	if (o->format == OPTIONS_MARKDOWN)
		differences_markdown(&b, &x);
	else if (o->format == OPTIONS_TEXT)
		differences_text(&b, &x);
	else if (!differences_json(&b, &x))
		return EXIT_TROUBLE;
	if (!outputs_write(stdout, buf_view(&b)))
		return EXIT_TROUBLE;
	return x.found->differences.count ? EXIT_FINDINGS : EXIT_GOOD;
}

int diff_command(struct arena *a, const struct options *o)
{
	struct diff *d = ARENA_NEW(a, struct diff);
	int status = EXIT_GOOD;

	d->arena = a;
	d->compared = arena_new();
	arena_charge(d->compared, &d->account);
	set_sides(d, o);
	for (int side = 0; side < COMPARE_SIDES; side++) {
		int own = read_side(d, &d->sides[side]);

		status = own ? own : status;
	}
	if (!status && !compare_unknowns_agree(d->sides[0].analysis, d->sides[1].analysis))
		status = refuse(d, &d->sides[1], "what it says is known to the server only");
	if (!status)
		status = write_differences(d, o);
	for (int side = 0; side < COMPARE_SIDES; side++) {
		if (d->sides[side].is_open)
			session_end(&d->sides[side].session);
		if (d->sides[side].is_choosing)
			session_end(&d->sides[side].chooser);
	}
	arena_free(d->compared);
	return status;
}
