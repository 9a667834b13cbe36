/*
 * header - names of headers, and header lines without an end, which the server takes and that then
 * misbehave: mistakes.md 29, tried with SIP traffic on 5.6.3.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"

/* Bytes that the server takes in the name of a header (tried). */
static bool is_header_byte(char c)
{
	return ascii_is_word(c) || c == '-' || c == '.' || c == '+' || c == '~';
}

/* What follows the name that TEXT starts with, and blanks; TEXT itself when there is no name. */
static struct str behind_name(struct str text)
{
	size_t n = ascii_run(text, is_header_byte);
	struct str rest = str_skip(text, n);

	return n ? str_skip(rest, ascii_run(rest, ascii_is_blank)) : text;
}

/* Whether a name is followed by nothing, or by one of STOPS with whatever behind it. */
static bool is_name(struct str text, const char *stops)
{
	struct str rest = behind_name(text);

	return rest.n < text.n && (!rest.n || str_find(str_of(stops), rest.p[0]) >= 0);
}

static void check_header(struct visit *v, const struct node *n)
{
	bool is_part = v->argument->kind == ARGUMENT_HEADER_PART;
	struct str text = v->argument->text;
	struct diag *x;

	(void)n;
	/* What stands behind the name of a part, "[1]" or ".expires", is left alone. */
	if (is_part ? is_name(str_skip(text, ascii_run(text, ascii_is_blank)), "[.")
		    : is_name(text, ":"))
		return;
	x = argument_report(v, "the name of a header");
	if (str_find(text, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here");
	else if (is_part && str_find(text, ':') >= 0)
		diag_hint(v->diags, x, "without the colon");
	else if (str_find(text, ' ') >= 0)
		diag_hint(v->diags, x, "names have no blanks");
}

RULE(argument_header, "K443", SEV_ERROR, PHASE_START,
     .arguments = ARGUMENT(HEADER) | ARGUMENT(HEADER_PART), .run = check_header,
     .summary = "an argument that is no name of a header",
     .why = "Names of headers consist of letters, digits and dashes. The start fails on others. "
	    "Variables are not replaced there.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X Billing\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X-Billing\");\n}\n")

/*
 * Whether the end of the line may come out of a variable: TEXT ends in one that anything can be put
 * in, or has no name of a header before the first, so that the variable may hold whole lines.
 */
static bool ends_in_value(struct str text)
{
	ptrdiff_t dollar = str_find(text, '$'), colon = str_find(text, ':');

	if (dollar >= 0 && (colon < 0 || colon > dollar))
		return true;
	return str_ends(text, STR(")")) && dollar >= 0;
}

/* The lines of a header may be put together by several calls. */
static bool goes_on(const struct node *call)
{
	const struct node *next = call->next;

	return next && next->kind == N_CALL && str_equal(next->text, call->text);
}

static void check_line(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text;
	struct diag *x;

	if (n->kind != N_STRING || !text.n || str_ends(text, STR("\n")) || ends_in_value(text) ||
	    goes_on(v->argument->call))
		return;
	x = report(v, n->at, "the header line has no end");
	if ((n->flags & NF_SINGLE) && str_ends(text, STR("\\n")))
		diag_hint(v->diags, x, "in single quotes \"\\n\" is two characters");
	else
		diag_hint(v->diags, x, "end it with \"\\r\\n\", or it runs into the next one");
}

RULE(header_line_open, "K454", SEV_WARNING, PHASE_RUN, .arguments = ARGUMENT(HEADER_LINES),
     .run = check_line, .summary = "a header line without its end",
     .why =
	 "append_hf() and its kin put the text into the message as it is. Without \"\\r\\n\" the "
	 "next header is glued to it: \"X-Foo: barServer: kamailio\". Single quotes keep the "
	 "backslashes. A text that another call of the same function goes on with, or one that "
	 "ends in a variable such as $var(crlf), is not reported.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tappend_to_reply(\"X-Foo: bar\");\n}\n",
     .good =
	 "loadmodule \"textops\"\nrequest_route {\n\tappend_to_reply(\"X-Foo: bar\\r\\n\");\n}\n")
