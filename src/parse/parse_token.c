/*
 * parse_token - the tokens of the grammar: out of the preprocessor, and what only other versions
 * have.
 */
#include "parse/parse.h"

#include "parse/parse_state.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_needs_version;

int yylex(YYSTYPE *value, YYLTYPE *at, struct parse *ps)
{
	const struct token *t = &ps->token;

	pp_next(ps->pp, &ps->token);
	*at = t->at;
	if (t->at.lo < ps->buffer_lo || t->at.hi > ps->buffer_hi) {
		const struct source *src = source_of(&ps->session->sources, t->at.lo);

		ps->buffer_lo = src->base;
		ps->buffer_hi = src->base + (uint32_t)src->text.n;
	}
	if (t->kind == T_NUMBER)
		value->number = t->number;
	else
		value->text = t->text;
	return t->kind;
}

/* bison calls this only when its stack is full: syntax errors go to yyreport_syntax_error. */
void yyerror(const YYLTYPE *at, struct parse *ps, const char *message)
{
	(void)message;
	pp_stop(ps->pp, *at);
	parse_too_deep(ps, *at);
}

void parse_need(struct parse *ps, enum feature f, struct span at)
{
	struct buf since = buf_on(ps->arena);

	if (feature_in(&ps->session->version, f))
		return;
	version_say(&since, feature_versions(f));
	ps->errors++;
	diag_report(&ps->session->diags, &rule_needs_version, at,
		    "%s needs kamailio %s; this is %.*s", feature_what(f), since.p,
		    STR_ARG(ps->session->version.name));
}

RULE(needs_version, "K210", SEV_ERROR, PHASE_PARSE,
     .summary = "something that another version of Kamailio has",
     .why =
	 "The word or form is known to newer, or was known to older, releases than the chosen one.",
     .bad = "socket = { bind = udp:127.0.0.1:5060 }\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route { exit; }\n", .version = "5.6")
