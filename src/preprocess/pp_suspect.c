/*
 * pp_suspect - comments that were meant to be directives: "#!endif # NAT", "#!elif", "#!enidf".
 *
 * Kamailio takes a line for a comment unless a directive is spelled exactly so, and #!else and
 * #!endif have nothing behind them.  When conditionals do not balance, such a line is most often
 * the reason: then it is the place of that error, and not one more finding (pp_condition.c).
 *
 * What must stay true: ordinary comments are never suspected; what is disabled with one more sign
 * ("##!ifdef") is the reason of nothing as long as its "##!endif" is, too.  "#ifdef NAME", "#else"
 * and "#endif" are told where they are followed by text that is read.
 */
#include "preprocess/pp.h"
#include "text/message.h"

#include "base/ascii.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_directive_unknown;
extern const struct rule rule_directive_with_text;

enum { SUSPECTS_MOST = 1000, LOOK_MOST = 50000 };

static bool is_blank(char c)
{
	return ascii_is_blank(c) || c == '\b' || c == '\r';
}

static struct str skip_blanks(struct str s)
{
	return str_skip(s, ascii_run(s, is_blank));
}

static bool starts_line(const struct source *src, size_t i)
{
	while (i > 0 && is_blank(src->text.p[i - 1]))
		i--;
	return i == 0 || src->text.p[i - 1] == '\n';
}

/* What a word that is no directive was meant to be, from habits of other languages or by its
 * letters. */
static enum directive meant_by(struct pp *pp, struct str word, const char **nearest)
{
	static const struct {
		enum word_list list;
		enum directive meant;
		const char *instead;
	} habits[] = {{WORDS_LIKE_IF, DIRECTIVE_IFDEF, "ifdef"},
		      {WORDS_LIKE_ELSE, DIRECTIVE_ELSE, "else"},
		      {WORDS_LIKE_ENDIF, DIRECTIVE_ENDIF, "endif"},
		      {WORDS_LIKE_INCLUDE, DIRECTIVE_INCLUDE_FILE, "include_file"}};
	const struct version *v = &pp->session->version;
	uint32_t versions;

	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (words_find(habits[i].list, word, v)) {
			*nearest = habits[i].instead;
			return habits[i].meant;
		}
	*nearest = directive_nearest(word, v->bit);
	return *nearest ? directive_find(str_of(*nearest), &versions) : DIRECTIVE_NONE;
}

static bool is_if(enum directive d)
{
	return d == DIRECTIVE_IFDEF || d == DIRECTIVE_IFNDEF || d == DIRECTIVE_IFEXP;
}

static bool is_condition(enum directive d)
{
	return is_if(d) || d == DIRECTIVE_ELSE || d == DIRECTIVE_ENDIF;
}

/* Whether BEHIND, what stands behind the word, leaves no doubt that it was a directive, not the
 * beginning of a sentence. */
static bool is_complete(enum directive d, struct str behind)
{
	if (d == DIRECTIVE_ELSE || d == DIRECTIVE_ENDIF)
		return !behind.n;
	return behind.n && (d == DIRECTIVE_IFEXP || ascii_run(behind, ascii_is_word) == behind.n);
}

/* Fills in kind and meaning of the word at X->at; false when the comment is an ordinary one. */
static bool judge(struct pp *pp, struct pp_suspect *x, struct str word, struct str behind)
{
	bool has_bang = str_find(x->sign, '!') >= 0;
	uint32_t versions;
	enum directive d = directive_find(word, &versions);

	x->meant = d;
	if (!str_is(x->sign, "#!")) {
		/* "# !endif" and "##!endif" are a good way to disable it, too. */
		x->kind = str_is(x->sign, "#") ? PP_BANG_MISSING : PP_DISABLED;
		return is_condition(d) && (is_complete(d, behind) || (!is_if(d) && has_bang));
	}
	if (d == DIRECTIVE_ELSE || d == DIRECTIVE_ENDIF) {
		x->kind = behind.n ? PP_TEXT_BEHIND : PP_NEWLINE_MISSING;
		return true;
	}
	if (d != DIRECTIVE_NONE) {
		x->kind = PP_NAME_MISSING;
		if (d != DIRECTIVE_IFEXP && is_condition(d) && str_starts(behind, STR("(")))
			return true;
		return !behind.n && (is_condition(d) || !x->is_skipped) && d < DIRECTIVE_SUBST &&
		       d != DIRECTIVE_DEFENV && d != DIRECTIVE_DEFENVS;
	}
	x->kind = PP_MISTYPED;
	if (!word.n || words_find(WORDS_MODE, word, &pp->session->version))
		return false;
	x->meant = meant_by(pp, word, &x->nearest);
	return x->meant != DIRECTIVE_NONE && (is_condition(x->meant) || !x->is_skipped);
}

static bool is_sign(char c)
{
	return c == '#' || c == '!' || is_blank(c);
}

