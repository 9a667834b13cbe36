/*
 * parse_error - what a syntax error is called; see parse_state.h.
 *
 * The parser knows only which token did not fit and which would have.  Here the likely mistake is
 * looked for, most certain first: text that is not closed, a missing `;` `)` or quote, a word
 * misspelt or of another version; what is left is told as "unexpected X, expected Y".  The place is
 * where the mistake is; where Kamailio notices it is kept beside it.
 */
#include "parse/parse_state.h"

#include "base/ascii.h"
#include "facts/habits.h"
#include "facts/suggest.h"
#include "parser.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_brace_not_opened;
extern const struct rule rule_parenthesis_missing;
extern const struct rule rule_semicolon_missing;
extern const struct rule rule_syntax;

static struct str token_text(struct parse *ps, const struct token *t)
{
	struct str s = source_text(&ps->session->sources, t->at);

	if (!s.n)
		s = t->text;
	return str_head(str_take(&s, '\n'), 40);
}

/* The place right behind a token. */
static struct span behind(const struct token *t)
{
	return (struct span){t->at.hi, t->at.hi};
}

static void add_class(struct buf *b, unsigned *shown, const char *text)
{
	buf_printf(b, "%s%s", *shown ? ", " : "", text);
	(*shown)++;
}

/* Says what was expected: classes of tokens by one name, then at most four single ones. */
static void say_expected(struct buf *b, const struct expected *set)
{
	bool has_statement = parse_expects(set, T_IF), has_item = parse_expects(set, T_MODPARAM);
	bool has_value = parse_expects(set, T_SEL),
	     has_operator = parse_expects(set, T_EQ) && parse_expects(set, '+');
	unsigned shown = 0;

	if (has_item)
		add_class(b, &shown, "a parameter, module or route");
	if (has_statement)
		add_class(b, &shown, "a statement");
	if (has_value && !has_statement)
		add_class(b, &shown, "a value");
	if (has_item || has_statement || has_value) {
		if (parse_expects(set, '}') && !has_item)
			add_class(b, &shown, "\"}\"");
		return;
	}
	for (int i = 0; i < set->count && shown < 4; i++) {
		const char *name = set->name[i];

		if (has_operator && set->token[i] != ';' && set->token[i] != ')' &&
		    set->token[i] != '{' && set->token[i] != ',' && set->token[i] != ':')
			continue;
		if (set->token[i] == T_YYEOF || strncmp(name, "PARAM_", 6) == 0)
			continue;
		if (name[0] == '\'')
			buf_printf(b, "%s\"%c\"", shown ? ", " : "", name[1]);
		else
			buf_printf(b, "%s%s", shown ? ", " : "", name);
		shown++;
	}
	if (has_operator)
		add_class(b, &shown, "an operator");
}

/* A `;` is missing when one fits, the statement could end, and what follows starts a line or a
 * block's end. */
static bool report_semicolon(struct parse *ps, const struct expected *set)
{
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last, *third = &ps->pp->third;

	/* "return" takes the variable on the next line as its value. */
	if (bad->kind == '=' && (before->kind == T_PVAR || before->kind == T_BARE) &&
	    (third->kind == T_RETURN || third->kind == T_EXIT || third->kind == T_DROP) &&
	    pp_starts_line(ps->pp, before->at.lo)) {
		parse_report(ps, &rule_semicolon_missing, behind(third), "\";\" is missing%.*s",
			     STR(""));
		return true;
	}
	if (!parse_expects(set, ';') || parse_expects(set, T_IF) || parse_expects(set, T_MODPARAM))
		return false;
	if (bad->kind != '}' && bad->kind != T_ELSE && bad->kind != T_YYEOF &&
	    !pp_starts_line(ps->pp, bad->at.lo) &&
	    !(bad->kind == T_ID || bad->kind == T_EXIT || bad->kind == T_RETURN ||
	      bad->kind == T_ROUTE || bad->kind == T_DROP || bad->kind == T_BREAK ||
	      bad->kind == T_IF))
		return false;
	parse_report(ps, &rule_semicolon_missing, behind(before), "\";\" is missing%.*s", STR(""));
	ps->lacks_semicolon = true;
	return true;
}

