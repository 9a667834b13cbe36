/*
 * rule_start - statements that the parser takes and the start refuses.  Facts: semantics.md section
 * 12.2; vectors 1313-1343.
 */
#include "rules/check_state.h"
#include "rules/rule.h"

bool start_integer(struct check *cx, const struct node *n, struct value v, const char *word)
{
	struct diag *x;

	if (v.is_failed || v.type != TYPE_STR)
		return true;
	x = diag_report(cx->diags, DIAG_INTEGER_NEEDED, n->at,
			"\"%s\" needs an integer here, not a string", word);
	diag_hint(cx->diags, x, "compare it, or write (int)");
	return false;
}

RULE(integer_needed, "K480", SEV_ERROR, PHASE_START,
     .summary = "a string where a statement needs an integer",
     .why =
	 "while, return, exit and drop take integers. \"kamailio -c\" lets strings pass; the start "
	 "fails.",
     .bad = "route[A] {\n\treturn \"yes\";\n}\nrequest_route {\n\troute(A);\n\texit;\n}\n",
     .good = "route[A] {\n\treturn 1;\n}\nrequest_route {\n\troute(A);\n\texit;\n}\n")

void start_match(struct check *cx, const struct node *right, struct value v)
{
	if (v.is_failed || !v.is_constant || v.type != TYPE_INT)
		return;
	diag_report(cx->diags, DIAG_MATCH_NUMBER, right->at,
		    "the right side of \"=~\" is a number, not a regular expression");
}

RULE(match_number, "K481", SEV_ERROR, PHASE_START,
     .summary = "a number where a regular expression is needed",
     .why = "The right side of =~ is a string with a POSIX regular expression. The start fails.",
     .bad = "request_route {\n\tif ($rU =~ 911)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($rU =~ \"911\")\n\t\texit;\n}\n")

static struct str label_text(struct check *cx, const struct node *label)
{
	struct buf b;

	if (label->kind == N_STRING)
		return label->text;
	b = buf_on(cx->arena);
	buf_printf(&b, "%d", (int)label->number);
	return (struct str){b.p, b.n};
}

void start_switch(struct check *cx, const struct node *n)
{
	struct names seen = {0};

	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		const struct node *label = KID(c, CASE, label);
		struct name *first;
		struct diag *x;

		if ((c->flags & (NF_DEFAULT | NF_REGEX)) || !label ||
		    (label->kind != N_NUMBER && label->kind != N_STRING))
			continue;
		first = names_find(&seen, label_text(cx, label));
		if (!first) {
			names_add(&seen, cx->arena, label_text(cx, label), label->at);
			continue;
		}
		x = diag_report(cx->diags, DIAG_CASE_TWICE, label->at,
				"the same label twice in one \"switch\"");
		diag_note(cx->diags, x, first->at, "the first one is here");
		return;
	}
}

RULE(case_twice, "K482", SEV_ERROR, PHASE_START, .summary = "the same label twice in one switch",
     .why = "\"kamailio -c\" lets it pass; the start fails.",
     .bad = "request_route {\n\tswitch ($rU) {\n\tcase \"1\":\n\t\texit;\n\tcase \"1\":\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch ($rU) {\n\tcase \"1\":\n\t\texit;\n\tcase \"2\":\n"
	     "\t\tdrop;\n\t}\n}\n")
