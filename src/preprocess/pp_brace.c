/*
 * pp_brace - open braces and parentheses of the text, for recovery and for messages; see pp.h.
 *
 * What must stay true: only tokens that were handed out are counted, each once; indentation serves
 * the message alone, never the verdict.
 */
#include "preprocess/pp.h"

#include "base/ascii.h"
#include "tree/ast.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_brace_not_closed;
extern const struct rule rule_text_not_closed;
extern const struct rule rule_text_swallowed;

uint32_t pp_indent_of(struct pp *pp, uint32_t offset)
{
	const struct source *src = source_of(&pp->session->sources, offset);
	uint32_t at = offset - src->base, start = at, column = 0;

	while (start > 0 && at - start < 200 && src->text.p[start - 1] != '\n')
		start--;
	while (start < at && ascii_is_blank(src->text.p[start])) {
		column = src->text.p[start] == '\t' ? (column / 8 + 1) * 8 : column + 1;
		start++;
	}
	return column;
}

bool pp_starts_line(struct pp *pp, uint32_t offset)
{
	const struct source *src = source_of(&pp->session->sources, offset);
	uint32_t at = offset - src->base;

	while (at > 0 && ascii_is_blank(src->text.p[at - 1]))
		at--;
	return at == 0 || src->text.p[at - 1] == '\n';
}

static void open_brace(struct pp *pp, struct span at)
{
	if (!pp->braces.count) {
		pp->early_close = pp->lacking = SPAN_NONE;
		pp->told_lacking = false;
		pp->block_at = at.lo;
	}
	*LIST_ADD(pp->arena, &pp->braces) =
	    (struct brace){.at = at, .indent = pp_indent_of(pp, at.lo)};
}

void pp_suppose_brace(struct pp *pp, struct span at)
{
	open_brace(pp, at);
}

/* A head without a brace may have lacked it: a } stands below it, further right than its own {. */
static void find_lacking(struct pp *pp, struct span at, uint32_t indent)
{
	for (uint32_t i = pp->head_count; i > 0; i--) {
		const struct head *h = &pp->heads[i - 1];

		if (h->depth != pp->braces.count + 1 || h->indent != indent)
			continue;
		pp->lacking = h->at;
		pp->lacking_by = at;
		return;
	}
}

/* T, or the use of the define that it comes out of, starts a line. */
static bool starts_line(struct pp *pp, const struct token *t)
{
	return pp_starts_line(pp, span_in_file(&pp->session->sources, t->at).lo);
}

/* What a line that starts with T ends: the heads that it does not stand below of. */
static void end_heads(struct pp *pp, const struct token *t)
{
	uint32_t indent = pp_indent_of(pp, span_in_file(&pp->session->sources, t->at).lo);

	while (pp->head_count > 0 && (pp->heads[pp->head_count - 1].depth > pp->braces.count ||
				      pp->heads[pp->head_count - 1].indent >= indent))
		pp->head_count--;
}

static bool is_operator(int kind)
{
	return kind == T_AND || kind == T_OR || kind == '|' || kind == '&' || kind == T_EQ ||
	       kind == T_NE || kind == T_MATCH || kind == '+' || kind == '-' || kind == '*' ||
	       kind == '/' || kind == '<' || kind == '>' || kind == T_LE || kind == T_GE;
}

/* T is the token behind a complete head: a line of its own makes it the body, without a brace. */
static void end_head(struct pp *pp, const struct token *t)
{
	struct sources *all = &pp->session->sources;
	struct span at = pp->head_end;

	if (is_operator(t->kind) || (t->kind == T_IF && !starts_line(pp, t)))
		return;
	if (t->kind != '{' && t->kind != ';' && starts_line(pp, t) && pp->head_count < PP_HEADS &&
	    source_of(all, at.lo) == source_of(all, span_in_file(all, t->at).lo))
		pp->heads[pp->head_count++] = (struct head){
		    .at = {at.hi, at.hi},
		    .indent = pp_indent_of(pp, pp->head.lo),
		    .depth = pp->braces.count,
		};
	pp->head = pp->head_end = SPAN_NONE;
}

