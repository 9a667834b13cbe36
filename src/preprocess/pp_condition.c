/*
 * pp_condition - #!ifdef, #!ifndef, #!ifexp, #!else, #!endif; see pp.h.
 *
 * Reference: preprocessor.md section 6.  Kamailio only counts: as many #!if as #!endif in the end,
 * so one too many and one too few together pass (vector 183 and its kin).
 */
#include "preprocess/pp.h"

#include "preprocess/ifexp.h"

/* What is reported here. */
extern const struct rule rule_conditions_too_deep;
extern const struct rule rule_condition_not_closed;
extern const struct rule rule_condition_with_text;
extern const struct rule rule_endif_without_if;
extern const struct rule rule_expression_bad;
extern const struct rule rule_expression_crashes;
extern const struct rule rule_second_else;
extern const struct rule rule_stray_else;
extern const struct rule rule_stray_endif;

void pp_resume(struct pp *pp)
{
	lexer_expect(pp->lexer, pp->false_count ? LEXER_SKIP : LEXER_TEXT);
}

/* The directive without the blanks and the newline that belong to its token. */
static struct span word_only(const struct raw *raw)
{
	struct span at = raw->at;

	at.hi = at.lo + (uint32_t)str_trim(raw->text).n;
	return at;
}

/* Opens a conditional that asks for what stands at CONDITION. */
static void push_condition(struct pp *pp, enum directive d, const struct raw *raw,
			   struct span condition, bool is_true)
{
	struct branch first = {.at = word_only(raw), .is_true = is_true};
	struct conditional c = {
	    .condition = condition,
	    .parent = pp->condition,
	    .directive = (unsigned char)d,
	};

	if (pp->condition_count == PP_CONDITIONS_MOST) {
		pp_lose(pp, LOST_CONDITION, raw->at);
		diag_report(&pp->session->diags, &rule_conditions_too_deep, raw->at,
			    "more than %d conditionals inside each other", PP_CONDITIONS_MOST);
		return;
	}
	pp->false_count += !is_true;
	first.is_read = !pp->false_count;
	pp->condition = record_open(&pp->record, pp->arena, c, first);
	pp->condition_count++;
	pp->balance++;
}

/* An expression that is evaluated. */
struct evaluation {
	struct pp *pp;
	struct str text;
	struct span at;
	bool is_written; /* TEXT stands in the file as it is */
	bool is_unknown; /* a name in it is */
};

/* The place of N bytes at OFFSET of the text; else that of all of it. */
static struct span place_in(const struct evaluation *e, size_t offset, size_t n)
{
	struct span at = e->at;

	if (!e->is_written)
		return at;
	at.lo += (uint32_t)offset;
	at.hi = at.lo + (uint32_t)n;
	return at;
}

/* The define of a name in an #!ifexp, for the evaluator. */
static enum ifexp_name look_up(void *ctx, struct str name, struct str *value)
{
	struct evaluation *e = ctx;
	struct define *x = define_find(&e->pp->record.defines, name);

	if (!x)
		return IFEXP_NAME_UNDEFINED;
	e->is_unknown |= x->is_unknown;
	*value = x->value;
	return x->value.n ? IFEXP_NAME_VALUE : IFEXP_NAME_EMPTY;
}

/* NAME, a part of the expression, was looked up. */
static void note_evaluated(void *ctx, struct str name)
{
	const struct evaluation *e = ctx;
	struct defines *all = &e->pp->record.defines;

	define_use(all, define_name(all, name), USE_EVALUATED,
		   place_in(e, (size_t)(name.p - e->text.p), name.n));
}

bool pp_evaluate(struct pp *pp, struct str text, struct span at, struct ifexp_value *value)
{
	struct evaluation e = {pp, text, at, at.hi - at.lo == text.n, false};
	struct ifexp_error error = {0};
	enum ifexp_status status =
	    ifexp_eval(pp->arena, text, look_up, note_evaluated, &e, value, &error);
	const struct rule *code = status == IFEXP_CRASHES    ? &rule_expression_crashes
				  : status == IFEXP_TOO_DEEP ? &rule_limit
							     : &rule_expression_bad;

	if (e.is_unknown) {
		pp_unknown(pp, at);
		pp_lose(pp, LOST_CONDITION, at);
		return false;
	}
	if (status == IFEXP_OK)
		return true;
	diag_report(&pp->session->diags, code, error.n ? place_in(&e, error.at, error.n) : at,
		    "%.*s%s", STR_ARG(error.text),
		    status == IFEXP_CRASHES ? "; kamailio crashes on it" : "");
	return false;
}

