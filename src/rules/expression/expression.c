/*
 * rule_expression - expressions that mean something else than they say.  Each was tried with 5.6.3:
 * in an expression a function, and route(), is 1 for success and 0 for anything else.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_address_never;
extern const struct rule rule_assignment_condition;
extern const struct rule rule_call_compared;
extern const struct rule rule_not_binds_tighter;
extern const struct rule rule_null_as_text;
extern const struct rule rule_null_as_word;
extern const struct rule rule_quotes_single;
extern const struct rule rule_text_not_value;

/* Expressions deeper than this are not looked into. */
#define DEPTH_MOST 2000

static bool is_comparison(const struct node *n)
{
	if (n->kind != N_BINARY)
		return false;
	switch (n->op) {
	case OP_EQ:
	case OP_NE:
	case OP_LE:
	case OP_GE:
	case '<':
	case '>': return true;
	default: return false;
	}
}

static bool is_call(const struct node *n)
{
	return n->kind == N_CALL || n->kind == N_CORE_CALL;
}

/* True when N is 0 or 1, or a truth value. */
static bool is_truth(const struct node *n)
{
	return is_call(n) || is_comparison(n) || n->kind == N_ELEMENT ||
	       (n->kind == N_UNARY && (n->op == OP_NOT || n->op == OP_DEFINED)) ||
	       (n->kind == N_BINARY && (n->op == OP_AND || n->op == OP_OR || n->op == OP_MATCH ||
					n->op == OP_IEQ || n->op == OP_INE)) ||
	       (n->kind == N_NUMBER && (n->number == 0 || n->number == 1));
}

/* --- negation ----------------------------------------------------------------------------------
 */

/* Parentheses around the left operand say that it is meant. */
static bool is_closed(struct misuse *mu, const struct node *left, const struct node *right)
{
	struct sources *all = &mu->session->sources;

	if (source_of(all, left->at.hi) != source_of(all, right->at.lo) ||
	    left->at.hi > right->at.lo)
		return true;
	return str_find(source_text(all, (struct span){left->at.hi, right->at.lo}), ')') >= 0;
}

static void check_negation(struct misuse *mu, const struct node *n)
{
	const struct node *left = KID(n, BINARY, left), *right = KID(n, BINARY, right);
	struct str op = n->text;

	if (left->kind != N_UNARY || left->op != OP_NOT || right->kind == N_STRING ||
	    (is_truth(KID(left, UNARY, operand)) && is_truth(right)) ||
	    (right->kind == N_NUMBER && right->number == 0) || is_closed(mu, left, right))
		return;
	diag_hint(mu->diags,
		  diag_report(mu->diags, &rule_not_binds_tighter, left->at,
			      "\"!\" applies to the left side of \"%.*s\" only", STR_ARG(op)),
		  "write \"!(... %.*s ...)\"", STR_ARG(op));
}

RULE(not_binds_tighter, "K351", SEV_WARNING, PHASE_RUN,
     .summary = "a \"!\" that is meant for a comparison and negates only its left side",
     .why = "! binds tighter than the comparison, so !$var(n) == 6 compares 1 or 0 with 6. "
	    "Comparisons of the words uri, method, src_ip and such are one element; there ! "
	    "negates the whole.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif (!$var(n) == 6)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif (!($var(n) == 6))\n\t\texit;\n}\n")

/* --- calls -------------------------------------------------------------------------------------
 */

static bool holds(int op, int32_t a, int32_t b)
{
	switch (op) {
	case OP_EQ: return a == b;
	case OP_NE: return a != b;
	case OP_LE: return a <= b;
	case OP_GE: return a >= b;
	case '<': return a < b;
	default: return a > b;
	}
}