/* Follows the heads, before T is counted. */
static void count_head(struct pp *pp, const struct token *t)
{
	if (pp->head_count && t->kind != '}' && starts_line(pp, t))
		end_heads(pp, t);
	if (pp->head_end.hi)
		end_head(pp, t);
	if (t->kind == T_IF || t->kind == T_WHILE || t->kind == T_ELSE) {
		pp->head = t->at;
		pp->head_end = t->kind == T_ELSE ? t->at : SPAN_NONE;
	} else if (t->kind == ')' && pp->head.hi && pp->paren_count <= 1) {
		pp->head_end = t->at;
	}
}

/*
 * A } that starts a line further left than the line of its { probably closes an outer block: the
 * inner one lacks its brace.  Remembered only for the message.
 */
static void close_brace(struct pp *pp, struct span at)
{
	bool is_first = pp_starts_line(pp, at.lo);
	uint32_t indent = is_first ? pp_indent_of(pp, at.lo) : 0;
	const struct brace *b;

	pp->closed = SPAN_NONE;
	if (!pp->braces.count)
		return;
	b = &pp->braces.all[--pp->braces.count];
	pp->closed = b->at;
	if (!pp->suspect.lo && is_first && indent < b->indent)
		pp->suspect = b->at;
	if (!pp->lacking.hi && is_first && indent > b->indent)
		find_lacking(pp, at, indent);
	while (pp->head_count && pp->heads[pp->head_count - 1].depth > pp->braces.count)
		pp->head_count--;
	if (pp->braces.count)
		return;
	pp->suspect = SPAN_NONE;
	if (is_first && indent > b->indent)
		pp->early_close = at;
	else
		pp->lacking = SPAN_NONE;
}

bool pp_report_unclosed(struct pp *pp, bool is_fatal)
{
	struct span opened;
	const char *what = lexer_unclosed(pp->lexer, &opened);
	struct diag *x;

	if (!what)
		return false;
	if (pp->told_unclosed)
		return true;
	pp->told_unclosed = true;
	/* When nobody asks what the server does not see, its view is the truth: the text is not
	 * there, and what it would have declared is missing. */
	if (is_fatal || diag_wanted(&pp->session->diags, &rule_text_swallowed))
		pp_lose(pp, LOST_UNCLOSED,
			span_join(&pp->session->sources, opened, lexer_end(pp->lexer)));
	x = diag_report(&pp->session->diags,
			is_fatal ? &rule_text_not_closed : &rule_text_swallowed, opened,
			str_starts(str_of(what), STR("sign"))
			    ? "no name follows this %s: it takes in the rest of the file"
			    : "this %s is not closed: it takes in the rest of the file",
			what);
	/* Comments count as read for Kamailio's positions, text without its end does not. */
	if (is_fatal && (str_is(str_of(what), "comment") || str_is(str_of(what), "bracket")))
		diag_seen(x, lexer_end(pp->lexer));
	return true;
}

/* A { alone at the start of a line, behind a statement and under the line of the { that is open. */
bool pp_is_closing(struct pp *pp, const struct token *t)
{
	struct diag *x;

	if (!pp->braces.count || t->is_counted || (pp->last.kind != ';' && pp->last.kind != '}') ||
	    !starts_line(pp, t) ||
	    pp_indent_of(pp, span_in_file(&pp->session->sources, t->at).lo) !=
		LIST_LAST(&pp->braces)->indent)
		return false;
	x = diag_report(&pp->session->diags, &rule_brace_not_closed, t->at,
			"\"}\" is wanted here, not \"{\"");
	diag_note(&pp->session->diags, x, LIST_LAST(&pp->braces)->at, "this \"{\" is open");
	pp->has_slip = true;
	return true;
}

void pp_forget_brace(struct pp *pp)
{
	if (pp->braces.count)
		pp->braces.count--;
}

