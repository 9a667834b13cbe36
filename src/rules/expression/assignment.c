/*
 * assignment - what is assigned to, and where.  Tried with 5.6.3.
 */
#include "engine/visit.h"

/* PART of the condition that N has, negated or not. */
static void check_part(struct visit *v, const struct node *part)
{
	while (part->kind == N_UNARY && part->op == OP_NOT)
		part = KID(part, UNARY, operand);
	/* Of "= ~" and "=!" it was said that they are no operators. */
	if (part->kind == N_ASSIGN && !(KID(part, ASSIGN, value)->kind == N_UNARY &&
					node_type(KID(part, ASSIGN, value)) == VALUE_NONE))
		diag_hint(v->diags, report(v, part->at, "this assigns, and is always true"),
			  "\"==\" compares");
}

static void check_condition(struct visit *v, const struct node *n)
{
	const struct node *part =
	    n->kind == N_IF ? KID(n, IF, condition) : KID(n, WHILE, condition);

	for (; part->kind == N_BINARY && (part->op == OP_AND || part->op == OP_OR);
	     part = KID(part, BINARY, left))
		check_part(v, KID(part, BINARY, right));
	check_part(v, part);
}

RULE(assignment_condition, "K350", SEV_WARNING, PHASE_RUN, .nodes = NODE(IF) | NODE(WHILE),
     .run = check_condition, .summary = "an assignment as a condition",
     .why = "A single = assigns. As a condition it is true whatever the value, 0 included, and "
	    "the variable is overwritten.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($var(x) = 0)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($var(x) == 0)\n\t\texit;\n}\n")

/* The classes are told apart by their letters: $fd.x, %td.x, $g.x. */
static void check_target(struct visit *v, const struct node *n)
{
	const struct node *target = KID(n, ASSIGN, target);
	struct str text;

	if (target->kind != N_ATTR)
		return;
	text = str_skip(source_text(&v->session->sources, target->at), 1);
	if (str_starts(text, STR("fd.")) || str_starts(text, STR("td.")) ||
	    str_starts(text, STR("g.")))
		report(v, target->at, "attributes of domains and global ones can only be read");
}

RULE(attribute_read_only, "K485", SEV_ERROR, PHASE_START, .nodes = NODE(ASSIGN),
     .run = check_target, .summary = "an assignment to an attribute of a domain or a global one",
     .why =
	 "$fd.x, $td.x and $g.x come out of a database. \"kamailio -c\" lets the assignment pass; "
	 "the start fails.",
     .bad = "request_route {\n\t$fd.quota = 1;\n\texit;\n}\n",
     .good = "request_route {\n\t$fu.quota = 1;\n\texit;\n}\n")
