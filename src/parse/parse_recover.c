/*
 * parse_recover - where reading goes on behind a mistake, and what is lost by then; see
 * parse_state.h.
 *
 * What must stay true: recovery makes progress (the same bad token is never given back twice), and
 * braces decide where a broken statement ends, so one mistake gives one message.  Text that the
 * tree does not hold is recorded as lost, and nothing else is.
 */
#include "parse/parse_state.h"

#include "base/ascii.h"
#include "parser.h"

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
	/* Strings are text, and text strings, where a quote is missing. */
	if (ps->is_rewound)
		ps->lost = NULL;
	n->flags |= NF_LOST;
	n->number = ps->told;
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

/* --- what is lost ------------------------------------------------------------------------------
 */

/* From the start of A to the end of B. */
static struct span stretch(struct parse *ps, struct span a, struct span b)
{
	return span_join(&ps->session->sources, (struct span){a.lo, a.lo}, b);
}

/* What recovery has taken off the stack; AT is that and the bad token. */
static struct span taken_back(struct parse *ps, struct span at)
{
	struct span before = ps->pp->before_last.at, bad = {ps->bad.at.lo, ps->bad.at.lo};

	if (ps->is_rewound)
		return stretch(ps, at, (struct span){ps->rewound_to, ps->rewound_to});
	if (at.lo == bad.lo)
		return SPAN_NONE;
	if (is_before(ps, before, at) || is_before(ps, bad, before))
		return stretch(ps, at, bad);
	return stretch(ps, at, before);
}

static void skip_token(struct parse *ps, struct span *lost, const struct token *t)
{
	if (!t->is_injected)
		*lost = span_join(&ps->session->sources, *lost, t->at);
}

static void note_lost(struct parse *ps, enum lost_kind kind, struct span lost)
{
	if (lost.lo)
		pp_lose(ps->pp, kind, lost);
}

/* --- in a block --------------------------------------------------------------------------------
 */

/* What stands between two parts of a statement; brackets are no part of the tree. */
static struct str between(struct parse *ps, uint32_t lo, uint32_t hi)
{
	struct str s = source_text(&ps->session->sources, (struct span){lo, hi});

	while (s.n && (ascii_is_white(s.p[0]) || s.p[0] == '(' || s.p[0] == ')'))
		s = str_skip(s, 1);
	while (s.n && (ascii_is_white(s.p[s.n - 1]) || s.p[s.n - 1] == '(' || s.p[s.n - 1] == ')'))
		s.n--;
	return s;
}

/* True when nothing but the text WORD stands in LOST outside of FIRST and LAST, its parts or NULL.
 */
static bool is_all(struct parse *ps, struct span lost, const struct node *first, const char *word,
		   const struct node *last)
{
	uint32_t lo = first ? first->at.hi : lost.lo, hi = last ? last->at.lo : lost.hi;

	return (!first || !between(ps, lost.lo, first->at.lo).n) &&
	       str_is(between(ps, lo, hi), word) && (!last || !between(ps, last->at.hi, lost.hi).n);
}

/*
 * The statement LOST when it lacks nothing but its `;`, made of its parts among the remains; NULL
 * when it has more of them: they were to be joined by operators that nobody knows any more.
 */
static struct node *complete(struct parse *ps, struct span lost)
{
	static const char *const words[] = {"exit", "drop", "return", "break"};
	struct node *first = ps->lost, *last = first ? first->next : NULL;

	if (first && !last && (first->kind == N_CALL || first->kind == N_CORE_CALL) &&
	    first->at.lo == lost.lo && first->at.hi == lost.hi)
		return first;
	if (last && !last->next && is_all(ps, lost, first, "=", last)) {
		first->next = NULL;
		return parse_assign(ps, lost, first, last);
	}
	for (size_t i = 0; !last && i < sizeof words / sizeof *words; i++)
		if (is_all(ps, lost, NULL, words[i], first))
			return parse_leave(ps, lost, str_of(words[i]), first);
	return NULL;
}

/* Skips to the end of the statement that starts at AT, and adds what is skipped to *LOST. */
static void skip_statement(struct parse *ps, struct span at, bool stuck, struct span *lost)
{
	struct pp *pp = ps->pp;
	struct token t = ps->bad;
	uint32_t depth = braces_before(ps, at);

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
		skip_token(ps, lost, &t);
		if (t.kind == ';' && pp->braces.count <= depth)
			break;
		if (t.kind == '}' && pp->braces.count <= depth && !goes_on_with_else(ps))
			break;
	}
}

