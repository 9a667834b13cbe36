/*
 * rules_chosen - see rules_chosen.h.
 *
 * What must stay true: where words contradict each other, the one that names less wins, and of two
 * that name as much, the one that switches off; their order does not matter.
 */
#include "programs/rules_chosen.h"

#include "base/list.h"
#include "engine/select.h"

/* One word of --rule and --no-rule. */
struct chosen {
	struct selection rules;
	bool is_on;
};

struct choice {
	LIST_OF(struct chosen);
};

/* Adds the words of one option. */
static bool add(struct arena *a, struct choice *all, const struct options_rules *list,
		struct buf *why)
{
	struct str rest = list->text;

	while (rest.n) {
		struct str word = str_take(&rest, ',');
		struct chosen *x = LIST_ADD(a, all);

		x->is_on = list->is_on;
		if (!select_read(word, &x->rules, why))
			return false;
	}
	return true;
}

/* What is said of RULE, and without any word OTHERWISE. */
static unsigned char chosen_of(const struct choice *all, const struct rule *rule,
			       enum rule_choice otherwise)
{
	const struct chosen *best = NULL;

	for (uint32_t i = 0; i < all->count; i++) {
		const struct chosen *x = &all->all[i];
		size_t rank = select_rank(&x->rules), most = best ? select_rank(&best->rules) : 0;

		if ((x->is_on ? select_asks_for(&x->rules, rule) : select_has(&x->rules, rule)) &&
		    (!best || rank > most || (rank == most && !x->is_on)))
			best = x;
	}
	if (select_is_syntax(rule))
		return RULE_ON;
	if (best)
		otherwise = best->is_on ? RULE_ASKED : RULE_OFF;
	return (unsigned char)otherwise;
}

const unsigned char *rules_chosen_by(struct arena *a, const struct options *o, struct buf *why)
{
	unsigned char *list = arena_array(a, rule_count, sizeof *list);
	struct choice all = {0};
	bool has_only = false;

	for (size_t i = 0; i < o->rule_count; i++) {
		if (!add(a, &all, &o->rules[i], why))
			return NULL;
	}
	/* A group comes on top of the others. */
	for (uint32_t i = 0; i < all.count; i++)
		has_only |= all.all[i].is_on && !all.all[i].rules.group.n;
	for (size_t i = 0; i < rule_count; i++)
		list[i] = chosen_of(&all, rules[i],
				    has_only          ? RULE_OFF
				    : rules[i]->group ? RULE_UNASKED
						      : RULE_ON);
	return list;
}

const bool *rules_chosen(struct arena *a, const struct str *codes, size_t count, struct buf *why)
{
	bool *list = arena_array(a, rule_count, sizeof *list);

	for (size_t i = 0; !count && i < rule_count; i++)
		list[i] = true;
	for (size_t i = 0; i < count; i++) {
		struct selection x;

		if (!select_read(codes[i], &x, why))
			return NULL;
		for (size_t k = 0; k < rule_count; k++)
			list[k] |= select_has(&x, rules[k]);
	}
	return list;
}
