/*
 * when - see when.h.
 */
#include "variants/when.h"

#include "variants/regions.h"

enum { NAMES_MOST = 4 }; /* of an example */

/* A finding that is asked about. */
struct label_question {
	struct variant_runs *runs;
	struct row_choice *rows;
	const struct diag *finding;
};

static enum label_answer has(void *ctx, row x)
{
	struct label_question *q = ctx;
	uint32_t n = choice_find(q->rows, x);

	if (n == CHOICE_NONE) {
		choice_add(q->rows, x);
		n = choice_find(q->rows, x);
		if (n == CHOICE_NONE)
			return LABEL_UNKNOWN;
		runs_add(q->runs, x);
	}
	if (merge_has(q->runs->merge, q->finding, n))
		return LABEL_YES;
	/* The rule does not speak where text was lost to another mistake. */
	return q->runs->readings.all[n].doubts & q->finding->rule->silent_in ? LABEL_UNKNOWN
									     : LABEL_NO;
}

/* --- words -------------------------------------------------------------------------------------
 */

static const struct str *names_in(struct variant_runs *r, row x, uint32_t *count)
{
	struct str *out = arena_array(r->out->arena, r->toggles->count + 1, sizeof *out);

	*count = 0;
	for (unsigned i = 0; i < r->toggles->count; i++)
		if (x >> i & 1)
			out[(*count)++] = toggles_name(r->toggles, i);
	return out;
}

/* "WITH_A and WITH_B and not WITH_C" */
static void say_way(struct variant_runs *r, struct buf *b, struct row_condition c)
{
	bool is_first = true;

	for (unsigned i = 0; i < 2 * r->toggles->count; i++) {
		unsigned n = i % r->toggles->count;
		bool is_on = i < r->toggles->count;

		if (!((is_on ? c.on : c.off) >> n & 1))
			continue;
		buf_printf(b, "%s%s%.*s", is_first ? "" : " and ", is_on ? "" : "not ",
			   STR_ARG(toggles_name(r->toggles, n)));
		is_first = false;
	}
}

/* The first row that has the finding, for want of anything better. */
static struct row_condition say_example(struct label_question *q, struct buf *b)
{
	const struct toggles *t = q->runs->toggles;
	struct row_condition out = {0, 0};
	unsigned shown = 0, more = 0;
	uint32_t i = 0;

	while (i + 1 < q->rows->all.count && !merge_has(q->runs->merge, q->finding, i))
		i++;
	out.on = q->rows->all.all[i];
	buf_text(b, "in some variants, such as that with ");
	for (unsigned n = 0; n < t->count; n++) {
		if (!(out.on >> n & 1))
			continue;
		if (shown == NAMES_MOST)
			more++;
		else
			buf_printf(b, "%s%.*s", shown++ ? ", " : "", STR_ARG(toggles_name(t, n)));
	}
	if (!shown)
		buf_text(b, "none of the names");
	if (more)
		buf_printf(b, " and %u more", more);
	return out;
}

static const struct diag_when *words_of(struct label_question *q, const struct label *l)
{
	struct diag_when *out = ARENA_NEW(q->runs->out->arena, struct diag_when);
	struct buf b = buf_on(q->runs->out->arena);
	struct row_condition first = l->ways[0];

	if (!l->count)
		first = say_example(q, &b);
	else if (!l->is_exact)
		buf_text(&b, "in some variants ");
	for (unsigned i = 0; i < l->count; i++) {
		buf_text(&b, i ? ", or when " : "when ");
		say_way(q->runs, &b, l->ways[i]);
	}
	out->text = buf_view(&b);
	out->on = names_in(q->runs, first.on, &out->on_count);
	out->off = names_in(q->runs, first.off, &out->off_count);
	return out;
}

void when_label(struct variant_runs *r, const struct row_condition *conditions,
		struct row_choice *rows)
{
	struct label_question q = {.runs = r, .rows = rows};
	struct label_source source = {.ctx = &q, .rows = rows, .has = has};

	/* More come in behind while it goes on. */
	for (struct diag *x = r->out->diags.first; x; x = x->next) {
		struct label l;

		if (merge_has(r->merge, x, 0))
			continue;
		q.finding = x;
		source.hint = regions_wanted(r, conditions, x->at);
		l = label_find(&source);
		for (unsigned i = 0; i < l.count; i++)
			source.suspects |= l.ways[i].off;
		x->when = words_of(&q, &l);
	}
}

/* --- profiles ----------------------------------------------------------------------------------
 */

static const struct diag_when *profiles_of(struct variant_runs *r, const struct plan *plan,
					   const uint32_t *row_of, const struct diag *x)
{
	struct diag_when *out = ARENA_NEW(r->out->arena, struct diag_when);
	struct buf b = buf_on(r->out->arena);
	unsigned n = 0;

	for (uint32_t i = 0; i < plan->profiles.count; i++) {
		const struct plan_row *profile = &plan->profiles.all[i];

		if (row_of[i] == CHOICE_NONE || !merge_has(r->merge, x, row_of[i]))
			continue;
		buf_printf(&b, "%s%.*s", n ? ", " : "in profile ", STR_ARG(profile->name));
		if (!n++)
			out->on =
			    names_in(r, toggles_set(r->toggles, profile->others), &out->on_count);
	}
	out->text = buf_view(&b);
	return out;
}

void when_name_profiles(struct variant_runs *r, const struct plan *plan, const uint32_t *row_of)
{
	for (struct diag *x = r->out->diags.first; x; x = x->next)
		if (!merge_has(r->merge, x, 0))
			x->when = profiles_of(r, plan, row_of, x);
}
