/*
 * pp - from raw tokens to the grammar's; see pp.h.
 *
 * What must stay true: reserved words win over defines; names in attributes, selects and event
 * routes are neither; a define that is being read is not expanded again (Kamailio hangs there,
 * vector 144).
 */
#include "preprocess/pp.h"

#include "base/ascii.h"
#include "tree/ast.h"
#include "parser.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_define_recursive;
extern const struct rule rule_directive_version;

/* A value longer than this does not fit into Kamailio's scanner buffer (vector 151). */
#define VALUE_MOST 16000
#define DEPTH_MOST 100

static void take_definition(struct pp *pp, const struct definition *d)
{
	struct token module = {.text = d->text};

	switch (d->kind) {
	case DEFINITION_DEFINE: pp_define_option(pp, d->text); break;
	case DEFINITION_SUBST: pp_add_subst(pp, DIRECTIVE_SUBST, d->text, SPAN_NONE); break;
	case DEFINITION_SUBSTDEF: pp_add_subst(pp, DIRECTIVE_SUBSTDEF, d->text, SPAN_NONE); break;
	case DEFINITION_SUBSTDEFS: pp_add_subst(pp, DIRECTIVE_SUBSTDEFS, d->text, SPAN_NONE); break;
	case DEFINITION_LOADMODULE: pp_define_module(pp, &module); break;
	case DEFINITION_MODPARAM:
		secret_watch_param(pp->session, d->module, d->text, d->value);
		break;
	case DEFINITION_BLOCKED: break; /* it is looked for when a name is defined */
	}
}

void pp_init(struct pp *pp, struct session *s, const struct source *main, struct pp_trace *trace)
{
	*pp = (struct pp){.session = s, .arena = s->arena, .trace = trace};
	pp->is_printing = trace && trace->keeps_defines;
	pp->substs_end = &pp->substs;
	pp->substituted = buf_on(s->arena);
	pp_own_text(pp, main->text);
	defines_init(&pp->record.defines, s->arena);
	secret_watch_start(&pp->secrets);
	pp->condition = RECORD_NONE;
	pp->lexer = lexer_new(s->arena, &s->sources);
	pp_define_predefined(pp);
	for (size_t i = 0; i < s->definition_count; i++)
		take_definition(pp, &s->definitions[i]);
	lexer_push_file(pp->lexer, main);
}

/* Reads the file name behind an include word, which started at LO, and goes there. */
static void include(struct pp *pp, bool is_import, struct span word)
{
	struct inclusion x = {.is_import = is_import};
	uint32_t lo = word.lo;
	struct raw name;
	size_t mark;

	lexer_expect(pp->lexer, LEXER_FILE_NAME);
	pp_read(pp, &name);
	if (name.kind != RAW_FILE_NAME)
		return;
	if (pp->is_printing)
		pp_note_newlines(pp, lo, name.at);
	mark = pp->trace ? pp->trace->events.count : 0;
	x.at = span_join(&pp->session->sources, word, name.at);
	x.name = name.at;
	pp_include(pp, &name, &x);
	*PILE_ADD(pp->arena, &pp->record.inclusions) = x;
	/* What was entered replaces the whole directive; a file that is not there leaves a gap. */
	if (pp->trace && pp->trace->events.count > mark)
		pp->trace->events.all[mark].at = (struct span){lo, name.at.hi};
	else if (!pp->is_fatal && x.result != INCLUSION_UNKNOWN)
		pp_note(pp, PP_HIDE, (struct span){lo, name.at.hi}, NULL, STR(""));
	if (pp->is_fatal && pp->fatal_at == name.at.lo)
		pp->fatal_at = lo;
}

/* What a directive of another version is in this one: a comment, or with "!!" two operators. */
static bool not_in_version(struct pp *pp, const struct raw *raw, struct str word, uint32_t versions,
			   struct token *out)
{
	struct buf b = buf_on(pp->arena);

