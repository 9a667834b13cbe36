/*
 * truth - values that are only ever 1 or 0, and what negates them.  Each was tried with 5.6.3: in
 * an expression a function, and route(), is 1 for success and 0 for anything else.
 */
#include "engine/visit.h"

#include "base/ascii.h"

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

/* Parentheses around the left operand say that it is meant. */
static bool is_closed(struct visit *v, const struct node *left, const struct node *right)
{
	struct sources *all = &v->session->sources;

	if (source_of(all, left->at.hi) != source_of(all, right->at.lo) ||
	    left->at.hi > right->at.lo)
		return true;
	return str_find(source_text(all, (struct span){left->at.hi, right->at.lo}), ')') >= 0;
}

static void check_negation(struct visit *v, const struct node *n)
{
	const struct node *left = KID(n, BINARY, left), *right = KID(n, BINARY, right);
	struct str op = n->text;

	if (!is_comparison(n) || left->kind != N_UNARY || left->op != OP_NOT ||
	    right->kind == N_STRING || (is_truth(KID(left, UNARY, operand)) && is_truth(right)) ||
	    (right->kind == N_NUMBER && right->number == 0) || is_closed(v, left, right))
		return;
	diag_hint(
	    v->diags,
	    report(v, left->at, "\"!\" applies to the left side of \"%.*s\" only", STR_ARG(op)),
	    "write \"!(... %.*s ...)\"", STR_ARG(op));
}

RULE(not_binds_tighter, "K351", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY),
     .run = check_negation,
     .summary = "a \"!\" that is meant for a comparison and negates only its left side",
     .why = "! binds tighter than the comparison, so !$var(n) == 6 compares 1 or 0 with 6. "
	    "Comparisons of the words uri, method, src_ip and such are one element; there ! "
	    "negates the whole.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif (!$var(n) == 6)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif (!($var(n) == 6))\n\t\texit;\n}\n")

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

static void check_call_result(struct visit *v, const struct node *n)
{
	const struct node *call = KID(n, BINARY, left), *number = KID(n, BINARY, right);
	int32_t value;
	bool is_swapped = is_call(number), when_false, when_true;

	if (is_swapped) {
		const struct node *other = call;

		call = number;
		number = other;
	}
	if (!is_comparison(n) || !is_call(call) || number->kind != N_NUMBER)
		return;
	value = number->number;
	when_false = is_swapped ? holds(n->op, value, 0) : holds(n->op, 0, value);
	when_true = is_swapped ? holds(n->op, value, 1) : holds(n->op, 1, value);
	if (when_false != when_true)
		return;
	diag_hint(v->diags,
		  report(v, n->at, "this is always %s: \"%.*s\" is 1 or 0 in an expression",
			 when_true ? "true" : "false", STR_ARG(call->text)),
		  "call it, then test $rc");
}

RULE(call_compared, "K352", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY), .run = check_call_result,
     .summary = "the result of a function compared with a number that it never is",
     .why = "In an expression a function is 1 when it returns a positive number, and 0 otherwise; "
	    "so is route(). The number itself is in $rc after the call.",
     .evidence = "kamailio issue 2271",
     .bad = "loadmodule \"pv.so\"\nroute[A] {\n\treturn -1;\n}\nrequest_route {\n"
	    "\tif (route(A) == -1)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nroute[A] {\n\treturn -1;\n}\nrequest_route {\n"
	     "\troute(A);\n\tif ($rc == -1)\n\t\texit;\n}\n")

static void check_truth(struct visit *v, const struct node *n)
{
	const struct node *call = KID(n, BINARY, left), *word = KID(n, BINARY, right);
	struct str written;
	bool is_true;

	if ((n->op != OP_EQ && n->op != OP_NE) || !is_call(call) || word->kind != N_NUMBER)
		return;
	/* A number in digits is one that somebody has thought about. */
	written = source_text(&v->session->sources, word->at);
	if (!written.n || !ascii_is_letter(written.p[0]))
		return;
	is_true = (word->number != 0) == (n->op == OP_EQ);
	diag_hint(
	    v->diags,
	    report(v, word->at, "a function needs no comparison with \"%.*s\"", STR_ARG(written)),
	    "write \"%s%.*s(...)\"", is_true ? "" : "!", STR_ARG(call->text));
}

RULE(truth_compared, "K363", SEV_NOTE, PHASE_RUN, .nodes = NODE(BINARY), .run = check_truth,
     .summary = "a function compared with true or false",
     .why =
	 "It works: in an expression a function is 1 or 0. But the values it returns are others, "
	 "-1 for a failure, as $rc has them, so that the comparison misleads whoever reads it.",
     .evidence = "kamailio issue 2271",
     .bad = "loadmodule \"textops.so\"\nrequest_route {\n"
	    "\tif (is_method(\"INVITE\") == false)\n\t\texit;\n}\n",
     .good = "loadmodule \"textops.so\"\nrequest_route {\n\tif (!is_method(\"INVITE\"))\n"
	     "\t\texit;\n}\n")
