/*
 * lint_command - see lint_command.h.
 *
 * What must stay true: a mistake is told once, of however many configs its file is part of; what
 * was named and is not read is told, too.
 */
/* access() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/lint_command.h"

#include "programs/checks.h"
#include "programs/ignore_add.h"
#include "programs/known.h"
#include "programs/open.h"
#include "programs/options_words.h"
#include "programs/outputs.h"
#include "programs/releases.h"
#include "programs/rules_chosen.h"
#include "programs/say.h"
#include "programs/settings_show.h"
#include "text/filename.h"

#include <unistd.h>

enum { ROUNDS_MOST = 1000 }; /* of --add-ignore; each writes something */

/* One run of the command. */
struct lint_run {
	struct arena *arena;
	struct options *options;
	struct scopes scopes;
	struct roots roots;
	struct outputs out;
	struct known known;
	bool is_trial;  /* comments are written, and the configs are checked again */
	bool has_added; /* some were written in this round */
	/* The rules that are off in the scope that was asked for last. */
	const struct scope *scope;
	const bool *is_off;
	struct map parts;  /* what was said of which config has which file */
	struct map told;   /* findings, by what makes them different */
	struct map agreed; /* uint32_t by the same: in so many configs so far */
	struct map files;  /* that have findings */
	uint32_t counts[SEVERITY_COUNT];
	int worst;
};

static void end_with(struct lint_run *r, int status)
{
	r->worst = status > r->worst ? status : r->worst;
}

/* What was done, in lines. */
static void say_lines(struct str text)
{
	while (text.n) {
		struct str line = str_take(&text, '\n');

		if (line.n)
			say(line);
	}
}

static bool prepare(void *ctx, struct check *x)
{
	struct lint_run *r = ctx;
	struct buf why = buf_on(r->arena);
	const unsigned char *choice;

	/* Standard input can be read once, and not be written. */
	if (r->is_trial && str_is(x->root->name, "-"))
		return false;
	x->scope = scope_of(&r->scopes, x->root->name, &why);
	if (x->scope && x->scope != r->scope) {
		choice = rules_chosen_by(r->arena, &x->scope->options, &why);
		r->is_off = choice ? scope_rules_off(r->arena, x->scope, choice) : NULL;
		r->scope = x->scope;
	}
	x->is_off = r->is_off;
	if (x->scope && x->is_off)
		return true;
	end_with(r, complain(buf_view(&why)));
	/* Why is said. */
	x->root->was_read = true;
	return false;
}

/* --- which findings are told ------------------------------------------------------------------ */

/* The files of a check: whether their findings are wanted. */
struct placed_file {
	const struct source *source;
	struct roots_file *file; /* NULL: not one that was met */
	bool is_wanted;
};

struct placing {
	struct lint_run *run;
	struct sources *sources;
	LIST_OF(struct placed_file) files;
	const struct placed_file *last;
};

static const struct placed_file *placed(struct placing *p, const struct source *src)
{
	if (p->last && p->last->source == src)
		return p->last;
	for (uint32_t i = 0; i < p->files.count; i++)
		if (p->files.all[i].source == src)
			return p->last = &p->files.all[i];
	return NULL;
}

/* Says once of which config FILE is a part. */
static void say_part(struct lint_run *r, const struct roots_file *file,
		     const struct roots_file *root)
{
	struct buf b = buf_on(r->arena);

	buf_printf(&b, "\"%.*s\" is checked as part of \"%.*s\"", STR_ARG(file->name),
		   STR_ARG(root->name));
	if (map_add(&r->parts, r->arena, buf_view(&b)))
		say(buf_view(&b));
}

