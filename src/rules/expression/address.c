/*
 * address - addresses in strings, which the server compares as text.  Each was tried with 5.6.3.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/words.h"
#include "text/ip.h"

/* Four numbers with dots, one of them above 255. */
static bool is_impossible_ip(struct str text)
{
	uint32_t n[4];

	return ip_numbers(text, n) && (n[0] > 255 || n[1] > 255 || n[2] > 255 || n[3] > 255);
}

static bool is_network(struct str text)
{
	ptrdiff_t slash = str_find(text, '/');

	if (slash < 7)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '.' && text.p[i] != '/' && !ascii_is_digit(text.p[i]))
			return false;
	return true;
}

static void check_address(struct visit *v, const struct node *n)
{
	const struct node *left =
	    n->kind == N_BINARY ? KID(n, BINARY, left) : KID(n, ELEMENT, left);
	const struct node *text =
	    n->kind == N_BINARY ? KID(n, BINARY, right) : KID(n, ELEMENT, right);
	bool is_variable;

	if (text->kind != N_STRING || (n->kind == N_BINARY && n->op != OP_EQ && n->op != OP_NE))
		return;
	is_variable = words_find(WORDS_SOURCE_IP, left->text, v->version);
	if (is_impossible_ip(text->text) &&
	    (is_variable || (left->kind == N_WORD && str_ends(left->text, STR("_ip")))))
		diag_hint(v->diags,
			  report(v, text->at, "\"%.*s\" is no address", STR_ARG(text->text)),
			  "each number is at most 255");
	else if (is_variable && is_network(text->text))
		diag_hint(v->diags,
			  report(v, text->at, "\"%.*s\" is one address, never a network",
				 STR_ARG(left->text)),
			  "compare src_ip with the network, without quotes");
}

RULE(address_never, "K801", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY) | NODE(ELEMENT),
     .run = check_address, .summary = "an address compared with a text that it never is",
     .why = "Without quotes an address is checked when the file is read; a string is not, and "
	    "one with a number above 255 is never equal. $si is the text of one address: for a "
	    "network compare src_ip.",
     .bad = "request_route {\n\tif (src_ip == \"10.0.0.300\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == \"10.0.0.30\")\n\t\texit;\n}\n")
