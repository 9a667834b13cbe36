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

static void push_condition(struct pp *pp, enum directive d, struct span at, bool is_true)
{
	struct condition *c;

	if (pp->condition_count == PP_CONDITIONS_MOST) {
		diag_report(&pp->session->diags, &rule_conditions_too_deep, at,
			    "more than %d conditionals inside each other", PP_CONDITIONS_MOST);
		return;
	}
	if (pp->condition_count == pp->condition_cap) {
		uint32_t cap = pp->condition_cap ? pp->condition_cap * 2 : 16;

		pp->conditions = arena_grow(pp->arena, pp->conditions,
					    pp->condition_cap * sizeof *c, cap * sizeof *c);
		pp->condition_cap = cap;
	}
	c = &pp->conditions[pp->condition_count++];
	*c = (struct condition){.at = at, .directive = d, .is_true = is_true};
	pp->false_count += !is_true;
	pp->balance++;
}

/* The define of a name in an #!ifexp, for the evaluator. */
static enum ifexp_name look_up(void *ctx, struct str name, struct str *value)
{
	struct pp *pp = ctx;
	struct define *x = define_find(&pp->defines, name);

	if (!x)
		return IFEXP_NAME_UNDEFINED;
	x->is_used = true;
	*value = x->value;
	return x->value.n ? IFEXP_NAME_VALUE : IFEXP_NAME_EMPTY;
}

bool pp_evaluate(struct pp *pp, struct str text, struct span at, struct ifexp_value *value)
{
	struct ifexp_error error = {0};
	enum ifexp_status status = ifexp_eval(pp->arena, text, look_up, pp, value, &error);
	const struct rule *code = status == IFEXP_CRASHES    ? &rule_expression_crashes
				  : status == IFEXP_TOO_DEEP ? &rule_limit
							     : &rule_expression_bad;
	struct span where = at;

	if (status == IFEXP_OK)
		return true;
	if (at.hi - at.lo == text.n && error.n) {
		where.lo = at.lo + (uint32_t)error.at;
		where.hi = where.lo + (uint32_t)error.n;
	}
	diag_report(&pp->session->diags, code, where, "%.*s%s", STR_ARG(error.text),
		    status == IFEXP_CRASHES ? "; kamailio crashes on it" : "");
	return false;
}

