/*
 * operand - values of a type that the statement or operator around them cannot use.  The parser
 * takes them.  Facts: semantics.md section 12.2; vectors 1313-1343.
 *
 * What must stay true: types are those that sema has recorded; where it found a mistake there is
 * none, and nothing more is said.
 */
#include "engine/visit.h"

static void check_integer(struct visit *v, const struct node *n)
{
	const struct node *value =
	    n->kind == N_WHILE ? KID(n, WHILE, condition) : KID(n, LEAVE, value);

	if (!value || node_type(value) != VALUE_STR)
		return;
	diag_hint(v->diags,
		  report(v, value->at, "\"%.*s\" needs an integer here, not a string",
			 STR_ARG(n->kind == N_WHILE ? STR("while") : n->text)),
		  "compare it, or write (int)");
}

RULE(integer_needed, "K480", SEV_ERROR, PHASE_START, .nodes = NODE(WHILE) | NODE(LEAVE),
     .run = check_integer, .summary = "a string where a statement needs an integer",
     .why =
	 "while, return, exit and drop take integers. \"kamailio -c\" lets strings pass; the start "
	 "fails.",
     .bad = "route[A] {\n\treturn \"yes\";\n}\nrequest_route {\n\troute(A);\n\texit;\n}\n",
     .good = "route[A] {\n\treturn 1;\n}\nrequest_route {\n\troute(A);\n\texit;\n}\n")

static void check_match(struct visit *v, const struct node *n)
{
	if (n->op == OP_MATCH && KID(n, BINARY, right)->type == (VALUE_INT | VALUE_CONSTANT))
		report(v, KID(n, BINARY, right)->at,
		       "the right side of \"=~\" is a number, not a regular expression");
}

RULE(match_number, "K481", SEV_ERROR, PHASE_START, .nodes = NODE(BINARY), .run = check_match,
     .summary = "a number where a regular expression is needed",
     .why = "The right side of =~ is a string with a POSIX regular expression. The start fails.",
     .bad = "request_route {\n\tif ($rU =~ 911)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($rU =~ \"911\")\n\t\texit;\n}\n")

static void check_divisor(struct visit *v, const struct node *n)
{
	const struct node *right = KID(n, BINARY, right);

	if ((n->op == '/' || n->op == OP_MOD) && right->kind == N_NUMBER && !right->number)
		report(v, right->at, "a division by zero: the result is nothing");
}

RULE(divisor_zero, "K362", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY), .run = check_divisor,
     .summary = "a division by the constant 0",
     .why = "The server logs an error each time, and the expression has no value.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(x) = $Ts / 0;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(x) = $Ts / 10;\n\texit;\n}\n")
