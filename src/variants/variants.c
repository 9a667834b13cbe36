/*
 * variants - see variants.h.
 *
 * What must stay true: the config as it stands is run 0; run N is row N of the choice.
 */
#include "variants/variants.h"

#include "variants/regions.h"
#include "variants/when.h"

enum {
	TEXT_MOST = 64 << 20, /* bytes that are read for the chosen variants of a config */
	REGION_COST = 64,     /* a region counts like so many: it is kept which run has read it */
	ROWS_LEAST = 16,      /* however large it is */
};

/* One lint. */
struct lint_variants {
	struct variants_choice choice; /* the first member: variants_open() */
	struct variant_runs *runs;
	struct regions regions;
};

/* --- the choice --------------------------------------------------------------------------------
 */

/* So many variants of a config of SIZE bytes are checked. */
static uint32_t rows_most(const struct skeleton *k)
{
	uint64_t cost = (uint64_t)k->sources.end + (uint64_t)REGION_COST * k->regions.count;
	uint64_t most = TEXT_MOST / (cost ? cost : 1);

	return most > CHOICE_MOST ? CHOICE_MOST : most < ROWS_LEAST ? ROWS_LEAST : (uint32_t)most;
}

static bool is_chosen(const struct plan *plan, const struct plan_row *profile)
{
	return !plan->profile.n || str_equal(plan->profile, profile->name);
}

static void choose_profiles(struct variants_choice *c, struct arena *a, const struct plan *plan)
{
	uint32_t *row_of = arena_array(a, plan->profiles.count + 1, sizeof *row_of);

	c->row_of = row_of;
	/* What the user wants is not judged. */
	c->rows.limits = (struct row_limits){0};
	for (uint32_t i = 0; i < plan->profiles.count; i++) {
		row x = toggles_set(&c->toggles, plan->profiles.all[i].others);

		row_of[i] = CHOICE_NONE;
		if (!is_chosen(plan, &plan->profiles.all[i]))
			continue;
		choice_add(&c->rows, x);
		row_of[i] = choice_find(&c->rows, x);
	}
}

static void choose_rows(struct variants_choice *c, struct arena *a, const struct plan *plan)
{
	struct row_choice *rows = &c->rows;

	if (plan->mode == PLAN_PROFILES) {
		choose_profiles(c, a, plan);
		return;
	}
	choice_add_ends(rows);
	if (plan->mode == PLAN_PAIRWISE)
		choice_add_pairs(rows);
	else if (plan->mode == PLAN_EACH)
		choice_add_each(rows);
	else
		choice_add_all(rows);
	for (uint32_t i = 0; i < c->skeleton.regions.count; i++)
		if (!row_is_never(c->conditions[i]))
			choice_add_condition(rows, c->conditions[i]);
}

/* Looks what there is in the config, and chooses. */
static struct lint_variants *choose(struct session *s, struct str name, struct str text,
				    const struct variants_request *q)
{
	struct lint_variants *v = ARENA_NEW(s->arena, struct lint_variants);
	struct variants_choice *c = &v->choice;
	struct toggles all;

	c->skeleton = skeleton_of(s->arena, s, name, text);
	all = toggles_of(s->arena, &c->skeleton, q->plan, NULL);
	v->runs = runs_start(s, name, text, q, &c->toggles);
	v->regions = regions_find(v->runs, &all);
	c->is_comment = v->regions.is_comment;
	c->toggles = toggles_of(s->arena, &c->skeleton, q->plan, c->is_comment);
	c->conditions = toggles_conditions(&c->toggles, s->arena);
	c->rows = choice_start(s->arena, c->toggles.count, c->toggles.as_is, c->toggles.limits,
			       rows_most(&c->skeleton));
	choose_rows(c, s->arena, q->plan);
	return v;
}

struct variants_choice *variants_choose(struct session *s, struct str name, struct str text,
					const struct variants_request *q)
{
	return &choose(s, name, text, q)->choice;
}

void variants_open(const struct variants_choice *c, struct session *s, uint32_t n)
{
	const struct lint_variants *v = (const struct lint_variants *)c;

	runs_open(v->runs, s, &c->toggles, c->rows.all.all[n]);
}

