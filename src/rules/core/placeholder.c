/*
 * placeholder - addresses, names and words that stand for something else, and that nobody filled
 * in.  The server takes them for names of hosts, or compares them as text.
 *
 * What must stay true: a word in capitals may be a define of a file that was not read, so there
 * nothing is said; and only where an address, or the value of a parameter, is wanted.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "base/map.h"
#include "facts/words.h"

/* Capitals with underscores, one part of which says that an address is meant: PCSCF_IP. */
static bool is_capital_name(const struct visit *v, struct str name)
{
	bool says_address = false;

	if (str_find(name, '_') < 0 || define_find(&v->unit->record.defines, name))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!ascii_is_upper(name.p[i]) && !ascii_is_digit(name.p[i]) && name.p[i] != '_')
			return false;
	while (name.n) {
		struct str part = str_take(&name, '_');

		says_address |= words_find(WORDS_ADDRESS_PART, part, v->version) != NULL;
	}
	return says_address;
}

/* "<your address>". */
static bool is_bracketed(struct str text)
{
	if (text.n < 4 || text.p[0] != '<' || text.p[text.n - 1] != '>' ||
	    str_equal_nocase(text, STR("<null>")))
		return false;
	for (size_t i = 1; i + 1 < text.n; i++)
		if (!ascii_is_word(text.p[i]) && !strchr(" -.", text.p[i]))
			return false;
	return true;
}

static bool is_placeholder(const struct visit *v, struct str text, bool is_host)
{
	return words_find(WORDS_PLACEHOLDER, text, v->version) ||
	       words_head(WORDS_PLACEHOLDER_HEAD, text, v->version) || is_bracketed(text) ||
	       (is_host && is_capital_name(v, text));
}

static void report_text(struct visit *v, struct span at, struct str text)
{
	report(v, at, "\"%.*s\" looks like a placeholder that nobody filled in",
	       STR_ARG(str_head(text, 60)));
}

static bool parts_address(char c)
{
	return !c || c == ':' || c == '@' || c == '/' || c == ';';
}

/* The parts of an address or URL: sip:SIP_SERVER:5060, mysql://user:CHANGE_ME@host/base. */
static void check_parts(struct visit *v, const struct node *n)
{
	struct written w = pvars_written(v->unit, n);
	struct str text = n->text;

	for (size_t i = 0, from = 0; i <= text.n; i++) {
		struct str part;

		if (i < text.n && !parts_address(text.p[i]))
			continue;
		part = str_head(str_skip(text, from), i - from);
		if (part.n && is_placeholder(v, part, true)) {
			report_text(v, written_place(&w, from, part.n), part);
			return;
		}
		from = i + 1;
	}
}

static void check_value(struct visit *v, const struct node *n)
{
	if (!n || n->kind != N_STRING || n->text.n < 3 || str_find(n->text, '$') >= 0)
		return;
	if (is_placeholder(v, n->text, false))
		report_text(v, n->at, n->text);
	else if (str_find(n->text, ':') >= 0 && str_find(n->text, ' ') < 0)
		check_parts(v, n);
}

/* What an address is compared with, a name that stands where one is wanted. */
static void check_host(struct visit *v, const struct node *n)
{
	if (n && (n->kind == N_STRING || n->kind == N_HOST) && is_placeholder(v, n->text, true))
		report_text(v, n->at, n->text);
}

static void check_comparison(struct visit *v, const struct node *left, const struct node *right)
{
	if (!right || (right->kind != N_STRING && right->kind != N_HOST))
		return;
	if (words_find(WORDS_ADDRESS_VALUE, left->text, v->version))
		check_host(v, right);
	else
		check_value(v, right);
}

static void see(struct visit *v, const struct node *n)
{
	switch (n->kind) {
	case N_ADDRESS:
		for (const struct node *host = KID(n, ADDRESS, hosts); host; host = host->next)
			check_host(v, host);
		break;
	case N_ELEMENT: check_comparison(v, KID(n, ELEMENT, left), KID(n, ELEMENT, right)); break;
	case N_BINARY:
		if (n->op == OP_EQ || n->op == OP_NE)
			check_comparison(v, KID(n, BINARY, left), KID(n, BINARY, right));
		break;
	case N_ASSIGN: check_value(v, KID(n, ASSIGN, value)); break;
	case N_MODPARAM: check_value(v, KID(n, MODPARAM, value)); break;
	default: check_host(v, KID(n, PARAM, value));
	}
}

RULE(placeholder, "K834", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(ADDRESS) | NODE(ELEMENT) | NODE(BINARY) | NODE(ASSIGN),
     .params = PARAM("core", "advertised_address"), .each_param = true, .run = see,
     .silent_in = DOUBT_TEXT | DOUBT_IMPORT | DOUBT_VALUE,
     .summary = "a placeholder that nobody filled in",
     .why =
	 "x.x.x.x, CHANGE_ME, <your-address> and PCSCF_IP stand for something else in examples. "
	 "The server takes such a word for the name of a host, which does not exist, or compares "
	 "it as text, which is never equal. A define of that name would have been replaced.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($si == \"x.x.x.x\")\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($si == \"192.0.2.1\")\n\t\texit;\n}\n")
