/*
 * rule_argument - constant arguments of functions, as the server fixes them up at start.  Facts:
 * grammar/arguments.tsv, semantics.md section 12.4; what is marked (tried): kamailio 5.6.3.
 *
 * What must stay true: an argument that is not constant is known only at run time, and nothing is
 * said about it; nor about functions of modules that are not loaded, or of modules without facts.
 */
#include "rules/call/argument_state.h"
#include "text/rule.h"

#include "facts/suggest.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_argument_character;
extern const struct rule rule_argument_empty;
extern const struct rule rule_argument_header;
extern const struct rule rule_argument_host;
extern const struct rule rule_argument_mime;
extern const struct rule rule_argument_number;
extern const struct rule rule_argument_variable;

struct span argument_inside(struct check *cx, const struct node *n, size_t at, size_t length)
{
	struct str written = source_text(&cx->session->sources, n->at);
	uint32_t lo = n->at.lo + 1 + (uint32_t)at;

	/* Escapes, adjoining strings: then only the whole is a place. */
	if (at > n->text.n || written.n != n->text.n + 2 ||
	    !str_equal(str_head(str_skip(written, 1), n->text.n), n->text))
		return n->at;
	return (struct span){lo, lo + (uint32_t)(length ? length : 1)};
}

struct diag *argument_report(const struct argument *a, const struct rule *code, const char *what)
{
	return diag_report(a->cx->diags, code, a->node->at,
			   "argument %d of \"%.*s\" must be %s, not \"%.*s\"", a->position,
			   STR_ARG(a->call->text), what, STR_ARG(str_head(a->text, 60)));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A sign and digits, both of which may be missing, in 32 bits (tried). */
static bool is_number(struct str text)
{
	bool is_negative = text.n && text.p[0] == '-';
	int64_t value = 0;

	for (size_t i = text.n && (text.p[0] == '-' || text.p[0] == '+'); i < text.n; i++) {
		if (!is_digit(text.p[i]))
			return false;
		value = 10 * value + (text.p[i] - '0');
		if (value > (int64_t)INT32_MAX + is_negative)
			return false;
	}
	return true;
}

static bool is_hexadecimal(struct str text)
{
	if (text.n < 3 || text.p[0] != '0' || (text.p[1] | 32) != 'x')
		return false;
	for (size_t i = 2; i < text.n; i++)
		if (!is_digit(text.p[i]) && ((text.p[i] | 32) < 'a' || (text.p[i] | 32) > 'f'))
			return false;
	return true;
}

static bool is_name_byte(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

/* Where the variable at the start of TEXT ends: "$name(...)" or "$(...)"; 0 when there is none. */
static size_t variable_end(struct str text)
{
	size_t i = 1, depth = 0;

	if (text.n < 2 || text.p[0] != '$')
		return 0;
	while (i < text.n && (is_name_byte(text.p[i]) || text.p[i] == '.' || text.p[i] == '?'))
		i++;
	if (i >= text.n || text.p[i] != '(')
		return i;
	for (; i < text.n; i++) {
		depth += text.p[i] == '(';
		if (text.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static bool check_number(const struct argument *a)
{
	enum argument_kind kind = a->fact->kind;
	bool takes_variable = kind != ARGUMENT_NUMBER_CONSTANT &&
			      kind != ARGUMENT_NUMBER_UNSIGNED && kind != ARGUMENT_NUMBER_FLAGS;
	struct diag *x;

	if (is_number(a->text) && (kind != ARGUMENT_NUMBER_UNSIGNED || a->text.p[0] != '-'))
		return true;
	if (kind == ARGUMENT_NUMBER_FLAGS && is_hexadecimal(a->text))
		return true;
	if (takes_variable && a->text.n > 1 && (a->text.p[0] == '$' || a->text.p[0] == '@')) {
		size_t end = variable_end(a->text);
		struct pvar v;

		/* What follows the variable does not count (tried). */
		return kind != ARGUMENT_NUMBER || end < 2 ||
		       argument_variable(a, str_head(a->text, end), 0, &v);
	}
	x = argument_report(a, &rule_argument_number,
			    takes_variable ? "a number or a variable" : "a number");
	if (!takes_variable && str_find(a->text, '$') >= 0)
		diag_hint(a->cx->diags, x, "variables are not looked at here");
	return false;
}

RULE(argument_number, "K440", SEV_ERROR, PHASE_START,
     .summary = "an argument that is no number where one is needed",
     .why = "The function reads the argument when the server starts, and the start fails. Most "
	    "such arguments take a variable, too; others only digits.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_set_fr(\"3s\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_set_fr(\"3000\");\n}\n")

static bool check_empty(const struct argument *a)
{
	if (a->text.n || !a->fact->refuses_empty)
		return true;
	diag_report(a->cx->diags, &rule_argument_empty, a->node->at,
		    "argument %d of \"%.*s\" must not be empty", a->position,
		    STR_ARG(a->call->text));
	return false;
}

RULE(argument_empty, "K441", SEV_ERROR, PHASE_START,
     .summary = "an empty argument where the function needs something",
     .why = "The function reads the argument when the server starts, and the start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X-Billing\");\n}\n")

static bool is_family(struct str text, const char *name)
{
	struct str rest = str_skip(text, text.n > 1 && text.p[1] == '(' ? 2 : 1);

	return str_starts(rest, str_of(name)) && rest.n > strlen(name) &&
	       rest.p[strlen(name)] == '(';
}

/* Whether the family of the variable is the one that is wanted; else its name. */
static const char *wrong_family(enum argument_kind kind, struct str text)
{
	bool is_avp = is_family(text, "avp");

	if (kind == ARGUMENT_AVP && !is_avp)
		return "an $avp(...)";
	if (kind == ARGUMENT_VAR_OR_AVP && !is_avp && !is_family(text, "var"))
		return "a $var(...) or $avp(...)";
	return NULL;
}

static bool check_variable(const struct argument *a)
{
	size_t blanks = 0, end;
	const char *family;
	struct str text;
	struct diag *x;
	struct pvar v;

	while (blanks < a->text.n && strchr(" \t\r\n", a->text.p[blanks]))
		blanks++;
	text = str_skip(a->text, blanks);
	if (str_starts(text, STR("$$")))
		return true;
	end = variable_end(text);
	if (end < 2) {
		x = argument_report(a, &rule_argument_variable, "a variable");
		if (text.n && is_name_byte(text.p[0]))
			diag_hint(a->cx->diags, x, "with its dollar, as \"$var(name)\"");
		return false;
	}
	family = wrong_family(a->fact->kind, text);
	if (family) {
		argument_report(a, &rule_argument_variable, family);
		return false;
	}
	if (!argument_variable(a, str_head(text, end), blanks, &v))
		return false;
	if (a->fact->kind == ARGUMENT_VARIABLE_WRITABLE && !pvar_is_writable(&v)) {
		argument_report(a, &rule_argument_variable, "a variable that can be set");
		return false;
	}
	return true;
}

RULE(argument_variable, "K442", SEV_ERROR, PHASE_START,
     .summary = "an argument that must be a variable",
     .why = "The function looks at a variable or sets one, so it wants its name with the "
	    "dollar, in quotes. The start fails.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n"
	    "\tif (pv_isset(\"caller\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n"
	     "\tif (pv_isset(\"$avp(caller)\"))\n\t\texit;\n}\n")

/* Bytes that the server takes in the name of a header (tried). */
static bool is_header_byte(char c)
{
	return is_name_byte(c) || c == '-' || c == '.' || c == '+' || c == '~';
}

/* The name, blanks, and perhaps a colon with whatever behind it. */
static bool is_header(struct str text)
{
	size_t i = 0;

	while (i < text.n && is_header_byte(text.p[i]))
		i++;
	if (i == 0)
		return false;
	while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
		i++;
	return i == text.n || text.p[i] == ':';
}

/* What stands behind the name ("[1]", ".expires") is left alone. */
static bool is_header_part(struct str text)
{
	size_t i = 0;

	while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
		i++;
	if (i == text.n || !is_header_byte(text.p[i]))
		return false;
	while (i < text.n && is_header_byte(text.p[i]))
		i++;
	while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
		i++;
	return i == text.n || text.p[i] == '[' || text.p[i] == '.';
}

static bool check_header(const struct argument *a)
{
	bool is_part = a->fact->kind == ARGUMENT_HEADER_PART;
	struct diag *x;

	if (is_part ? is_header_part(a->text) : is_header(a->text))
		return true;
	x = argument_report(a, &rule_argument_header, "the name of a header");
	if (str_find(a->text, '$') >= 0)
		diag_hint(a->cx->diags, x, "variables are not looked at here");
	else if (is_part && str_find(a->text, ':') >= 0)
		diag_hint(a->cx->diags, x, "without the colon");
	else if (str_find(a->text, ' ') >= 0)
		diag_hint(a->cx->diags, x, "names have no blanks");
	return false;
}

RULE(argument_header, "K443", SEV_ERROR, PHASE_START,
     .summary = "an argument that is no name of a header",
     .why = "Names of headers consist of letters, digits and dashes. The start fails on others. "
	    "Variables are not replaced there.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X Billing\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tremove_hf(\"X-Billing\");\n}\n")

static bool check_character(const struct argument *a)
{
	if (a->text.n == 1)
		return true;
	argument_report(a, &rule_argument_character, "one character");
	return false;
}

RULE(argument_character, "K444", SEV_ERROR, PHASE_START,
     .summary = "an argument that must be exactly one character",
     .why = "It separates the items of a list, and the function takes one byte only. The start "
	    "fails.",
     .bad = "loadmodule \"pv\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tif (in_list(\"$rU\", \"1, 2\", \", \"))\n\t\texit;\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"textops\"\nrequest_route {\n"
	     "\tif (in_list(\"$rU\", \"1, 2\", \",\"))\n\t\texit;\n}\n")

/* A type and a subtype; what stands behind them is left alone (tried). */
static bool check_mime(const struct argument *a)
{
	ptrdiff_t slash = str_find(a->text, '/');
	struct diag *x;

	if (!a->text.n || (slash > 0 && (size_t)slash + 1 < a->text.n))
		return true;
	x = argument_report(a, &rule_argument_mime, "a type and a subtype");
	diag_hint(a->cx->diags, x, "as \"application/sdp\"");
	return false;
}

RULE(argument_mime, "K455", SEV_ERROR, PHASE_START,
     .summary = "an argument that is no type of a body",
     .why = "A type of a body has two parts: \"application/sdp\", \"text/*\". The start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (has_body(\"sdp\"))\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n"
	     "\tif (has_body(\"application/sdp\"))\n\t\texit;\n}\n")

/* Whether the name resolves is not known here; what can be no name at all is. */
static bool check_host(const struct argument *a)
{
	const char *forbidden = " \t\r\n$()<>@,;\\\"/?={}|*";
	struct diag *x;
	size_t i = 0;

	while (i < a->text.n && !(a->text.p[i] && strchr(forbidden, a->text.p[i])))
		i++;
	if (i == a->text.n && !str_starts(a->text, STR("sip:")))
		return true;
	x = argument_report(a, &rule_argument_host, "a host name or an address");
	if (str_find(a->text, '$') >= 0)
		diag_hint(a->cx->diags, x, "variables are not looked at here; set $du");
	return false;
}

RULE(argument_host, "K457", SEV_ERROR, PHASE_START,
     .summary = "an argument that is no host name or address",
     .why = "t_relay() and its kin with a host and a port resolve the name when the server "
	    "starts, and the start fails. Variables are not replaced there: set $du and call "
	    "the function without arguments.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n"
	    "\tt_relay(\"$var(host)\", \"5060\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n"
	     "\tt_relay(\"127.0.0.1\", \"5060\");\n}\n")

/* False when something was reported. */
static bool check_kind(const struct argument *a)
{
	switch (a->fact->kind) {
	case ARGUMENT_NUMBER:
	case ARGUMENT_NUMBER_ATTRIBUTE:
	case ARGUMENT_NUMBER_CONSTANT:
	case ARGUMENT_NUMBER_UNSIGNED:
	case ARGUMENT_FLAG:
	case ARGUMENT_NUMBER_FLAGS: return check_number(a);
	case ARGUMENT_REPLY_CODE:
	case ARGUMENT_REPLY_CODE_FORMAT: return check_number(a) && argument_reply_code(a);
	case ARGUMENT_VARIABLE:
	case ARGUMENT_VARIABLE_WRITABLE:
	case ARGUMENT_VAR_OR_AVP:
	case ARGUMENT_AVP: return check_variable(a);
	case ARGUMENT_HEADER:
	case ARGUMENT_HEADER_PART: return check_header(a);
	case ARGUMENT_CHARACTER: return check_character(a);
	case ARGUMENT_MIME: return check_mime(a);
	case ARGUMENT_FORMAT: return argument_format(a);
	case ARGUMENT_HOST: return check_host(a);
	case ARGUMENT_PROXY: return argument_proxy(a);
	case ARGUMENT_AVPS: return argument_avps(a);
	case ARGUMENT_REGEX: return argument_regex(a);
	case ARGUMENT_SUBST: return argument_subst(a);
	case ARGUMENT_METHODS: return argument_methods(a);
	case ARGUMENT_LEVEL: return argument_level(a);
	case ARGUMENT_FACILITY: return argument_facility(a);
	case ARGUMENT_HEADER_LINES: return argument_format(a) && argument_header_lines(a);
	case ARGUMENT_TEXT: argument_name(a->cx, a->node, false); return true;
	default: return true;
	}
}

/* The text of a constant argument. */
static bool constant_text(struct check *cx, const struct node *n, struct str *text)
{
	struct buf b;

	if (n->kind == N_STRING) {
		*text = n->text;
		return true;
	}
	if (n->kind != N_NUMBER)
		return false;
	b = buf_on(cx->arena);
	buf_number(&b, n->number);
	*text = (struct str){b.p, b.n};
	return true;
}

void argument_check(struct check *cx, const struct node *call, const char *module)
{
	struct argument a = {.cx = cx, .call = call};
	int count = 0;
	size_t rows;
	const struct fact_argument *row;

	if (!check_beyond_parse(cx))
		return;
	row = arguments_of(call->text, &rows);
	for (const struct node *n = KID(call, CALL, arguments); n; n = n->next) {
		count++;
		/* A function that was not tried, because it is newer: only what is surely mistyped.
		 */
		if (!row)
			argument_name(cx, n, true);
	}
	if (!row)
		return;
	for (const struct fact_argument *end = row + rows; row < end; row++) {
		if (row->count != count || !(row->versions & cx->version->bit) ||
		    !str_is(str_of(module), row->module))
			continue;
		a.fact = row;
		a.position = row->position;
		a.node = KID(call, CALL, arguments);
		for (int i = 1; i < row->position; i++)
			a.node = a.node->next;
		if (constant_text(cx, a.node, &a.text) && check_empty(&a))
			check_kind(&a);
	}
}