	version_say(&b, versions);
	diag_report(&pp->session->diags, &rule_directive_version,
		    (struct span){raw->at.lo, raw->at.lo + (uint32_t)word.n + 2},
		    "\"#!%.*s\" needs kamailio %s; in %.*s it is a comment", STR_ARG(word), b.p,
		    STR_ARG(pp->session->version.name));
	if (raw->text.p[0] == '#') {
		lexer_unread(pp->lexer, raw->text.n - 1);
		lexer_expect(pp->lexer, LEXER_LINE_COMMENT);
		return false;
	}
	lexer_unread(pp->lexer, raw->text.n - 1);
	*out = (struct token){.kind = T_NOT, .at = {raw->at.lo, raw->at.lo + 1}, .text = STR("!")};
	return true;
}

/* Conditionals, in read and in skipped text. */
static void do_condition(struct pp *pp, enum directive d, const struct raw *raw)
{
	bool was_skipped = pp->false_count;

	pp->rest = pp->cond_name = SPAN_NONE;
	if (d == DIRECTIVE_ELSE)
		pp_else(pp, raw);
	else if (d == DIRECTIVE_ENDIF)
		pp_endif(pp, raw);
	else
		pp_if(pp, d, raw);
	if (was_skipped && !pp->false_count)
		record_skip_end(&pp->record, raw->at.lo);
	else if (!was_skipped && pp->false_count)
		record_skip(&pp->record, pp->arena, lexer_offset(pp->lexer));
	if (pp->trace)
		pp_note_condition(pp, raw, d == DIRECTIVE_IFEXP && !pp->rest.lo);
}

bool pp_directive(struct pp *pp, const struct raw *raw, struct token *out)
{
	struct str word = str_trim(str_skip(raw->text, 2));
	uint32_t versions = 0;
	enum directive d;

	while (word.n && word.p[word.n - 1] == '\b')
		word.n--;
	d = directive_find(word, &versions);
	if (!(versions & pp->session->version.bit))
		return pp->false_count ? false : not_in_version(pp, raw, word, versions, out);
	switch (d) {
	case DIRECTIVE_IFDEF:
	case DIRECTIVE_IFNDEF:
	case DIRECTIVE_IFEXP:
	case DIRECTIVE_ELSE:
	case DIRECTIVE_ENDIF: do_condition(pp, d, raw); return false;
	case DIRECTIVE_INCLUDE_FILE:
	case DIRECTIVE_IMPORT_FILE: include(pp, d == DIRECTIVE_IMPORT_FILE, raw->at); return false;
	case DIRECTIVE_SUBST:
	case DIRECTIVE_SUBSTDEF:
	case DIRECTIVE_SUBSTDEFS:
		pp->pending_subst = d;
		pp->subst_word = raw->at;
		pp->subst_event = pp->trace ? pp->trace->events.count : 0;
		*out = (struct token){.kind = T_SUBST, .at = raw->at, .text = word};
		return true;
	case DIRECTIVE_DEFENV:
	case DIRECTIVE_DEFENVS:
	case DIRECTIVE_TRYDEFENV:
	case DIRECTIVE_TRYDEFENVS:
		pp->directive_from = raw->at.lo;
		pp_defenv(pp, d, raw);
		break;
	default:
		pp->directive_from = raw->at.lo;
		pp_define(pp, d, raw);
		break;
	}
	pp_note_define(pp);
	pp->directive_from = 0;
	return false;
}

/* Notes a use of X at AT, when a comment in its value takes in text behind the use. */
static void note_swallow(struct pp *pp, const struct define *x, struct span at)
{
	const struct source *src = lexer_source(pp->lexer);
	struct str behind = str_skip(src->text, lexer_offset(pp->lexer) - src->base);

	while (behind.n && (ascii_is_blank(behind.p[0]) || behind.p[0] == '\r'))
		behind = str_skip(behind, 1);
	if (!behind.n || behind.p[0] == '\n' || behind.p[0] == '#' ||
	    str_starts(behind, STR("//")) || pp->swallow_count == PP_SWALLOWS_MOST)
		return;
	if (!pp->swallows)
		pp->swallows = arena_array(pp->arena, PP_SWALLOWS_MOST, sizeof *pp->swallows);
	pp->swallows[pp->swallow_count++] = (struct pp_swallow){x, x->comment, at};
}