/* What was not read of the route may have closed it: text that was skipped behind another mistake,
 * or a file. */
static bool may_be_closed(struct pp *pp)
{
	struct sources *s = &pp->session->sources;
	uint32_t opened = pp->braces.all[0].at.lo, stop = pp->session->diags.stop;

	return (pp->failed_at && source_order(s, pp->failed_at, opened) >= 0) ||
	       (stop && source_order(s, stop, opened) > 0);
}

/* No statement ends with the newest token. */
static bool is_cut_off(const struct pp *pp)
{
	return pp->last.kind != ';' && pp->last.kind != '}' && pp->last.kind != '{';
}

/* --- where a } is missing ----------------------------------------------------------------------
 */

/* The line of a text: from LO to HI, behind its newline; its first sign that is no blank is at
 * FIRST. */
struct line {
	size_t lo, first, hi;
};

static struct line line_at(struct str text, size_t lo)
{
	ptrdiff_t n = str_find(str_skip(text, lo), '\n');
	struct line x = {lo, lo, n < 0 ? text.n : lo + (size_t)n + 1};

	while (x.first < x.hi && ascii_is_blank(text.p[x.first]))
		x.first++;
	return x;
}

static struct str code_of(struct str text, const struct line *x)
{
	struct str s = str_trim(str_head(str_skip(text, x->first), x->hi - x->first));

	return str_starts(s, STR("#")) || str_starts(s, STR("//")) ? STR("") : s;
}

/* X, or what stands behind the lines of the comments that start there. */
static struct line skip_comments(struct str text, struct line x)
{
	while (str_starts(str_skip(text, x.first), STR("/*"))) {
		ptrdiff_t n = str_search(str_skip(text, x.first), STR("*/"));

		x = line_at(text, n < 0 ? text.n : line_at(text, x.first + (size_t)n).hi);
	}
	return x;
}

/*
 * Where the } of the { AT is missing: below the lines that are further right than its own, and
 * above offset STOP.  At the second of two lines that are the same.  SPAN_NONE when the lines do
 * not tell.
 */
static struct span find_missing(struct pp *pp, struct span at, uint32_t stop)
{
	const struct source *src = source_of(&pp->session->sources, at.lo);
	struct str text = src->text;
	uint32_t indent = pp_indent_of(pp, at.lo), column = 0;
	struct line own, x, missing;

	if (src->is_expansion || source_of(&pp->session->sources, stop) != src || stop < at.hi)
		return SPAN_NONE;
	stop -= src->base;
	own = line_at(text, (size_t)(str_find_last(str_head(text, at.lo - src->base), '\n') + 1));
	missing = own;
	for (x = line_at(text, own.hi); x.lo < text.n; x = line_at(text, x.hi)) {
		x = skip_comments(text, x);
		if (!code_of(text, &x).n)
			continue;
		column = pp_indent_of(pp, src->base + (uint32_t)x.first);
		if (x.first >= stop || column <= indent)
			break;
		missing = line_at(text, x.hi);
	}
	if (missing.lo == own.lo && str_equal(code_of(text, &own), code_of(text, &x)))
		missing = x;
	if (missing.lo == own.lo || (x.lo < text.n && column == indent && text.p[x.first] == '}'))
		return SPAN_NONE;
	stop = src->base + (uint32_t)missing.first;
	return (struct span){stop, stop + (code_of(text, &missing).n > 0)};
}

/* The brace AT is not closed: T cannot stand inside of it. */
static struct diag *report_open(struct pp *pp, struct span at, const struct token *t)
{
	struct diags *ds = &pp->session->diags;
	uint32_t stop = span_in_file(&pp->session->sources, t->at).lo;
	struct span missing = find_missing(pp, at, stop);
	struct diag *x;

	if (!missing.lo)
		return diag_report(ds, &rule_brace_not_closed, at, "this \"{\" is not closed");
	x = diag_report(ds, &rule_brace_not_closed, missing, "\"}\" is missing%s",
			missing.hi > missing.lo ? " in front of this" : "");
	diag_note(ds, x, at, "this \"{\" is not closed");
	return x;
}

