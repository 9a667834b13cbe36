/*
 * pp_condition - #!ifdef, #!ifndef, #!ifexp, #!else, #!endif; see pp.h.
 *
 * Reference: preprocessor.md section 6.  Kamailio only counts: as many #!if as #!endif in the end,
 * so one too many and one too few together pass (vector 183 and its kin).
 */
#include "language/pp.h"

#include "language/ifexp.h"

void pp_resume(struct pp *pp)
{
	lexer_expect(pp->lexer, pp->false_count ? LEXER_SKIP : LEXER_TEXT);
}

static void push_condition(struct pp *pp, enum directive d, struct span at, bool is_true)
{
	struct condition *c;

	if (pp->condition_count == PP_CONDITIONS_MOST) {
		diag_report(&pp->session->diags, DIAG_CONDITIONS_TOO_DEEP, at,
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
	enum diag_code code = status == IFEXP_CRASHES    ? DIAG_EXPRESSION_CRASHES
			      : status == IFEXP_TOO_DEEP ? DIAG_LIMIT
							 : DIAG_EXPRESSION_BAD;
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
	}
	x = define_find(&pp->defines, name.text);
	if (x)
		((struct define *)x)->is_used = true;
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

void pp_else(struct pp *pp, const struct raw *raw)
{
	struct condition *c;

	if (!pp->condition_count) {
		diag_report(&pp->session->diags, DIAG_STRAY_ELSE, word_only(raw),
			    "\"#!else\" without \"#!ifdef\"");
		return;
	}
	c = &pp->conditions[pp->condition_count - 1];
	if (c->has_else) {
		struct diag *x =
		    diag_report(&pp->session->diags, DIAG_SECOND_ELSE, word_only(raw),
				"second \"#!else\" of the same conditional: it turns back "
				"to the first branch");
		diag_note(&pp->session->diags, x, c->at, "the conditional was opened here");
	}
	c->has_else = true;
	c->is_true = !c->is_true;
	pp->false_count = c->is_true ? pp->false_count - 1 : pp->false_count + 1;
	pp_resume(pp);
}

static void add_stray(struct pp *pp, struct span at)
{
	if (pp->stray_count == pp->stray_cap) {
		uint32_t cap = pp->stray_cap ? pp->stray_cap * 2 : 4;

		pp->strays =
		    arena_grow(pp->arena, pp->strays, pp->stray_cap * sizeof at, cap * sizeof at);
		pp->stray_cap = cap;
	}
	pp->strays[pp->stray_count++] = at;
}

void pp_endif(struct pp *pp, const struct raw *raw)
{
	pp->balance--;
	if (!pp->condition_count) {
		add_stray(pp, word_only(raw));
		return;
	}
	pp->condition_count--;
	pp->false_count -= !pp->conditions[pp->condition_count].is_true;
	pp_resume(pp);
}

/*
 * The line behind FROM, if any, that looks like WORD but has text behind it and so is a comment for
 * Kamailio: the usual reason for an open conditional.  The search is by text, which is right for
 * skipped text.
 */
static struct span find_commented(struct pp *pp, struct span from, struct str word)
{
	const struct source *src = source_of(&pp->session->sources, from.lo);
	uint32_t start = from.hi - src->base;
	struct str rest = str_skip(src->text, start);
	ptrdiff_t at;

	while ((at = str_search(rest, word)) >= 0) {
		struct str behind = str_skip(rest, (size_t)at + word.n);
		struct str line = str_head(
		    behind, str_find(behind, '\n') < 0 ? behind.n : (size_t)str_find(behind, '\n'));
		uint32_t lo = src->base + (uint32_t)(rest.p - src->text.p) + (uint32_t)at;

		if (str_trim(line).n || line.n == behind.n)
			return (struct span){lo, lo + (uint32_t)(word.n + line.n)};
		rest = behind;
	}
	return SPAN_NONE;
}

/* Most open conditionals for which the reason is looked for: each look goes through the file. */
#define EXPLAINED_MOST 8

static void report_open(struct pp *pp, const struct condition *c, bool is_explained)
{
	struct diags *ds = &pp->session->diags;
	struct span at = c->at, comment;
	struct diag *x;

	at.hi = at.lo + (uint32_t)str_trim(source_text(&pp->session->sources, at)).n;
	x = diag_report(ds, DIAG_CONDITION_NOT_CLOSED, at, "this conditional has no \"#!endif\"");
	if (pp->failed_at_end)
		diag_seen(x, lexer_end(pp->lexer));
	comment = is_explained ? find_commented(pp, c->at, STR("#!endif")) : SPAN_NONE;
	if (!comment.lo)
		return;
	if (source_place(&pp->session->sources, comment.hi).line ==
		source_place(&pp->session->sources, comment.lo).line &&
	    comment.hi - comment.lo > sizeof "#!endif" - 1)
		diag_note(
		    ds, x, comment,
		    "text behind \"#!endif\" makes it a comment; put it on a line of its own");
	else
		diag_note(ds, x, comment, "\"#!endif\" at the end of the file needs a newline");
}

void pp_finish_conditions(struct pp *pp)
{
	struct diags *ds = &pp->session->diags;

	for (uint32_t i = 0; i < pp->stray_count; i++)
		diag_report(ds, pp->balance < 0 ? DIAG_ENDIF_WITHOUT_IF : DIAG_STRAY_ENDIF,
			    pp->strays[i], "\"#!endif\" without \"#!ifdef\"");
	for (uint32_t i = 0; i < pp->condition_count && pp->balance > 0; i++)
		report_open(pp, &pp->conditions[i], i < EXPLAINED_MOST);
}
