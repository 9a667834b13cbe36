/*
 * select - see select.h.
 */
#include "engine/select.h"

#include "base/ascii.h"
#include "facts/suggest.h"

static bool starts_nocase(struct str text, struct str head)
{
	return text.n >= head.n && str_equal_nocase(str_head(text, head.n), head);
}

static struct str nearest_rule(struct str word)
{
	struct nearest x = nearest_to(word);

	for (size_t i = 0; i < rule_count; i++) {
		nearest_consider(&x, str_of(rules[i]->name));
		nearest_consider(&x, str_of(rules[i]->code));
	}
	return x.best;
}

bool select_read(struct str word, struct selection *out, struct buf *why)
{
	struct str best;

	*out = (struct selection){.rule = rule_find(word), .prefix = word};
	if (out->rule)
		return true;
	if (str_is(word, "all")) {
		out->prefix = STR("K");
		return true;
	}
	for (size_t i = 0; word.n && i < rule_count; i++)
		if (rules[i]->group && str_is(word, rules[i]->group)) {
			out->group = word;
			return true;
		}
	for (size_t i = 0; word.n && i < rule_count; i++)
		if (starts_nocase(str_of(rules[i]->code), word))
			return true;
	buf_text(why, "no rule ");
	buf_quoted(why, str_head(word, 80));
	/* One code is like any other. */
	best = word.n > 4 || !ascii_is_digit(word.n > 1 ? word.p[1] : 'x') ? nearest_rule(word)
									   : (struct str){0};
	if (best.p)
		buf_printf(why, "; did you mean \"%.*s\"?", STR_ARG(best));
	else
		buf_text(why, "; \"kamcheck rules\" lists them");
	return false;
}

bool select_has(const struct selection *s, const struct rule *rule)
{
	if (s->group.n)
		return rule->group && str_is(s->group, rule->group);
	return s->rule ? s->rule == rule : starts_nocase(str_of(rule->code), s->prefix);
}

bool select_asks_for(const struct selection *s, const struct rule *rule)
{
	return select_has(s, rule) && (!rule->group || s->rule || s->group.n);
}

size_t select_rank(const struct selection *s)
{
	return s->rule ? SIZE_MAX : s->group.n ? SIZE_MAX - 1 : s->prefix.n;
}

bool select_is_syntax(const struct rule *rule)
{
	return rule->severity == SEV_ERROR && rule->phase == PHASE_PARSE &&
	       (rule->code[1] == '1' || rule->code[1] == '2');
}
