/*
 * parse_place - syntax errors of what stands where it does not fit: blocks with a name that have
 * none, statements on the top level, an else without its if, two arguments without a comma; see
 * parse_state.h.
 */
#include "parse/parse_state.h"

#include "facts/suggest.h"
#include "scan/written.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_brace_not_closed;

static void try_route(void *ctx, const struct keyword *k)
{
	switch (k->token) {
	case T_ROUTE:
	case T_REQUEST_ROUTE:
	case T_FAILURE_ROUTE:
	case T_BRANCH_ROUTE:
	case T_ONSEND_ROUTE:
	case T_ONREPLY_ROUTE:
	case T_REPLY_ROUTE:
	case T_EVENT_ROUTE: nearest_consider(ctx, str_of(k->word));
	}
}

/* "failureroute[NAME]": read as the instance of a group of parameters, whose name is a number. */
static bool report_head(struct parse *ps)
{
	const struct token *word = &ps->pp->third;
	struct nearest n = nearest_to(word->text);
	struct diag *x;

	if (ps->pp->braces.count || ps->pp->before_last.kind != '[' || word->kind != T_ID ||
	    (ps->bad.kind != T_ID && ps->bad.kind != T_STRING) ||
	    !pp_starts_line(ps->pp, word->at.lo))
		return false;
	if (parse_report_version(ps, word))
		return true;
	keyword_each(ps->session->version.bit, try_route, &n);
	x = parse_report(ps, &rule_syntax, word->at, "unexpected \"%.*s\"", word->text);
	if (n.best.n)
		diag_hint(&ps->session->diags, x, "did you mean \"%.*s\"?", STR_ARG(n.best));
	else
		diag_hint(&ps->session->diags, x,
			  "blocks are route[NAME], failure_route[NAME], onreply_route[NAME] ...");
	return true;
}

/* "request_route[NAME]" */
static bool report_nameless(struct parse *ps)
{
	const struct token *word = &ps->pp->before_last;

	if (ps->pp->braces.count || ps->bad.kind != '[' ||
	    (word->kind != T_REQUEST_ROUTE && word->kind != T_REPLY_ROUTE))
		return false;
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, ps->bad.at, "\"%.*s\" takes no name", word->text),
		  "%s[NAME] does", word->kind == T_REPLY_ROUTE ? "onreply_route" : "route");
	return true;
}

/* The block inside of which an "else" stands is the one before it, which is not closed. */
static bool report_inside(struct parse *ps)
{
	struct pp *pp = ps->pp;
	struct diag *x;

	if (pp->braces.count < 2 || !pp_starts_line(pp, ps->bad.at.lo) ||
	    pp_indent_of(pp, ps->bad.at.lo) != LIST_LAST(&pp->braces)->indent)
		return false;
	x = parse_report(ps, &rule_brace_not_closed, ps->bad.at,
			 "\"}\" is missing in front of this%.*s", STR(""));
	diag_note(&ps->session->diags, x, LIST_LAST(&pp->braces)->at, "this \"{\" is not closed");
	return true;
}

/* An "else" whose "if" has ended already. */
static bool report_else(struct parse *ps, const struct expected *set)
{
	const struct token *before = &ps->pp->before_last, *third = &ps->pp->third;

	if (ps->bad.kind != T_ELSE || !parse_expects(set, T_IF) || before->kind != ';')
		return false;
	if (third->kind != '}')
		return report_inside(ps);
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, before->at,
			       "this \"%.*s\" ends the \"if\" in front of its \"else\"", STR(";")),
		  "no \";\" stands behind \"}\"");
	return true;
}

/* "else (condition) {" */
static bool report_condition(struct parse *ps)
{
	const struct source *src = source_of(&ps->session->sources, ps->bad.at.lo);
	struct str rest, line;

	if (ps->bad.kind != '(' || ps->pp->before_last.kind != T_ELSE || src->is_expansion)
		return false;
	rest = str_skip(src->text, ps->bad.at.lo - src->base);
	line = str_trim(str_take(&rest, '\n'));
	if (!str_ends(line, STR("{")))
		return false;
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, ps->pp->before_last.at,
			       "a condition cannot stand behind \"%.*s\"", STR("else")),
		  "did you mean \"else if\"?");
	return true;
}

/* "modparam("tm" "fr_timer", 5)" */
static bool report_joined(struct parse *ps)
{
	const struct pp *pp = ps->pp;
	int word = pp->callee.kind;
	struct sources *s = &ps->session->sources;
	struct span at = {pp->callee.at.hi, ps->bad.at.lo};
	ptrdiff_t i;

	if ((word != T_MODPARAM && word != T_MODPARAMX) || pp->paren_count > 1 || at.hi < at.lo ||
	    source_of(s, at.lo) != source_of(s, at.hi))
		return false;
	i = written_joined(source_text(s, at));
	if (i < 0)
		return false;
	at.lo += (uint32_t)i;
	at.hi = at.lo + 1;
	parse_report(ps, &rule_syntax, at, "\",\" is missing in front of this%.*s", STR(""));
	return true;
}

bool parse_report_place(struct parse *ps, const struct expected *set)
{
	return report_head(ps) || report_nameless(ps) || report_else(ps, set) ||
	       report_condition(ps) || report_joined(ps);
}

/* A word that starts a line of the top level, and is followed by what does not fit. */
bool parse_report_top(struct parse *ps, const struct expected *set)
{
	const struct token *word = &ps->pp->before_last;
	struct diag *x;

	/* Where Kamailio has ended before it sees what follows, that is the mistake to tell. */
	if (ps->session->diags.stop || ps->pp->braces.count || word->kind != T_ID ||
	    !parse_expects(set, '.') || !parse_expects(set, '[') ||
	    (!pp_starts_line(ps->pp, word->at.lo) && ps->pp->third.kind != ';'))
		return false;
	x = parse_report(ps, &rule_syntax, word->at, "unexpected \"%.*s\"", word->text);
	if (parse_is_function(ps, word->text))
		diag_hint(&ps->session->diags, x, "a call stands inside of a route");
	else
		diag_hint(&ps->session->diags, x,
			  "expected a parameter, module or route; a comment begins with \"#\"");
	return true;
}

bool parse_is_statement(int kind)
{
	switch (kind) {
	case T_IF:
	case T_WHILE:
	case T_SWITCH:
	case T_EXIT:
	case T_RETURN:
	case T_DROP:
	case T_BREAK:
	case T_PVAR:
	case T_BARE: return true;
	default: return false;
	}
}
