/*
 * pp_suspect - comments that were meant to be directives: "#!endif # NAT", "#!elif", "#!enidf".
 *
 * Kamailio takes a line for a comment unless a directive is spelled exactly so, and #!else and
 * #!endif have nothing behind them.  When conditionals do not balance, such a line is most often
 * the reason: then it is the place of that error, and not one more finding (pp_condition.c).
 *
 * What must stay true: ordinary comments are never suspected; what is disabled with one more sign
 * ("##!define") is an ordinary comment.
 */
#include "preprocess/pp.h"
#include "text/message.h"

#include "base/ascii.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_directive_unknown;
extern const struct rule rule_directive_with_text;

#define SUSPECTS_MOST 1000

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

static bool is_condition(enum directive d)
{
	return d == DIRECTIVE_IFDEF || d == DIRECTIVE_IFNDEF || d == DIRECTIVE_IFEXP ||
	       d == DIRECTIVE_ELSE || d == DIRECTIVE_ENDIF;
}

/* Fills in kind and meaning of the word at X->at; false when the comment is an ordinary one. */
static bool judge(struct pp *pp, struct pp_suspect *x, struct str word, struct str behind,
		  bool is_plain)
{
	uint32_t versions;
	enum directive d = directive_find(word, &versions);

	x->meant = d;
	if (!is_plain) {
		/* "# !endif" and "#endif" are a good way to disable it, too. */
		x->kind = PP_DISABLED;
		return is_condition(d);
	}
	if (d == DIRECTIVE_ELSE || d == DIRECTIVE_ENDIF) {
		x->kind = behind.n ? PP_TEXT_BEHIND : PP_NEWLINE_MISSING;
		return true;
	}
	if (d != DIRECTIVE_NONE) {
		x->kind = PP_NAME_MISSING;
		return !behind.n && (is_condition(d) || !x->is_skipped) && d < DIRECTIVE_SUBST &&
		       d != DIRECTIVE_DEFENV && d != DIRECTIVE_DEFENVS;
	}
	x->kind = PP_MISTYPED;
	if (!word.n || words_find(WORDS_MODE, word, &pp->session->version))
		return false;
	x->meant = meant_by(pp, word, &x->nearest);
	return x->meant != DIRECTIVE_NONE && (is_condition(x->meant) || !x->is_skipped);
}

static void add_suspect(struct pp *pp, const struct comment *c)
{
	const struct source *src = source_of(&pp->session->sources, c->at.lo);
	size_t lo = c->at.lo - src->base;
	struct str rest = str_skip(src->text, lo + 1), line, word, after;
	struct pp_suspect x = {.is_skipped = c->is_skipped};
	bool has_bang, has_blank;

	if (c->kind != COMMENT_HASH || !starts_line(src, lo))
		return;
	line = str_take(&rest, '\n');
	after = skip_blanks(line);
	has_blank = after.n != line.n;
	has_bang = after.n && after.p[0] == '!';
	word = str_skip(after, has_bang);
	word = str_head(word, ascii_run(word, ascii_is_word));
	after = str_trim(str_skip(after, has_bang + word.n));
	if (!has_bang && (has_blank || after.n))
		return;
	x.at.lo = c->at.lo;
	x.at.hi = src->base + (uint32_t)(word.p + word.n - src->text.p);
	if (!judge(pp, &x, word, after, has_bang && !has_blank))
		return;
	*LIST_ADD(pp->arena, &pp->suspects) = x;
}

void pp_find_suspects(struct pp *pp)
{
	const struct comments *all = lexer_comments(pp->lexer);

	for (uint32_t i = 0; i < all->count && pp->suspects.count < SUSPECTS_MOST; i++)
		if (PILE_AT(all, i)->is_marked)
			add_suspect(pp, PILE_AT(all, i));
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
	case PP_DISABLED: message_add(b, "\"%.*s\" is a comment", STR_ARG(word)); break;
	case PP_MISTYPED:
		message_add(b, "\"%.*s\" is no directive but a comment", STR_ARG(word));
		break;
	}
}

void pp_hint_suspect(struct pp *pp, const struct pp_suspect *x, struct diag *d)
{
	struct diags *ds = &pp->session->diags;

	struct str word = str_skip(source_text(&pp->session->sources, x->at), 2);

	if (x->kind == PP_TEXT_BEHIND)
		diag_hint(ds, d, "nothing may stand behind it");
	else if (x->kind == PP_MISTYPED && words_find(WORDS_LIKE_ELSE, word, &pp->session->version))
		diag_hint(ds, d, "there is \"#!else\", and \"#!ifdef\" inside of it");
	else if (x->kind == PP_MISTYPED)
		diag_hint(ds, d, "did you mean \"#!%s\"?", x->nearest);
}

struct pp_suspect *pp_next_suspect(struct pp *pp, bool opens)
{
	for (uint32_t i = 0; i < pp->suspects.count; i++) {
		struct pp_suspect *x = &pp->suspects.all[i];
		bool is_if = x->meant == DIRECTIVE_IFDEF || x->meant == DIRECTIVE_IFNDEF ||
			     x->meant == DIRECTIVE_IFEXP;

		if (x->is_used || (opens ? !is_if : x->meant != DIRECTIVE_ENDIF))
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

		if (x->is_used || x->kind == PP_DISABLED)
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
	    "on) and include_file.",
     .evidence = "kamailio issue 1040", .bad = "#!defin WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!define WITH_NAT\nrequest_route { exit; }\n")
