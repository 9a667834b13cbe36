/*
 * indentation - an if, else or while without braces whose body is not indented: probably the real
 * body is gone, and the next statement has taken its place.
 *
 * What must stay true: only blanks that are certain to differ count, as nobody knows the width of a
 * tab; text out of defines and other files, and what a directive may have split, is left alone.
 */
#include "engine/visit.h"

#include <string.h>

/* The blanks at the start of the line of offset AT in SRC. */
static struct str blanks_of(const struct source *src, size_t at)
{
	size_t start = at, end;

	while (start > 0 && src->text.p[start - 1] != '\n')
		start--;
	for (end = start; end < at; end++)
		if (src->text.p[end] != ' ' && src->text.p[end] != '\t')
			break;
	return (struct str){src->text.p + start, end - start};
}

/* True when nothing but blanks, and perhaps a closing brace, stands before offset AT on its line.
 */
static bool is_first(const struct source *src, size_t at, bool may_close)
{
	struct str blanks = blanks_of(src, at);
	size_t i = (size_t)(blanks.p - src->text.p) + blanks.n;

	if (may_close && i < at && src->text.p[i] == '}')
		for (i++; i < at; i++)
			if (src->text.p[i] != ' ' && src->text.p[i] != '\t')
				break;
	return i == at;
}

static bool has_empty_line(struct str text)
{
	bool is_empty = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n' && is_empty)
			return true;
		is_empty = text.p[i] == '\n' || (is_empty && strchr(" \t\r", text.p[i]));
	}
	return false;
}

/* A directive right below the head: what stands behind it may well be meant as the body. */
static bool is_split(struct str between)
{
	ptrdiff_t at = str_search(between, STR("#!"));

	if (str_search(between, STR("!!")) >= 0)
		return true;
	return at >= 0 && !has_empty_line(str_head(between, (size_t)at));
}

/* "if (...)" with a plain exit or return below it, as some people write. */
static bool is_plain_leave(const struct node *body, struct str between, struct str outer,
			   struct str inner)
{
	ptrdiff_t line = str_find(between, '\n');

	return body->kind == N_LEAVE && outer.n == inner.n && line >= 0 &&
	       !str_trim(str_skip(between, (size_t)line)).n && !has_empty_line(between);
}

/* Judges BODY of the keyword WORD, which starts at offset LO of the space; the head ends at
 * HEAD_END. */
static void check_body(struct visit *v, const char *word, uint32_t lo, uint32_t head_end,
		       const struct node *body)
{
	struct sources *all = &v->session->sources;
	const struct source *src = source_of(all, lo);
	size_t n = str_of(word).n;
	struct str outer, inner, between;
	struct diag *x;

	if (!src || !body || body->kind == N_EMPTY || src != source_of(all, body->at.lo) ||
	    src != source_of(all, head_end) || src->is_expansion || body->at.lo < head_end)
		return;
	between = source_text(all, (struct span){head_end, body->at.lo});
	if (str_find(between, '\n') < 0 || str_find(between, '{') >= 0 || is_split(between))
		return;
	if (!str_starts(str_skip(src->text, lo - src->base), str_of(word)) ||
	    !is_first(src, lo - src->base, word[0] == 'e') ||
	    !is_first(src, body->at.lo - src->base, false))
		return;
	outer = blanks_of(src, lo - src->base);
	inner = blanks_of(src, body->at.lo - src->base);
	/* Several conditions one below the other may well be meant as one. */
	if (body->kind == N_IF && !has_empty_line(between))
		return;
	/* Where nothing is indented this says nothing. */
	if (!outer.n || !str_starts(outer, inner) || is_plain_leave(body, between, outer, inner))
		return;
	x = report(v, (struct span){lo, lo + (uint32_t)n},
		   "the body of this \"%s\" is not indented", word);
	diag_hint(v->diags, x, "indent it, or was a statement lost here?");
	diag_note(v->diags, x, body->at, "this is taken as its body");
}

/* The else of an if; comments behind it keep it from being found. */
static void check_else(struct visit *v, const struct node *n)
{
	const struct node *other = KID(n, IF, otherwise);
	struct sources *all = &v->session->sources;
	struct str text;
	uint32_t lo = n->at.lo, end;

	if (!other || other->kind == N_IF || other->at.lo < lo ||
	    source_of(all, lo) != source_of(all, other->at.lo))
		return;
	text = source_text(all, (struct span){lo, other->at.lo});
	while (text.n > 0 && strchr(" \t\r\n", text.p[text.n - 1]))
		text.n--;
	if (!str_ends(text, STR("else")))
		return;
	end = lo + (uint32_t)text.n;
	check_body(v, "else", end - 4, end, other);
}

static void check_statement(struct visit *v, const struct node *n)
{
	if (n->kind == N_IF) {
		check_body(v, "if", n->at.lo, KID(n, IF, condition)->at.hi, KID(n, IF, then));
		check_else(v, n);
	} else {
		check_body(v, "while", n->at.lo, KID(n, WHILE, condition)->at.hi,
			   KID(n, WHILE, body));
	}
}

RULE(misleading_indentation, "K360", SEV_WARNING, PHASE_RUN, .nodes = NODE(IF) | NODE(WHILE),
     .run = check_statement, .summary = "an if, else or while whose body is not indented",
     .why = "Without braces the next statement is the body, wherever it stands. When it is "
	    "not indented, the statement that was meant has probably been lost, and one that "
	    "should always run depends on the condition now.",
     .bad = "request_route {\n\tif (proto == UDP)\n\n\tsetflag(1);\n}\n",
     .good = "request_route {\n\tif (proto == UDP)\n\t\texit;\n\n\tsetflag(1);\n}\n")