static void check_call_result(struct misuse *mu, const struct node *n)
{
	const struct node *call = KID(n, BINARY, left), *number = KID(n, BINARY, right);
	int32_t value;
	bool is_swapped = is_call(number), when_false, when_true;

	if (is_swapped) {
		const struct node *other = call;

		call = number;
		number = other;
	}
	if (!is_call(call) || number->kind != N_NUMBER)
		return;
	value = number->number;
	when_false = is_swapped ? holds(n->op, value, 0) : holds(n->op, 0, value);
	when_true = is_swapped ? holds(n->op, value, 1) : holds(n->op, 1, value);
	if (when_false != when_true)
		return;
	diag_hint(mu->diags,
		  diag_report(mu->diags, &rule_call_compared, n->at,
			      "this is always %s: \"%.*s\" is 1 or 0 in an expression",
			      when_true ? "true" : "false", STR_ARG(call->text)),
		  "call it, then test $rc");
}

RULE(call_compared, "K352", SEV_WARNING, PHASE_RUN,
     .summary = "the result of a function compared with a number that it never is",
     .why = "In an expression a function is 1 when it returns a positive number, and 0 "
	    "otherwise; so is route(). The number itself is in $rc behind the call.",
     .evidence = "kamailio issue 2271",
     .bad = "loadmodule \"pv.so\"\nroute[A] {\n\treturn -1;\n}\nrequest_route {\n"
	    "\tif (route(A) == -1)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nroute[A] {\n\treturn -1;\n}\nrequest_route {\n"
	     "\troute(A);\n\tif ($rc == -1)\n\t\texit;\n}\n")

/* --- text --------------------------------------------------------------------------------------
 */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* How many bytes of the name of a variable start at I of TEXT, when the catalogue knows it. */
static size_t known_name(struct misuse *mu, struct str text, size_t i)
{
	size_t n = 0, count = 0;

	while (i + n < text.n && is_letter(text.p[i + n]))
		n++;
	if (n)
		catalog_pvars(mu->session->catalog, str_head(str_skip(text, i), n), &count);
	return count ? n : 0;
}

/* No letter of a name stands at I. */
static bool ends_name(struct str text, size_t i)
{
	return i == text.n || !(is_letter(text.p[i]) || (text.p[i] >= '0' && text.p[i] <= '9') ||
				text.p[i] == '.' || text.p[i] == '?');
}

/* TEXT is written as if the variables in it were replaced: $name(...), $(name...), $name. */
static bool holds_variable(struct misuse *mu, struct str text)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		bool is_wrapped = text.p[i + 1] == '(';
		size_t n;

		if (text.p[i] != '$' || (i && text.p[i - 1] == '\\'))
			continue;
		n = known_name(mu, text, i + 1 + is_wrapped);
		if (n && (is_wrapped || ends_name(text, i + 1 + n) || text.p[i + 1 + n] == '('))
			return true;
	}
	return false;
}

static void check_text(struct misuse *mu, const struct node *n)
{
	if (n->kind != N_STRING || !holds_variable(mu, n->text))
		return;
	diag_hint(mu->diags,
		  diag_report(mu->diags, &rule_text_not_value, n->at,
			      "variables in this string are not replaced"),
		  "write them outside of it, joined with \"+\"");
}

void expression_value(struct misuse *mu, const struct node *n)
{
	uint32_t parts = 0;

	for (; n->kind == N_BINARY && n->op == '+' && parts < 100; parts++) {
		check_text(mu, KID(n, BINARY, right));
		n = KID(n, BINARY, left);
	}
	check_text(mu, n);
}

