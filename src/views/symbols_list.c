/*
 * symbols_list - see symbols_list.h; the forms are in symbols_text.c, symbols_json.c and
 * symbols_tags.c.
 */
#include "views/symbols_list.h"

#include <stdlib.h>

const char *symbol_how(enum reference_how how)
{
	static const char *const words[REFERENCE_HOWS] = {[REFERENCE_DEFINES] = "defines",
							  [REFERENCE_READS] = "reads",
							  [REFERENCE_WRITES] = "writes",
							  [REFERENCE_CALLS] = "calls"};

	return words[how];
}

struct str symbol_title(const struct symbol *s)
{
	const char *unnamed = symbol_kinds[s->kind].unnamed;

	return unnamed && str_is(s->name, ROUTE_MAIN) ? str_of(unnamed) : s->name;
}

/* By its name, its last part, or as a variable is written: "$var(x)". */
static bool is_named(const struct symbol *s, struct str name)
{
	struct str word = str_of(symbol_kinds[s->kind].word);

	if (str_equal(name, s->name) || str_equal(name, s->word) ||
	    str_equal(name, symbol_title(s)))
		return true;
	return word.p[0] == '$' && name.n == word.n + s->name.n + 2 && str_starts(name, word) &&
	       str_equal(str_head(str_skip(name, word.n + 1), s->name.n), s->name);
}

struct symbols_list symbols_list(struct analysis *a, struct str name)
{
	struct symbols_list l = {.analysis = a};

	for (unsigned kind = 0; kind < SYMBOL_KINDS; kind++) {
		const struct map *all = &a->symbols.by_name[kind];
		const struct map_entry *entry = map_sorted(all, a->arena);

		for (uint32_t i = 0; i < all->entries.count; i++) {
			const struct symbol *s = entry[i].value;

			if (!name.n || is_named(s, name))
				*LIST_ADD(a->arena, &l.symbols) = s;
		}
	}
	return l;
}

/* --- places ----------------------------------------------------------------------------------- */

/* AT in the first source of its file: one that is included twice is one file. */
static struct span in_first(struct symbols_list *l, const struct source *src, struct span at)
{
	void **first = map_slot(&l->files, l->analysis->arena, src->name);
	const struct source *same;

	if (!*first)
		*first = (void *)src;
	same = *first;
	if (same == src || same->text.n != src->text.n)
		return at;
	return (struct span){at.lo - src->base + same->base, at.hi - src->base + same->base};
}

static struct symbol_place place_of(struct symbols_list *l, const struct reference *r)
{
	struct sources *all = &l->analysis->session->sources;
	struct symbol_place p = {.at = r->at, .how = r->how};
	const struct source *src = source_of(all, p.at.lo);

	for (; src && src->is_expansion; src = source_of(all, p.at.lo)) {
		p.through = src->name;
		p.at = src->from;
	}
	if (src)
		p.at = in_first(l, src, p.at);
	return p;
}

static int compare(const void *a, const void *b)
{
	const struct symbol_place *x = a, *y = b;

	if (x->at.lo != y->at.lo)
		return x->at.lo < y->at.lo ? -1 : 1;
	if (x->at.hi != y->at.hi)
		return x->at.hi < y->at.hi ? -1 : 1;
	return (int)x->how - (int)y->how;
}

void symbols_places(struct symbols_list *l, const struct symbol *s)
{
	uint32_t kept = 0;

	l->places.count = 0;
	for (const struct reference *r = s->references; r; r = r->next)
		*LIST_ADD(l->analysis->arena, &l->places) = place_of(l, r);
	qsort(l->places.all, l->places.count, sizeof *l->places.all, compare);
	for (uint32_t i = 0; i < l->places.count; i++)
		if (!i || compare(&l->places.all[kept - 1], &l->places.all[i]) != 0)
			l->places.all[kept++] = l->places.all[i];
	l->places.count = kept;
}
