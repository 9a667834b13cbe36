/*
 * parse_quote - syntax errors that come of a quote that is missing or one too many; see
 * parse_state.h.
 *
 * A string goes on to the next quote, over lines too, and behind it text and strings have changed
 * places.  What must stay true: reading goes on behind the line of the mistake, where they pair up
 * again, and never before the place where Kamailio notices it.
 */
#include "parse/parse_state.h"

#include "base/ascii.h"
#include "parser.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_quote_missing;

static uint32_t line_count(struct parse *ps, struct span at)
{
	struct sources *s = &ps->session->sources;

	return source_place(s, at.hi ? at.hi - 1 : 0).line - source_place(s, at.lo).line + 1;
}

static bool is_long_string(struct parse *ps, const struct token *t)
{
	return t->kind == T_STRING && line_count(ps, t->at) > 1;
}

/* Reading goes on at TO, behind the line of the mistake: quotes pair up again there. */
static void go_on(struct parse *ps, uint32_t mistake, uint32_t to)
{
	if (mistake == ps->recovered_at)
		return;
	ps->recovered_at = mistake;
	ps->rewound_to = to;
	ps->is_rewound = pp_rewind(ps->pp, to);
}

/* The word right in front of STRING, which begins as what stands behind a string: "name");". */
static struct span word_before(struct parse *ps, const struct token *string)
{
	const struct source *src = source_of(&ps->session->sources, string->at.lo);
	struct str text = src->text, inside;
	uint32_t hi = string->at.lo - src->base, lo = hi;

	inside = str_skip(text, hi + 1);
	if (src->is_expansion || !inside.n || !strchr("),;", inside.p[0]))
		return SPAN_NONE;
	while (lo > 0 && ascii_is_word(text.p[lo - 1]))
		lo--;
	return lo < hi ? (struct span){src->base + lo, src->base + hi} : SPAN_NONE;
}

/* A string over several lines next to the mistake: its closing quote is missing on its first line.
 */
static bool report_long(struct parse *ps)
{
	const struct token *string = &ps->pp->before_last;
	struct span start, word;
	struct str text;

	if (is_long_string(ps, &ps->bad))
		string = &ps->bad;
	else if (!is_long_string(ps, string))
		string = &ps->pp->third;
	/* One sign, as of a regular expression, may stand between it and the mistake. */
	if (!is_long_string(ps, string) ||
	    (string == &ps->pp->third &&
	     line_count(ps, (struct span){string->at.hi, ps->bad.at.hi}) > 1))
		return false;
	start = string->at;
	text = source_text(&ps->session->sources, start);
	start.hi = start.lo + 1;
	word = word_before(ps, string);
	diag_seen(word.hi ? diag_report(&ps->session->diags, &rule_quote_missing, word,
					"a quote is missing in front of this")
			  : diag_report(&ps->session->diags, &rule_quote_missing, start,
					"a quote is missing: this string runs over %u lines",
					line_count(ps, string->at)),
		  ps->bad.at);
	go_on(ps, start.lo, start.lo + (uint32_t)str_find(text, '\n'));
	return true;
}

/* The quote that opens a string which LINE, text outside of strings, does not close; LINE.n when
 * there is none. */
static size_t find_open(struct str line)
{
	size_t open = line.n;
	char quote = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (quote) {
			i += c == '\\';
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
			open = i;
		} else if (c == '#' || (c == '/' && i + 1 < line.n &&
					(line.p[i + 1] == '/' || line.p[i + 1] == '*'))) {
			break;
		}
	}
	return quote ? open : line.n;
}

/* Whether the quote at I of LINE looks as if it closed a string. */
static bool looks_closing(struct str line, size_t i)
{
	struct str behind = str_trim(str_skip(line, i + 1));

	if (behind.n)
		return strchr(");,]", behind.p[0]) || str_starts(behind, STR("&&")) ||
		       str_starts(behind, STR("||"));
	return i > 0 && !ascii_is_blank(line.p[i - 1]) && !strchr("(,=+", line.p[i - 1]);
}

