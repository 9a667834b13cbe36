/*
 * parse - entry point of the parser, its token source, and recovery; see parse.h.
 *
 * What must stay true: recovery makes progress (the same bad token is never given back twice), and
 * braces decide where a broken statement ends, so one mistake gives one message.
 */
#include "parse/parse.h"

#include "parse/parse_state.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_needs_version;

int yylex(YYSTYPE *value, YYLTYPE *at, struct parse *ps)
{
	struct token t;

	pp_next(ps->pp, &t);
	*at = t.at;
	if (t.at.lo < ps->buffer_lo || t.at.hi > ps->buffer_hi) {
		const struct source *src = source_of(&ps->session->sources, t.at.lo);

		ps->buffer_lo = src->base;
		ps->buffer_hi = src->base + (uint32_t)src->text.n;
	}
	if (t.kind == T_NUMBER)
		value->number = t.number;
	else
		value->text = t.text;
	return t.kind;
}

/* bison calls this only when its stack is full: syntax errors go to yyreport_syntax_error. */
void yyerror(const YYLTYPE *at, struct parse *ps, const char *message)
{
	(void)message;
	ps->errors++;
	diag_report(&ps->session->diags, &rule_limit, *at,
		    "blocks or expressions are nested too deep");
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

static bool is_before(struct parse *ps, struct span a, struct span b)
{
	return source_order(&ps->session->sources, a.lo, b.lo) < 0;
}

static struct node *nothing(struct parse *ps, struct span at)
{
	return node_new(ps->arena, N_EMPTY, at, STR(""));
}

void parse_lose(struct parse *ps, struct node *list)
{
	struct node *last = list;

	if (!list)
		return;
	while (last->next)
		last = last->next;
	last->next = ps->lost;
	ps->lost = list;
}

/* The node that stands for the statement given up.  A call in front of a block is a misspelt `if`
 * or its kin, which the message has told. */
static struct node *remains(struct parse *ps, struct span at)
{
	struct node *n = nothing(ps, at), **end = &ps->lost;

	while (*end && (*end)->next)
		end = &(*end)->next;
	if (*end && (*end)->kind == N_CALL && ps->bad.kind == '{')
		*end = NULL;
	n->flags |= NF_LOST;
	KID(n, EMPTY, lost) = ps->lost;
	ps->lost = NULL;
	return n;
}

/* True, and remembered, when recovery starts at the same token as the last time. */
static bool is_stuck(struct parse *ps)
{
	bool stuck = ps->recovered_at == ps->bad.at.lo;

	ps->recovered_at = ps->bad.at.lo;
	return stuck;
}

/* How many of the braces open now were open where AT starts. */
static uint32_t braces_before(struct parse *ps, struct span at)
{
	uint32_t n = ps->pp->braces.count;

	while (n > 0 && !is_before(ps, ps->pp->braces.all[n - 1].at, at))
		n--;
	return n;
}

/* After a statement that ended with a brace: an `else` belongs to it. */
static bool goes_on_with_else(struct parse *ps)
{
	struct token next;

	pp_next(ps->pp, &next);
	if (next.kind == T_ELSE)
		return true;
	pp_give_back(ps->pp, &next);
	return false;
}

struct node *parse_recover_block(struct parse *ps, struct span at)
{
	struct pp *pp = ps->pp;
	struct token t = ps->bad;
	bool stuck = is_stuck(ps);
	uint32_t depth = braces_before(ps, at);

	if (ps->is_rewound)
		return remains(ps, at);
	if (ps->lacks_semicolon && !stuck) {
		pp_give_back(pp, &t);
		return remains(ps, at);
	}
	for (;; pp_next(pp, &t)) {
		/* A brace that closes the block around the statement, or one that the text lacks.
		 */
		bool closes_outer =
		    t.kind == '}' && (t.is_injected || is_before(ps, pp->closed, at));

		if (t.kind == T_YYEOF || (closes_outer && !(stuck && t.at.lo == ps->bad.at.lo))) {
			pp_give_back(pp, &t);
			/* The grammar is deeper than the braces counted: each turn closes one of
			 * its blocks. */
			pp->inject += t.kind == T_YYEOF && stuck;
			break;
		}
		if (t.kind == ';' && pp->braces.count <= depth)
			break;
		if (t.kind == '}' && pp->braces.count <= depth && !goes_on_with_else(ps))
			break;
	}
	return remains(ps, at);
}

/* Words that only start something on the top level, or names that are followed by = or a dot. */
static bool starts_top_level(struct parse *ps, const struct token *t)
{
	struct token next;

	switch (t->kind) {
	case T_LISTEN:
	case T_ALIAS:
	case T_DOMAIN:
	case T_SOCKET:
	case T_KEMI:
	case T_COREPARAM:
	case T_FLAGS:
	case T_AVPFLAGS:
	case T_LOADMODULE:
	case T_LOADPATH:
	case T_MODPARAM:
	case T_MODPARAMX:
	case T_CFGENGINE:
	case T_SUBST:
	case T_REQUEST_ROUTE:
	case T_FAILURE_ROUTE:
	case T_BRANCH_ROUTE:
	case T_ONSEND_ROUTE:
	case T_REPLY_ROUTE:
	case T_ONREPLY_ROUTE:
	case T_EVENT_ROUTE:
	case T_TLS_METHOD: return true;
	case T_ROUTE:
	case T_ID:
	case T_DEFAULT: break;
	default: return t->kind >= T_PARAM_NUMBER && t->kind <= T_PARAM_IPV6;
	}
	pp_next(ps->pp, &next);
	pp_give_back(ps->pp, &next);
	if (t->kind == T_ROUTE)
		return next.kind == '[' || next.kind == '{';
	return next.kind == '=' || next.kind == '.' || next.kind == '{';
}

struct node *parse_recover_file(struct parse *ps, struct span at)
{
	struct pp *pp = ps->pp;
	struct token t = ps->bad;
	bool stuck = is_stuck(ps);
	uint32_t depth = braces_before(ps, at);

	if (ps->is_rewound)
		pp_next(pp, &t);
	for (;; pp_next(pp, &t)) {
		if (t.kind == T_YYEOF)
			break;
		if (stuck && t.at.lo == ps->bad.at.lo)
			continue;
		if (pp->braces.count <= depth && pp_starts_line(pp, t.at.lo) &&
		    starts_top_level(ps, &t))
			break;
	}
	pp_give_back(pp, &t);
	return remains(ps, at);
}

struct node *parse_config(struct session *s, struct str name, struct str text,
			  struct record *record)
{
	struct source *src = sources_add(&s->sources, name, text, SPAN_NONE);
	struct pp pp;
	struct parse ps = {.session = s, .arena = s->arena, .pp = &pp};

	ps.root = node_new(s->arena, N_FILE, (struct span){src->base, src->base}, STR(""));
	pp_init(&pp, s, src, NULL);
	yyparse(&ps);
	pp_finish(&pp, ps.errors > 0);
	if (record)
		*record = pp.record;
	return ps.root;
}

RULE(needs_version, "K210", SEV_ERROR, PHASE_PARSE,
     .summary = "something that another version of Kamailio has",
     .why =
	 "The word or form is known to newer, or was known to older, releases than the chosen one.",
     .bad = "socket = { bind = udp:127.0.0.1:5060 }\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route { exit; }\n", .version = "5.6")
