/*
 * regions - see regions.h.
 */
#include "variants/regions.h"

#include "base/ascii.h"
#include "engine/select.h"

/* What is reported here. */
extern const struct rule rule_region_dead;
extern const struct rule rule_region_prose;

enum { ERRORS_MOST = 200 }; /* of a reading that are looked at */

/* The innermost region around OFFSET of the skeleton's texts; SKELETON_NONE: there is none. */
static uint32_t region_at(const struct skeleton *k, uint32_t offset)
{
	uint32_t best = SKELETON_NONE;

	/* An inner one is opened behind the one around it. */
	for (uint32_t i = 0; i < k->regions.count; i++)
		if (k->regions.all[i].at.lo <= offset && offset < k->regions.all[i].at.hi)
			best = i;
	return best;
}

/* AT of S as a place in the skeleton's texts; 0: there is none. */
static uint32_t offset_in(const struct skeleton *k, struct sources *s, struct span at)
{
	struct span in_file = span_in_file(s, at);
	const struct source *src = source_of(s, in_file.lo);

	for (uint32_t i = 0; src && i < k->sources.count; i++)
		if (str_equal(k->sources.all[i]->name, src->name))
			return k->sources.all[i]->base + (in_file.lo - src->base);
	return 0;
}

/* The same the other way round. */
static struct span place_in(const struct variant_runs *r, struct span at)
{
	const struct skeleton *k = r->toggles->skeleton;
	const struct source *src = source_of((struct sources *)&k->sources, at.lo);
	const struct sources *out = &r->out->sources;

	for (uint32_t i = 0; src && i < out->count; i++)
		if (!out->all[i]->is_expansion && str_equal(out->all[i]->name, src->name))
			return (struct span){at.lo - src->base + out->all[i]->base,
					     at.hi - src->base + out->all[i]->base};
	return SPAN_NONE;
}

/* Whether OFFSET is in the first line of the region that has more than blanks. */
static bool is_first_line(const struct skeleton *k, const struct skeleton_region *x,
			  uint32_t offset)
{
	struct str before =
	    source_text((struct sources *)&k->sources, (struct span){x->at.lo, offset});

	while (before.n && ascii_is_white(before.p[0]))
		before = str_skip(before, 1);
	return str_find(before, '\n') < 0;
}

/* Variants are read to see which regions begin with a syntax error. */
struct prose_search {
	const struct variant_runs *runs;
	const struct toggles *toggles;
	row candidates;
	row found; /* names of such regions */
};

static void note_error(struct prose_search *p, struct sources *s, const struct diag *x)
{
	const struct skeleton *k = p->toggles->skeleton;
	uint32_t offset = offset_in(k, s, x->at);
	uint32_t region = offset ? region_at(k, offset) : SKELETON_NONE;
	const struct skeleton_region *y;

	if (region == SKELETON_NONE)
		return;
	y = &k->regions.all[region];
	if (y->is_on && y->name != SKELETON_NONE && is_first_line(k, y, offset))
		p->found |= p->toggles->bits[y->name] & p->candidates;
}

/* Reads the variant X. */
static void search(struct prose_search *p, row x)
{
	struct session s;
	unsigned count = 0;

	p->found = 0;
	runs_open(p->runs, &s, p->toggles, x);
	s.diags.last = PHASE_PARSE;
	lint_text(&s, p->runs->name, p->runs->text, p->runs->request->lint);
	for (const struct diag *d = s.diags.first; d && count < ERRORS_MOST; d = d->next) {
		if (!select_is_syntax(d->rule))
			continue;
		note_error(p, &s.sources, d);
		count++;
	}
	session_end(&s);
}

/* The names that nothing defines, not even a comment. */
static row find_candidates(const struct toggles *t)
{
	row out = 0;

	for (unsigned i = 0; i < t->count; i++)
		if (!t->skeleton->names.all[t->names[i]].is_mentioned)
			out |= (row)1 << i;
	return out & ~t->limits.never;
}

/* The first region that is read when toggle N is on. */
static uint32_t region_of(const struct toggles *t, unsigned n)
{
	const struct skeleton *k = t->skeleton;
	uint32_t i = 0;

	while (i < k->regions.count &&
	       !(k->regions.all[i].name == t->names[n] && k->regions.all[i].is_on))
		i++;
	return i < k->regions.count ? i : SKELETON_NONE;
}

struct regions regions_find(const struct variant_runs *r, const struct toggles *t)
{
	struct arena *a = r->out->arena;
	struct regions out = {
	    .is_comment = arena_array(a, t->skeleton->names.count + 1, sizeof *out.is_comment)};
	struct prose_search p = {.runs = r, .toggles = t, .candidates = find_candidates(t)};
	row found;

	if (!p.candidates)
		return out;
	search(&p, t->as_is | p.candidates);
	found = p.found;
	for (unsigned i = 0; i < t->count; i++) {
		if (!(found >> i & 1))
			continue;
		search(&p, t->as_is | (row)1 << i);
		if (!(p.found >> i & 1))
			continue;
		out.is_comment[t->names[i]] = true;
		*LIST_ADD(a, &out.prose) = region_of(t, i);
	}
	return out;
}

row regions_wanted(const struct variant_runs *r, const struct row_condition *conditions,
		   struct span at)
{
	const struct skeleton *k = r->toggles->skeleton;
	uint32_t offset = offset_in(k, &r->out->sources, at);
	uint32_t region = offset ? region_at(k, offset) : SKELETON_NONE;

	return region == SKELETON_NONE ? 0 : conditions[region].on;
}

/* --- what is reported --------------------------------------------------------------------------
 */

static void report_prose(const struct variant_runs *r, uint32_t region)
{
	const struct skeleton *k = r->toggles->skeleton;
	const struct skeleton_region *y = &k->regions.all[region];
	struct diags *ds = &r->out->diags;
	struct str name = k->names.all[y->name].name;

	diag_hint(
	    ds,
	    diag_report(ds, &rule_region_prose, place_in(r, y->directive),
			"the text behind \"%.*s\" is no config: it begins with a syntax error",
			STR_ARG(name)),
	    "nothing defines that name, so it stays out of all variants");
}

/* Whether some run has read region N, or it has no text. */
static bool is_read(const struct variant_runs *r, uint32_t n)
{
	struct span at = place_in(r, r->toggles->skeleton->regions.all[n].at);

	if (at.lo >= at.hi)
		return true;
	for (uint32_t i = 0; i < r->readings.count; i++)
		if (runs_has_read(r, i, at))
			return true;
	return false;
}

static void report_dead(const struct variant_runs *r, uint32_t n)
{
	const struct skeleton *k = r->toggles->skeleton;
	const struct skeleton_region *x = &k->regions.all[n];
	struct buf condition = buf_on(r->out->arena);

	skeleton_say_condition(k, &condition, n);
	diag_report(&r->out->diags, &rule_region_dead, place_in(r, x->directive),
		    "no variant reads what follows: it wants %.*s", (int)condition.n, condition.p);
}

void regions_report(const struct variant_runs *r, const struct row_condition *conditions,
		    const struct regions *x)
{
	const struct skeleton *k = r->toggles->skeleton;

	for (uint32_t i = 0; i < x->prose.count; i++)
		report_prose(r, x->prose.all[i]);
	for (uint32_t i = 0; i < k->regions.count; i++) {
		uint32_t parent = k->regions.all[i].parent;

		if (!row_is_never(conditions[i]) || is_read(r, i) ||
		    (parent != SKELETON_NONE && row_is_never(conditions[parent])))
			continue;
		report_dead(r, i);
	}
}