/* Looks which files were read.  Who named a file wants what it includes, too. */
static void place_files(struct placing *p, struct arena *a, struct check *x)
{
	struct sources *s = p->sources;

	for (uint32_t i = 0; i < s->count; i++) {
		struct source *src = s->all[i];
		const struct source *from = source_of(s, span_in_file(s, src->from).lo);
		const struct placed_file *outer = from ? placed(p, from) : NULL;
		struct roots_file *file;

		if (src->is_expansion)
			continue;
		file = i ? roots_known(&p->run->roots, src->name) : x->root;
		*LIST_ADD(a, &p->files) = (struct placed_file){
		    src, file, (file && file->is_named) || (outer && outer->is_wanted)};
		p->last = NULL;
		if (!file || !file->is_named)
			continue;
		if (i && !file->is_link)
			src->name = file->name;
		if (p->run->options->is_verbose && file != x->root)
			say_part(p->run, file, x->root);
		file->was_read = true;
	}
}

static const struct placed_file *place_of(struct placing *p, struct span at)
{
	const struct source *src = source_of(p->sources, span_in_file(p->sources, at).lo);

	return src ? placed(p, src) : NULL;
}

/* A finding is wanted that is in no file, such as one about the command line. */
static bool is_wanted(void *ctx, const struct rule *rule, struct span at)
{
	const struct placed_file *f = place_of(ctx, at);

	(void)rule;
	return !f || f->is_wanted;
}

/* So many of the configs that are checked have the file. */
static uint32_t config_count(struct lint_run *r, struct roots_file *f)
{
	struct roots_files above;

	if (f->configs)
		return f->configs;
	above = roots_reached(&r->roots, r->arena, f, true);
	for (uint32_t i = 0; i < above.count; i++)
		f->configs += above.all[i]->is_root;
	return f->configs;
}

/* Whether X was not told before: as part of another config.  Only text that several configs may
 * have is remembered.  What is of all configs is told as part of the last one. */
static bool is_new(struct placing *p, const struct diag *x)
{
	const struct placed_file *f = place_of(p, x->at);
	struct span at = span_in_file(p->sources, x->at);
	uint32_t base = f ? f->source->base : 0;
	struct buf key = buf_on(p->run->arena);

	if (f && f->file && f->file->is_root && !f->file->includers.count)
		return true;
	buf_printf(&key, "%s %u %u ", x->rule->code, at.lo - base, at.hi - base);
	buf_str(&key, !f                            ? STR("")
		      : f->file && f->file->outer.n ? f->file->outer
						    : f->source->name);
	buf_byte(&key, '\0');
	buf_str(&key, x->text);
	if (x->rule->of_all && f && f->file &&
	    ++*MAP_RECORD(&p->run->agreed, p->run->arena, buf_view(&key), uint32_t) <
		config_count(p->run, f->file))
		return false;
	return map_add(&p->run->told, p->run->arena, buf_view(&key));
}

/* Leaves the findings of X that are to be told, sorted unless it is a trial. */
static void choose_findings(struct lint_run *r, struct check *x)
{
	struct diags *d = &x->s.diags;
	struct placing p = {.run = r, .sources = &x->s.sources};

	place_files(&p, x->s.arena, x);
	if (!x->root->is_named)
		diags_keep(d, is_wanted, &p);
	if (r->is_trial)
		return;
	/* Taken out by hand, so it is sorted before. */
	diags_sort(d);
	if (r->roots.roots.count < 2)
		return;
	for (struct diag **at = &d->first; *at;) {
		if (is_new(&p, *at))
			at = &(*at)->next;
		else
			*at = (*at)->next;
	}
}

/* --- what is told ----------------------------------------------------------------------------- */

static void count_findings(struct lint_run *r, struct check *x, const struct report_filter *filter)
{
	struct diags *d = &x->s.diags;

	for (const struct diag *f = d->first; f; f = f->next) {
		const struct source *src =
		    source_of(d->sources, span_in_file(d->sources, f->at).lo);
		struct str name = src ? src->name : x->root->name;

		if (!report_shows(filter, f->rule, f->severity))
			continue;
		r->counts[f->severity]++;
		if (map_has(&r->files, name))
			continue;
		map_add(&r->files, r->arena,
			(struct str){arena_copy(r->arena, name.p, name.n), name.n});
	}
	for (uint32_t i = 0; i < d->rest.count; i++) {
		const struct diag_rest *f = PILE_AT(&d->rest, i);

		r->counts[f->severity] += report_shows(filter, f->rule, f->severity);
	}
}