/* What starts a line behind the value of a modparam, or the name of a module, and is no value. */
static bool leaves_modparam(struct parse *ps)
{
	const struct pp *pp = ps->pp;
	int word = pp->callee.kind, bad = ps->bad.kind;

	return pp->braces.count == 0 && pp->paren_count == 1 &&
	       (word == T_MODPARAM || word == T_MODPARAMX || word == T_LOADMODULE) &&
	       bad != T_STRING && bad != T_NUMBER && bad != ',' && bad != '(' &&
	       (bad == T_YYEOF || pp_starts_line(ps->pp, ps->bad.at.lo));
}

/* A whole statement on a line of its own, inside of a condition: the condition ended before it. */
static bool leaves_condition(struct parse *ps)
{
	const struct token *bad = &ps->bad;
	const struct source *src = source_of(&ps->session->sources, bad->at.lo);
	struct str rest, line;

	if (!ps->pp->head.hi || !pp_starts_line(ps->pp, bad->at.lo) || src->is_expansion)
		return false;
	rest = str_skip(src->text, bad->at.lo - src->base);
	line = str_trim(str_take(&rest, '\n'));
	return line.n > 0 && line.p[line.n - 1] == ';';
}

static bool report_parenthesis(struct parse *ps, const struct expected *set)
{
	const struct pp *pp = ps->pp;
	const struct token *bad = &ps->bad;
	struct diag *x;

	if (!parse_expects(set, ')') || (bad->kind != '{' && bad->kind != ';' && bad->kind != '}' &&
					 !leaves_modparam(ps) && !leaves_condition(ps)))
		return false;
	x = parse_report(ps, &rule_parenthesis_missing, behind(&pp->before_last),
			 "\")\" is missing%.*s", STR(""));
	if (pp->opened_paren.lo && (bad->kind == '{' || bad->kind == ';' || bad->kind == '}'))
		diag_note(&ps->session->diags, x, pp->opened_paren, "\"(\" was opened here");
	return true;
}

/* A { is missing where nothing else fits. */
static bool report_brace(struct parse *ps, const struct expected *set)
{
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;
	bool is_switch = parse_expects(set, '{') && bad->kind == T_CASE;

	if (!is_switch &&
	    (!parse_expects(set, '{') || parse_expects(set, T_IF) || set->count > 2 ||
	     (bad->kind == '(' && before->kind == T_ROUTE) || !pp_starts_line(ps->pp, bad->at.lo)))
		return false;
	parse_report(ps, &rule_brace_not_opened, behind(before), "\"{\" is missing%.*s", STR(""));
	/* Reading goes on as if it stood there: its } is no stray one. */
	if (is_switch)
		pp_suppose_brace(ps->pp, before->at);
	return true;
}

/* True for what fits nowhere because a block was closed too early. */
static bool is_shut_out(struct parse *ps, const struct expected *set)
{
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;

	if (bad->kind == T_YYEOF)
		return false;
	if (ps->pp->early_close.lo)
		return parse_expects(set, T_MODPARAM) ||
		       (bad->kind == '(' && (before->kind == T_ID || before->kind == T_ROUTE));
	return (bad->kind == T_ELSE || bad->kind == T_CASE || bad->kind == T_DEFAULT) &&
	       parse_expects(set, T_IF);
}

/* The { of an if, else or while is missing: the } meant for it has closed the block around it. */
static bool report_lacking(struct parse *ps, const struct expected *set)
{
	struct pp *pp = ps->pp;
	struct diag *x;

	if (!(pp->lacking.hi || pp->told_lacking) || !is_shut_out(ps, set))
		return false;
	if (!pp->told_lacking) {
		x = parse_report(ps, &rule_brace_not_opened, pp->lacking, "\"{\" is missing%.*s",
				 STR(""));
		diag_note(&ps->session->diags, x, pp->lacking_by,
			  "so this \"}\" closes the block around it");
	}
	pp->told_lacking = ps->is_shut_out = true;
	pp->lacking = SPAN_NONE;
	return true;
}

static void try_head(void *ctx, const struct keyword *k)
{
	if (k->token == T_IF || k->token == T_WHILE || k->token == T_SWITCH)
		nearest_consider(ctx, str_of(k->word));
}