static bool say_toggles(struct buf *b, const struct toggles *t, row x, const char *word)
{
	for (unsigned i = 0; i < t->count; i++) {
		if (!(x >> i & 1))
			continue;
		buf_printf(b, "%s %.*s", word, STR_ARG(toggles_name(t, i)));
		word = "";
	}
	return !*word;
}

void variants_describe(struct buf *b, const struct variants_choice *c, uint32_t n)
{
	row x = c->rows.all.all[n];
	bool has_some = say_toggles(b, &c->toggles, x, "with");

	if (!say_toggles(b, &c->toggles, ~x, has_some ? ", without" : "without") && !has_some)
		buf_text(b, "no name makes variants");
}

/* --- the check ---------------------------------------------------------------------------------
 */

/* Whether X, when it says that something is used nowhere, is so in each variant that has the place.
 */
static bool is_borne_out(void *ctx, const struct diag *x)
{
	const struct variant_runs *r = ctx;

	for (uint32_t i = 0; i < r->readings.count && x->rule->of_all; i++)
		if (!merge_has(r->merge, x, i) &&
		    !(r->readings.all[i].doubts & x->rule->silent_in) && runs_has_read(r, i, x->at))
			return false;
	return true;
}

static struct variants_coverage coverage_of(const struct lint_variants *v, const struct plan *plan)
{
	return (struct variants_coverage){.mode = plan->mode,
					  .toggles = v->choice.toggles.count,
					  .left_out = v->choice.toggles.left_out,
					  .is_cut = v->choice.rows.is_cut};
}

const struct node *variants_lint(struct session *s, struct str name, struct str text,
				 const struct variants_request *q, struct variants_coverage *out)
{
	struct lint_variants *v = choose(s, name, text, q);
	struct row_choice *rows = &v->choice.rows;

	*out = coverage_of(v, q->plan);
	for (uint32_t i = 0; i < rows->all.count; i++)
		runs_add(v->runs, rows->all.all[i]);
	diags_keep_each(&s->diags, is_borne_out, v->runs);
	if (q->plan->mode == PLAN_PROFILES) {
		when_name_profiles(v->runs, q->plan, v->choice.row_of);
	} else {
		rows->most = rows->all.count + rows_most(&v->choice.skeleton);
		when_label(v->runs, v->choice.conditions, rows);
		diags_keep_each(&s->diags, is_borne_out, v->runs);
	}
	out->rows = rows->all.count;
	regions_report(v->runs, v->choice.conditions, &v->regions);
	return merge_root(v->runs->merge);
}

/* --- what was checked --------------------------------------------------------------------------
 */

/* 2 to the power of N, with commas. */
static void say_power(struct buf *b, unsigned n)
{
	struct buf digits = buf_on(b->arena);

	if (n >= 64) {
		buf_printf(b, "2^%u", n);
		return;
	}
	buf_printf(&digits, "%llu", 1ULL << n);
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_byte(b, ',');
		buf_byte(b, digits.p[i]);
	}
}

static const char *goal_of(enum plan_mode mode)
{
	static const char *const goals[PLAN_MODES] = {
	    "", "every pair of", "each alone and all but each of", "of all of", "profiles of"};

	return goals[mode];
}

void variants_say(struct buf *b, const struct variants_coverage *c)
{
	bool is_all = c->toggles < 32 && c->rows >= (uint32_t)1 << c->toggles;

	if (!c->toggles) {
		buf_text(b, "no name makes variants: the config was checked as it stands");
		return;
	}
	buf_text(b, is_all ? "checked all " : "checked ");
	if (!is_all)
		buf_printf(b, "%u of ", c->rows);
	say_power(b, c->toggles);
	buf_text(b, " variants");
	if (!is_all)
		buf_printf(b, ": %s %u name%s", goal_of(c->mode), c->toggles,
			   c->toggles == 1 ? "" : "s");
	if (c->is_cut)
		buf_text(b, "; there is no room for the rest");
	if (c->left_out)
		buf_printf(b, "; %u more names do not vary: %d do at most", c->left_out,
			   CHOICE_TOGGLES_MOST);
}
