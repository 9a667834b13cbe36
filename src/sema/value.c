/*
 * value - the types of expressions, and values that cannot be.  Facts: semantics.md section 3,
 * grammar.md section 9; `src_ip == "a" - 1` and `while ("a" - 1)` even crash 5.6.3.
 *
 * What must stay true: an operator is judged when its operands are; one that failed has no type, so
 * one mistake gives one message.
 */
#include "sema/value.h"

#include "facts/habits.h"
#include "base/ascii.h"
#include "text/rule.h"

#include "scan/keyword.h"

/* What is reported here. */
extern const struct rule rule_type_mismatch;
extern const struct rule rule_variable_broken;

/* `x == $null` and its kin ask whether x is defined. */
static bool asks_null(const struct node *n)
{
	switch (n->op) {
	case OP_EQ:
	case OP_NE:
	case OP_MATCH:
	case OP_IEQ:
	case OP_INE: return node_is_null(KID(n, BINARY, right));
	default: return false;
	}
}

/* Whether TEXT ends with a parenthesis in which an assignment could start: not that of a call. */
static bool ends_with_group(struct str text)
{
	const struct keyword *k;
	size_t end, i;

	for (i = text.n; i > 0 && ascii_is_space(text.p[i - 1]); i--)
		;
	if (i == 0 || text.p[i - 1] != '(')
		return false;
	for (i--; i > 0 && ascii_is_space(text.p[i - 1]); i--)
		;
	for (end = i; i > 0 && ascii_is_word(text.p[i - 1]); i--)
		;
	if (i == end)
		return true;
	k = keyword_find((struct str){text.p + i, end - i});
	return k && !keyword_takes_expression(k);
}

/* The next token for a variable that stands directly behind a parenthesis. */
static struct span variable_start(struct sema *cx, const struct node *n, struct span otherwise)
{
	const struct source *src = source_of(&cx->session->sources, n->at.lo);

	return ends_with_group(str_head(src->text, n->at.lo - src->base)) ? sema_next(cx, n->at.hi)
									  : otherwise;
}

/* The digits of a literal that may have a minus. */
static struct span number_start(struct sema *cx, const struct node *n)
{
	bool is_negative = str_starts(source_text(&cx->session->sources, n->at), STR("-"));

	return is_negative ? sema_next(cx, n->at.lo + 1) : n->at;
}

/* Kamailio counts no newline directly behind a select: the token behind it seems to be on its line.
 */
static struct span select_start(struct sema *cx, const struct node *n)
{
	struct str behind =
	    source_text(&cx->session->sources, (struct span){n->at.hi, n->at.hi + 1});

	return str_is(behind, "\n") ? sema_last(n->at) : sema_next(cx, n->at.hi);
}

static struct span element_start(struct sema *cx, const struct node *n)
{
	const struct node *left = KID(n, ELEMENT, left), *right = KID(n, ELEMENT, right);
	bool ends_with_word = right->kind == N_WORD &&
			      (str_is(left->text, "myself") || !str_is(right->text, "myself")) &&
			      !str_is(left->text, "method");
	bool ends_with_mask =
	    right->kind == N_NET && KID(right, NET, mask) && KID(right, NET, mask)->kind == N_IP;

	return ends_with_word || ends_with_mask ? sema_last(n->at) : sema_next(cx, n->at.hi);
}

struct span value_start(struct sema *cx, const struct node *n)
{
	for (;;) {
		switch (n->kind) {
		case N_BINARY: n = KID(n, BINARY, left); continue;
		case N_UNARY: n = KID(n, UNARY, operand); continue;
		case N_SELVAL: n = KID(n, SELVAL, condition); continue;
		case N_PVAR:
		case N_BARE: return variable_start(cx, n, n->at);
		case N_ATTR:
			if (n->flags & NF_INDEXED)
				return KID(n, ATTR, index)
					   ? sema_last(n->at)
					   : variable_start(cx, n, sema_last(n->at));
			return sema_next(cx, n->at.hi);
		case N_CORE_CALL:
			return n->flags & NF_BARE ? sema_next(cx, n->at.hi) : sema_last(n->at);
		case N_ASSIGN: return sema_next(cx, n->at.hi);
		case N_ELEMENT: return element_start(cx, n);
		case N_NUMBER: return number_start(cx, n);
		case N_STRING: return n->at;
		case N_SELECT: return select_start(cx, n);
		default: return sema_last(n->at);
		}
	}
}

/* What helps: other operators, or a cast. */
static const char *way_out(const struct node *n, enum value_type wanted)
{
	if (n->op == OP_IEQ || n->op == OP_INE)
		return wanted == VALUE_INT ? "compare strings with \"==\" and \"!=\""
					   : "an integer is never $null";
	if (wanted == VALUE_STR && (n->op == OP_DEFINED || (n->kind == N_BINARY && asks_null(n))))
		return "an integer is always defined";
	if (n->op == '+')
		return "(str) in front of the left side joins both as text";
	if (n->kind == N_BINARY || wanted == VALUE_STR)
		return wanted == VALUE_INT ? "(int) in front makes an integer of it"
					   : "(str) in front makes a string of it";
	return "strings are not true or false; ask strlen() or strempty(), or cast with (int)";
}