/* "did you mean", for the word in front of a block. */
static void hint_head(struct parse *ps, struct str word, struct diag *x)
{
	const struct habit *h = habit_find(word);
	struct nearest n = nearest_listed(word);

	keyword_each(ps->session->version.bit, try_head, &n);
	/* "Iif" and "fi" are too short for letters to be counted. */
	if (h && h->where == HABIT_STATEMENT && !str_is(word, "fi"))
		diag_hint(&ps->session->diags, x, "%s", h->hint);
	else if (n.best.n || (word.n < 4 && ascii_lower(word.p[word.n - 1]) == 'f') ||
		 str_is(word, "fi"))
		diag_hint(&ps->session->diags, x, "did you mean \"%.*s\"?",
			  STR_ARG(n.best.n ? n.best : STR("if")));
}

/* A block behind what reads as a call: a misspelt if, else or while. */
static bool report_block(struct parse *ps, const struct expected *set)
{
	const struct token *word = &ps->pp->callee;
	struct diag *x;

	if (ps->bad.kind != '{' || !parse_expects(set, ';') || ps->pp->before_last.kind != ')' ||
	    word->kind != T_ID)
		return false;
	x = parse_report(ps, &rule_syntax, word->at, "a block cannot stand behind \"%.*s(...)\"",
			 word->text);
	/* Kamailio misses a function of that name as soon as the call is complete, and stops at a
	 * call inside of it. */
	diag_seen(x, ps->pp->inner_call.hi ? ps->pp->inner_call : ps->pp->before_last.at);
	if (str_starts(word->text, STR("els")))
		diag_hint(&ps->session->diags, x, "did you mean \"else if\"?");
	else
		hint_head(ps, word->text, x);
	return true;
}

/* Whether the newest block has had a mistake before this one, and braces may have gone with it. */
static bool has_failed_before(const struct parse *ps)
{
	return ps->failed_before &&
	       source_order(&ps->session->sources, ps->failed_before, ps->pp->block_at) > 0;
}

/* Statements on the top level, because a brace too many has closed the route. */
static bool report_early_close(struct parse *ps, const struct expected *set)
{
	struct diag *x;

	if (!ps->pp->early_close.lo || !is_shut_out(ps, set))
		return false;
	ps->is_shut_out = true;
	if (has_failed_before(ps)) {
		ps->pp->early_close = SPAN_NONE;
		return true;
	}
	x = parse_report(ps, &rule_brace_not_opened, ps->pp->early_close,
			 "this \"}\" closes the whole block, too early%.*s", STR(""));
	diag_note(&ps->session->diags, x, ps->bad.at, "what follows stands outside of any route");
	ps->pp->early_close = SPAN_NONE;
	return true;
}

/* "!define", on the top level. */
static bool is_directive(struct parse *ps)
{
	const struct source *src = source_of(&ps->session->sources, ps->bad.at.lo);
	struct str word = str_skip(src->text, ps->bad.at.hi - src->base);
	uint32_t versions;

	return ps->bad.kind == T_NOT && !ps->pp->braces.count && !src->is_expansion &&
	       directive_find(str_head(word, ascii_run(word, ascii_is_word)), &versions) !=
		   DIRECTIVE_NONE;
}

/* What to do about it, where the tokens tell. */
static bool say_way_out(struct parse *ps, const struct expected *set, struct diag *x)
{
	struct diags *ds = &ps->session->diags;
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;

	if (bad->kind == '}' && before->kind == '{' && parse_expects(set, T_IF))
		diag_hint(ds, x, "a block needs at least one statement; \";\" is one");
	else if (parse_expects(set, T_EVENT_NAME))
		diag_hint(ds, x, "expected a name of the form module:event");
	else if (bad->kind == T_WEB_PROTO && parse_expects(set, T_PROTO))
		diag_hint(ds, x, "WebSocket comes in over tcp or tls: listen on these");
	else if (parse_expects(set, T_MODPARAM) && parse_is_statement(bad->kind))
		diag_hint(ds, x, "a statement stands inside of a route");
	else if (is_directive(ps))
		diag_hint(ds, x, "a directive begins with \"#!\"");
	else if (bad->kind == T_ID && parse_expects(set, T_STRING) &&
		 (before->kind == T_LOADMODULE ||
		  (ps->pp->paren_count == 1 &&
		   (ps->pp->callee.kind == T_MODPARAM || ps->pp->callee.kind == T_MODPARAMX))))
		diag_hint(ds, x, "it stands in quotes");
	else if (set->count == 1 && set->token[0] == ']' &&
		 (before->kind == T_ID || before->kind == T_NUMBER))
		diag_hint(ds, x, "expected \"]\"; a name with other signs in it stands in quotes");
	else
		return false;
	return true;
}

