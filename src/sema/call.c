/*
 * call - how calls of functions look, whatever function it is: the number of arguments, calls in
 * arguments, constants.  Facts: semantics.md section 6.2; vectors 600-602.
 */
#include "sema/call.h"
#include "sema/value.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_call_arguments_many;
extern const struct rule rule_call_constant;
extern const struct rule rule_call_nested;

bool call_count(struct sema *cx, const struct node *call)
{
	const struct node *n = KID(call, CALL, arguments);
	struct diag *x;

	for (int i = 0; n && i < PARAMETERS_MOST; i++)
		n = n->next;
	if (!n)
		return true;
	x = diag_report(cx->diags, &rule_call_arguments_many, n->at,
			"a call has at most %d parameters", PARAMETERS_MOST);
	diag_seen(x, sema_next(cx, n->at.hi));
	return false;
}

RULE(call_arguments_many, "K400", SEV_ERROR, PHASE_PARSE,
     .summary = "a call with more than 6 parameters",
     .why = "No function of a module takes more. A comma inside of a parameter needs "
	    "quotes around it.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n"
	    "\txlog(\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"L_INFO\", \"1, 2, 3, 4, 5, 6, 7\");\n}\n")

void call_nested(struct sema *cx, const struct node *call)
{
	struct diag *x = diag_report(
	    cx->diags, &rule_call_nested,
	    (struct span){call->at.lo, call->at.lo + (uint32_t)call->text.n},
	    "\"%.*s\" is called inside the parameters of another call", STR_ARG(call->text));

	diag_hint(cx->diags, x, "keep its result in a variable first");
	diag_seen(x, sema_next(cx, call->at.lo + (uint32_t)call->text.n));
}

RULE(call_nested, "K401", SEV_ERROR, PHASE_PARSE,
     .summary = "a call of a module function inside the parameters of another",
     .why = "Kamailio stops at once. Parameters may hold variables and core calls, and "
	    "functions have $? or a variable for their result.",
     .bad = "loadmodule \"maxfwd\"\nloadmodule \"xlog\"\nrequest_route {\n"
	    "\txlog(mf_process_maxfwd_header(\"10\"));\n}\n",
     .good = "loadmodule \"maxfwd\"\nloadmodule \"xlog\"\nrequest_route {\n"
	     "\tmf_process_maxfwd_header(\"10\");\n\txlog(\"result $?\");\n}\n")

bool call_constants(struct sema *cx, const struct node *n, const struct value *values)
{
	const struct node *a = KID(n, CALL, arguments);
	struct diag *x;

	for (int i = 0; a; a = a->next, i++) {
		if (values[i].is_constant)
			continue;
		x = diag_report(cx->diags, &rule_call_constant, a->at,
				"argument %d of \"%.*s\" must be a constant", i + 1,
				STR_ARG(n->text));
		diag_hint(cx->diags, x, "a number or a string in quotes");
		diag_seen(x, value_start(cx, a));
		return false;
	}
	return true;
}

RULE(call_constant, "K407", SEV_ERROR, PHASE_PARSE,
     .summary = "a variable or a call as argument that must be a constant",
     .why = "Some functions read their arguments at start, so they take numbers and "
	    "strings only. A string may hold variables where the function looks for "
	    "them: \"user $rU\", not \"user \" + $rU.",
     .bad = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	    "\txlog(\"user \" + $rU);\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"user $rU\");\n}\n")