static void tell_unread(struct lint_run *r, struct check *x)
{
	struct str name = x->root->name;
	struct buf why = buf_on(r->arena);

	buf_str(&why, x->why);
	if (access(arena_copy(r->arena, name.p, name.n), F_OK) != 0)
		options_suggest_command(&why, name);
	end_with(r, complain(buf_view(&why)));
	report_unread(&r->out.report, name, buf_view(&why));
}

/* Takes out what is known, and what was not asked for; in a trial, the rest is silenced.  False
 * when there is nothing to be told. */
static bool take_known(struct lint_run *r, struct check *x, const struct report_filter *filter)
{
	struct known_run run = {.scope = x->scope,
				.filter = filter,
				.lint = &x->lint,
				.session = &x->s,
				.root = x->node,
				.name = x->root->name,
				.is_trial = r->is_trial};
	struct buf why = buf_on(r->arena);
	enum ignore_added added;

	if (!known_take(&r->known, &run, &why)) {
		end_with(r, complain(buf_view(&why)));
		return false;
	}
	if (!r->roots.is_simple)
		choose_findings(r, x);
	else if (!r->is_trial)
		diags_sort(&x->s.diags);
	if (!r->is_trial)
		return true;
	added = ignore_add(&run, r->known.arena, &r->known.added, &why);
	if (added == IGNORE_ADDED_FAILED)
		end_with(r, EXIT_TROUBLE);
	r->has_added |= added == IGNORE_ADDED_SOME;
	say_lines(buf_view(&why));
	return false;
}

/* Whether the console shows findings to people. */
static bool is_for_people(const struct lint_run *r)
{
	const struct options *o = r->options;

	for (size_t i = 0; i < o->format_count; i++)
		if (o->formats[i].format == &format_text && !o->formats[i].file.p)
			return true;
	return false;
}

/* Which variants were checked; what is left out is no mere number. */
static void tell_coverage(struct lint_run *r, const struct check *x)
{
	const struct variants_coverage *c = &x->coverage;
	struct buf b = buf_on(r->arena);

	if (c->mode == PLAN_OFF ||
	    (!c->is_cut && !c->left_out && (r->options->is_quiet || !is_for_people(r))))
		return;
	if (r->roots.roots.count > 1)
		buf_printf(&b, "%.*s: ", STR_ARG(x->root->name));
	variants_say(&b, c);
	say(buf_view(&b));
}

static void tell(void *ctx, struct check *x)
{
	struct lint_run *r = ctx;
	const struct options *o = &x->scope->options;
	struct report_filter filter = {
	    .least = o->shows_more ? SEV_NOTE : o->level, .last = o->phase, .is_off = x->is_off};

	x->root->was_read = true;
	if (!x->is_read) {
		if (!r->is_trial)
			tell_unread(r, x);
		return;
	}
	if (!take_known(r, x, &filter))
		return;
	count_findings(r, x, &filter);
	if (!report_findings(&r->out.report, &x->s.diags, &filter, open_name(o, x->root->name)))
		end_with(r, EXIT_TROUBLE);
	tell_coverage(r, x);
	/* Others may count than are shown. */
	filter.least = o->fail_on;
	if (!o->fails_never && report_count(&x->s.diags, &filter))
		end_with(r, EXIT_FINDINGS);
}

