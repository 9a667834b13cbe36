/*
 * named - see named.h.
 */
#include "rules/condition/named.h"

#include <string.h>

#define FLAGS (SYMBOL(FLAG) | SYMBOL(BRANCH_FLAG) | SYMBOL(SCRIPT_FLAG))

static uint32_t mask_of(enum symbol_kind kind)
{
	return UINT32_C(1) << kind;
}

struct flag_users {
	struct map flags; /* struct symbol, by the addresses of the modparams that name them */
	bool has_flags;
};

static const struct state_kind state = STATE_KIND(struct flag_users);

static void note_flags(struct visit *v, struct flag_users *s, const struct symbol *x)
{
	for (const struct reference *r = x->references; r; r = r->next)
		if (r->node && r->node->kind == N_MODPARAM)
			map_put(&s->flags, v->arena, node_key(&r->node), x);
}

/* The flags that parameters name. */
static const struct map *flags_of(struct visit *v)
{
	struct flag_users *s = visit_state(v, &state);

	if (s->has_flags)
		return &s->flags;
	s->has_flags = true;
	analysis_symbols(v->unit, FLAGS);
	for (const struct symbol *x = v->unit->symbols.first; x; x = x->next)
		if (mask_of(x->kind) & FLAGS)
			note_flags(v, s, x);
	return &s->flags;
}

bool named_may_be_raised(struct visit *v, const struct node *n)
{
	const struct symbol *x = map_find(flags_of(v), node_key(&n));

	return !x || x->counts[REFERENCE_WRITES] || v->unit->symbols.dynamic & mask_of(x->kind);
}

/* The kind whose word is WORD, which the tables say there is. */
static enum symbol_kind kind_of(const char *word)
{
	unsigned kind = 0;

	while (kind + 1 < SYMBOL_KINDS && strcmp(symbol_kinds[kind].word, word) != 0)
		kind++;
	return (enum symbol_kind)kind;
}

/* A name with a dot may be a thing of another module. */
static bool is_undefined(const struct symbol *x, enum symbol_kind kind)
{
	return x->kind == kind && !x->counts[REFERENCE_DEFINES] && !x->is_refused &&
	       str_find(x->name, '.') < 0;
}

const struct symbol *named_undefined(struct visit *v, const char *word, const struct symbol *last)
{
	enum symbol_kind kind = kind_of(word);
	const struct symbol *x;

	analysis_symbols(v->unit, mask_of(kind));
	if (v->unit->symbols.dynamic & mask_of(kind))
		return NULL;
	for (x = last ? last->next : v->unit->symbols.first; x; x = x->next)
		if (is_undefined(x, kind))
			return x;
	return NULL;
}
