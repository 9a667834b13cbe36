/*
 * text - strings that are taken as they stand where somebody thought otherwise.  Each was tried
 * with 5.6.3.
 */
#include "engine/visit.h"

#include "base/ascii.h"

static bool is_letter(char c)
{
	return ascii_is_letter(c) || c == '_';
}

/* How many bytes of the name of a variable start at I of TEXT, when the catalogue knows it. */
static size_t known_name(struct visit *v, struct str text, size_t i)
{
	size_t n = ascii_run(str_skip(text, i), is_letter), count = 0;

	if (n)
		catalog_pvars(v->session->catalog, str_head(str_skip(text, i), n), &count);
	return count ? n : 0;
}

/* No letter of a name stands at I. */
static bool ends_name(struct str text, size_t i)
{
	return i == text.n || !(ascii_is_word(text.p[i]) || text.p[i] == '.' || text.p[i] == '?');
}

/* TEXT is written as if the variables in it were replaced: $name(...), $(name...), $name. */
static bool holds_variable(struct visit *v, struct str text)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		bool is_wrapped = text.p[i + 1] == '(';
		size_t n;

		if (text.p[i] != '$' || (i && text.p[i - 1] == '\\'))
			continue;
		n = known_name(v, text, i + 1 + is_wrapped);
		if (n && (is_wrapped || ends_name(text, i + 1 + n) || text.p[i + 1 + n] == '('))
			return true;
	}
	return false;
}

static void check_text(struct visit *v, const struct node *n)
{
	if (n->kind == N_STRING && holds_variable(v, n->text))
		diag_hint(v->diags, report(v, n->at, "variables in this string are not replaced"),
			  "write them outside of it, joined with \"+\"");
}

/* The value that is assigned, and what is compared. */
static void check_value(struct visit *v, const struct node *n)
{
	uint32_t parts = 0;

	if (n->kind == N_BINARY) {
		if ((n->op == OP_EQ || n->op == OP_NE) && KID(n, BINARY, left)->kind != N_STRING)
			check_text(v, KID(n, BINARY, right));
		return;
	}
	for (n = KID(n, ASSIGN, value); n->kind == N_BINARY && n->op == '+' && parts < 100;
	     parts++) {
		check_text(v, KID(n, BINARY, right));
		n = KID(n, BINARY, left);
	}
	check_text(v, n);
}

RULE(text_not_value, "K358", SEV_WARNING, PHASE_RUN, .nodes = NODE(ASSIGN) | NODE(BINARY),
     .run = check_value, .summary = "a variable inside of a string that is taken as it is",
     .why = "Variables in strings are replaced in the arguments of functions that say so, such "
	    "as xlog(). In assignments and comparisons the string is text, also in double "
	    "quotes: $var(a) = \"$fU\" stores three bytes.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(a) = \"$(fU{s.len})\";\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(a) = $(fU{s.len});\n\texit;\n}\n")

/* $rU and its like have no inner name, and are a text or nothing. */
static bool is_plain_variable(const struct node *n)
{
	return (n->kind == N_PVAR || n->kind == N_BARE) && str_find(n->text, '(') < 0;
}

/* Whether VARIABLE is compared with TEXT, which stands for a value that is missing: "null" alone is
 * what some telephones call a user. */
static bool is_null_text(const struct node *variable, const struct node *text, bool is_word)
{
	return is_plain_variable(variable) && text->kind == N_STRING &&
	       (is_word
		    ? str_equal_nocase(text->text, STR("null"))
		    : str_equal_nocase(text->text, STR("<null>")) || str_is(text->text, "$null"));
}

static void check_null(struct visit *v, const struct node *n, bool is_word)
{
	const struct node *variable = KID(n, BINARY, left), *text = KID(n, BINARY, right);

	if (n->op != OP_EQ && n->op != OP_NE)
		return;
	if (variable->kind == N_STRING) {
		text = variable;
		variable = KID(n, BINARY, right);
	}
	if (is_null_text(variable, text, is_word))
		diag_hint(v->diags,
			  report(v, text->at,
				 "\"%.*s\" is compared with this text, not with nothing",
				 STR_ARG(variable->text)),
			  "compare with $null");
}

static void check_null_text(struct visit *v, const struct node *n)
{
	check_null(v, n, false);
}

RULE(null_as_text, "K357", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY), .run = check_null_text,
     .summary = "a variable compared with the text \"<null>\" instead of $null",
     .why = "<null> is only how xlog() prints a variable without value. Compare with $null, or use "
	    "\"not defined\".",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == \"<null>\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null)\n\t\texit;\n}\n")

static void check_null_word(struct visit *v, const struct node *n)
{
	check_null(v, n, true);
}

RULE(null_as_word, "K366", SEV_NOTE, PHASE_RUN, .nodes = NODE(BINARY), .run = check_null_word,
     .summary = "a variable compared with the text \"null\"",
     .why = "A variable without value is $null, not this text. Some broken telephones do call a "
	    "user \"null\"; whoever means them can say so in an ignore comment.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == \"null\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null)\n\t\texit;\n}\n")

/* The format of a log in single quotes keeps its escapes. */
static void check_log(struct visit *v, const struct node *call)
{
	const struct node *last = KID(call, CALL, arguments);

	while (last && last->next)
		last = last->next;
	if (last && last->kind == N_STRING &&
	    str_starts(source_text(&v->session->sources, last->at), STR("'")) &&
	    str_search(last->text, STR("\\n")) >= 0)
		diag_hint(v->diags,
			  report(v, last->at, "\"\\n\" in single quotes is printed as it is"),
			  "use double quotes");
}

RULE(quotes_single, "K359", SEV_NOTE, PHASE_RUN, .tags = TAG_LOG, .run = check_log,
     .summary = "a line end \\n in single quotes, which is printed as two letters",
     .why = "Escapes count in double quotes only. Variables are replaced in both.",
     .bad = "loadmodule \"xlog.so\"\nrequest_route {\n\txlog('hello\\n');\n\texit;\n}\n",
     .good = "loadmodule \"xlog.so\"\nrequest_route {\n\txlog(\"hello\\n\");\n\texit;\n}\n")
