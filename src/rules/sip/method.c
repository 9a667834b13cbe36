/*
 * method - names of SIP methods, in arguments and in comparisons.  Each was tried with 5.6.3.
 *
 * What must stay true: silence about a text that anybody may have chosen; where the server takes
 * any name it has to be nearly that of a method that it knows.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/words.h"
#include "scan/written.h"

/* What is reported here. */
extern const struct rule rule_method_case;
extern const struct rule rule_method_unknown;

/* --- lists in arguments ----------------------------------------------------------------------- */

static bool is_token_byte(char c)
{
	return c > ' ' && c < 127 && !strchr("()<>@,;:\\\"/[]?={}|$#&^", c);
}

static bool is_method_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_token_byte(name.p[i]))
			return false;
	return name.n > 0;
}

/* Whether NAME begins with the name of a method and goes on: the server stops reading there. */
static bool goes_on(const struct visit *v, struct str name)
{
	for (size_t n = 3; n < name.n; n++)
		if (words_find(WORDS_METHOD, str_head(name, n), v->version))
			return true;
	return false;
}

/* Names with "|" between them; a comma separates, too, but then nobody asks whether all are known.
 */
struct methods {
	struct str text; /* all of it */
	size_t at;       /* of the next name */
	bool is_list;    /* a "|" stands in it */
};

/* The next name of L, without blanks around it; false when there is no further one. */
static bool next_method(struct methods *l, struct str *name)
{
	size_t start = l->at, end = start;

	if (start > l->text.n || (start && start == l->text.n))
		return false;
	while (end < l->text.n && l->text.p[end] != '|' && l->text.p[end] != ',')
		end++;
	*name = str_trim(str_head(str_skip(l->text, start), end - start));
	l->at = end + 1;
	return true;
}

/* Whether the server refuses NAME, which it does not know, in L. */
static bool is_refused(const struct visit *v, const struct methods *l, struct str name)
{
	return !is_method_name(name) || l->is_list || goes_on(v, name);
}

/* The names in the argument that is visited; none where it is blank. */
static struct methods methods_here(const struct visit *v)
{
	struct str text = v->argument->text;

	return (struct methods){.text = text,
				.at = str_trim(text).n ? 0 : text.n + 1,
				.is_list = str_find(text, '|') >= 0};
}

/* The place of PART of the value of N. */
static struct span place_of(const struct visit *v, const struct node *n, struct str part)
{
	return written_span(&v->session->sources, n->at, n->text, (size_t)(part.p - n->text.p),
			    part.n);
}

static void refuse(struct visit *v, struct span at, struct str name)
{
	const char *nearest = words_nearest(WORDS_METHOD, name, v->version);
	struct diag *x = report(
	    v, at, name.n ? "\"%.*s\" is no SIP method" : "a method is missing%.*s", STR_ARG(name));

	if (nearest)
		diag_hint(v->diags, x, "did you mean \"%s\"?", nearest);
	else if (str_find(name, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here");
}

/* NAME, a part of the value of N, is not known. */
static void warn(struct visit *v, const struct node *n, struct str name)
{
	const char *nearest;

	if (words_find(WORDS_METHOD_OTHER, name, v->version))
		return;
	nearest = words_nearest(WORDS_METHOD, name, v->version);
	if (nearest)
		diag_hint(v->diags,
			  report_as(v, &rule_method_unknown, place_of(v, n, name),
				    "\"%.*s\" is no SIP method that the server knows",
				    STR_ARG(name)),
			  "did you mean \"%s\"?", nearest);
}

static void check_list(struct visit *v, const struct node *n)
{
	struct methods l = methods_here(v);
	struct str name;

	while (next_method(&l, &name)) {
		if (words_find(WORDS_METHOD, name, v->version))
			continue;
		if (is_refused(v, &l, name)) {
			refuse(v, place_of(v, n, name), name);
			return;
		}
		warn(v, n, name);
	}
}

RULE(method_bad, "K447", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(METHODS), .run = check_list,
     .summary = "an unknown SIP method in a list",
     .why = "In a list of methods each one must be known to the server; a single method need not. "
	    "The start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE|BYE\"))\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE|BYE\"))\n"
	     "\t\texit;\n}\n")

/* --- comparisons ------------------------------------------------------------------------------ */

/* Letters that stand next to a part of a word in an expression: "REG(ISTER)?", "INV.*". */
static bool is_whole(struct str text, size_t start, size_t end)
{
	char before = start ? text.p[start - 1] : '^', behind = end < text.n ? text.p[end] : '$';

	return strchr("^|(", before) && strchr("$|)", behind);
}

/* The words of the regular expression N that stand there whole. */
static void check_words(struct visit *v, const struct node *n)
{
	struct str text = n->text;

	for (size_t i = 0; i < text.n; i++) {
		size_t start = i;
		struct str word;

		i += ascii_run(str_skip(text, i), ascii_is_upper);
		word = str_head(str_skip(text, start), i - start);
		if (word.n >= 3 && is_whole(text, start, i) &&
		    !words_find(WORDS_METHOD, word, v->version))
			warn(v, n, word);
	}
}

/* Nobody sends a method in small letters. */
static void check_case(struct visit *v, const struct node *n)
{
	const char *method = words_find(WORDS_METHOD, n->text, v->version);

	if (method && !str_is(n->text, method))
		diag_hint(v->diags,
			  report_as(v, &rule_method_case, n->at,
				    "\"%.*s\" is never the method: its case counts here",
				    STR_ARG(n->text)),
			  "write \"%s\"", method);
}

/* SUBJECT is compared with TEXT, an expression when IS_REGEX; both may be anything. */
static void check_pair(struct visit *v, const struct node *subject, const struct node *text,
		       bool is_regex)
{
	if (!text || text->kind != N_STRING || !text->text.n ||
	    !words_find(WORDS_METHOD_VALUE, subject->text, v->version))
		return;
	if (is_regex) {
		check_words(v, text);
		return;
	}
	if (text->text.n >= 3 && !words_find(WORDS_METHOD, text->text, v->version))
		warn(v, text, text->text);
	/* The word "method" does not look at the case. */
	if (subject->kind != N_WORD)
		check_case(v, text);
}

static void check_comparison(struct visit *v, const struct node *n)
{
	switch (n->kind) {
	case N_ELEMENT:
		check_pair(v, KID(n, ELEMENT, left), KID(n, ELEMENT, right), n->op == OP_MATCH);
		break;
	case N_SWITCH:
		for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
			check_pair(v, KID(n, SWITCH, subject), KID(c, CASE, label),
				   c->flags & NF_REGEX);
		break;
	default:
		if (n->op == OP_MATCH || n->op == OP_EQ || n->op == OP_NE)
			check_pair(v, KID(n, BINARY, left), KID(n, BINARY, right),
				   n->op == OP_MATCH);
	}
}

RULE(method_unknown, "K451", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(BINARY) | NODE(ELEMENT) | NODE(SWITCH), .run = check_comparison,
     .summary = "a SIP method that is probably misspelt",
     .why =
	 "A method of one's own may be asked for, so the server takes any name; the condition is "
	 "then false for each message.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\"))\n"
	     "\t\texit;\n}\n")

RULE(method_case, "K542", SEV_WARNING, PHASE_RUN, .found_by = &rule_method_unknown,
     .summary = "the method compared with its name in small letters",
     .why = "Methods of SIP are in capital letters, and $rm is compared byte by byte. The word "
	    "method without a \"$\", is_method() and =~ do not look at the case.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"Invite\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rm == \"INVITE\")\n\t\texit;\n}\n")
