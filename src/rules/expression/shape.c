/*
 * shape - variables compared with texts that they never are, by what their values look like
 * (grammar/shapes.tsv).
 *
 * What must stay true: of a regular expression only the first letter, or the scheme, is looked at,
 * and only when nothing in it makes that optional.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/shapes.h"

extern const struct rule rule_placeholder;

static const struct shape *shape_of_node(struct visit *v, const struct node *n)
{
	const struct pvar_use *use =
	    n->kind == N_PVAR || n->kind == N_BARE ? pvars_of(v->unit, n) : NULL;

	if (!use || use->is_faulty || !use->pvar.row || use->pvar.has_transformation ||
	    use->pvar.has_index)
		return NULL;
	return shape_of(use->pvar.name, use->pvar.row->module, v->version);
}

/* What each kind of value looks like. */
static const struct {
	const char *refused; /* bytes that never stand in it; NULL: all but digits and SIGNS */
	const char *signs;
	const char *words;
} kinds[] = {
    [SHAPE_ADDRESS] = {NULL, "abcdefABCDEF:.", "an address in digits, without brackets"},
    [SHAPE_HOST] = {"@<> ;/", NULL, "a name or address alone, without port"},
    [SHAPE_NUMBER] = {NULL, "+-", "a number"},
    [SHAPE_PROTOCOL] = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ:@ ", NULL,
			"a protocol in small letters, as udp"},
    [SHAPE_URI] = {"", NULL, "a whole URI, as sip:name@host"},
    [SHAPE_USER] = {"@<>: ", NULL, "the part of a URI in front of the @"},
};

/* A colon stands in an IPv6 address only. */
static bool is_host(struct str text)
{
	if (str_find(text, ':') < 0)
		return true;
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_hex(text.p[i]) && !strchr("[]:.", text.p[i]))
			return false;
	return true;
}

static bool is_uri(struct str text)
{
	ptrdiff_t colon = str_find(text, ':');

	if (colon <= 0 || !ascii_is_letter(text.p[0]))
		return false;
	for (ptrdiff_t i = 0; i < colon; i++)
		if (!ascii_is_word(text.p[i]) && !strchr("+.-", text.p[i]))
			return false;
	return true;
}

static bool fits(enum shape_kind kind, struct str text)
{
	/* Of networks, and numbers above 255, another rule speaks. */
	if (kind == SHAPE_ADDRESS && ascii_is_digit(text.p[0]) && str_find(text, '/') > 0)
		return true;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!c ||
		    (kinds[kind].refused ? strchr(kinds[kind].refused, c) != NULL
					 : !ascii_is_digit(c) && !strchr(kinds[kind].signs, c)))
			return false;
	}
	return kind == SHAPE_HOST ? is_host(text) : kind != SHAPE_URI || is_uri(text);
}

/* Others look for a value that is missing, and for variables in a text. */
static bool is_looked_at(struct str text)
{
	return text.n && text.p[0] != '<' && !str_equal_nocase(text, STR("null")) &&
	       str_find(text, '$') < 0;
}

static bool is_optional(struct str rest)
{
	return rest.n && strchr("*?{", rest.p[0]);
}

/* A text that begins as each match of PATTERN does; empty when that is not known. */
static struct str head_of(struct str pattern)
{
	static const char *const schemes[] = {"^sip:", "^sips:", "^tel:"};
	size_t n = 1;

	if (!str_starts(pattern, STR("^")) || str_find(pattern, '|') >= 0)
		return STR("");
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(pattern, str_of(schemes[i])) &&
		    !is_optional(str_skip(pattern, strlen(schemes[i]))))
			return str_skip(str_of(schemes[i]), 1);
	if (str_starts(pattern, STR("^[0-9]")))
		n = 6;
	else if (str_starts(pattern, STR("^\\+")))
		n = 3;
	else if (pattern.n > 1 && ascii_is_digit(pattern.p[1]))
		n = 2;
	return n > 1 && !is_optional(str_skip(pattern, n)) ? STR("1") : STR("");
}

static void check_text(struct visit *v, const struct node *n)
{
	const struct node *variable = KID(n, BINARY, left), *text = KID(n, BINARY, right);
	const struct shape *s;
	struct str head;

	if (n->op != OP_EQ && n->op != OP_NE && n->op != OP_MATCH)
		return;
	if (variable->kind == N_STRING && n->op != OP_MATCH) {
		text = variable;
		variable = KID(n, BINARY, right);
	}
	if (text->kind != N_STRING || !is_looked_at(text->text))
		return;
	head = n->op == OP_MATCH ? head_of(text->text) : text->text;
	s = head.n ? shape_of_node(v, variable) : NULL;
	if (!s || fits(s->kind, head))
		return;
	diag_hint(v->diags,
		  report(v, text->at, "\"%.*s\" %s", STR_ARG(variable->text),
			 n->op == OP_EQ   ? "never equals this"
			 : n->op == OP_NE ? "always differs from this"
					  : "never matches this"),
		  "it is %s", kinds[s->kind].words);
}

RULE(text_never, "K556", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY), .run = check_text,
     .after = &rule_placeholder, .silent_in = DOUBT_VALUE,
     .summary = "a variable compared with a text that it never is",
     .why = "$ru is a whole URI, $rU the part in front of its @, $rd its host without the port, "
	    "$pr a protocol in small letters, $rp and $rs numbers. A text that does not look like "
	    "this is never equal. A parameter of a URI is $(ru{uri.param,transport}).",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($ru == \"transport=udp\")\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n"
	     "\tif ($(ru{uri.param,transport}) == \"udp\")\n\t\texit;\n}\n")
