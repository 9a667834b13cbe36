/*
 * report_command - see report_command.h.
 *
 * The config is checked under each release, which gives verdicts and findings; once more for what
 * the page shows of it; and, when that is asked for, in its variants, whose findings are shown
 * then.
 *
 * What must stay true: the exit status is lint's with the same options; releases that nobody asked
 * for are shown, and do not count.
 */
#include "programs/report_command.h"

#include "programs/graphviz.h"
#include "programs/lint_one.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/releases.h"
#include "programs/rules_chosen.h"
#include "programs/say.h"
#include "report/page.h"
#include "sema/analyse.h"
#include "sema/sema.h"

struct report_run {
	struct arena *arena;
	const struct scope *scope;
	const struct options *options; /* of the scope */
	struct versions asked;         /* releases that count */
	struct str name, text;
	struct lint_options lint;
	struct report_filter filter;
	struct page_verdict verdicts[VERSIONS_MOST];
	struct variants_coverage coverage;
	struct session found;  /* its findings */
	struct session seen;   /* the config as it stands, for the rest of the page */
	struct session varied; /* lends memory to the choice of variants */
};

/* --- findings --------------------------------------------------------------------------------- */

static void open_findings(struct report_run *r, struct session *s, const struct options *o)
{
	open_session(s, o);
	s->files = r->seen.files;
	s->diags.least = SEV_NOTE;
	s->diags.last = o->phase;
}

static bool is_asked(const struct report_run *r, const struct version *v)
{
	for (uint32_t i = 0; i < r->asked.count; i++)
		if (r->asked.all[i].bit == v->bit)
			return true;
	return false;
}

static void take_verdicts(struct report_run *r, const struct releases *all)
{
	for (uint32_t i = 0; i < all->options->releases.count; i++) {
		const struct release_verdict *v = &all->verdicts[i];

		r->verdicts[i] = (struct page_verdict){.version = v->version,
						       .refused = v->refused,
						       .start = v->start,
						       .counts = is_asked(r, &v->version)};
	}
}

/* Checks the config under all releases; the findings go to R->found, unless variants are wanted. */
static void check_all(struct report_run *r, const struct options *o)
{
	struct releases all = {.options = o, .lint = &r->lint, .levels = &r->scope->levels};

	r->coverage = (struct variants_coverage){.mode = PLAN_OFF};
	open_findings(r, &r->found, o);
	releases_lint(&all, &r->found, r->name, r->text);
	take_verdicts(r, &all);
	if (r->scope->plan.mode != PLAN_OFF) {
		session_end(&r->found);
		open_findings(r, &r->found, r->options);
		lint_one(&r->found, r->scope, &r->scope->levels, r->name, r->text, &r->lint,
			 &r->coverage);
	}
	diags_sort(&r->found.diags);
}

static bool is_of_asked(const struct report_run *r, const struct diag *x)
{
	for (uint32_t i = 0; i < r->asked.count; i++)
		if (report_is_in(x, r->asked.all[i].name))
			return true;
	return false;
}

/* Whether a finding counts; of those that had no room nobody knows the release. */
static bool has_failed(const struct report_run *r)
{
	const struct options *o = r->options;
	struct report_filter filter = r->filter;
	const struct diags *d = &r->found.diags;

	filter.least = o->fail_on;
	for (const struct diag *x = d->first; x && !o->fails_never; x = x->next)
		if (report_shows(&filter, x->rule, x->severity) && is_of_asked(r, x))
			return true;
	for (uint32_t i = 0; i < d->rest.count && !o->fails_never; i++)
		if (report_shows(&filter, PILE_AT(&d->rest, i)->rule,
				 PILE_AT(&d->rest, i)->severity))
			return true;
	return false;
}

/* --- the page --------------------------------------------------------------------------------- */

static const struct variants_choice *choose_variants(struct report_run *r, struct plan *plan)
{
	struct variants_request request = {
	    .plan = plan, .lint = &r->lint, .open = open_variant, .ctx = (void *)r->options};

	*plan = r->scope->plan;
	if (plan->mode == PLAN_OFF)
		plan->mode = PLAN_PAIRWISE;
	open_session(&r->varied, r->options);
	r->varied.files = r->seen.files;
	return variants_choose(&r->varied, r->name, r->text, &request);
}

static bool write_page(struct report_run *r, uint32_t releases, struct output *out)
{
	struct plan plan;
	struct page_input in = {.config = r->name,
				.program = KAMCHECK_VERSION,
				.docs = outputs_docs(),
				.analysis = analyse(&r->seen, r->name, r->text),
				.diags = &r->found.diags,
				.filter = &r->filter,
				.verdicts = r->verdicts,
				.verdict_count = releases,
				.variants = choose_variants(r, &plan),
				.coverage = &r->coverage,
				.draw = graphviz_read};
	struct arena *own = arena_new();
	struct buf page = buf_on(own);
	bool is_written;

	page_write(&page, &in);
	is_written = outputs_end(out, buf_view(&page));
	arena_free(own);
	session_end(&r->varied);
	return is_written;
}

/* --- the command ------------------------------------------------------------------------------ */

/* Nobody named releases on the command line: all are worth a look. */
static struct options with_releases(struct report_run *r)
{
	struct options o = *r->options;

	r->asked = o.releases;
	if (!o.has_version)
		o.releases = versions_stable();
	return o;
}

/* Opens the place of the page. */
static bool open_place(const struct report_run *r, struct output *out, struct buf *why)
{
	struct options o = *r->options;
	struct options_format place = {.file = o.output_file};

	*out = (struct output){.f = stdout};
	if (!o.output_file.n || str_is(o.output_file, "-"))
		return true;
	o.formats = &place;
	o.format_count = 1;
	for (uint32_t i = 0; i < r->scope->settings.files.count; i++)
		if (!outputs_spares(&o, r->scope->settings.files.all[i], "a file of settings", why))
			return false;
	out->name = o.output_file;
	out->f = outputs_file(&o, out->name, why);
	return out->f != NULL;
}

static int report(struct report_run *r)
{
	struct options o = with_releases(r);
	struct buf why = buf_on(r->arena);
	struct output out;
	int status = EXIT_TROUBLE;

	r->name = open_name(&o, o.files[0]);
	r->lint.ignoring = open_ignoring(&o, IGNORING_ALL);
	r->filter = (struct report_filter){
	    .least = o.shows_more ? SEV_NOTE : o.level, .last = o.phase, .is_off = r->lint.is_off};
	open_session(&r->seen, r->options);
	if (open_config(&r->seen, r->arena, &o, o.files[0], &r->text, &why) &&
	    open_place(r, &out, &why)) {
		check_all(r, &o);
		if (write_page(r, o.releases.count, &out))
			status = has_failed(r) ? EXIT_FINDINGS : EXIT_GOOD;
		session_end(&r->found);
	} else {
		complain(buf_view(&why));
	}
	session_end(&r->seen);
	return status;
}

int report_command(struct arena *a, const struct options *o)
{
	struct report_run r = {.arena = a};
	struct scopes scopes = scopes_of(a, o);
	struct buf why = buf_on(a);
	const unsigned char *choice;

	r.scope = scope_of(&scopes, o->files[0], &why);
	if (!r.scope)
		return complain(buf_view(&why));
	r.options = &r.scope->options;
	choice = rules_chosen_by(a, r.options, &why);
	if (!choice)
		return complain(buf_view(&why));
	r.lint.is_off = scope_rules_off(a, r.scope, choice);
	return report(&r);
}