struct node *parse_recover_block(struct parse *ps, struct span at)
{
	struct span lost = taken_back(ps, at);
	bool stuck = is_stuck(ps);
	struct node *whole;

	if (!ps->is_rewound && ps->lacks_semicolon && !stuck) {
		pp_give_back(ps->pp, &ps->bad);
		whole = complete(ps, lost);
		if (whole) {
			ps->lost = NULL;
			return whole;
		}
	} else if (!ps->is_rewound) {
		skip_statement(ps, at, stuck, &lost);
	}
	note_lost(ps, LOST_STATEMENT, lost);
	return remains(ps, at);
}

/* --- on the top level --------------------------------------------------------------------------
 */

/* Words that only start something on the top level, and declare it. */
static bool declares(int kind)
{
	switch (kind) {
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
	case T_EVENT_ROUTE: return true;
	default: return false;
	}
}

static bool is_parameter(int kind)
{
	return kind == T_TLS_METHOD || (kind >= T_PARAM_NUMBER && kind <= T_PARAM_IPV6);
}

/* Such a word, or a name that is followed by = or a dot. */
static bool starts_top_level(struct parse *ps, const struct token *t)
{
	struct token next;

	if (declares(t->kind) || is_parameter(t->kind))
		return true;
	if (t->kind != T_ROUTE && t->kind != T_ID && t->kind != T_DEFAULT)
		return false;
	pp_next(ps->pp, &next);
	pp_give_back(ps->pp, &next);
	if (t->kind == T_ROUTE)
		return next.kind == '[' || next.kind == '{';
	return next.kind == '=' || next.kind == '.' || next.kind == '{';
}

/* What is skipped. */
struct skipped {
	struct span at;
	bool is_setting; /* so far it is "name = value" */
	bool is_braces;  /* so far it is closing braces */
	int last;        /* kind of the newest token */
};

/* True for "name = ..." at AT, when the name declares nothing. */
static bool starts_setting(struct parse *ps, struct span at)
{
	struct str text = source_text(&ps->session->sources, at);
	struct str name = str_head(text, ascii_run(text, ascii_is_word));
	const struct keyword *k = keyword_find(name);

	text = str_trim(str_skip(text, name.n));
	return name.n && str_starts(text, STR("=")) && (!k || is_parameter(k->token));
}

static void add_skipped(struct parse *ps, struct skipped *s, const struct token *t)
{
	skip_token(ps, &s->at, t);
	if (t->kind == '{' || t->kind == '}' || t->kind == T_ROUTE || declares(t->kind) ||
	    (s->last != '=' && pp_starts_line(ps->pp, t->at.lo)))
		s->is_setting = false;
	if (t->kind != '}')
		s->is_braces = false;
	s->last = t->kind;
}

/* Closing braces too many hold nothing; statements stand there when one has closed their block. */
static enum lost_kind skipped_kind(const struct parse *ps, const struct skipped *s)
{
	if (s->is_braces)
		return LOST_BRACES;
	if (ps->is_shut_out)
		return LOST_STATEMENT;
	return s->is_setting ? LOST_SETTING : LOST_DECLARATION;
}

/* What is left of text skipped on the top level: its `number` says what may be missing. */
static struct node *remains_of(struct parse *ps, struct span at, const struct skipped *s)
{
	enum lost_kind kind = skipped_kind(ps, s);
	struct node *n = remains(ps, at);

	if (kind != LOST_BRACES)
		note_lost(ps, kind, s->at);
	if (kind == LOST_DECLARATION && s->at.lo)
		n->at = s->at;
	n->number = (int32_t)kind;
	return n;
}

struct node *parse_recover_file(struct parse *ps, struct span at)
{
	struct pp *pp = ps->pp;
	struct token t = ps->bad;
	bool stuck = is_stuck(ps);
	uint32_t depth = braces_before(ps, at);
	struct skipped s = {.at = taken_back(ps, at), .last = pp->before_last.kind};

	s.is_braces = !s.at.lo;
	s.is_setting = starts_setting(ps, ps->is_rewound ? s.at : at);
	if (ps->is_rewound)
		pp_next(pp, &t);
	for (;; pp_next(pp, &t)) {
		if (t.kind == T_YYEOF)
			break;
		if (!(stuck && t.at.lo == ps->bad.at.lo) && pp->braces.count <= depth &&
		    pp_starts_line(pp, t.at.lo) && starts_top_level(ps, &t))
			break;
		add_skipped(ps, &s, &t);
	}
	pp_give_back(pp, &t);
	return remains_of(ps, at, &s);
}
