/*
 * rule_argument_target - arguments with a small form of their own: where t_relay_to() sends, and
 * what avp_delete() deletes.  Each form was tried with 5.6.3.
 */
#include "rules/call/argument_state.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_argument_host;
extern const struct rule rule_argument_variable;

static bool are_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* Cuts off what stands before the next colon. */
static struct str next_part(struct str *rest)
{
	ptrdiff_t colon = str_find(*rest, ':');
	struct str part = colon < 0 ? *rest : str_head(*rest, (size_t)colon);

	*rest = str_skip(*rest, part.n + 1);
	return part;
}

/* "host", "host:port", "protocol:host:port": two parts are a host and digits, or a protocol first.
 */
static bool is_proxy(const struct argument *a)
{
	struct str rest = a->text, first = next_part(&rest), second, third;
	bool has_second = first.n < a->text.n, has_third;

	if (!has_second)
		return true;
	has_third = str_find(rest, ':') >= 0;
	second = next_part(&rest);
	third = rest;
	if (!has_third && are_digits(second))
		return true;
	/* The others that the core knows are refused here. */
	if (!words_find(WORDS_PROXY_PROTOCOL, first, a->cx->version))
		return false;
	return second.n && (!has_third || are_digits(third));
}

bool argument_proxy(const struct argument *a)
{
	struct diag *x;

	if (!a->text.n || str_find(a->text, '[') >= 0)
		return true;
	if (str_find(a->text, '$') < 0 && is_proxy(a))
		return true;
	x = argument_report(a, &rule_argument_host, "flags, or where to send to");
	if (str_find(a->text, '$') >= 0)
		diag_hint(a->cx->diags, x, "variables are not looked at here; set $du");
	else
		diag_hint(a->cx->diags, x, "as \"udp:192.0.2.1:5060\"");
	return false;
}

/* Behind the last slash of TEXT nothing but the flag g. */
static bool has_good_flags(struct str text, size_t slash)
{
	for (size_t i = slash + 1; i < text.n; i++)
		if (text.p[i] != 'g')
			return false;
	return true;
}

/* "*", s, i or a, for all there are of a kind, and a number that narrows them down. */
static bool is_avp_kind(struct str name)
{
	for (size_t i = 1; i < name.n; i++)
		if (name.p[i] < '0' || name.p[i] > '9')
			return false;
	return name.n && name.p[0] && strchr("sia*", name.p[0]);
}

bool argument_avps(const struct argument *a)
{
	bool is_variable = str_starts(a->text, STR("$avp(")) || str_starts(a->text, STR("$(avp("));
	ptrdiff_t slash = str_find_last(a->text, '/');
	struct str name = slash < 0 ? a->text : str_head(a->text, (size_t)slash);
	struct diag *x;

	if ((slash < 0 || has_good_flags(a->text, (size_t)slash)) &&
	    (is_variable || is_avp_kind(name)))
		return true;
	/* A slash in the name itself. */
	if (is_variable && str_ends(a->text, STR(")")))
		return true;
	x = argument_report(a, &rule_argument_variable, "an $avp(...) or \"*\"");
	diag_hint(a->cx->diags, x, "behind a slash may stand \"g\": all values");
	return false;
}