void pp_report_braces(struct pp *pp, const struct token *t)
{
	struct diags *ds = &pp->session->diags;
	struct span at = pp->suspect.lo ? pp->suspect : LIST_LAST(&pp->braces)->at;
	struct diag *x;

	if (pp->is_stopped || (t->kind == T_YYEOF && pp_report_unclosed(pp, true)))
		return;
	if (t->kind == T_YYEOF && pp->false_count && pp->balance > 0) {
		pp->failed_at_end = true;
		return;
	}
	pp_lose(pp, LOST_BRACES, at);
	if (may_be_closed(pp))
		return;
	if (t->kind == T_YYEOF && is_cut_off(pp)) {
		x = diag_report(ds, &rule_brace_not_closed, pp->last.at,
				"the file ends in the midst of a statement");
		diag_seen(x, t->at);
		diag_note(ds, x, at, "this \"{\" is not closed");
		return;
	}
	x = report_open(pp, at, t);
	diag_seen(x, t->at);
	if (t->kind == T_YYEOF)
		diag_note(ds, x, SPAN_NONE, "the file ends inside of it");
	else
		diag_note(ds, x, t->at, "a route cannot start inside of it");
}

void pp_count(struct pp *pp, const struct token *t)
{
	if (pp->head_count || pp->head.hi || t->kind == T_IF || t->kind == T_WHILE ||
	    t->kind == T_ELSE)
		count_head(pp, t);
	switch (t->kind) {
	case '{': open_brace(pp, t->at); break;
	case '}': close_brace(pp, t->at); break;
	case '(':
		if (!pp->paren_count) {
			pp->callee = pp->last;
			pp->inner_call = SPAN_NONE;
		} else if (!pp->inner_call.hi && pp->last.kind == T_ID) {
			pp->inner_call = t->at;
		}
		if (pp->paren_count < PP_PARENS)
			pp->parens[pp->paren_count] = t->at;
		pp->paren_count++;
		return;
	case ')':
		if (pp->paren_count)
			pp->paren_count--;
		return;
	case ';': break;
	default: return;
	}
	pp->opened_paren = pp->paren_count && pp->paren_count <= PP_PARENS
			       ? pp->parens[pp->paren_count - 1]
			       : SPAN_NONE;
	pp->paren_count = 0;
}

RULE(brace_not_closed, "K203", SEV_ERROR, PHASE_PARSE, .summary = "a brace that is not closed",
     .why = "A route starts, or the file ends, inside a block. Kamailio names the place where it "
	    "noticed, often far below; the indentation shows which brace is meant.",
     .bad = "request_route {\n\tif ($rU == 2) {\n\t\texit;\n}\nroute[B] {\n\texit;\n}\n",
     .good = "request_route {\n\tif ($rU == 2) {\n\t\texit;\n\t}\n}\nroute[B] {\n\texit;\n}\n")

RULE(text_not_closed, "K206", SEV_ERROR, PHASE_PARSE,
     .summary = "a string, comment or variable that takes in the rest of the file",
     .why = "It is opened and never closed, so the file seems to end in the middle.",
     .bad = "request_route {\n\texit; /* done\n}\n",
     .good = "request_route {\n\texit; /* done */\n}\n")

RULE(text_swallowed, "K207", SEV_ERROR, PHASE_RUN,
     .summary = "the rest of the file is swallowed, and Kamailio starts without it",
     .why = "A comment or string that is never closed takes in all that follows. What "
	    "stands before is complete, so Kamailio accepts the file and runs without the "
	    "rest.",
     .bad = "request_route {\n\texit;\n}\n/* the relay\nroute[RELAY] {\n\texit;\n}\n",
     .good = "request_route {\n\texit;\n}\n/* the relay */\nroute[RELAY] {\n\texit;\n}\n")