/* What was named, and is in no config: of files in folders, those who ask are told. */
static void tell_missed(struct lint_run *r)
{
	bool is_verbose = r->options->is_verbose;

	for (uint32_t i = 0; i < r->roots.missed.count && is_verbose; i++) {
		struct buf b = buf_on(r->arena);

		buf_printf(&b,
			   "\"%.*s\" is not checked: it has no request_route, and no config "
			   "includes it",
			   STR_ARG(r->roots.missed.all[i]->name));
		say(buf_view(&b));
		r->roots.missed.all[i]->was_read = true;
	}
	for (uint32_t i = 0; i < r->roots.all.count; i++) {
		const struct roots_file *f = r->roots.all.all[i];
		struct buf b = buf_on(r->arena);

		if (!f->is_named || f->was_read || (f->is_listed && !is_verbose))
			continue;
		buf_printf(&b,
			   "\"%.*s\" is not checked: no config includes it with the names that are "
			   "defined; -A defines others",
			   STR_ARG(f->name));
		say(buf_view(&b));
	}
}

/* "2 errors, 1 warning in 2 files" */
static void tell_counts(struct lint_run *r)
{
	struct buf b = buf_on(r->arena);

	for (enum severity i = SEV_ERROR; i <= SEV_NOTE; i++)
		if (r->counts[i])
			buf_printf(&b, "%s%u %s%s", b.n ? ", " : "", r->counts[i],
				   finding_severity(i), r->counts[i] == 1 ? "" : "s");
	if (!b.n || r->options->is_quiet || !is_for_people(r))
		return;
	buf_printf(&b, " in %u file%s", r->files.entries.count,
		   r->files.entries.count == 1 ? "" : "s");
	say(buf_view(&b));
}

/* --- the command ------------------------------------------------------------------------------ */

/* What is in force for each file. */
static int show_settings(struct lint_run *r)
{
	const struct options *o = r->options;

	for (size_t i = 0; i < o->file_count; i++) {
		struct buf b = buf_on(r->arena), why = buf_on(r->arena);
		const struct scope *scope = scope_of(&r->scopes, o->files[i], &why);

		if (!scope)
			return complain(buf_view(&why));
		settings_show(&b, scope, o->files[i]);
		if (!outputs_write(stdout, buf_view(&b)))
			return EXIT_TROUBLE;
	}
	return EXIT_GOOD;
}

/* Without any file the settings say which are meant. */
static bool complete_files(struct lint_run *r, struct buf *why)
{
	struct options *o = r->options;
	const struct scope *scope;
	const struct settings_values *names;

	if (o->file_count)
		return true;
	scope = scope_of(&r->scopes, STR("."), why);
	if (!scope)
		return false;
	names = &scope->settings.keys[SETTINGS_ROOTS];
	o->files = arena_array(r->arena, names->count + 1, sizeof *o->files);
	for (; o->file_count < names->count; o->file_count++)
		o->files[o->file_count] =
		    filename_from_here(r->arena, names->all[o->file_count].text);
	if (!names->count)
		buf_text(why, "no file given; try \"kamcheck --help\"");
	return names->count;
}

/* Adds comments as long as there is something to silence. */
static void add_comments(struct lint_run *r, const struct checks *checks)
{
	r->is_trial = r->has_added = true;
	for (int round = 0; round < ROUNDS_MOST && r->has_added && r->worst != EXIT_TROUBLE;
	     round++) {
		r->has_added = false;
		checks_run(checks, r->roots.roots.all, r->roots.roots.count, 1);
	}
	r->is_trial = false;
}

/* Whether comments can be added: what a FIFO says is gone when it was tried; a comment is placed by
 * the tree of one run. */
static bool can_add_comments(struct lint_run *r, struct buf *why)
{
	const struct roots *roots = &r->roots;
	struct buf later = buf_on(r->arena);

	for (uint32_t i = 0; i < roots->roots.count; i++) {
		struct str name = roots->roots.all[i]->name;
		/* What is wrong with it is told when it is checked. */
		const struct scope *scope = scope_of(&r->scopes, name, &later);

		if (scope && !releases_are_one(&scope->options, "--add-ignore", why))
			return false;
		if (scope && scope->plan.mode != PLAN_OFF) {
			buf_text(why, "--add-ignore goes without variants: --variants=off");
			return false;
		}
		if (roots->roots.all[i]->outer.n || str_is(name, "-") ||
		    access(arena_copy(why->arena, name.p, name.n), F_OK) != 0)
			continue;
		buf_printf(why, "--add-ignore: \"%.*s\" is no regular file and cannot be written",
			   STR_ARG(name));
		return false;
	}
	return true;
}