static void note_asked(struct pp *pp, const struct raw *name)
{
	struct define *x = define_find(&pp->asked, name->text);

	if (!x)
		x = define_add(&pp->asked, name->text, STR(""), name->at);
	if (x)
		x->times++;
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

/* Reads the name behind #!ifdef or #!ifndef. */
static void read_name(struct pp *pp, enum directive d, struct span at)
{
	struct raw name, rest;
	const struct define *x;

	lexer_expect(pp->lexer, LEXER_COND);
	pp_read(pp, &name);
	if (name.kind == RAW_END)
		return;
	if (name.kind == RAW_NAME_DASH) {
		pp_report_dash(pp, name.at, at.lo);
		lexer_expect(pp->lexer, LEXER_REST);
	}
	pp_read(pp, &rest);
	if (name.kind == RAW_NAME_DASH)
		name.text.n--;
	if (rest.kind == RAW_REST) {
		pp->cond_name = name.at;
		pp->rest = rest.at;
		check_rest(pp, &rest);
	}
	x = define_find(&pp->defines, name.text);
	if (x)
		((struct define *)x)->is_used = true;
	note_asked(pp, &name);
	push_condition(pp, d, at, (x != NULL) == (d == DIRECTIVE_IFDEF));
	pp_resume(pp);
}

static void read_expression(struct pp *pp, struct span at)
{
	struct ifexp_value value;
	struct raw rest;
	struct span inner;
	struct str text;
	bool is_true;

	lexer_expect(pp->lexer, LEXER_REST);
	pp_read(pp, &rest);
	/* Without its line's end the expression is not seen, yet counted (vector 1176). */
	if (rest.kind == RAW_END) {
		push_condition(pp, DIRECTIVE_IFEXP, at, true);
		return;
	}
	pp->rest = rest.at;
	text = str_trim(rest.text);
	inner.lo = rest.at.lo + (uint32_t)(text.p - rest.text.p);
	inner.hi = inner.lo + (uint32_t)text.n;
	is_true = pp_evaluate(pp, text, inner, &value) && ifexp_true(&value);
	push_condition(pp, DIRECTIVE_IFEXP, at, is_true);
	pp_resume(pp);
}

void pp_if(struct pp *pp, enum directive d, const struct raw *raw)
{
	if (d == DIRECTIVE_IFEXP)
		read_expression(pp, raw->at);
	else
		read_name(pp, d, raw->at);
}

/* The directive without the blanks and the newline that belong to its token. */
static struct span word_only(const struct raw *raw)
{
	struct span at = raw->at;

	at.hi = at.lo + (uint32_t)str_trim(raw->text).n;
	return at;
}

static void add_stray(struct pp *pp, struct span **list, uint32_t *count, uint32_t *cap,
		      struct span at)
{
	if (*count == *cap) {
		uint32_t more = *cap ? *cap * 2 : 4;

		*list = arena_grow(pp->arena, *list, *cap * sizeof at, more * sizeof at);
		*cap = more;
	}
	(*list)[(*count)++] = at;
}

void pp_else(struct pp *pp, const struct raw *raw)
{
	struct condition *c;

	if (!pp->condition_count) {
		add_stray(pp, &pp->stray_elses, &pp->stray_else_count, &pp->stray_else_cap,
			  word_only(raw));
		return;
	}
	c = &pp->conditions[pp->condition_count - 1];
	if (c->has_else) {
		struct diag *x =
		    diag_report(&pp->session->diags, &rule_second_else, word_only(raw),
				"second \"#!else\" of the same conditional: it turns back "
				"to the first branch");
		diag_note(&pp->session->diags, x, c->at, "the conditional was opened here");
	}
	c->has_else = true;
	c->is_true = !c->is_true;
	pp->false_count = c->is_true ? pp->false_count - 1 : pp->false_count + 1;
	pp_resume(pp);
}

void pp_endif(struct pp *pp, const struct raw *raw)
{
	pp->balance--;
	if (!pp->condition_count) {
		add_stray(pp, &pp->strays, &pp->stray_count, &pp->stray_cap, word_only(raw));
		return;
	}
	pp->condition_count--;
	pp->false_count -= !pp->conditions[pp->condition_count].is_true;
	pp_resume(pp);
}

static void report_open(struct pp *pp, const struct condition *c)
{
	struct span at = c->at;
	struct diag *x;

	at.hi = at.lo + (uint32_t)str_trim(source_text(&pp->session->sources, at)).n;
	x = diag_report(&pp->session->diags, &rule_condition_not_closed, at,
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
	int open = pp->balance;
	uint32_t told = 0;

	for (; open > 0; open--, told++) {
		const struct pp_suspect *reason = pp_next_suspect(pp, false);

		if (!reason)
			break;
		report_reason(pp, &rule_condition_not_closed, reason);
	}
	for (uint32_t i = 0; i + told < pp->condition_count && open > 0; i++)
		report_open(pp, &pp->conditions[i]);
}

/* Each #!endif too many, and each #!else outside, or the lines that should have opened theirs. */
static void finish_strays(struct pp *pp)
{
	struct diags *ds = &pp->session->diags;
	const struct rule *code = pp->balance < 0 ? &rule_endif_without_if : &rule_stray_endif;
	bool has_reason = false;
	uint32_t i;

	for (i = 0; i < pp->stray_count; i++) {
		const struct pp_suspect *reason = pp_next_suspect(pp, true);

		if (!reason)
			break;
		report_reason(pp, code, reason);
		has_reason = true;
	}
	for (; i < pp->stray_count; i++)
		diag_report(ds, code, pp->strays[i], "\"#!endif\" without \"#!ifdef\"");
	for (i = 0; !has_reason && i < pp->stray_else_count; i++)
		diag_report(ds, &rule_stray_else, pp->stray_elses[i],
			    "\"#!else\" without \"#!ifdef\"");
}

void pp_finish_conditions(struct pp *pp)
{
	pp_find_suspects(pp);
	finish_strays(pp);
	finish_open(pp);
	pp_report_suspects(pp);
}

RULE(condition_not_closed, "K101", SEV_ERROR, PHASE_PARSE, .summary = "#!ifdef without #!endif",
     .why = "Each #!ifdef, #!ifndef and #!ifexp needs its own #!endif. Kamailio only counts "
	    "them and says neither file nor line. The usual reason is text behind #!endif: "
	    "it makes the line a comment.",
     .bad = "#!ifdef WITH_NAT\nmhomed=1\n#!endif # WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(endif_without_if, "K102", SEV_ERROR, PHASE_PARSE, .summary = "#!endif without #!ifdef",
     .why = "There are more #!endif than #!ifdef, #!ifndef and #!ifexp together; Kamailio "
	    "refuses the file.",
     .bad = "#!endif\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(stray_endif, "K103", SEV_WARNING, PHASE_RUN,
     .summary = "#!endif that closes nothing, made up for by an #!ifdef that is never closed",
     .why = "Kamailio compares only the numbers of #!ifdef and #!endif, so one too many and "
	    "one too few pass together.",
     .bad = "#!endif\nrequest_route { exit; }\n#!ifdef NOPE\n",
     .good = "request_route { exit; }\n#!ifdef NOPE\n#!endif\n")

RULE(stray_else, "K104", SEV_WARNING, PHASE_RUN, .summary = "#!else without #!ifdef",
     .why = "Kamailio warns in its log and goes on: the text behind is always read.",
     .bad = "#!else\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(second_else, "K105", SEV_WARNING, PHASE_RUN, .summary = "two #!else in one conditional",
     .why = "Each #!else turns the condition round, so behind the second one the first "
	    "branch goes on. There is no #!elif; nest a second #!ifdef instead.",
     .bad = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!else\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!endif\nrequest_route { exit; }\n")

RULE(conditions_too_deep, "K106", SEV_ERROR, PHASE_PARSE,
     .summary = "more than 512 conditionals inside each other",
     .why = "Kamailio keeps 512 open conditionals at most.")

RULE(expression_bad, "K117", SEV_ERROR, PHASE_RUN,
     .summary = "an expression of #!ifexp or #!defexp that cannot be evaluated",
     .why = "Kamailio logs an error and goes on as if the condition were false, or defines "
	    "the name without value.",
     .bad = "#!ifexp 1 +\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp 1 + 1\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(expression_crashes, "K118", SEV_ERROR, PHASE_PARSE,
     .summary = "an expression of #!ifexp that makes Kamailio crash",
     .why = "There are no functions in #!ifexp: a name with a parenthesis behind it, such "
	    "as defined(X), crashes the server, as does && or || on an operand without "
	    "value.",
     .bad = "#!ifexp defined(WITH_NAT)\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(condition_with_text, "K153", SEV_WARNING, PHASE_RUN,
     .summary = "text behind the name of an #!ifdef, which is ignored",
     .why = "#!ifdef and #!ifndef ask for one name; operators and further names are passed "
	    "over without a word. Nest one conditional in another, or use #!ifexp from "
	    "Kamailio 5.7 on.",
     .bad = "#!ifdef WITH_TLS && WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_TLS\n#!ifdef WITH_NAT\nmhomed=1\n#!endif\n#!endif\n"
	     "request_route { exit; }\n")
