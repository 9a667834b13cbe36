/*
 * rule_argument_reply - arguments that the server takes and that then misbehave: reply codes and
 * header lines.  Facts: mistakes.md 28 and 29, tried with SIP traffic on 5.6.3.
 */
#include "rules/call/argument_state.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_header_line_open;
extern const struct rule rule_reply_code;

enum { CODE_LEAST = 100, CODE_MOST = 699 };

/* The value of digits; -1 for anything else. */
static int digits(struct str text)
{
	int value = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || value > 100000)
			return -1;
		value = 10 * value + (text.p[i] - '0');
	}
	return text.n ? value : -1;
}

bool argument_reply_code(const struct argument *a)
{
	int code = digits(a->text);
	struct diag *x;

	if (code < 0 || (code >= CODE_LEAST && code <= CODE_MOST))
		return true;
	x = diag_report(a->cx->diags, &rule_reply_code, a->node->at, "%d is no SIP reply code",
			code);
	diag_hint(a->cx->diags, x, "from %d to %d", CODE_LEAST, CODE_MOST);
	return true;
}

RULE(reply_code, "K452", SEV_WARNING, PHASE_RUN, .summary = "a number that is no SIP reply code",
     .why =
	 "Codes go from 100 to 699. The server takes others and sends nonsense: 4040 goes out as "
	 "040.",
     .bad = "loadmodule \"sl\"\nrequest_route {\n\tsl_send_reply(\"4040\", \"Not Found\");\n"
	    "\texit;\n}\n",
     .good = "loadmodule \"sl\"\nrequest_route {\n\tsl_send_reply(\"404\", \"Not Found\");\n"
	     "\texit;\n}\n")

/*
 * Whether the end of the line may come out of a variable: TEXT ends in one that anything can be put
 * in, or has no name of a header before the first, so that the variable may hold whole lines.
 */
static bool ends_in_value(struct str text)
{
	ptrdiff_t dollar = str_find(text, '$'), colon = str_find(text, ':');

	if (dollar >= 0 && (colon < 0 || colon > dollar))
		return true;
	return str_ends(text, STR(")")) && str_find(text, '$') >= 0;
}

/* The lines of a header may be put together by several calls. */
static bool goes_on(const struct argument *a)
{
	const struct node *next = a->call->next;

	return next && next->kind == N_CALL && str_equal(next->text, a->call->text);
}

bool argument_header_lines(const struct argument *a)
{
	struct diag *x;

	if (a->node->kind != N_STRING || !a->text.n || str_ends(a->text, STR("\n")) ||
	    ends_in_value(a->text) || goes_on(a))
		return true;
	x = diag_report(a->cx->diags, &rule_header_line_open, a->node->at,
			"the header line has no end");
	if ((a->node->flags & NF_SINGLE) && str_ends(a->text, STR("\\n")))
		diag_hint(a->cx->diags, x, "in single quotes \"\\n\" is two characters");
	else
		diag_hint(a->cx->diags, x, "end it with \"\\r\\n\", or it runs into the next one");
	return true;
}

RULE(header_line_open, "K454", SEV_WARNING, PHASE_RUN, .summary = "a header line without its end",
     .why =
	 "append_hf() and its kin put the text into the message as it is. Without \"\\r\\n\" the "
	 "next header is glued to it: \"X-Foo: barServer: kamailio\". Single quotes keep the "
	 "backslashes. A text that another call of the same function goes on with, or one that "
	 "ends in a variable such as $var(crlf), is not reported.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tappend_to_reply(\"X-Foo: bar\");\n}\n",
     .good =
	 "loadmodule \"textops\"\nrequest_route {\n\tappend_to_reply(\"X-Foo: bar\\r\\n\");\n}\n")