/* Puts the define's value in place of its name; false when it cannot be expanded. */
static void expand(struct pp *pp, struct define *x, struct span at)
{
	struct diags *ds = &pp->session->diags;
	struct source *src;

	define_use(&pp->record.defines, x,
		   lexer_source(pp->lexer)->is_expansion ? USE_NESTED : USE_EXPANDED, at);
	if (!x->value.n) {
		pp_note(pp, PP_HIDE, at, NULL, STR(""));
		return;
	}
	if (lexer_is_reading(pp->lexer, x->name)) {
		struct diag *d;

		pp->has_gap = true;
		pp_lose(pp, pp->braces.count ? LOST_STATEMENT : LOST_DECLARATION, at);
		d = diag_report(ds, &rule_define_recursive, at, "\"%.*s\" expands to itself",
				STR_ARG(x->name));
		if (x->at.lo)
			diag_note(ds, d, x->at, "defined here");
		return;
	}
	if (!pp_spend(pp, x->value.n + (lexer_source(pp->lexer)->is_expansion ? PP_NESTED_COST : 0),
		      at))
		return;
	if (x->value.n > VALUE_MOST) {
		pp->has_gap = true;
		pp_lose(pp, LOST_LIMIT, at);
		diag_report(ds, &rule_limit, at, "the value of \"%.*s\" is longer than %d bytes",
			    STR_ARG(x->name), VALUE_MOST);
		return;
	}
	src = lexer_depth(pp->lexer) < DEPTH_MOST
		  ? sources_add(&pp->session->sources, x->name, x->value, at)
		  : NULL;
	if (!src) {
		if (lexer_depth(pp->lexer) < DEPTH_MOST)
			pp_report_offsets(pp, at);
		else
			diag_report(ds, &rule_limit, at,
				    "defines expand each other too deep at \"%.*s\"",
				    STR_ARG(x->name));
		pp_stop(pp, at);
		return;
	}
	if (x->comment.lo)
		note_swallow(pp, x, at);
	src->is_expansion = true;
	src->defined = x->at;
	pp_note(pp, PP_ENTER, at, src, STR(""));
	lexer_push_expansion(pp->lexer, src);
}

/*
 * Secrets are looked for so that no message shows them.  A name that may tell of one wakes the
 * watch, for the signs and strings behind it.
 */
static inline void watch_word(struct pp *pp, struct str name)
{
	if (secret_names_may_have(pp->secrets.functions, name.p[0], name.n))
		pp->secrets.is_awake = true;
}

static void watch_sign(struct pp *pp, const struct token *t)
{
	enum secret_token kind = t->kind == '('   ? SECRET_TOKEN_OPEN
				 : t->kind == ')' ? SECRET_TOKEN_CLOSE
				 : t->kind == ',' ? SECRET_TOKEN_COMMA
				 : t->kind == '=' ? SECRET_TOKEN_EQUALS
						  : SECRET_TOKEN_OTHER;

	secret_watch_token(&pp->secrets, pp->session, pp->last.text, kind, t->at, STR(""));
}

/* When defines are not expanded, their names stand for their values. */
static void watch_name(struct pp *pp, struct str name)
{
	const struct define *x = define_find(&pp->record.defines, name);

	if (x && x->value.n > 1)
		secret_watch_token(&pp->secrets, pp->session, pp->last.text, SECRET_TOKEN_STRING,
				   SPAN_NONE, str_head(str_skip(x->value, 1), x->value.n - 2));
}

/* The name X stands for what only the server knows: any number of tokens. */
static void stand_in(struct pp *pp, struct define *x, struct span at)
{
	define_use(&pp->record.defines, x,
		   lexer_source(pp->lexer)->is_expansion ? USE_NESTED : USE_EXPANDED, at);
	pp_unknown(pp, at);
	pp->has_gap = true;
}