/* Kamailio reads one name; a comment behind it does no harm. */
static void check_rest(struct pp *pp, const struct raw *rest)
{
	struct str text = str_trim(rest->text);
	struct span at;

	if (!text.n || text.p[0] == '#' || str_starts(text, STR("//")) ||
	    str_starts(text, STR("/*")) || text.p[0] == ';')
		return;
	at.lo = rest->at.lo + (uint32_t)(text.p - rest->text.p);
	at.hi = at.lo + (uint32_t)text.n;
	diag_hint(&pp->session->diags,
		  diag_report(&pp->session->diags, &rule_condition_with_text, at,
			      "\"%.*s\" is ignored: a conditional asks for one name",
			      STR_ARG(text)),
		  "nest two of them, or use \"#!ifexp\" from kamailio 5.7 on");
}

/* Signs between the directive D, at RAW, and its name mean nothing to Kamailio: "#!ifdef !NAME". */
static void check_negation(struct pp *pp, enum directive d, const struct raw *raw, struct span name)
{
	struct str text;
	ptrdiff_t i;

	if (name.lo < raw->at.hi)
		return;
	text = source_text(&pp->session->sources, (struct span){raw->at.hi, name.lo});
	i = str_find(text, '!');
	if (i < 0)
		return;
	diag_hint(&pp->session->diags,
		  diag_report(&pp->session->diags, &rule_condition_with_text,
			      (struct span){raw->at.hi + (uint32_t)i, raw->at.hi + (uint32_t)i + 1},
			      "\"!\" is ignored: a conditional asks for one name"),
		  "write \"%s\"", d == DIRECTIVE_IFDEF ? "#!ifndef" : "#!ifdef");
}

/* Reads the name behind #!ifdef or #!ifndef. */
static void read_name(struct pp *pp, enum directive d, const struct raw *raw)
{
	struct defines *all = &pp->record.defines;
	struct raw name, rest;
	struct define *x;

	lexer_expect(pp->lexer, LEXER_COND);
	pp_read(pp, &name);
	if (name.kind == RAW_END)
		return;
	check_negation(pp, d, raw, name.at);
	if (name.kind == RAW_NAME_DASH) {
		pp_report_dash(pp, name.at, raw->at.lo);
		pp_lose(pp, LOST_CONDITION, name.at);
		lexer_expect(pp->lexer, LEXER_REST);
	}
	pp_read(pp, &rest);
	if (name.kind == RAW_NAME_DASH) {
		name.text.n--;
		name.at.hi--;
	}
	if (rest.kind == RAW_REST) {
		pp->cond_name = name.at;
		pp->rest = rest.at;
		check_rest(pp, &rest);
	}
	x = define_name(all, name.text);
	define_use(all, x, USE_ASKED, name.at);
	push_condition(pp, d, raw, name.at, (x->place != RECORD_NONE) == (d == DIRECTIVE_IFDEF));
	pp_resume(pp);
}

static void read_expression(struct pp *pp, const struct raw *raw)
{
	struct ifexp_value value;
	struct raw rest;
	struct span inner;
	struct str text;
	bool is_true = false;

	lexer_expect(pp->lexer, LEXER_REST);
	pp_read(pp, &rest);
	/* Without its line's end the expression is not seen, yet counted (vector 1176). */
	if (rest.kind == RAW_END) {
		push_condition(pp, DIRECTIVE_IFEXP, raw, SPAN_NONE, true);
		return;
	}
	pp->rest = rest.at;
	text = str_trim(rest.text);
	inner.lo = rest.at.lo + (uint32_t)(text.p - rest.text.p);
	inner.hi = inner.lo + (uint32_t)text.n;
	if (pp_evaluate(pp, text, inner, &value))
		is_true = ifexp_true(&value);
	else
		pp_lose(pp, LOST_CONDITION, inner);
	pp->is_unknown = false;
	push_condition(pp, DIRECTIVE_IFEXP, raw, inner, is_true);
	pp_resume(pp);
}