RULE(text_not_value, "K358", SEV_WARNING, PHASE_RUN,
     .summary = "a variable inside of a string that is taken as it is",
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

/* Some telephones call a user "null": then the text is what is meant. */
static const struct rule *null_code(struct str text)
{
	return str_equal_nocase(text, STR("null")) ? &rule_null_as_word : &rule_null_as_text;
}

static void check_null(struct misuse *mu, const struct node *variable, const struct node *text)
{
	if (!is_plain_variable(variable) || text->kind != N_STRING ||
	    (!str_equal_nocase(text->text, STR("<null>")) &&
	     !str_equal_nocase(text->text, STR("null")) && !str_is(text->text, "$null")))
		return;
	diag_hint(mu->diags,
		  diag_report(mu->diags, null_code(text->text), text->at,
			      "\"%.*s\" is compared with this text, not with nothing",
			      STR_ARG(variable->text)),
		  "compare with $null");
}

RULE(null_as_word, "K366", SEV_NOTE, PHASE_RUN,
     .summary = "a variable compared with the text \"null\"",
     .why = "A variable without value is $null, not this text. Some broken telephones do call a "
	    "user \"null\"; whoever means them can say so in an ignore comment.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == \"null\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null)\n\t\texit;\n}\n")

RULE(null_as_text, "K357", SEV_WARNING, PHASE_RUN,
     .summary = "a variable compared with the text \"<null>\" instead of $null",
     .why = "<null> is only how xlog() prints a variable without value. "
	    "Compare with $null, or "
	    "ask not defined.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == \"<null>\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null)\n\t\texit;\n}\n")

/* --- addresses ---------------------------------------------------------------------------------
 */

/* Four numbers with dots, one of them above 255; behind them perhaps a slash. */
static bool is_impossible_ip(struct str text)
{
	unsigned numbers = 0, value = 0, digits = 0;
	bool is_big = false;

	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] >= '0' && text.p[i] <= '9') {
			value = value * 10 + (unsigned)(text.p[i] - '0');
			if (++digits > 5)
				return false;
			continue;
		}
		if ((i < text.n && text.p[i] != '.') || !digits)
			return false;
		is_big |= value > 255;
		numbers++;
		value = digits = 0;
	}
	return numbers == 4 && is_big;
}

static bool is_network(struct str text)
{
	ptrdiff_t slash = str_find(text, '/');

	if (slash < 7)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '.' && text.p[i] != '/' && (text.p[i] < '0' || text.p[i] > '9'))
			return false;
	return true;
}

static void check_address(struct misuse *mu, const struct node *left, const struct node *text)
{
	bool is_variable = words_find(WORDS_SOURCE_IP, left->text, mu->version);
	struct diag *x = NULL;

	if (text->kind != N_STRING)
		return;
	if (is_impossible_ip(text->text) &&
	    (is_variable || (left->kind == N_WORD && str_ends(left->text, STR("_ip")))))
		x = diag_report(mu->diags, &rule_address_never, text->at, "\"%.*s\" is no address",
				STR_ARG(text->text));
	else if (is_variable && is_network(text->text))
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_address_never, text->at,
				      "\"%.*s\" is one address, never a network",
				      STR_ARG(left->text)),
			  "compare src_ip with the network, without quotes");
	if (x)
		diag_hint(mu->diags, x, "each number is at most 255");
}

RULE(address_never, "K801", SEV_WARNING, PHASE_RUN,
     .summary = "an address compared with a text that it never is",
     .why = "Without quotes an address is checked when the file is read; a string is not, and "
	    "one with a number above 255 is never equal. $si is the text of one address: for a "
	    "network compare src_ip.",
     .bad = "request_route {\n\tif (src_ip == \"10.0.0.300\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == \"10.0.0.30\")\n\t\texit;\n}\n")

/* --- the walk ----------------------------------------------------------------------------------
 */

static void check_binary(struct misuse *mu, const struct node *n)
{
	const struct node *left = KID(n, BINARY, left), *right = KID(n, BINARY, right);

	if (n->op == OP_MATCH)
		compare_method(mu, left, right, true);
	else if (n->op == '/' || n->op == OP_MOD)
		compare_divisor(mu, n);
	if (!is_comparison(n))
		return;
	check_negation(mu, n);
	check_call_result(mu, n);
	if (n->op != OP_EQ && n->op != OP_NE)
		return;
	compare_method(mu, left, right, false);
	compare_truth(mu, left, right, n->op == OP_EQ);
	check_null(mu, left, right);
	check_null(mu, right, left);
	check_address(mu, left, right);
	if (left->kind != N_STRING)
		check_text(mu, right);
}