static void report_unexpected(struct parse *ps, const struct expected *set)
{
	const struct token *bad = &ps->bad;
	struct buf b = buf_on(ps->arena);
	struct diag *x;

	if (bad->kind == '}' && parse_expects(set, T_MODPARAM) && has_failed_before(ps))
		return;
	say_expected(&b, set);
	if (bad->kind == T_YYEOF)
		x = parse_report(ps, &rule_syntax, bad->at, "unexpected end of file%.*s", STR(""));
	else if (bad->kind == '}' && parse_expects(set, T_MODPARAM))
		x = parse_report(ps, &rule_brace_not_opened, bad->at,
				 "this \"}\" closes nothing%.*s", STR(""));
	else if (bad->kind == T_STRING)
		x = parse_report(ps, &rule_syntax, bad->at, "unexpected string %.*s",
				 token_text(ps, bad));
	else
		x = parse_report(ps, &rule_syntax, bad->at, "unexpected \"%.*s\"",
				 token_text(ps, bad));
	if (!say_way_out(ps, set, x) && b.n)
		diag_hint(&ps->session->diags, x, "expected %s", b.p);
}

/* Whether no statement or value ends with T: more has to come. */
static bool wants_more(const struct token *t)
{
	switch (t->kind) {
	case '=':
	case ':':
	case ',':
	case '(':
	case '+':
	case T_LOADMODULE:
	case T_MODPARAM:
	case T_AND:
	case T_OR:
	case T_EQ:
	case T_NE:
	case T_MATCH: return true;
	default: return false;
	}
}

/* A call of a route with the wrong bracket: "route{NAME)", "route[NAME];". */
static bool report_bracket(struct parse *ps)
{
	const struct source *src = source_of(&ps->session->sources, ps->bad.at.lo);
	char bracket[] = {(char)ps->bad.kind, '\0'};
	struct str rest, line;

	if ((ps->bad.kind != '{' && ps->bad.kind != '[') || ps->pp->before_last.kind != T_ROUTE ||
	    ps->pp->braces.count < 1u + (ps->bad.kind == '{'))
		return false;
	diag_hint(&ps->session->diags,
		  parse_report(ps, &rule_syntax, ps->bad.at,
			       "\"(\" is wanted behind \"route\", not \"%.*s\"", str_of(bracket)),
		  "a route is called with route(NAME)");
	rest = str_skip(src->text, ps->bad.at.hi - src->base);
	line = str_take(&rest, '\n');
	if (ps->bad.kind == '{' && (src->is_expansion || str_find(line, '}') < 0))
		pp_forget_brace(ps->pp);
	return true;
}

/* What would have to stand behind the token before is missing: a line with another statement, or
 * a file of its own, follows. */
static bool report_missing(struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;
	const struct keyword *k = keyword_find(bad->text);
	uint32_t at = span_in_file(s, bad->at).lo;

	if (!wants_more(before) || !pp_starts_line(ps->pp, at) ||
	    (bad->kind != T_SUBST && bad->kind != '}' && (!k || k->token != bad->kind)))
		return false;
	if (before->kind == T_LOADMODULE)
		parse_report(ps, &rule_syntax, before->at,
			     "the name of the module is missing behind \"loadmodule\"%.*s",
			     STR(""));
	else
		parse_report(ps, &rule_syntax, before->at, "something is missing behind \"%.*s\"",
			     token_text(ps, before));
	return true;
}

static bool is_capital(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (ascii_is_lower(word.p[i]))
			return false;
	return word.n > 1;
}

/*
 * Whether the mistake may come from a word that is a define, of a file that was not read: the bad
 * token or the one before it.  ANY: any word, else one that looks like the name of a define.
 */