void pp_if(struct pp *pp, enum directive d, const struct raw *raw)
{
	if (d == DIRECTIVE_IFEXP)
		read_expression(pp, raw);
	else
		read_name(pp, d, raw);
}

void pp_else(struct pp *pp, const struct raw *raw)
{
	struct branch next = {.at = word_only(raw)};
	const struct conditional *c;

	if (pp->condition == RECORD_NONE) {
		*LIST_ADD(pp->arena, &pp->stray_elses) = next.at;
		return;
	}
	c = PILE_AT(&pp->record.conditionals, pp->condition);
	if (c->first != c->last) {
		struct diag *x =
		    diag_report(&pp->session->diags, &rule_second_else, next.at,
				"second \"#!else\" of the same conditional: it turns back "
				"to the first branch");
		diag_note(&pp->session->diags, x, PILE_AT(&pp->record.branches, c->first)->at,
			  "the conditional was opened here");
	}
	next.is_true = !record_branch_now(&pp->record, pp->condition)->is_true;
	pp->false_count = next.is_true ? pp->false_count - 1 : pp->false_count + 1;
	next.is_read = !pp->false_count;
	record_branch(&pp->record, pp->arena, pp->condition, next);
	pp_resume(pp);
}

void pp_endif(struct pp *pp, const struct raw *raw)
{
	struct conditional *c;

	pp->balance--;
	if (pp->condition == RECORD_NONE) {
		*LIST_ADD(pp->arena, &pp->strays) = word_only(raw);
		return;
	}
	c = PILE_AT(&pp->record.conditionals, pp->condition);
	c->end = word_only(raw);
	pp->false_count -= !record_branch_now(&pp->record, pp->condition)->is_true;
	pp->condition = c->parent;
	pp->condition_count--;
	pp_resume(pp);
}

static void report_open(struct pp *pp, const struct conditional *c)
{
	struct diag *x = diag_report(&pp->session->diags, &rule_condition_not_closed,
				     PILE_AT(&pp->record.branches, c->first)->at,
				     "this conditional has no \"#!endif\"");

	if (pp->failed_at_end)
		diag_seen(x, lexer_end(pp->lexer));
}

/* A line that should have opened or closed a conditional: that is the mistake. */
static void report_reason(struct pp *pp, const struct rule *code, const struct pp_suspect *reason)
{
	struct buf b = buf_on(pp->arena);
	struct diag *x;

	pp_say_suspect(pp, reason, &b);
	x = diag_report(&pp->session->diags, code, reason->at, "%s, so %s", b.p,
			code == &rule_condition_not_closed ? "a conditional has no \"#!endif\""
							   : "an \"#!endif\" closes nothing");
	pp_hint_suspect(pp, reason, x);
	if (code == &rule_condition_not_closed && pp->failed_at_end)
		diag_seen(x, lexer_end(pp->lexer));
}

static void finish_open(struct pp *pp)
{
	const struct record *r = &pp->record;
	uint32_t told = 0, left;
	int open = pp->balance;

	if (open > 0 && pp->false_count && r->skipped.count &&
	    PILE_LAST(&r->skipped)->hi == lexer_end(pp->lexer).hi)
		pp_lose(pp, LOST_UNCLOSED, *PILE_LAST(&r->skipped));
	for (; open > 0; open--, told++) {
		const struct pp_suspect *reason = pp_next_suspect(pp, false);

		if (!reason)
			break;
		report_reason(pp, &rule_condition_not_closed, reason);
	}
	left = open > 0 && pp->condition_count > told ? pp->condition_count - told : 0;
	for (uint32_t i = 0; left; i++) {
		const struct conditional *c = PILE_AT(&r->conditionals, i);

		if (c->end.lo)
			continue;
		report_open(pp, c);
		left--;
	}
}

