/*
 * host - arguments that name where to send to.  Whether a name resolves is not known here; what can
 * be no name at all is.  Each form was tried with 5.6.3.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"
#include "facts/words.h"

static bool are_digits(struct str s)
{
	return s.n && ascii_all(s, ascii_is_digit);
}

/* "host", "host:port", "protocol:host:port": two parts are a host and digits, or a protocol first.
 */
static bool is_proxy(const struct visit *v, struct str text)
{
	struct str rest = text, first = str_take(&rest, ':'), second, third;
	bool has_second = first.n < text.n, has_third;

	if (!has_second)
		return true;
	has_third = str_find(rest, ':') >= 0;
	second = str_take(&rest, ':');
	third = rest;
	if (!has_third && are_digits(second))
		return true;
	/* The others that the core knows are refused here. */
	if (!words_find(WORDS_PROXY_PROTOCOL, first, v->version))
		return false;
	return second.n && (!has_third || are_digits(third));
}

static void check_proxy(struct visit *v, struct str text)
{
	struct diag *x;

	if (!text.n || str_find(text, '[') >= 0)
		return;
	if (str_find(text, '$') < 0 && is_proxy(v, text))
		return;
	x = argument_report(v, "flags, or where to send to");
	if (str_find(text, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here; set $du");
	else
		diag_hint(v->diags, x, "as \"udp:192.0.2.1:5060\"");
}

static bool may_stand_in_name(char c)
{
	return !c || !strchr(" \t\r\n$()<>@,;\\\"/?={}|*", c);
}

static void check_name(struct visit *v, struct str text)
{
	struct diag *x;

	if (ascii_all(text, may_stand_in_name) && !str_starts(text, STR("sip:")))
		return;
	x = argument_report(v, "a host name or an address");
	if (str_find(text, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here; set $du");
}

static void check_host(struct visit *v, const struct node *n)
{
	(void)n;
	if (v->argument->kind == ARGUMENT_PROXY)
		check_proxy(v, v->argument->text);
	else
		check_name(v, v->argument->text);
}

RULE(argument_host, "K457", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(HOST) | ARGUMENT(PROXY),
     .run = check_host, .summary = "an argument that is no host name or address",
     .why = "t_relay() and its kin with a host and a port resolve the name when the server "
	    "starts, and the start fails. Variables are not replaced there: set $du and call "
	    "the function without arguments.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n"
	    "\tt_relay(\"$var(host)\", \"5060\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n"
	     "\tt_relay(\"127.0.0.1\", \"5060\");\n}\n")