/* A word: reserved, a define, or a name.  False when there is no token of it. */
static bool cook_word(struct pp *pp, const struct raw *raw, struct token *out)
{
	const struct keyword *k = keyword_find(raw->text);
	struct define *x;

	out->kind = T_ID;
	if (k && k->versions & pp->session->version.bit) {
		out->kind = k->token;
		out->number = k->number;
		out->is_word = k->token == T_NUMBER;
		if (k->token == T_EVENT_ROUTE)
			lexer_expect(pp->lexer, LEXER_EVENT);
		if (k->token == T_MODPARAM || k->token == T_MODPARAMX)
			pp->secrets.is_awake = true;
		if (k->token != T_INCLUDE_FILE && k->token != T_IMPORT_FILE)
			return true;
		include(pp, k->token == T_IMPORT_FILE, raw->at);
		return false;
	}
	if (pp->is_printing) {
		if (pp->secrets.is_awake)
			watch_name(pp, raw->text);
		else
			watch_word(pp, raw->text);
		return true;
	}
	x = define_find(&pp->record.defines, raw->text);
	if (!x) {
		watch_word(pp, raw->text);
		return true;
	}
	if (x->is_unknown) {
		stand_in(pp, x, raw->at);
		return true;
	}
	expand(pp, x, raw->at);
	return false;
}

static int punct_token(struct str s)
{
	static const struct {
		char text[6];
		short token;
	} longer[] = {{"==", T_EQ},          {"!=", T_NE},          {"<=", T_LE},
		      {">=", T_GE},          {"=~", T_MATCH},       {"<<", T_LEFT_SHIFT},
		      {"&&", T_AND},         {"||", T_OR},          {">>", T_RIGHT_SHIFT},
		      {"+=", T_PLUS_ASSIGN}, {"(int)", T_CAST_INT}, {"(str)", T_CAST_STR}};

	if (s.n == 1)
		return s.p[0] == '!' ? T_NOT : s.p[0];
	for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
		if (str_is(s, longer[i].text))
			return longer[i].token;
	return T_JUNK;
}

/* One raw token cooked; false when it leaves none for the grammar. */
static bool cook(struct pp *pp, const struct raw *raw, struct token *out)
{
	*out = (struct token){.at = raw->at, .text = raw->text, .number = raw->number};
	switch (raw->kind) {
	case RAW_END:
		pp_note_end(pp, raw);
		out->kind = T_YYEOF;
		return true;
	case RAW_FILE_END: pp_leave_file(pp, raw); return false;
	case RAW_WORD: return cook_word(pp, raw, out);
	case RAW_NAME: out->kind = T_ID; return true;
	case RAW_NUMWORD: out->kind = T_NUMID; return true;
	case RAW_NUMBER: out->kind = T_NUMBER; return true;
	case RAW_IPV6: out->kind = T_IPV6; return true;
	case RAW_STRING: pp_cook_string(pp, raw, out); return true;
	case RAW_PVAR: pp_cook_variable(pp, raw, out); return true;
	case RAW_BARE: out->kind = T_BARE; return true;
	case RAW_MARK: out->kind = T_MARK; return true;
	case RAW_CLASS: out->kind = T_CLASS; return true;
	case RAW_SELECT: out->kind = T_SEL; return true;
	case RAW_EVENT_NAME: out->kind = T_EVENT_NAME; return true;
	case RAW_PUNCT:
		out->kind = punct_token(raw->text);
		if (pp->secrets.is_awake)
			watch_sign(pp, out);
		return true;
	case RAW_DIRECTIVE: return pp_directive(pp, raw, out);
	default: out->kind = T_JUNK; return true;
	}
}

/*
 * Watches for the module of a loadmodule, which defines MOD_x at once.  In parentheses options may
 * follow: with "o" a module that is loaded already is passed over (vector 1201).
 */