static bool may_be_define(const struct parse *ps, bool any)
{
	const struct token *before = &ps->pp->before_last;

	if (!pp_lacks_names(ps->pp))
		return false;
	return (ps->bad.kind == T_ID && (any || is_capital(ps->bad.text))) ||
	       (before->kind == T_ID && (any || is_capital(before->text)));
}

/* Whether the line of the bad token has had its syntax error: one more comes of it. */
static bool follows_mistake(const struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	struct place failed, bad;

	if (!ps->pp->failed_at)
		return false;
	failed = source_place(
	    s, span_in_file(s, (struct span){ps->pp->failed_at, ps->pp->failed_at}).lo);
	bad = source_place(s, span_in_file(s, ps->bad.at).lo);
	return failed.source == bad.source && failed.line == bad.line;
}

static void report_mistake(struct parse *ps, const struct expected *set)
{
	struct pp *pp = ps->pp;
	bool follows;

	ps->errors++;
	ps->bad = pp->last;
	follows = follows_mistake(ps);
	ps->failed_before = pp->failed_at;
	pp->failed_at = ps->bad.at.lo;
	ps->lacks_semicolon = ps->is_rewound = ps->is_shut_out = false;
	if (pp->inject_last) {
		ps->bad = (struct token){.kind = '}', .at = pp->last.at, .is_injected = true};
		return;
	}
	if (follows || pp->is_stopped || ps->bad.after_gap || ps->bad.kind == T_JUNK ||
	    may_be_define(ps, false))
		return;
	if (ps->bad.kind == T_YYEOF && pp_report_unclosed(pp, true))
		return;
	/* An open conditional hides the rest of the file; that is the mistake to tell. */
	if (ps->bad.kind == T_YYEOF && pp->condition_count && pp->balance > 0) {
		pp->failed_at_end = true;
		return;
	}
	/* A scanner that looks for the rest of an attribute would skip what follows. */
	if (ps->bad.kind != T_YYEOF)
		pp_resume(pp);
	/* Nobody reads the reason of one so late. */
	if (!diag_has_room(&pp->session->diags, &rule_syntax)) {
		parse_report(ps, &rule_syntax, ps->bad.at, "unexpected text%.*s", STR(""));
		return;
	}
	if (report_missing(ps) || report_bracket(ps) || report_lacking(ps, set) ||
	    report_early_close(ps, set) || (leaves_modparam(ps) && report_parenthesis(ps, set)) ||
	    parse_report_quote(ps) || report_brace(ps, set) || report_block(ps, set) ||
	    report_semicolon(ps, set) || report_parenthesis(ps, set) ||
	    parse_report_reserved(ps, set) || may_be_define(ps, true) || parse_report_torn(ps) ||
	    parse_report_place(ps, set) || parse_report_habit(ps) || parse_report_word(ps, set) ||
	    parse_report_top(ps, set))
		return;
	report_unexpected(ps, set);
}

void parse_report_syntax(struct parse *ps, const struct expected *set)
{
	struct diag **end = ps->session->diags.end;

	report_mistake(ps, set);
	ps->told = *end ? (int32_t)(*end)->order + 1 : 0;
}

RULE(semicolon_missing, "K201", SEV_ERROR, PHASE_PARSE, .summary = "a semicolon is missing",
     .why = "Calls, assignments, exit, drop, return and break end with a semicolon, the "
	    "last one of a block too. Kamailio names the line of the next word.",
     .bad = "request_route {\n\tlog(\"hello\")\n\texit;\n}\n",
     .good = "request_route {\n\tlog(\"hello\");\n\texit;\n}\n")

RULE(parenthesis_missing, "K202", SEV_ERROR, PHASE_PARSE,
     .summary = "a closing parenthesis is missing",
     .why = "A parenthesis of the condition or call is still open where its block or end "
	    "comes.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\") "
	    "{\n\t\texit;\n\t}\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\")) "
	     "{\n\t\texit;\n\t}\n}\n")

RULE(brace_not_opened, "K204", SEV_ERROR, PHASE_PARSE,
     .summary = "a closing brace without an opening one",
     .why = "Either one } too many closes a block too early, or the { of an if, else, switch or "
	    "route is missing. The indentation shows which, and where it belongs.",
     .bad = "request_route {\n\texit;\n}\n}\n", .good = "request_route {\n\texit;\n}\n")
