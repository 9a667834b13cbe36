/*
 * flag_number - the numbers of branch flags, which the server takes whatever they are.
 */
#include "engine/visit.h"

#include "base/number.h"

/* The number of an argument that is a number, or text that is one; -1 for all others. */
static int32_t number_of(const struct node *n)
{
	int32_t value;

	if (n->kind == N_NUMBER)
		return n->number;
	return n->kind == N_STRING && number_int32(n->text, NUMBER_PLAIN, &value) ? value : -1;
}

static void check_flag(struct visit *v, const struct node *call)
{
	const struct node *flag = KID(call, CALL, arguments);

	if (flag && number_of(flag) > 31)
		diag_hint(v->diags,
			  report(v, flag->at, "there is no such flag, and nothing happens"),
			  "branch flags have numbers from 0 to 31");
}

RULE(branch_flag_range, "K807", SEV_WARNING, PHASE_RUN, .tags = TAG_FLAG, .run = check_flag,
     .summary = "a branch flag above 31",
     .why = "setbflag(), resetbflag() and isbflagset() take any number; above 31 they do "
	    "nothing.",
     .bad = "loadmodule \"kex.so\"\nrequest_route {\n\tsetbflag(40);\n}\n",
     .good = "loadmodule \"kex.so\"\nrequest_route {\n\tsetbflag(4);\n}\n")