/* Each #!endif too many, and each #!else outside, or the lines that should have opened theirs. */
static void finish_strays(struct pp *pp, bool had_errors)
{
	struct diags *ds = &pp->session->diags;
	const struct rule *code = pp->balance < 0 ? &rule_endif_without_if : &rule_stray_endif;
	bool has_reason = false;
	uint32_t i;

	for (i = 0; i < pp->strays.count; i++) {
		const struct pp_suspect *reason = pp_next_suspect(pp, true);

		if (!reason)
			break;
		report_reason(pp, code, reason);
		has_reason = true;
	}
	/* Kamailio only warns of them before it has read all; the first error is another one. */
	for (; i < pp->strays.count; i++)
		diag_report(ds, code, pp->strays.all[i], "\"#!endif\" without \"#!ifdef\"")
		    ->is_late = had_errors;
	for (i = 0; !has_reason && i < pp->stray_elses.count; i++)
		diag_report(ds, &rule_stray_else, pp->stray_elses.all[i],
			    "\"#!else\" without \"#!ifdef\"");
}

void pp_finish_conditions(struct pp *pp, bool had_errors)
{
	pp_find_suspects(pp);
	finish_strays(pp, had_errors);
	finish_open(pp);
	pp_report_suspects(pp);
}

RULE(condition_not_closed, "K101", SEV_ERROR, PHASE_PARSE, .summary = "#!ifdef without #!endif",
     .why = "Each #!ifdef, #!ifndef and #!ifexp needs its own #!endif. Kamailio only counts them "
	    "and says neither file nor line. The usual reason is text after #!endif: it makes the "
	    "line a comment.",
     .bad = "#!ifdef WITH_NAT\nmhomed=1\n#!endif # WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(endif_without_if, "K102", SEV_ERROR, PHASE_PARSE, .summary = "#!endif without #!ifdef",
     .why = "There are more #!endif than #!ifdef, #!ifndef and #!ifexp together; Kamailio "
	    "refuses the file.",
     .bad = "#!endif\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(stray_endif, "K103", SEV_WARNING, PHASE_RUN,
     .summary = "#!endif that closes nothing, balanced by an #!ifdef that is never closed",
     .why = "Kamailio compares only the numbers of #!ifdef and #!endif, so one too many and one "
	    "too few pass together.",
     .bad = "#!endif\nrequest_route { exit; }\n#!ifdef NOPE\n",
     .good = "request_route { exit; }\n#!ifdef NOPE\n#!endif\n")

RULE(stray_else, "K104", SEV_WARNING, PHASE_RUN, .summary = "#!else without #!ifdef",
     .why = "Kamailio warns in its log and goes on: the text behind is always read.",
     .bad = "#!else\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(second_else, "K105", SEV_WARNING, PHASE_RUN, .summary = "two #!else in one conditional",
     .why = "Each #!else inverts the condition, so after the second one the first branch goes on. "
	    "There is no #!elif; nest a second #!ifdef instead.",
     .bad = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!else\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!endif\nrequest_route { exit; }\n")

RULE(conditions_too_deep, "K106", SEV_ERROR, PHASE_PARSE,
     .summary = "more than 512 nested conditionals",
     .why = "Kamailio keeps 512 open conditionals at most.")

RULE(expression_bad, "K117", SEV_ERROR, PHASE_RUN,
     .summary = "an expression of #!ifexp or #!defexp that cannot be evaluated",
     .why = "Kamailio logs an error and goes on as if the condition were false, or defines "
	    "the name without value.",
     .bad = "#!ifexp 1 +\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp 1 + 1\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(expression_crashes, "K118", SEV_ERROR, PHASE_PARSE,
     .summary = "an expression of #!ifexp that makes Kamailio crash",
     .why = "There are no functions in #!ifexp: a name followed by a parenthesis, such as "
	    "defined(X), crashes the server, as does && or || on an operand without value.",
     .bad = "#!ifexp defined(WITH_NAT)\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(condition_with_text, "K153", SEV_WARNING, PHASE_RUN,
     .summary = "text after the name of an #!ifdef, which is ignored",
     .why = "#!ifdef and #!ifndef test one name; operators and further names are silently ignored. "
	    "Nest one conditional in another, or use #!ifexp from Kamailio 5.7 on.",
     .bad = "#!ifdef WITH_TLS && WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_TLS\n#!ifdef WITH_NAT\nmhomed=1\n#!endif\n#!endif\n"
	     "request_route { exit; }\n")
