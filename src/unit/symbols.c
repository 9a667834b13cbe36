/*
 * symbols - see symbols.h.
 *
 * Which kinds need a look at what: routes come from the calls, modules and parameters from the
 * modules, defines from the record of the preprocessor; only for the rest the tree is walked.
 */
#include "unit/symbols.h"

#include "base/number.h"
#include "unit/symbols_state.h"

const struct symbol *symbol_find(const struct symbols *t, struct analysis *a, enum symbol_kind kind,
				 struct str name)
{
	return map_find(&t->by_name[kind],
			symbol_kinds[kind].folds ? buf_lower(a->arena, name) : name);
}

/* The symbol of that name, made when there was none. */
static struct symbol *symbol_of(struct symbol_walk *w, enum symbol_kind kind, struct str name)
{
	struct symbols *t = w->table;
	struct arena *a = w->analysis->arena;
	struct str key = symbol_kinds[kind].folds ? buf_lower(a, name) : name;
	struct symbol *s = MAP_RECORD(&t->by_name[kind], a, key, struct symbol);

	if (s->references_end)
		return s;
	s->kind = kind;
	s->name = s->word = name;
	if (kind == SYMBOL_PARAMETER || kind == SYMBOL_GROUP)
		s->word = str_skip(name, (size_t)(str_find(name, '.') + 1));
	s->references_end = &s->references;
	*t->end = s;
	t->end = &s->next;
	t->count++;
	return s;
}

/* Flags of messages that are declared are known by their names. */
static struct str flag_name(const struct analysis *a, struct str name)
{
	uint32_t number;

	if (!number_uint32(name, NUMBER_PLAIN, &number) || number >= FLAGS_MOST)
		return name;
	return a->flag_names[number].n ? a->flag_names[number] : name;
}

void symbol_note(struct symbol_walk *w, enum symbol_kind kind, struct str name, struct reference r)
{
	struct reference *copy;
	struct symbol *s;

	if (!(w->table->kinds >> kind & 1))
		return;
	s = symbol_of(w, kind, kind == SYMBOL_FLAG ? flag_name(w->analysis, name) : name);
	copy = ARENA_NEW(w->analysis->arena, struct reference);
	*copy = r;
	*s->references_end = copy;
	s->references_end = &copy->next;
	s->counts[r.how]++;
	s->is_refused |= w->is_refused;
}

struct span symbol_head(struct symbol_walk *w, const struct node *n)
{
	struct sources *all = &w->analysis->session->sources;
	uint32_t length = (uint32_t)n->text.n;

	for (uint32_t quote = 0; quote < 2; quote++) {
		struct span at = {n->at.lo + quote, n->at.lo + quote + length};

		if (str_equal(source_text(all, at), n->text))
			return at;
	}
	return n->at;
}

struct str symbol_member(struct symbol_walk *w, struct str group, struct str field)
{
	struct buf b = buf_on(w->analysis->arena);

	buf_str(&b, group);
	buf_byte(&b, '.');
	buf_str(&b, field);
	return buf_view(&b);
}
