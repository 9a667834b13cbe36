/*
 * number - arguments that are numbers: malformed ones, and reply codes that are none.  What the
 * server takes and then sends: mistakes.md 28, tried with SIP traffic on 5.6.3.
 */
#include "rules/call/argument.h"

#include "base/number.h"

enum { CODE_LEAST = 100, CODE_MOST = 699 };

/* A sign and digits, both of which may be missing, in 32 bits (tried). */
static bool is_number(struct str text)
{
	int32_t value;
	size_t sign = text.n && (text.p[0] == '-' || text.p[0] == '+');

	return text.n == sign || number_int32(text, NUMBER_SIGNED, &value);
}

static bool is_hexadecimal(struct str text)
{
	struct number n = number_scan(text, NUMBER_HEX);

	return n.digits && n.n == text.n && n.n > n.digits;
}

static bool is_well_formed(const struct argument *a)
{
	if (a->kind == ARGUMENT_NUMBER_FLAGS && is_hexadecimal(a->text))
		return true;
	return is_number(a->text) &&
	       (a->kind != ARGUMENT_NUMBER_UNSIGNED || !str_starts(a->text, STR("-")));
}

static void check_number(struct visit *v, const struct node *n)
{
	const uint64_t digits =
	    ARGUMENT(NUMBER_CONSTANT) | ARGUMENT(NUMBER_UNSIGNED) | ARGUMENT(NUMBER_FLAGS);
	const struct argument *a = v->argument;
	bool takes_variable = !(digits >> a->kind & 1);
	struct diag *x;

	(void)n;
	if (is_well_formed(a))
		return;
	if (takes_variable && a->text.n > 1 && (a->text.p[0] == '$' || a->text.p[0] == '@'))
		return;
	x = argument_report(v, takes_variable ? "a number or a variable" : "a number");
	if (!takes_variable && str_find(a->text, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here");
}

RULE(argument_number, "K440", SEV_ERROR, PHASE_START,
     .arguments = ARGUMENT(NUMBER) | ARGUMENT(NUMBER_ATTRIBUTE) | ARGUMENT(NUMBER_CONSTANT) |
		  ARGUMENT(NUMBER_UNSIGNED) | ARGUMENT(NUMBER_FLAGS) | ARGUMENT(FLAG) |
		  ARGUMENT(REPLY_CODE) | ARGUMENT(REPLY_CODE_FORMAT),
     .run = check_number, .summary = "an argument that is no number where one is needed",
     .why = "The function reads the argument when the server starts, and the start fails. Most "
	    "such arguments take a variable, too; others only digits.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_set_fr(\"3s\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_set_fr(\"3000\");\n}\n")

static void check_reply_code(struct visit *v, const struct node *n)
{
	int32_t code;

	if (!number_int32(v->argument->text, NUMBER_PLAIN, &code) ||
	    (code >= CODE_LEAST && code <= CODE_MOST))
		return;
	diag_hint(v->diags, report(v, n->at, "%d is no SIP reply code", code), "from %d to %d",
		  CODE_LEAST, CODE_MOST);
}

RULE(reply_code, "K452", SEV_WARNING, PHASE_RUN,
     .arguments = ARGUMENT(REPLY_CODE) | ARGUMENT(REPLY_CODE_FORMAT), .run = check_reply_code,
     .summary = "a number that is no SIP reply code",
     .why =
	 "Codes go from 100 to 699. The server takes others and sends nonsense: 4040 goes out as "
	 "040.",
     .bad = "loadmodule \"sl\"\nrequest_route {\n\tsl_send_reply(\"4040\", \"Not Found\");\n"
	    "\texit;\n}\n",
     .good = "loadmodule \"sl\"\nrequest_route {\n\tsl_send_reply(\"404\", \"Not Found\");\n"
	     "\texit;\n}\n")