/* Whether no report goes to what stands in the scope of a config. */
static bool spares_scope(struct lint_run *r, const struct scope *scope, struct buf *why)
{
	const struct options *o = r->options;
	struct str baseline = known_file(r->arena, scope);

	for (uint32_t i = 0; i < scope->settings.files.count; i++)
		if (!outputs_spares(o, scope->settings.files.all[i], "a file of settings", why))
			return false;
	return !baseline.n || outputs_spares(o, baseline, "the baseline", why);
}

/* Whether the reports go to no file that this run reads, whatever its name. */
static bool spares_inputs(struct lint_run *r, struct buf *why)
{
	struct buf later = buf_on(r->arena);

	if (!outputs_complete(r->options, why))
		return false;
	if (!outputs_has_file(r->options))
		return true;
	/* Of a simple run nobody has looked yet what the config includes. */
	roots_scan(&r->roots);
	for (uint32_t i = 0; i < r->roots.all.count; i++) {
		const struct roots_file *f = r->roots.all.all[i];

		if (f->outer.n && !f->is_named &&
		    !outputs_spares(r->options, f->outer, "a config", why))
			return false;
	}
	for (uint32_t i = 0; i < r->roots.roots.count; i++) {
		/* What is wrong with it is told when it is checked. */
		const struct scope *scope =
		    scope_of(&r->scopes, r->roots.roots.all[i]->name, &later);

		if (scope && !spares_scope(r, scope, why))
			return false;
	}
	return true;
}

/* The releases that the first config is checked for: others may have settings of their own. */
static struct str kamailio_of(struct lint_run *r)
{
	struct buf later = buf_on(r->arena);
	const struct scope *scope = scope_of(&r->scopes, r->roots.roots.all[0]->name, &later);

	return releases_name(r->arena, scope ? &scope->options : r->options);
}

static bool check_all(struct lint_run *r, struct buf *why)
{
	const struct options *o = r->options;
	struct checks checks = {.ctx = r, .prepare = prepare, .tell = tell};

	if (!rules_chosen_by(r->arena, o, why) ||
	    !roots_find(&r->roots, r->arena, o, &r->scopes, why))
		return false;
	if (!r->roots.roots.count) {
		buf_printf(why, "no config in \"%.*s\": no file *.cfg there has a request_route",
			   STR_ARG(o->files[0]));
		return false;
	}
	if (o->adds_ignore && !can_add_comments(r, why))
		return false;
	if (!spares_inputs(r, why) || !known_open(&r->known, r->arena, o, why) ||
	    !outputs_open(&r->out, r->arena, r->options, kamailio_of(r), stdout, why))
		return false;
	if (o->adds_ignore)
		add_comments(r, &checks);
	checks_run(&checks, r->roots.roots.all, r->roots.roots.count, o->jobs);
	return true;
}

int lint_command(struct arena *a, struct options *o)
{
	struct lint_run r = {.arena = a, .options = o, .scopes = scopes_of(a, o)};
	struct buf why = buf_on(a), said = buf_on(a);

	if (!complete_files(&r, &why))
		return complain(buf_view(&why));
	if (o->show_settings)
		return show_settings(&r);
	if (!check_all(&r, &why))
		return complain(buf_view(&why));
	tell_missed(&r);
	ignore_add_say(&said, &r.known.added);
	r.worst = known_close(&r.known, &r.out.report, r.worst, &said);
	say_lines(buf_view(&said));
	r.worst = outputs_close(&r.out, r.worst);
	tell_counts(&r);
	return r.worst;
}