static void add_suspect(struct pp *pp, const struct comment *c)
{
	const struct source *src = source_of(&pp->session->sources, c->at.lo);
	size_t lo = c->at.lo - src->base;
	struct str rest = str_skip(src->text, lo), line, word;
	struct pp_suspect x = {.is_skipped = c->is_skipped};

	if (c->kind != COMMENT_HASH || !starts_line(src, lo))
		return;
	line = str_take(&rest, '\n');
	x.sign = str_head(line, ascii_run(line, is_sign));
	word = str_skip(line, x.sign.n);
	word = str_head(word, ascii_run(word, ascii_is_word));
	x.at.lo = c->at.lo;
	x.at.hi = src->base + (uint32_t)(word.p + word.n - src->text.p);
	if (!judge(pp, &x, word, str_trim(str_skip(line, x.sign.n + word.n))))
		return;
	*LIST_ADD(pp->arena, &pp->suspects) = x;
}

/* Whether a line between two places of one file is more than a comment, as far as one looks. */
static bool has_text(struct pp *pp, uint32_t from, uint32_t to)
{
	const struct source *src = source_of(&pp->session->sources, from);
	struct str text = str_skip(src->text, from - src->base);

	text = str_head(text, to - from < LOOK_MOST ? to - from : LOOK_MOST);
	str_take(&text, '\n');
	while (text.n) {
		struct str line = skip_blanks(str_take(&text, '\n'));

		if (line.n && (line.p[0] != '#' || str_starts(line, STR("#!"))))
			return true;
	}
	return false;
}

static bool is_comment_alone(const struct pp_suspect *x)
{
	return x->kind == PP_DISABLED || x->kind == PP_BANG_MISSING;
}

/*
 * "#ifdef NAME" and "#endif": a conditional that is switched off as a whole, which is no reason of
 * what is wrong elsewhere; around text that is read, somebody took them for directives.
 */
static void pair_suspects(struct pp *pp)
{
	struct sources *s = &pp->session->sources;
	LIST_OF(struct pp_suspect *) open = {0};

	for (uint32_t i = 0; i < pp->suspects.count; i++) {
		struct pp_suspect *x = &pp->suspects.all[i], *first;

		if (!is_comment_alone(x))
			continue;
		if (is_if(x->meant)) {
			*LIST_ADD(pp->arena, &open) = x;
			continue;
		}
		first = open.count ? *LIST_LAST(&open) : NULL;
		if (!first || !str_equal(first->sign, x->sign) ||
		    source_of(s, first->at.lo) != source_of(s, x->at.lo))
			continue;
		x->is_paired = true;
		if (x->meant != DIRECTIVE_ENDIF)
			continue;
		first->is_paired = true;
		open.count--;
		first->is_active = !open.count && x->kind == PP_BANG_MISSING &&
				   !first->is_skipped && has_text(pp, first->at.hi, x->at.lo);
	}
}

/* Whether X, "#else" by itself, stands in the conditional C, which has none, and in front of text.
 */
static bool divides(struct pp *pp, const struct pp_suspect *x, const struct conditional *c)
{
	struct sources *s = &pp->session->sources;
	const struct source *src = source_of(s, x->at.lo);

	return c->first == c->last && c->end.lo > x->at.hi &&
	       source_of(s, PILE_AT(&pp->record.branches, c->first)->at.lo) == src &&
	       source_of(s, c->end.lo) == src && has_text(pp, x->at.hi, c->end.lo);
}

/* Suspects and conditionals stand in the order of the text. */
static void find_elses(struct pp *pp)
{
	const struct record *r = &pp->record;
	struct sources *s = &pp->session->sources;
	uint32_t next = 0, now = RECORD_NONE, last = RECORD_NONE;

	for (uint32_t i = 0; i < pp->suspects.count; i++) {
		struct pp_suspect *x = &pp->suspects.all[i];
		const struct conditional *c = NULL;

		if (x->kind != PP_BANG_MISSING || x->meant != DIRECTIVE_ELSE || x->is_paired)
			continue;
		for (; next < r->conditionals.count; now = next++) {
			c = PILE_AT(&r->conditionals, next);
			if (source_order(s, PILE_AT(&r->branches, c->first)->at.lo, x->at.lo) > 0)
				break;
		}
		for (; now != RECORD_NONE; now = c->parent) {
			c = PILE_AT(&r->conditionals, now);
			if (!c->end.lo || source_order(s, c->end.lo, x->at.lo) > 0)
				break;
		}
		if (now == RECORD_NONE || now == last)
			continue;
		x->is_active = divides(pp, x, c);
		last = now;
	}
}

void pp_find_suspects(struct pp *pp)
{
	const struct comments *all = lexer_comments(pp->lexer);

	for (uint32_t i = 0; i < all->count && pp->suspects.count < SUSPECTS_MOST; i++)
		if (PILE_AT(all, i)->is_marked)
			add_suspect(pp, PILE_AT(all, i));
	pair_suspects(pp);
	find_elses(pp);
}

