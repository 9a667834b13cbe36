/*
 * levels - see levels.h.
 */
#include "engine/levels.h"

#include "base/map.h"
#include "text/filename.h"

#include <stdlib.h>

static int by_strength(const void *a, const void *b)
{
	const struct level_row *x = a, *y = b;
	size_t rank = select_rank(&x->rules), other = select_rank(&y->rules);

	if (!x->glob.n != !y->glob.n)
		return x->glob.n ? 1 : -1;
	if (rank != other)
		return rank < other ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void levels_sort(struct levels *l)
{
	for (uint32_t i = 0; i < l->count; i++)
		l->all[i].order = i;
	if (l->count)
		qsort(l->all, l->count, sizeof *l->all, by_strength);
}

const bool *levels_in(const struct levels *l, struct arena *a, struct str name)
{
	bool *in = arena_array(a, l->count + 1, sizeof *in);

	for (uint32_t i = 0; i < l->count; i++) {
		const struct level_row *x = &l->all[i];

		in[i] = !x->glob.n ||
			filename_matches(a, x->glob, filename_relative(a, x->folder, name));
	}
	return in;
}

/* Whether X says something of RULE. */
static bool is_about(const struct levels *l, const struct level_row *x, const struct rule *rule)
{
	return select_has(&x->rules, rule) &&
	       !(x->value == LEVEL_OFF && l->asked && l->asked[rule_index(rule)]);
}

unsigned levels_of(const struct levels *l, const struct rule *rule, const bool *in)
{
	if (!select_is_syntax(rule))
		for (uint32_t i = l->count; i > 0; i--)
			if (is_about(l, &l->all[i - 1], rule) &&
			    (in ? in[i - 1] : !l->all[i - 1].glob.n))
				return l->all[i - 1].value;
	return rule->severity;
}

bool levels_ask_for(const struct levels *l, const struct rule *rule)
{
	for (uint32_t i = 0; i < l->count; i++)
		if (l->all[i].value != LEVEL_OFF && select_asks_for(&l->all[i].rules, rule))
			return true;
	return false;
}

bool levels_are_off(const struct levels *l, const struct rule *rule)
{
	bool is_off = false;

	if (select_is_syntax(rule))
		return false;
	for (uint32_t i = 0; i < l->count; i++) {
		if (!is_about(l, &l->all[i], rule))
			continue;
		if (l->all[i].value != LEVEL_OFF && l->all[i].glob.n)
			return false;
		if (!l->all[i].glob.n)
			is_off = l->all[i].value == LEVEL_OFF;
	}
	return is_off;
}

struct weigher {
	const struct levels *levels;
	struct diags *diags;
	struct map files;            /* which levels hold in each */
	const struct source *source; /* of the last finding */
	const bool *in;              /* ... and those that hold there */
};

static unsigned weight(void *ctx, const struct rule *rule, struct span at)
{
	struct weigher *w = ctx;
	struct sources *s = w->diags->sources;
	const struct source *src = source_of(s, span_in_file(s, at).lo);
	void **slot;

	if (!src)
		return levels_of(w->levels, rule, NULL);
	if (src != w->source) {
		slot = map_slot(&w->files, w->diags->arena, src->name);
		if (!*slot)
			*slot = (void *)levels_in(w->levels, w->diags->arena,
						  filename_absolute(w->diags->arena, src->name));
		w->source = src;
		w->in = *slot;
	}
	return levels_of(w->levels, rule, w->in);
}

void levels_apply(const struct levels *l, struct diags *d)
{
	struct weigher w = {.levels = l, .diags = d};

	if (l->count)
		diags_weigh(d, weight, &w);
}
