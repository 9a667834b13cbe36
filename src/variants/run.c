/*
 * run - see run.h.
 *
 * What must stay true: of a run only its findings live on, and where it has read.
 */
#include "variants/run.h"

#include <stdlib.h>

/* What was read for one run is there for all. */
static enum file_status read_kept(void *ctx, struct arena *a, struct str path, struct str *text,
				  struct str *reason)
{
	struct session *out = ctx;

	(void)a;
	return out->files.read(out->files.ctx, out->arena, path, text, reason);
}

static enum file_status read_given_kept(void *ctx, struct arena *a, struct str path,
					struct str *text, struct str *reason)
{
	struct session *out = ctx;

	(void)a;
	return out->files.read_given(out->files.ctx, out->arena, path, text, reason);
}

struct variant_runs *runs_start(struct session *out, struct str name, struct str text,
				const struct variants_request *q, const struct toggles *toggles)
{
	struct variant_runs *r = ARENA_NEW(out->arena, struct variant_runs);

	*r = (struct variant_runs){.out = out,
				   .name = name,
				   .text = text,
				   .request = q,
				   .toggles = toggles,
				   .files = {read_kept, read_given_kept, out},
				   .merge = merge_start(out, q->lint->is_off)};
	return r;
}

/* The definitions of S, with those that make the variant X. */
static void define_row(struct session *s, const struct toggles *t, row x)
{
	size_t n = s->definition_count;
	struct definition *all = arena_array(s->arena, n + t->count + 1, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = s->definitions[i];
	for (unsigned i = 0; i < t->count; i++) {
		bool is_on = x >> i & 1, was_on = t->as_is >> i & 1;

		if (is_on != was_on)
			all[n++] = (struct definition){.kind = is_on ? DEFINITION_DEFINE
								     : DEFINITION_BLOCKED,
						       .text = toggles_name(t, i)};
	}
	s->definitions = all;
	s->definition_count = n;
	s->is_variant = x != t->as_is;
}

void runs_open(const struct variant_runs *r, struct session *s, const struct toggles *t, row x)
{
	r->request->open(r->request->ctx, s);
	s->files = r->files;
	s->diags.least = r->out->diags.least;
	s->diags.last = r->out->diags.last;
	define_row(s, t, x);
}

static int by_place(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static int by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Notes what the run S read, whose analysis is A. */
static void note_reading(struct variant_runs *r, struct session *s, const struct analysis *a)
{
	struct run_reading *x = LIST_ADD(r->out->arena, &r->readings);

	*x = (struct run_reading){.doubts = a->doubts};
	/* As large as it will be, so that nothing is left behind when it grows. */
	x->skipped.cap = a->record.skipped.count;
	x->skipped.all = arena_array(r->out->arena, x->skipped.cap + 1, sizeof *x->skipped.all);
	for (uint32_t i = 0; i < a->record.skipped.count; i++) {
		struct span at = merge_place(r->merge, s, *PILE_AT(&a->record.skipped, i));

		if (at.lo < at.hi)
			*LIST_ADD(r->out->arena, &x->skipped) = at;
	}
	if (x->skipped.count)
		qsort(x->skipped.all, x->skipped.count, sizeof *x->skipped.all, by_place);
	for (uint32_t i = 0; i < s->sources.count; i++) {
		const struct source *src = s->sources.all[i];
		struct span at = {src->base, src->base};

		if (!src->is_expansion)
			*LIST_ADD(r->out->arena, &x->files) = merge_place(r->merge, s, at).lo;
	}
	qsort(x->files.all, x->files.count, sizeof *x->files.all, by_number);
}

void runs_add(struct variant_runs *r, row x)
{
	uint32_t number = r->readings.count;
	struct session s;
	const struct analysis *a;

	runs_open(r, &s, r->toggles, x);
	a = lint_text(&s, r->name, r->text, r->request->lint);
	session_settle(&s);
	if (r->request->levels)
		levels_apply(r->request->levels, &s.diags);
	diags_sort(&s.diags);
	merge_add(r->merge, number, &s, a->root);
	note_reading(r, &s, a);
	session_end(&s);
}

/* Whether OFFSET is in text that X did not read. */
static bool is_in(uint32_t offset, const struct run_reading *x)
{
	uint32_t low = 0, high = x->skipped.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (x->skipped.all[middle].lo <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low && offset < x->skipped.all[low - 1].hi;
}

bool runs_has_read(const struct variant_runs *r, uint32_t n, struct span at)
{
	const struct run_reading *x = &r->readings.all[n];
	struct span in_file = span_in_file(&r->out->sources, at);
	const struct source *src = source_of(&r->out->sources, in_file.lo);

	if (!src || !x->files.count ||
	    !bsearch(&src->base, x->files.all, x->files.count, sizeof src->base, by_number))
		return !src;
	return !is_in(in_file.lo, x);
}
