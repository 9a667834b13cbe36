/*
 * method - comparisons with names of SIP methods.  Each was tried with 5.6.3.
 *
 * What must stay true: silence about a text that anybody may have chosen; it has to be nearly the
 * name of a method that the server knows.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_method_unknown;

/* Whether N is the method of the request. */
static bool is_method(const struct node *n)
{
	if (n->kind == N_WORD)
		return str_is(n->text, "method");
	return (n->kind == N_PVAR || n->kind == N_BARE) &&
	       (str_is(n->text, "$rm") || str_is(n->text, "$(rm)"));
}

/* WORD stands at offset AT of the string N. */
static void check_word(struct visit *v, const struct node *n, struct str word, size_t at)
{
	struct str written = source_text(&v->session->sources, n->at);
	uint32_t lo = n->at.lo + 1 + (uint32_t)at;
	struct span place = n->at;
	const char *nearest;
	struct diag *x;

	if (word.n < 3 || words_find(WORDS_METHOD, word, v->version) ||
	    words_find(WORDS_METHOD_OTHER, word, v->version))
		return;
	nearest = words_nearest(WORDS_METHOD, word, v->version);
	if (!nearest)
		return;
	if (str_equal(str_head(str_skip(written, 1 + at), word.n), word))
		place = (struct span){lo, lo + (uint32_t)word.n};
	x = report_as(v, &rule_method_unknown, place,
		      "\"%.*s\" is no SIP method that the server knows", STR_ARG(word));
	diag_hint(v->diags, x, "did you mean \"%s\"?", nearest);
}

/* The case of METHOD counts: nobody sends it in small letters. */
static void check_case(struct visit *v, const struct node *n)
{
	const char *method = words_find(WORDS_METHOD, n->text, v->version);

	if (method && !str_is(n->text, method))
		diag_hint(v->diags,
			  report(v, n->at, "\"%.*s\" is never the method: its case counts here",
				 STR_ARG(n->text)),
			  "write \"%s\"", method);
}

/* Letters that stand next to a part of a word in an expression: "REG(ISTER)?", "INV.*". */
static bool is_whole(struct str text, size_t start, size_t end)
{
	char before = start ? text.p[start - 1] : '^', behind = end < text.n ? text.p[end] : '$';

	return strchr("^|(", before) && strchr("$|)", behind);
}

/* The words of a regular expression that stand there whole. */
static void check_words(struct visit *v, const struct node *n)
{
	struct str text = n->text;

	for (size_t i = 0; i < text.n; i++) {
		size_t start = i;

		while (i < text.n && ascii_is_upper(text.p[i]))
			i++;
		if (i > start && is_whole(text, start, i))
			check_word(v, n, str_head(str_skip(text, start), i - start), start);
	}
}

/* SUBJECT is compared with TEXT, an expression when IS_REGEX; both may be anything. */
static void check_method(struct visit *v, const struct node *subject, const struct node *text,
			 bool is_regex)
{
	if (text->kind != N_STRING || !text->text.n || !is_method(subject))
		return;
	if (is_regex)
		check_words(v, text);
	else
		check_word(v, text, text->text, 0);
	if (!is_regex && subject->kind != N_WORD)
		check_case(v, text);
}

static void check_comparison(struct visit *v, const struct node *n)
{
	switch (n->kind) {
	case N_ELEMENT:
		check_method(v, KID(n, ELEMENT, left), KID(n, ELEMENT, right), n->op == OP_MATCH);
		break;
	case N_SWITCH:
		for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
			if (KID(c, CASE, label))
				check_method(v, KID(n, SWITCH, subject), KID(c, CASE, label),
					     c->flags & NF_REGEX);
		break;
	default:
		if (n->op == OP_MATCH || n->op == OP_EQ || n->op == OP_NE)
			check_method(v, KID(n, BINARY, left), KID(n, BINARY, right),
				     n->op == OP_MATCH);
	}
}

RULE(method_case, "K542", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(BINARY) | NODE(ELEMENT) | NODE(SWITCH), .run = check_comparison,
     .summary = "the method compared with its name in small letters",
     .why = "Methods of SIP are in capital letters, and $rm is compared byte by byte. The word "
	    "method without a \"$\", is_method() and =~ do not look at the case.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"Invite\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"INVITE\")\n\t\texit;\n}\n")
