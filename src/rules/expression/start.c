/*
 * rule_start - statements that the parser takes and the start refuses.  Facts: semantics.md section
 * 12.2; vectors 1313-1343.
 */
#include "sema/check_state.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_attribute_read_only;
extern const struct rule rule_case_twice;
extern const struct rule rule_default_alone;
extern const struct rule rule_default_first;
extern const struct rule rule_integer_needed;
extern const struct rule rule_match_number;

bool start_integer(struct check *cx, const struct node *n, struct value v, const char *word)
{
	struct diag *x;

	if (v.is_failed || v.type != TYPE_STR)
		return true;
	x = diag_report(cx->diags, &rule_integer_needed, n->at,
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
	diag_report(cx->diags, &rule_match_number, right->at,
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
	buf_number(&b, label->number);
	return (struct str){b.p, b.n};
}

void start_switch(struct check *cx, const struct node *n)
{
	struct names seen = {0};

	if (!check_beyond_parse(cx))
		return;
	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		const struct node *label = KID(c, CASE, label);
		struct name *first;
		struct diag *x;
		struct str text;

		if ((c->flags & (NF_DEFAULT | NF_REGEX)) || !label ||
		    (label->kind != N_NUMBER && label->kind != N_STRING))
			continue;
		text = label_text(cx, label);
		first = names_find(&seen, text);
		if (!first) {
			names_add(&seen, cx->arena, text, label->at);
			continue;
		}
		x = diag_report(cx->diags, &rule_case_twice, label->at,
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

/* With nothing but a default the server wants to know the subject; tried with 5.6.3. */
void start_default(struct check *cx, const struct node *n, struct value subject)
{
	const struct node *first = KID(n, SWITCH, cases), *second;
	struct span word;

	if (!first || !(first->flags & NF_DEFAULT))
		return;
	word = (struct span){first->at.lo, first->at.lo + 7};
	second = first->next;
	if (!second && !subject.is_constant && !subject.is_failed)
		diag_report(cx->diags, &rule_default_alone, word,
			    "a \"switch\" with nothing but \"default:\"");
	else if (second && !(second->flags & NF_DEFAULT) && KID(second, CASE, label) &&
		 ((second->flags & NF_REGEX) || KID(second, CASE, label)->kind == N_STRING))
		diag_report(cx->diags, &rule_default_first, word,
			    "\"default:\" stands before labels that are strings");
}

RULE(default_alone, "K483", SEV_ERROR, PHASE_START, .summary = "a switch with a default label only",
     .why = "\"kamailio -c\" lets it pass; the start fails, unless the subject is constant.",
     .bad = "request_route {\n\tswitch (@method) {\n\tdefault:\n\t\texit;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (@method) {\n\tcase \"BYE\":\n\t\tdrop;\n\tdefault:\n"
	     "\t\texit;\n\t}\n}\n")

RULE(default_first, "K484", SEV_ERROR, PHASE_START,
     .summary = "a default label before labels that are strings",
     .why = "The server takes a switch that begins with default for one with integer labels, and "
	    "the start fails. Put default last.",
     .bad = "request_route {\n\tswitch (@method) {\n\tdefault:\n\t\texit;\n\tcase \"BYE\":\n"
	    "\t\tdrop;\n\t}\n}\n",
     .good = "request_route {\n\tswitch (@method) {\n\tcase \"BYE\":\n\t\tdrop;\n\tdefault:\n"
	     "\t\texit;\n\t}\n}\n")

/* The classes are told apart by their letters: $fd.x, %td.x, $g.x. */
void start_assign(struct check *cx, const struct node *target)
{
	struct str text;

	if (target->kind != N_ATTR)
		return;
	text = str_skip(source_text(&cx->session->sources, target->at), 1);
	if (str_starts(text, STR("fd.")) || str_starts(text, STR("td.")) ||
	    str_starts(text, STR("g.")))
		diag_report(cx->diags, &rule_attribute_read_only, target->at,
			    "attributes of domains and global ones can only be read");
}

RULE(attribute_read_only, "K485", SEV_ERROR, PHASE_START,
     .summary = "an assignment to an attribute of a domain or a global one",
     .why =
	 "$fd.x, $td.x and $g.x come out of a database. \"kamailio -c\" lets the assignment pass; "
	 "the start fails.",
     .bad = "request_route {\n\t$fd.quota = 1;\n\texit;\n}\n",
     .good = "request_route {\n\t$fu.quota = 1;\n\texit;\n}\n")
