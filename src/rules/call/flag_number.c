/*
 * flag_number - the numbers of branch flags, which the server takes whatever they are.
 */
#include "engine/visit.h"

/* The number of an argument that is a number, or text that is one; -1 for all others. */
static int32_t number_of(const struct node *n)
{
	int32_t value = 0;

	if (n->kind == N_NUMBER)
		return n->number;
	if (n->kind != N_STRING || !n->text.n || n->text.n > 6)
		return -1;
	for (size_t i = 0; i < n->text.n; i++) {
		if (n->text.p[i] < '0' || n->text.p[i] > '9')
			return -1;
		value = value * 10 + (n->text.p[i] - '0');
	}
	return value;
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