static void watch_loadmodule(struct pp *pp, const struct token *t, bool is_unknown)
{
	enum { NOTHING, WORD, OPEN, MODULE, COMMA };
	bool is_lenient;

	switch (pp->loadmodule) {
	case WORD:
		pp->loadmodule = t->kind == '(' ? OPEN : NOTHING;
		if (t->kind == T_STRING && is_unknown)
			pp_lose(pp, LOST_INCLUDE, t->at);
		else if (t->kind == T_STRING)
			pp_define_module(pp, t);
		return;
	case OPEN:
		pp->loadmodule = t->kind == T_STRING ? MODULE : NOTHING;
		pp->module = *t;
		return;
	case MODULE:
		pp->loadmodule = t->kind == ',' ? COMMA : NOTHING;
		if (t->kind != ',')
			pp_define_module(pp, &pp->module);
		return;
	case COMMA:
		pp->loadmodule = NOTHING;
		is_lenient = t->kind == T_STRING && str_find(t->text, 'o') >= 0;
		if (!is_lenient || !pp_module_define(pp, &pp->module))
			pp_define_module(pp, &pp->module);
		return;
	default: pp->loadmodule = t->kind == T_LOADMODULE ? WORD : NOTHING;
	}
}

/* The next cooked token, without regard to braces. */
static void pull(struct pp *pp, struct token *out)
{
	bool is_unknown;

	if (pp->queued) {
		*out = pp->queue[--pp->queued];
		return;
	}
	do {
		if (pp->is_stopped || (pp->is_fatal && pp->is_printing)) {
			*out = (struct token){.kind = T_YYEOF, .at = pp->last.at};
			return;
		}
		if (account_is_spent(&pp->session->account, ACCOUNT_MEMORY)) {
			session_overdraw(pp->session, ACCOUNT_MEMORY, pp->last.at);
			pp_stop(pp, pp->last.at);
		}
		lexer_next(pp->lexer, &pp->raw);
	} while (!cook(pp, &pp->raw, out));
	out->after_gap = pp->has_gap;
	is_unknown = pp->is_unknown;
	/* Behind a name that may be anything a token may be wrong only because of it. */
	pp->has_gap = is_unknown && out->kind != T_STRING;
	pp->is_unknown = false;
	/* Its string is the next token, wherever that comes from. */
	if (out->kind != T_SUBST)
		pp->pending_subst = DIRECTIVE_NONE;
	if (pp->loadmodule || out->kind == T_LOADMODULE)
		watch_loadmodule(pp, out, is_unknown);
	if (pp->pending_diag && out->kind != T_STRING) {
		diag_seen(pp->pending_diag, out->at);
		pp->pending_diag = NULL;
	}
}

static void put_back(struct pp *pp, const struct token *t)
{
	if (pp->queued < PP_QUEUE)
		pp->queue[pp->queued++] = *t;
}

void pp_give_back(struct pp *pp, const struct token *t)
{
	struct token again = *t;

	again.is_counted = true;
	put_back(pp, &again);
}

bool pp_rewind(struct pp *pp, uint32_t offset)
{
	uint32_t now = lexer_offset(pp->lexer);
	uint64_t back = offset < now ? now - offset : 0;

	/* One mistake after the other may lead back over the same lines. */
	if (pp->reread + back > (uint64_t)pp->session->sources.end * PP_REREAD_RATE)
		return false;
	if (pp->queued || pp->inject || !lexer_rewind(pp->lexer, offset))
		return false;
	pp->reread += back;
	pp->paren_count = 0;
	pp->is_rewound = true;
	pp_resume(pp);
	return true;
}

/* Whether what comes next is a call with wrong brackets, of which OPEN is the first: "route{NAME)",
 * "route[NAME];". */