/* The format of xlog in single quotes keeps its escapes. */
static void check_log(struct misuse *mu, const struct node *call)
{
	const struct node *last = KID(call, CALL, arguments);

	if (!last || !words_find(WORDS_LOG_CALL, call->text, mu->version))
		return;
	while (last->next)
		last = last->next;
	if (last->kind == N_STRING &&
	    str_starts(source_text(&mu->session->sources, last->at), STR("'")) &&
	    str_search(last->text, STR("\\n")) >= 0)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_quotes_single, last->at,
				      "\"\\n\" in single quotes is printed as it is"),
			  "use double quotes");
}

RULE(quotes_single, "K359", SEV_NOTE, PHASE_RUN,
     .summary = "a line end \\n in single quotes, which is printed as two letters",
     .why = "Escapes count in double quotes only. Variables are replaced in both.",
     .bad = "loadmodule \"xlog.so\"\nrequest_route {\n\txlog('hello\\n');\n\texit;\n}\n",
     .good = "loadmodule \"xlog.so\"\nrequest_route {\n\txlog(\"hello\\n\");\n\texit;\n}\n")

static void check_list(struct misuse *mu, const struct node *list)
{
	for (const struct node *n = list; n; n = n->next)
		expression_check(mu, n);
}

static void check_node(struct misuse *mu, const struct node *n)
{
	switch (n->kind) {
	case N_UNARY: expression_check(mu, KID(n, UNARY, operand)); break;
	case N_SELVAL:
		expression_check(mu, KID(n, SELVAL, condition));
		expression_check(mu, KID(n, SELVAL, first));
		expression_check(mu, KID(n, SELVAL, second));
		break;
	case N_ELEMENT:
		check_address(mu, KID(n, ELEMENT, left), KID(n, ELEMENT, right));
		compare_method(mu, KID(n, ELEMENT, left), KID(n, ELEMENT, right),
			       n->op == OP_MATCH);
		expression_check(mu, KID(n, ELEMENT, right));
		break;
	case N_PVAR: variable_use(mu, n, false); break;
	case N_ASSIGN:
		variable_use(mu, KID(n, ASSIGN, target), true);
		expression_value(mu, KID(n, ASSIGN, value));
		expression_check(mu, KID(n, ASSIGN, value));
		break;
	case N_CALL:
		check_log(mu, n);
		check_list(mu, KID(n, CALL, arguments));
		break;
	case N_CORE_CALL: check_list(mu, KID(n, CORE_CALL, arguments)); break;
	case N_BLOCK: flow_statements(mu, KID(n, BLOCK, body)); break;
	default: break;
	}
}

void expression_check(struct misuse *mu, const struct node *n)
{
	if (!n || mu->depth >= DEPTH_MOST)
		return;
	mu->depth++;
	/* Long chains lean to the left. */
	for (; n->kind == N_BINARY; n = KID(n, BINARY, left)) {
		check_binary(mu, n);
		expression_check(mu, KID(n, BINARY, right));
	}
	check_node(mu, n);
	mu->depth--;
}

/* An assignment as (part of) a condition. */
static void check_assignment(struct misuse *mu, const struct node *n)
{
	while (n->kind == N_UNARY && n->op == OP_NOT)
		n = KID(n, UNARY, operand);
	if (n->kind == N_ASSIGN)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_assignment_condition, n->at,
				      "this assigns, and is always true"),
			  "\"==\" compares");
}

void expression_condition(struct misuse *mu, const struct node *n)
{
	const struct node *part = n;

	for (; part->kind == N_BINARY && (part->op == OP_AND || part->op == OP_OR);
	     part = KID(part, BINARY, left))
		check_assignment(mu, KID(part, BINARY, right));
	check_assignment(mu, part);
	expression_check(mu, n);
}

RULE(assignment_condition, "K350", SEV_WARNING, PHASE_RUN,
     .summary = "an assignment as a condition",
     .why = "A single = assigns. As a condition it is true whatever the value, 0 included, and "
	    "the variable is overwritten.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($var(x) = 0)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($var(x) == 0)\n\t\texit;\n}\n")