/* The comma at the end of the string right in front of the mistake, as of "a, "b"; or the quote in
 * front of it, as of "a"", "b". */
static struct span mark_of(struct parse *ps)
{
	const struct token *string = &ps->pp->before_last;
	struct str text = source_text(&ps->session->sources, string->at);
	size_t n = text.n;

	if (string->kind != T_STRING || string->at.hi != ps->bad.at.lo || n < 4)
		return SPAN_NONE;
	for (n--; n > 1 && ascii_is_blank(text.p[n - 1]);)
		n--;
	if (text.p[n - 1] != ',')
		return SPAN_NONE;
	n -= n > 2 && text.p[n - 2] == text.p[0];
	return (struct span){string->at.lo + (uint32_t)n - 1, string->at.lo + (uint32_t)n};
}

/*
 * The last quote on the line of the mistake opens a string that goes on below, and looks as if it
 * closed one: on this line one is missing or one too many.
 */
static bool report_odd(struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	const struct source *src = source_of(s, ps->bad.at.lo);
	struct span at = ps->bad.at, mark;
	struct str rest, line;
	size_t open;

	if (src->is_expansion || source_of(s, at.hi - 1) != src || ps->bad.kind == T_YYEOF)
		return false;
	rest = str_skip(src->text, at.hi - src->base);
	line = str_take(&rest, '\n');
	open = find_open(line);
	if (open == line.n || !looks_closing(line, open))
		return false;
	if (ps->bad.kind == T_STRING && ps->pp->before_last.at.hi == at.lo)
		at = ps->pp->before_last.at;
	mark = mark_of(ps);
	diag_seen(diag_report(&ps->session->diags, &rule_quote_missing, mark.hi ? mark : at,
			      !mark.hi ? "the quotes on this line do not pair: one is missing or "
					 "too many"
			      : source_text(s, mark).p[0] == ','
				  ? "a quote is missing in front of this comma"
				  : "a quote too many"),
		  ps->bad.at);
	go_on(ps, ps->bad.at.lo, ps->bad.at.hi + (uint32_t)line.n);
	return true;
}

/*
 * A word or variable right behind a string, and on this line another string: the quote was meant to
 * stand in the string.
 */
static bool report_inner(struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	const struct token *string = &ps->pp->before_last;
	const struct source *src = source_of(s, ps->bad.at.lo);
	struct span at = {string->at.hi - 1, string->at.hi};
	struct str rest, line;

	if (string->kind != T_STRING || string->at.hi != ps->bad.at.lo || src->is_expansion ||
	    ps->bad.kind == T_YYEOF || ps->bad.kind == T_STRING ||
	    (!ascii_is_word(src->text.p[ps->bad.at.lo - src->base]) && ps->bad.kind != T_PVAR &&
	     ps->bad.kind != T_BARE))
		return false;
	rest = str_skip(src->text, ps->bad.at.hi - src->base);
	line = str_take(&rest, '\n');
	if (str_find(line, src->text.p[at.lo - src->base]) < 0)
		return false;
	diag_hint(
	    &ps->session->diags,
	    parse_report(ps, &rule_quote_missing, at, "this quote ends the string%.*s", STR("")),
	    ps->bad.kind == T_PVAR || ps->bad.kind == T_BARE
		? "variables stand inside of a string as they are"
		: "inside of a string it is written \\\"");
	/* What is left of the line is text and strings the wrong way round. */
	if (str_ends(str_trim(line), STR(";")))
		go_on(ps, ps->bad.at.lo, ps->bad.at.hi + (uint32_t)line.n);
	return true;
}

bool parse_report_quote(struct parse *ps)
{
	return report_long(ps) || report_odd(ps) || report_inner(ps);
}

RULE(quote_missing, "K205", SEV_ERROR, PHASE_PARSE, .summary = "a quote is missing",
     .why = "Strings may hold newlines, so a string without its closing quote goes on to "
	    "the next quote in the file, and what follows makes no sense.",
     .bad = "request_route {\n\tlog(\"one);\n\tlog(\"two\");\n}\n",
     .good = "request_route {\n\tlog(\"one\");\n\tlog(\"two\");\n}\n")