/* OPERAND of the operator N has the wrong type. */
static struct value mismatch(struct sema *cx, const struct node *n, const struct node *operand,
			     enum value_type wanted)
{
	const struct node *first =
	    n->kind == N_BINARY ? KID(n, BINARY, left) : KID(n, UNARY, operand);
	const struct source *src = source_of(&cx->session->sources, n->at.lo);
	/* "= ~" is read as an assignment of what "~" makes. */
	const char *sign = n->kind == N_UNARY && src && !src->is_expansion
			       ? habit_sign(src->text, n->at.lo - src->base)
			       : NULL;
	struct diag *x;

	x = diag_report(cx->diags, &rule_type_mismatch, operand->at,
			"\"%.*s\" wants %s here, this is %s", STR_ARG(n->text),
			wanted == VALUE_INT ? "an integer" : "a string",
			wanted == VALUE_INT ? "a string" : "an integer");
	diag_hint(cx->diags, x, "%s", sign ? sign : way_out(n, wanted));
	diag_seen(x, value_start(cx, first));
	return (struct value){VALUE_NONE, false, true};
}

struct value value_unary(struct sema *cx, const struct node *n, struct value v)
{
	bool wants_str = n->op == OP_STRLEN || n->op == OP_STREMPTY || n->op == OP_DEFINED;

	if (v.is_failed)
		return v;
	if (n->op == OP_CAST_INT || n->op == OP_CAST_STR)
		return (struct value){n->op == OP_CAST_INT ? VALUE_INT : VALUE_STR, v.is_constant,
				      false};
	if (wants_str && v.type == VALUE_INT)
		return mismatch(cx, n, KID(n, UNARY, operand), VALUE_STR);
	if (!wants_str && v.type == VALUE_STR)
		return mismatch(cx, n, KID(n, UNARY, operand), VALUE_INT);
	return (struct value){VALUE_INT, v.is_constant, false};
}

/* Operators that take strings too: both sides alike, or a string on the left of an integer. */
static struct value like(struct sema *cx, const struct node *n, struct value left,
			 struct value right)
{
	bool wants_str = n->op == OP_MATCH || ((n->op == OP_EQ || n->op == OP_NE) &&
					       !str_is(n->text, "==") && !str_is(n->text, "!="));

	if (left.type == VALUE_INT && right.type == VALUE_STR)
		return mismatch(cx, n, KID(n, BINARY, right), VALUE_INT);
	if (wants_str && left.type == VALUE_INT)
		return mismatch(cx, n, KID(n, BINARY, left), VALUE_STR);
	return (struct value){n->op == '+' ? left.type : VALUE_INT,
			      left.is_constant && right.is_constant, false};
}

struct value value_binary(struct sema *cx, const struct node *n, struct value left,
			  struct value right)
{
	if (asks_null(n)) {
		if (!left.is_failed && left.type == VALUE_INT)
			return mismatch(cx, n, KID(n, BINARY, left), VALUE_STR);
		return (struct value){VALUE_INT, left.is_constant, left.is_failed};
	}
	if (left.is_failed || right.is_failed)
		return (struct value){VALUE_NONE, false, true};
	if (n->op == '+' || n->op == OP_EQ || n->op == OP_NE || n->op == OP_MATCH)
		return like(cx, n, left, right);
	if (left.type == VALUE_STR)
		return mismatch(cx, n, KID(n, BINARY, left), VALUE_INT);
	if (right.type == VALUE_STR)
		return mismatch(cx, n, KID(n, BINARY, right), VALUE_INT);
	return (struct value){VALUE_INT, left.is_constant && right.is_constant, false};
}

RULE(type_mismatch, "K500", SEV_ERROR, PHASE_PARSE,
     .summary = "an operator whose operand has the wrong type",
     .why = "Kamailio knows the type of numbers, strings, selects, calls and operators "
	    "while it parses, and refuses what cannot work: arithmetic, comparison with "
	    "< and the logical operators want integers; strlen, strempty, defined and "
	    "the comparison with $null want no integer; the left side of eq, ne and =~ "
	    "must not be one.\n\n"
	    "Variables have no type before they are read: they fit everywhere. An "
	    "integer on the right of a string is turned into text, a string on the right "
	    "of an integer is not.",
     .bad = "request_route {\n\tif (@method && 1 == 1)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (strlen(@method) && src_port == 5060)\n\t\texit;\n}\n")

void value_text(struct sema *cx, const struct node *n)
{
	struct str behind;
	struct diag *x;

	if (n->text.n && n->text.p[0] == '$')
		return;
	behind = str_skip(source_text(&cx->session->sources, n->at), 1);
	if (behind.n && behind.p[0] != '(' &&
	    (!ascii_is_word(behind.p[0]) || ascii_is_digit(behind.p[0]))) {
		x = diag_report(cx->diags, &rule_variable_broken, n->at,
				"no name stands behind this \"$\"");
		diag_hint(cx->diags, x, "Kamailio skips to \"%.*s\"", STR_ARG(n->text));
	} else {
		x = diag_report(cx->diags, &rule_variable_broken, n->at,
				"a line break inside of a variable");
		diag_hint(cx->diags, x, "Kamailio reads only the text behind the break");
	}
	diag_seen(x, sema_last(n->at));
}

RULE(variable_broken, "K501", SEV_ERROR, PHASE_PARSE,
     .summary = "a variable with a line break inside of its parentheses, or without a name",
     .why = "Kamailio forgets what it has read of a variable when the line ends, and "
	    "then finds no $ at the start of the rest. The same where something stands "
	    "between the $ and the name.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\tif ($(ru\n\t\t{uri.user}) == \"a\")\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\tif ($rU == \"a\")\n\t\texit;\n}\n")