static bool is_call(struct pp *pp, int open)
{
	struct token ahead[3];
	size_t n = open == '[' ? 3 : 2;
	bool is_name;

	for (size_t i = 0; i < n; i++)
		pull(pp, &ahead[i]);
	for (size_t i = n; i > 0; i--)
		put_back(pp, &ahead[i - 1]);
	is_name = ahead[0].kind == T_ID || ahead[0].kind == T_STRING || ahead[0].kind == T_NUMBER ||
		  ahead[0].kind == T_NUMID;
	return is_name &&
	       (open == '[' ? ahead[2].kind == ';' : ahead[1].kind == ')' || ahead[1].kind == '}');
}

/* A route's keyword inside braces can only mean that a brace is missing. */
static bool starts_route(struct pp *pp, const struct token *t)
{
	struct token next;
	bool starts;

	/* A name in a string whose opening quote is missing. */
	if (pp->last.kind == T_STRING && !pp_starts_line(pp, t->at.lo))
		return false;
	switch (t->kind) {
	case T_REQUEST_ROUTE:
	case T_FAILURE_ROUTE:
	case T_BRANCH_ROUTE:
	case T_ONSEND_ROUTE:
	case T_ONREPLY_ROUTE:
	case T_REPLY_ROUTE:
	case T_EVENT_ROUTE:
	case T_ROUTE: break;
	default: return false;
	}
	pull(pp, &next);
	starts = next.kind == T_YYEOF || (next.kind == '{' && !is_call(pp, '{')) ||
		 (next.kind == '[' && (t->kind != T_ROUTE || !is_call(pp, '[')));
	put_back(pp, &next);
	return starts;
}

/* Whether OUT cannot stand inside of the braces that are open. */
static bool lacks_braces(struct pp *pp, const struct token *out)
{
	return pp->braces.count && !out->is_counted &&
	       (out->kind == T_YYEOF || starts_route(pp, out));
}

void pp_next(struct pp *pp, struct token *out)
{
	pp->inject_last = false;
	if (!pp->inject) {
		pull(pp, out);
		if (pp->is_printing) {
			pp->last = *out;
			return;
		}
		if (out->kind == '{' && pp_is_closing(pp, out))
			out->kind = '}';
		if (!lacks_braces(pp, out)) {
			if (!out->is_counted)
				pp_count(pp, out);
			/* One that comes again is in its place already. */
			if (!out->is_counted || out->at.lo != pp->last.at.lo) {
				pp->third = pp->before_last;
				pp->before_last = pp->last;
			}
			pp->last = *out;
			return;
		}
		pp_report_braces(pp, out);
		put_back(pp, out);
		pp->inject = pp->braces.count;
		pp->braces.count = 0;
		pp->suspect = SPAN_NONE;
	}
	pp->inject--;
	pp->inject_last = true;
	*out =
	    (struct token){.kind = '}', .at = pp->last.at, .text = STR("}"), .is_injected = true};
}

void pp_finish(struct pp *pp, bool had_errors)
{
	if (!had_errors)
		pp_report_unclosed(pp, false);
	pp->record.comments = lexer_comments(pp->lexer);
	if (pp->false_count)
		record_skip_end(&pp->record, lexer_end(pp->lexer).lo);
	pp_finish_conditions(pp, had_errors);
	if (pp->trace)
		return;
	pp_finish_names(pp);
	pp_report_hidden(pp);
}

RULE(define_recursive, "K113", SEV_ERROR, PHASE_PARSE, .summary = "a define that expands to itself",
     .why = "Kamailio has no guard: it hangs, also with -c.",
     .bad = "#!define A B\n#!define B A\nrequest_route { A; }\n",
     .good = "#!define A exit\n#!define B A\nrequest_route { B; }\n")

RULE(directive_version, "K116", SEV_WARNING, PHASE_RUN,
     .summary = "a directive that this version takes for a comment",
     .why = "Directives that a release does not know are comments to it, so the text "
	    "between them is read always.",
     .bad = "#!defexp N 1 + 1\nrequest_route { exit; }\n",
     .good = "#!define N 2\nrequest_route { exit; }\n", .version = "5.6")
