/*
 * switch - labels that the parser takes and the start refuses.  Facts: semantics.md section 12.2;
 * vectors 1313-1343.
 */
#include "engine/visit.h"

#include "base/map.h"
#include "unit/constant.h"

/* Labels that are the same as text are the same, be they numbers or strings. */
static void check_labels(struct visit *v, const struct node *n)
{
	struct map seen = {0}; /* struct node, of labels */

	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		const struct node *label = KID(c, CASE, label), *first;
		struct str text;

		if ((c->flags & (NF_DEFAULT | NF_REGEX)) || !label ||
		    !literal_text(v->arena, label, &text))
			continue;
		first = map_keep(&seen, v->arena, text, label);
		if (first == label)
			continue;
		diag_note(v->diags, report(v, label->at, "the same label twice in one \"switch\""),
			  first->at, "the first one is here");
		return;
	}
}

RULE(case_twice, "K482", SEV_ERROR, PHASE_START, .nodes = NODE(SWITCH), .run = check_labels,
     .summary = "the same label twice in one switch",
     .why = "\"kamailio -c\" lets it pass; the start fails.",
     .bad = "request_route {\n\tswitch ($rU) {\n\tcase \"1\":\n\t\texit;\n\tcase \"1\":\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch ($rU) {\n\tcase \"1\":\n\t\texit;\n\tcase \"2\":\n"
	     "\t\tdrop;\n\t}\n}\n")

/* The word "default" of C. */
static struct span default_at(const struct node *c)
{
	return (struct span){c->at.lo, c->at.lo + 7};
}

/* The label of the first case, when that is "default". */
static const struct node *leading_default(const struct node *n)
{
	const struct node *first = KID(n, SWITCH, cases);

	return first && first->flags & NF_DEFAULT ? first : NULL;
}

/* With nothing but a default the server wants to know the subject; tried with 5.6.3. */
static void check_alone(struct visit *v, const struct node *n)
{
	const struct node *first = leading_default(n), *subject = KID(n, SWITCH, subject);

	if (first && !first->next && node_type(subject) && !(subject->type & VALUE_CONSTANT))
		report(v, default_at(first), "a \"switch\" with nothing but \"default:\"");
}

RULE(default_alone, "K483", SEV_ERROR, PHASE_START, .nodes = NODE(SWITCH), .run = check_alone,
     .summary = "a switch with a default label only",
     .why = "\"kamailio -c\" lets it pass; the start fails, unless the subject is constant.",
     .bad = "request_route {\n\tswitch (@method) {\n\tdefault:\n\t\texit;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (@method) {\n\tcase \"BYE\":\n\t\tdrop;\n\tdefault:\n"
	     "\t\texit;\n\t}\n}\n")

static void check_first(struct visit *v, const struct node *n)
{
	const struct node *first = leading_default(n), *second = first ? first->next : NULL, *label;

	if (!second || second->flags & NF_DEFAULT)
		return;
	label = KID(second, CASE, label);
	if (label && (second->flags & NF_REGEX || label->kind == N_STRING))
		report(v, default_at(first), "\"default:\" stands before labels that are strings");
}

RULE(default_first, "K484", SEV_ERROR, PHASE_START, .nodes = NODE(SWITCH), .run = check_first,
     .summary = "a default label before labels that are strings",
     .why = "The server takes a switch that begins with default for one with integer labels, and "
	    "the start fails. Put default last.",
     .bad = "request_route {\n\tswitch (@method) {\n\tdefault:\n\t\texit;\n\tcase \"BYE\":\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (@method) {\n\tcase \"BYE\":\n\t\tdrop;\n\tdefault:\n"
	     "\t\texit;\n\t}\n}\n")
