/*
 * parse_habit - words and signs of other languages where they do not fit; see parse_state.h and
 * grammar/habits.tsv.
 */
#include "parse/parse_state.h"

#include "facts/habits.h"
#include "parser.h"

static bool report_sign(struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	const struct source *src = source_of(s, ps->bad.at.lo);
	const char *hint = src->is_expansion || ps->bad.kind == T_YYEOF || !ps->pp->braces.count
			       ? NULL
			       : habit_sign(src->text, ps->bad.at.lo - src->base);
	struct str text = source_text(s, ps->bad.at);

	/* "+" joins what stands around a point. */
	if (!hint || !text.n ||
	    (str_is(text, ".") && ps->pp->before_last.kind != T_STRING &&
	     ps->pp->before_last.kind != T_PVAR && ps->pp->before_last.kind != T_BARE))
		return false;
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, ps->bad.at, "unexpected \"%.*s\"",
			       str_head(str_take(&text, '\n'), 40)),
		  "%s", hint);
	return true;
}

/* The habit that WORD is, where it is one; BEFORE stands in front of it. */
static const struct habit *habit_of(struct parse *ps, const struct token *word,
				    const struct token *before)
{
	const struct habit *h = word->kind == T_ID ? habit_find(word->text) : NULL;

	if (!h || h->where == HABIT_SIGN)
		return NULL;
	if (h->where == HABIT_OPERATOR)
		return word == &ps->bad ? h : NULL;
	/* On the top level anything may stand in front, but not on the line. */
	if (!ps->pp->braces.count && !pp_starts_line(ps->pp, word->at.lo))
		return NULL;
	return parse_starts_statement(ps, before) ? h : NULL;
}

/* The word in front of the parentheses around the mistake: "define(`A', `b')", "for (...; ...)". */
static const struct habit *habit_around(struct parse *ps)
{
	const struct token *word = &ps->pp->callee;
	const struct habit *h = word->kind == T_ID ? habit_find(word->text) : NULL;

	return h && ps->pp->paren_count &&
		       (h->where == HABIT_TEMPLATE || h->where == HABIT_STATEMENT)
		   ? h
		   : NULL;
}

bool parse_report_habit(struct parse *ps)
{
	const struct token *word = &ps->bad;
	const struct habit *h = habit_of(ps, word, &ps->pp->before_last);

	if (!h) {
		word = &ps->pp->before_last;
		h = habit_of(ps, word, &ps->pp->third);
	}
	if (!h) {
		word = &ps->pp->callee;
		h = habit_around(ps);
	}
	if (!h)
		return report_sign(ps);
	if (h->where == HABIT_TEMPLATE)
		ps->pp->lacks_names = true;
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, word->at, "unexpected \"%.*s\"", word->text), "%s",
		  h->hint);
	return true;
}
