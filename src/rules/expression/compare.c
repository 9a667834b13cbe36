/*
 * rule_compare - comparisons and divisions with a constant that makes no sense.  Each was tried
 * with 5.6.3.
 *
 * What must stay true: silence about a text that anybody may have chosen; a method has to be nearly
 * one that the server knows.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

#include "facts/words.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_divisor_zero;
extern const struct rule rule_method_case;
extern const struct rule rule_method_unknown;
extern const struct rule rule_truth_compared;

/* --- methods ------------------------------------------------------------------------------------
 */

/* Whether N is the method of the request. */
static bool is_method(const struct node *n)
{
	if (n->kind == N_WORD)
		return str_is(n->text, "method");
	return (n->kind == N_PVAR || n->kind == N_BARE) &&
	       (str_is(n->text, "$rm") || str_is(n->text, "$(rm)"));
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* WORD stands at offset AT of the string N. */
static void check_word(struct misuse *mu, const struct node *n, struct str word, size_t at)
{
	struct str written = source_text(&mu->session->sources, n->at);
	uint32_t lo = n->at.lo + 1 + (uint32_t)at;
	struct span place = n->at;
	const char *nearest;
	struct diag *x;

	if (word.n < 3 || words_find(WORDS_METHOD, word, mu->version) ||
	    words_find(WORDS_METHOD_OTHER, word, mu->version))
		return;
	nearest = words_nearest(WORDS_METHOD, word, mu->version);
	if (!nearest)
		return;
	if (str_equal(str_head(str_skip(written, 1 + at), word.n), word))
		place = (struct span){lo, lo + (uint32_t)word.n};
	x = diag_report(mu->diags, &rule_method_unknown, place,
			"\"%.*s\" is no SIP method that the server knows", STR_ARG(word));
	diag_hint(mu->diags, x, "did you mean \"%s\"?", nearest);
}

/* The case of METHOD counts: nobody sends it in small letters. */
static void check_case(struct misuse *mu, const struct node *n)
{
	const char *method = words_find(WORDS_METHOD, n->text, mu->version);

	if (method && !str_is(n->text, method))
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_method_case, n->at,
				      "\"%.*s\" is never the method: its case counts here",
				      STR_ARG(n->text)),
			  "write \"%s\"", method);
}

RULE(method_case, "K542", SEV_WARNING, PHASE_RUN,
     .summary = "the method compared with its name in small letters",
     .why = "Methods of SIP are in capital letters, and $rm is compared byte by byte. The word "
	    "method without a \"$\", is_method() and =~ do not look at the case.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"Invite\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"INVITE\")\n\t\texit;\n}\n")

/* Letters that stand next to a part of a word in an expression: "REG(ISTER)?", "INV.*". */
static bool is_whole(struct str text, size_t start, size_t end)
{
	char before = start ? text.p[start - 1] : '^', behind = end < text.n ? text.p[end] : '$';

	return strchr("^|(", before) && strchr("$|)", behind);
}

/* The words of a regular expression that stand there whole. */
static void check_words(struct misuse *mu, const struct node *n)
{
	struct str text = n->text;

	for (size_t i = 0; i < text.n; i++) {
		size_t start = i;

		while (i < text.n && is_capital(text.p[i]))
			i++;
		if (i > start && is_whole(text, start, i))
			check_word(mu, n, str_head(str_skip(text, start), i - start), start);
	}
}

void compare_method(struct misuse *mu, const struct node *subject, const struct node *text,
		    bool is_regex)
{
	if (text->kind != N_STRING || !text->text.n || !is_method(subject))
		return;
	if (is_regex)
		check_words(mu, text);
	else
		check_word(mu, text, text->text, 0);
	if (!is_regex && subject->kind != N_WORD)
		check_case(mu, text);
}

/* --- numbers ------------------------------------------------------------------------------------
 */

void compare_divisor(struct misuse *mu, const struct node *n)
{
	const struct node *right = KID(n, BINARY, right);

	if (right->kind == N_NUMBER && !right->number)
		diag_report(mu->diags, &rule_divisor_zero, right->at,
			    "a division by zero: the result is nothing");
}

RULE(divisor_zero, "K362", SEV_WARNING, PHASE_RUN, .summary = "a division by the constant 0",
     .why = "The server logs an error each time, and the expression has no value.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(x) = $Ts / 0;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(x) = $Ts / 10;\n\texit;\n}\n")

/* --- truth --------------------------------------------------------------------------------------
 */

void compare_truth(struct misuse *mu, const struct node *call, const struct node *word,
		   bool is_equal)
{
	struct str written;
	bool is_true;
	struct diag *x;

	if ((call->kind != N_CALL && call->kind != N_CORE_CALL) || word->kind != N_NUMBER)
		return;
	/* A number in digits is one that somebody has thought about. */
	written = source_text(&mu->session->sources, word->at);
	if (!written.n || (written.p[0] | 32) < 'a' || (written.p[0] | 32) > 'z')
		return;
	is_true = (word->number != 0) == is_equal;
	x = diag_report(mu->diags, &rule_truth_compared, word->at,
			"a function needs no comparison with \"%.*s\"", STR_ARG(written));
	diag_hint(mu->diags, x, "write \"%s%.*s(...)\"", is_true ? "" : "!", STR_ARG(call->text));
}

RULE(truth_compared, "K363", SEV_NOTE, PHASE_RUN,
     .summary = "a function compared with true or false",
     .why =
	 "It works: in an expression a function is 1 or 0. But the values it returns are others, "
	 "-1 for a failure, as $rc has them, so that the comparison misleads whoever reads it.",
     .evidence = "kamailio issue 2271",
     .bad = "loadmodule \"textops.so\"\nrequest_route {\n"
	    "\tif (is_method(\"INVITE\") == false)\n\t\texit;\n}\n",
     .good = "loadmodule \"textops.so\"\nrequest_route {\n\tif (!is_method(\"INVITE\"))\n"
	     "\t\texit;\n}\n")
