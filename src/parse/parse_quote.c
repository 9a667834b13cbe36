/*
 * parse_quote - syntax errors that come of a quote that is missing or one too many; see
 * parse_state.h.
 *
 * A string goes on to the next quote, over lines too, and behind it text and strings have changed
 * places.  What must stay true: reading goes on behind the line of the mistake, where they pair up
 * again, and never before the place where Kamailio notices it.
 */
#include "parse/parse_state.h"

#include "parser.h"

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

/*
 * A string over several lines next to the mistake: its closing quote is missing on its first line.
 * Reading goes on behind that line, so that the quotes that follow pair up again.
 */
bool parse_report_quote(struct parse *ps)
{
	const struct token *string = &ps->pp->before_last;
	struct sources *sources = &ps->session->sources;
	struct span start;
	struct str text;

	if (is_long_string(ps, &ps->bad))
		string = &ps->bad;
	else if (!is_long_string(ps, string))
		return false;
	start = string->at;
	text = source_text(sources, start);
	start.hi = start.lo + 1;
	diag_seen(diag_report(&ps->session->diags, &rule_quote_missing, start,
			      "a quote is missing: this string runs over %u lines",
			      line_count(ps, string->at)),
		  ps->bad.at);
	if (string->at.lo != ps->recovered_at) {
		ps->recovered_at = string->at.lo;
		ps->rewound_to = start.lo + (uint32_t)str_find(text, '\n');
		ps->is_rewound = pp_rewind(ps->pp, ps->rewound_to);
	}
	return true;
}

RULE(quote_missing, "K205", SEV_ERROR, PHASE_PARSE, .summary = "a quote is missing",
     .why = "Strings may hold newlines, so a string without its closing quote goes on to "
	    "the next quote in the file, and what follows makes no sense.",
     .bad = "request_route {\n\tlog(\"one);\n\tlog(\"two\");\n}\n",
     .good = "request_route {\n\tlog(\"one\");\n\tlog(\"two\");\n}\n")