/* What makes it a comment, for a message that says more. */
void pp_say_suspect(struct pp *pp, const struct pp_suspect *x, struct buf *b)
{
	struct str word = source_text(&pp->session->sources, x->at);

	switch (x->kind) {
	case PP_TEXT_BEHIND:
		message_add(b, "text behind \"%.*s\" makes it a comment", STR_ARG(word));
		break;
	case PP_NEWLINE_MISSING:
		message_add(b, "\"%.*s\" at the end of the file needs a newline", STR_ARG(word));
		break;
	case PP_NAME_MISSING:
		message_add(b, "\"%.*s\" without a name is a comment", STR_ARG(word));
		break;
	case PP_DISABLED:
	case PP_BANG_MISSING:
		message_add(b, "\"%.*s\" is a comment", STR_ARG(word));
		if (x->is_active)
			message_add(b, "%s",
				    x->meant == DIRECTIVE_ELSE
					? ", so what follows belongs to the branch above"
					: ", so what stands up to its \"#endif\" is always read");
		break;
	case PP_MISTYPED:
		message_add(b, "\"%.*s\" is no directive but a comment", STR_ARG(word));
		break;
	}
}

/* Whether the next byte at OFFSET that is no blank is C. */
static bool stands_before(struct pp *pp, uint32_t offset, char c)
{
	const struct source *src = source_of(&pp->session->sources, offset);
	struct str rest = skip_blanks(str_skip(src->text, offset - src->base));

	return rest.n && rest.p[0] == c;
}

void pp_hint_suspect(struct pp *pp, const struct pp_suspect *x, struct diag *d)
{
	struct diags *ds = &pp->session->diags;

	struct str word = str_skip(source_text(&pp->session->sources, x->at), 2);

	if (x->kind == PP_TEXT_BEHIND)
		diag_hint(ds, d, "nothing may stand behind it");
	else if (x->kind == PP_BANG_MISSING || x->kind == PP_DISABLED)
		diag_hint(ds, d, "a directive starts with \"#!\"");
	else if (x->kind == PP_NAME_MISSING && stands_before(pp, x->at.hi, '('))
		diag_hint(ds, d, "a blank and the name follow, without parentheses");
	else if (x->kind == PP_MISTYPED && words_find(WORDS_LIKE_ELSE, word, &pp->session->version))
		diag_hint(ds, d, "there is \"#!else\", and \"#!ifdef\" inside of it");
	else if (x->kind == PP_MISTYPED)
		diag_hint(ds, d, "did you mean \"#!%s\"?", x->nearest);
}

struct pp_suspect *pp_next_suspect(struct pp *pp, bool opens)
{
	for (uint32_t i = 0; i < pp->suspects.count; i++) {
		struct pp_suspect *x = &pp->suspects.all[i];

		if (x->is_used || x->is_paired ||
		    (opens ? !is_if(x->meant) : x->meant != DIRECTIVE_ENDIF))
			continue;
		x->is_used = true;
		return x;
	}
	return NULL;
}

void pp_report_suspects(struct pp *pp)
{
	struct diags *ds = &pp->session->diags;

	for (uint32_t i = 0; i < pp->suspects.count; i++) {
		const struct pp_suspect *x = &pp->suspects.all[i];
		struct buf b = buf_on(pp->arena);
		bool has_text = x->kind == PP_TEXT_BEHIND || x->kind == PP_NEWLINE_MISSING;

		if (x->is_used || (is_comment_alone(x) && !x->is_active))
			continue;
		pp_say_suspect(pp, x, &b);
		pp_hint_suspect(
		    pp, x,
		    diag_report(ds, has_text ? &rule_directive_with_text : &rule_directive_unknown,
				x->at, "%s", b.p));
	}
}

RULE(directive_with_text, "K150", SEV_WARNING, PHASE_RUN,
     .summary = "text after #!else or #!endif, which makes it a comment",
     .why = "Nothing may follow these two words, not even a comment. When the numbers of #!ifdef "
	    "and #!endif agree all the same, Kamailio says nothing, and both branches of the "
	    "conditional are read or none.",
     .evidence = "kamailio issues 2057, 3826",
     .bad = "#!ifdef WITH_NAT\nmhomed=1\n#!else # no NAT\nmhomed=0\n#!endif\n"
	    "request_route { exit; }\n",
     .good = "#!ifdef WITH_NAT\nmhomed=1\n#!else\n# no NAT\nmhomed=0\n#!endif\n"
	     "request_route { exit; }\n")

RULE(directive_unknown, "K151", SEV_WARNING, PHASE_RUN,
     .summary = "a directive that is spelled wrong, which makes it a comment",
     .why = "Lines that start with #! and no known directive are comments. There is no "
	    "#!elif, #!if or #!include: nest a second #!ifdef, use #!ifexp (from Kamailio 5.7 "
	    "on) and include_file. #ifdef, #else and #endif without \"!\" are comments, too.",
     .evidence = "kamailio issue 1040", .bad = "#!defin WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!define WITH_NAT\nrequest_route { exit; }\n")
