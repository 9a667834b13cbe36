/*
 * statement - conditions and switch.  Facts: semantics.md sections 4 and 11.
 */
#include "sema/statement.h"
#include "sema/value.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_case_kinds_mixed;
extern const struct rule rule_case_not_constant;
extern const struct rule rule_condition_constant;
extern const struct rule rule_condition_string;
extern const struct rule rule_default_twice;
extern const struct rule rule_switch_empty;

void statement_condition(struct sema *cx, const struct node *condition, struct value v,
			 const char *word)
{
	struct diag *x;

	if (v.is_failed)
		return;
	/* With a string as the condition of while the server does not start: K480. */
	if (v.type == VALUE_STR && str_is(str_of(word), "while"))
		return;
	if (v.type == VALUE_STR) {
		x = diag_report(cx->diags, &rule_condition_string, condition->at,
				"the condition of \"%s\" is a string", word);
		diag_hint(cx->diags, x, "compare it, or ask strlen()");
	}
	if (v.is_constant)
		diag_report(cx->diags, &rule_condition_constant, condition->at,
			    "the condition of \"%s\" is always the same", word);
}

RULE(condition_string, "K520", SEV_WARNING, PHASE_PARSE, .summary = "a condition that is a string",
     .why = "Kamailio turns it into a number: texts that do not start with digits are "
	    "false, however long they are. As the condition of while it does not even "
	    "start.",
     .bad = "request_route {\n\tif (@method)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (@method == \"INVITE\")\n\t\texit;\n}\n")

RULE(condition_constant, "K521", SEV_WARNING, PHASE_PARSE,
     .summary = "a condition that never changes",
     .why = "It is made of numbers and strings only, so one branch never runs. Kamailio "
	    "warns.",
     .bad = "request_route {\n\tif (1 == 1)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_port == 5060)\n\t\texit;\n}\n")

static void check_label(struct sema *cx, const struct node *c, struct value v,
			struct switch_labels *labels)
{
	const struct node *label = KID(c, CASE, label);
	bool is_text = v.type == VALUE_STR || (c->flags & NF_REGEX);
	struct diag *x;

	if (v.is_failed)
		return;
	if (!v.is_constant) {
		x = diag_report(cx->diags, &rule_case_not_constant, label->at,
				"the label of \"case\" is not constant");
		diag_hint(cx->diags, x, "compare with \"if\" instead");
		diag_seen(x, sema_next(cx, label->at.hi));
		return;
	}
	if (!labels->first) {
		labels->first = label;
		labels->is_text = is_text;
	} else if (labels->is_text != is_text && !labels->is_mixed) {
		x = diag_report(cx->diags, &rule_case_kinds_mixed, label->at, "%s among %s",
				is_text ? "a string label" : "an integer label",
				is_text ? "integer labels" : "string labels");
		diag_note(cx->diags, x, labels->first->at, "the first label is %s",
			  is_text ? "an integer" : "a string");
		diag_seen(x, value_start(cx, label));
		labels->is_mixed = true;
	}
}

static void report_default(struct sema *cx, const struct node *n, const struct node *first,
			   const struct node *second)
{
	struct diag *x = diag_report(cx->diags, &rule_default_twice,
				     (struct span){second->at.lo, second->at.lo + 7},
				     "a second \"default:\" in one \"switch\"");

	diag_note(cx->diags, x, first->at, "the first one is here");
	diag_seen(x, value_start(cx, KID(n, SWITCH, subject)));
}

void statement_switch(struct sema *cx, const struct node *n)
{
	if (!KID(n, SWITCH, cases))
		diag_report(cx->diags, &rule_switch_empty, n->at, "a \"switch\" without cases");
}

void statement_case(struct sema *cx, const struct node *n, const struct node *c, struct value v,
		    struct switch_labels *labels)
{
	if (!(c->flags & NF_DEFAULT))
		check_label(cx, c, v, labels);
	else if (!labels->first_default)
		labels->first_default = c;
	else if (++labels->defaults == 1)
		report_default(cx, n, labels->first_default, c);
}

RULE(case_not_constant, "K510", SEV_ERROR, PHASE_PARSE,
     .summary = "a case label that is not constant",
     .why = "Labels are numbers, strings, or operators on them; variables, selects and "
	    "calls are not known before the script runs.",
     .bad = "request_route {\n\tswitch (src_port == 5060) {\n\tcase %x:\n\t\texit;\n\t}\n"
	    "}\n",
     .good = "request_route {\n\tswitch (src_port == 5060) {\n\tcase 1:\n\t\texit;\n\t}\n"
	     "}\n")

RULE(case_kinds_mixed, "K511", SEV_ERROR, PHASE_PARSE,
     .summary = "integer and string labels in one switch",
     .why = "All labels of a switch are integers, or all are strings and regular "
	    "expressions.",
     .bad = "request_route {\n\tswitch (%x) {\n\tcase 1:\n\t\texit;\n\tcase \"two\":\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (%x) {\n\tcase \"1\":\n\t\texit;\n"
	     "\tcase \"two\":\n\t\tdrop;\n\t}\n}\n")

RULE(default_twice, "K512", SEV_ERROR, PHASE_PARSE, .summary = "two default labels in one switch",
     .why = "Kamailio refuses the switch.",
     .bad = "request_route {\n\tswitch (%x) {\n\tdefault:\n\t\texit;\n\tdefault:\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (%x) {\n\tcase 1:\n\t\texit;\n\tdefault:\n"
	     "\t\tdrop;\n\t}\n}\n")

RULE(switch_empty, "K522", SEV_WARNING, PHASE_PARSE, .summary = "a switch without cases",
     .why = "It does nothing. Kamailio warns.",
     .bad = "request_route {\n\tswitch (%x) {\n\t}\n\texit;\n}\n",
     .good = "request_route {\n\tswitch (%x) {\n\tcase 1:\n\t\texit;\n\t}\n}\n")
