/*
 * pvar_inner - what stands in the parentheses behind a variable's name, by the kinds that
 * grammar/pvars.tsv names: pvars.md section 4, and details as tried with 5.6.3.
 */
#include "pvar/pvar_state.h"

#include "base/ascii.h"
#include "base/number.h"

enum { FLAG_MOST = 31 };

static bool refuse(struct pvar_reader *r, const struct pvar *v, const char *wanted)
{
	return pvar_fail(r, PVAR_INNER, v->inner, "\"$%.*s\" wants %s in its parentheses",
			 STR_ARG(v->name), wanted);
}

/* A variable, and whatever may follow it. */
static bool inner_variable(struct pvar_reader *r, struct pvar *v, const char *kind)
{
	struct pvar inside;
	size_t used;
	struct str list = str_of(kind);

	if (!str_starts(v->inner, STR("$"))) {
		refuse(r, v, "a variable");
		pvar_hint(r, "for example $%.*s(%s)", STR_ARG(v->name), *kind ? "$avp(x)" : "$ru");
		return false;
	}
	v->is_dynamic = true;
	if (!pvar_read(r, v->inner, &inside, &used))
		return false;
	while (list.n && inside.row) {
		ptrdiff_t comma = str_find(list, ',');
		struct str one = comma < 0 ? list : str_head(list, (size_t)comma);

		if (str_equal(one, inside.name))
			return true;
		list = str_skip(list, one.n + 1);
	}
	if (!*kind || !inside.row)
		return true;
	refuse(r, v, "a variable with several values");
	pvar_hint(r, "it takes variables named %s only", kind);
	return false;
}

static bool inner_variable_or_number(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	if (str_starts(v->inner, STR("$")))
		return inner_variable(r, v, rest);
	/* A sign alone is one, and so is nothing (tried). */
	return number_scan(v->inner, NUMBER_SIGNED).n == v->inner.n ||
	       refuse(r, v, "a number or a variable");
}

static bool inner_variable_or_text(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	return !str_starts(v->inner, STR("$")) || inner_variable(r, v, rest);
}

static bool inner_flag(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	struct number x = number_scan(v->inner, NUMBER_SIGNED);

	(void)rest;
	if (x.n != v->inner.n) {
		if (!r->cx->is_flag || r->cx->is_flag(r->cx->host, v->inner))
			return true;
		pvar_fail(r, PVAR_INNER, v->inner, "flag \"%.*s\" is not declared",
			  STR_ARG(v->inner));
		pvar_hint(r, "write \"flags %.*s\" above the routes, or a number from 0 to %d",
			  STR_ARG(v->inner), FLAG_MOST);
		return false;
	}
	if (x.value <= FLAG_MOST && (!x.value || !x.is_negative))
		return true;
	return pvar_fail(r, PVAR_INNER, v->inner, "there is no such flag: numbers go from 0 to %d",
			 FLAG_MOST);
}

static bool inner_format(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	(void)rest;
	return pvar_format_text(r, v->inner);
}

static bool inner_shared(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	(void)rest;
	if (r->cx->has_memory)
		return true;
	pvar_fail(r, PVAR_EARLY, v->name, "\"$%.*s\" stands before shared memory is set up",
		  STR_ARG(v->name));
	pvar_hint(r, "a modparam() or another route has to stand above");
	return false;
}

static bool inner_connection(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	(void)rest;
	if (!r->cx->is_connection || r->cx->is_connection(r->cx->host, v->inner))
		return true;
	pvar_fail(r, PVAR_INNER, v->inner, "there is no database connection \"%.*s\"",
		  STR_ARG(v->inner));
	pvar_hint(r, "write modparam(\"sqlops\", \"sqlcon\", \"%.*s=>...\") above",
		  STR_ARG(v->inner));
	return false;
}

/* The bytes of header names that the server takes (tried). */
static bool is_header_byte(char c)
{
	return ascii_is_word(c) || c == '-' || c == '.' || c == '+' || c == '~';
}

size_t pvar_header(struct str text)
{
	return ascii_run(text, is_header_byte);
}

static bool inner_header(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	struct str behind;
	size_t n;

	if (str_is(v->inner, "*"))
		return true;
	if (str_starts(v->inner, STR("$")))
		return inner_variable(r, v, rest);
	n = pvar_header(v->inner);
	v->parts[0] = str_head(v->inner, n);
	behind = pvar_unblank(str_skip(v->inner, n));
	if (n && (!behind.n || behind.p[0] == ':'))
		return true;
	pvar_fail(r, PVAR_INNER, str_head(n ? behind : v->inner, 1),
		  "this cannot stand in the name of a header");
	pvar_hint(r, "the form is $%.*s(Name), or a variable that holds the name",
		  STR_ARG(v->name));
	return false;
}

static bool inner_select(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	(void)rest;
	return pvar_select(r, v);
}

/* Two of SET. */
static bool inner_letters(struct pvar_reader *r, struct pvar *v, const char *set)
{
	if (v->inner.n == 2 && str_find(str_of(set), v->inner.p[0]) >= 0 &&
	    str_find(str_of(set), v->inner.p[1]) >= 0)
		return true;
	refuse(r, v, "two letters");
	pvar_hint(r, "letters are %s", set);
	return false;
}

static bool inner_group(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	ptrdiff_t dot = str_find(v->inner, '.');

	(void)rest;
	if (dot > 0 && (size_t)dot + 1 < v->inner.n) {
		v->parts[0] = str_head(v->inner, (size_t)dot);
		v->parts[1] = str_skip(v->inner, (size_t)dot + 1);
		return true;
	}
	refuse(r, v, "a group, a dot and the name of a parameter");
	pvar_hint(r, "for example $%.*s(tcp.connect_timeout)", STR_ARG(v->name));
	return false;
}

static bool inner_table(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	struct str text = pvar_unblank(v->inner);
	size_t n = 0;

	(void)rest;
	while (n < text.n && text.p[n] != ' ' && text.p[n] != '\t' && text.p[n] != '=')
		n++;
	v->parts[0] = str_head(text, n);
	text = pvar_unblank(str_skip(text, n));
	if (!str_starts(text, STR("=>"))) {
		refuse(r, v, "the name of a table and a key");
		pvar_hint(r, "the form is $%.*s(table=>key)", STR_ARG(v->name));
		return false;
	}
	v->parts[1] = str_skip(text, 2);
	return pvar_format_text(r, v->parts[1]);
}

static bool inner_avp(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	if (str_starts(v->inner, STR("$"))) {
		v->parts[0] = v->inner;
		return inner_variable(r, v, rest);
	}
	if (pvar_is_attribute(v->inner)) {
		v->parts[0] = v->inner;
		return true;
	}
	pvar_fail(r, PVAR_INNER, v->inner, "\"%.*s\" is no name of an attribute",
		  STR_ARG(v->inner));
	if (v->inner.n > 1 && v->inner.p[1] == ':')
		pvar_hint(r, "types are \"s:\" with a name and \"i:\" with a number");
	else
		pvar_hint(r, "a dot stands behind a class (f t fr tr fu tu fd td g); other names "
			     "have none");
	return false;
}

/*
 * The index of a name in TEXT at the bracket OPEN; *END is the offset behind it.  Kamailio does not
 * mind one that is not closed at the end (tried).
 */
static bool xavp_index(struct pvar_reader *r, struct str text, size_t open, size_t *end)
{
	ptrdiff_t close = pvar_balance(str_skip(text, open), '[', ']');

	if (close < 0 && str_find(str_skip(text, open), '=') >= 0)
		return pvar_fail(r, PVAR_INDEX, str_skip(text, open), "the bracket is not closed");
	*end = text.n;
	if (close < 0)
		return true;
	*end = open + (size_t)close + 1;
	return pvar_index(r, str_head(str_skip(text, open + 1), (size_t)close - 1));
}

static size_t until(struct str text, size_t from, const char *stops)
{
	while (from < text.n && str_find(str_of(stops), text.p[from]) < 0)
		from++;
	return from;
}

/* NAME => NAME: what is wrong about it. */
static bool bad_pair(struct pvar_reader *r, const struct pvar *v, struct str piece,
		     const char *what)
{
	pvar_fail(r, PVAR_INNER, piece, "%s", what);
	pvar_hint(r, "the form is $%.*s(name=>name)", STR_ARG(v->name));
	return false;
}

/* The second name, at the equals sign I of the inner name. */
static bool second_name(struct pvar_reader *r, struct pvar *v, size_t i, bool has_index)
{
	struct str text = v->inner;
	size_t end = 0;

	if (i >= text.n)
		return true;
	if (!str_starts(str_skip(text, i), STR("=>")))
		return bad_pair(r, v, str_head(str_skip(text, i), 1),
				"\"=\" stands only as part of \"=>\" here");
	text = str_skip(text, i + 2);
	if (!text.n)
		return bad_pair(r, v, str_skip(v->inner, i), "a name is missing behind \"=>\"");
	i = has_index ? until(text, 0, "[=") : text.n;
	v->parts[1] = str_trim(str_head(text, i));
	return i >= text.n || text.p[i] != '[' || xavp_index(r, text, i, &end);
}

static bool inner_xavp(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	size_t i = until(v->inner, 0, "[=");

	(void)rest;
	v->parts[0] = str_trim(str_head(v->inner, i));
	if (i < v->inner.n && v->inner.p[i] == '[') {
		if (!xavp_index(r, v->inner, i, &i))
			return false;
		i = until(v->inner, i, "=");
	}
	return second_name(r, v, i, true);
}

static bool inner_xavu(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	size_t i = until(v->inner, 0, "=");

	(void)rest;
	v->parts[0] = str_trim(str_head(v->inner, i));
	return second_name(r, v, i, false);
}

static bool inner_keyed(struct pvar_reader *r, struct pvar *v, const char *rest)
{
	(void)rest;
	return pvar_keyed(r, v, v->row->kind);
}

static const struct {
	const char *kind; /* of grammar/pvars.tsv, or its start before ':' or '=' */
	bool is_prefix;
	bool (*read)(struct pvar_reader *r, struct pvar *v, const char *rest);
} kinds[] = {
    {"keys:", true, inner_keyed},
    {"keys-nocase:", true, inner_keyed},
    {"any=>", true, inner_keyed},
    {"name=>", true, inner_keyed},
    {"trimmed=>", true, inner_keyed},
    {"table=>format", false, inner_table},
    {"format", false, inner_format},
    {"flag", false, inner_flag},
    {"shared", false, inner_shared},
    {"connection", false, inner_connection},
    {"variable", false, inner_variable},
    {"variable:", true, inner_variable},
    {"variable-or-number", false, inner_variable_or_number},
    {"variable-or-text", false, inner_variable_or_text},
    {"letters:", true, inner_letters},
    {"group.name", false, inner_group},
    {"select", false, inner_select},
    {"header-name", false, inner_header},
    {"avp-name", false, inner_avp},
    {"xavp-name", false, inner_xavp},
    {"xavu-name", false, inner_xavu},
};

/* Whether there is one at all, as the row says. */
static bool has_right_form(struct pvar_reader *r, const struct pvar *v)
{
	if (v->has_inner && !v->row->has_inner) {
		pvar_fail(r, PVAR_INNER, v->inner,
			  "variable \"$%.*s\" takes nothing in parentheses", STR_ARG(v->name));
		pvar_hint(r, "leave them out; when text follows, write $(%.*s)", STR_ARG(v->name));
		return false;
	}
	if (!v->has_inner && v->row->has_inner) {
		pvar_fail(r, PVAR_INNER, v->name, "variable \"$%.*s\" wants a name in parentheses",
			  STR_ARG(v->name));
		pvar_hint(r, "the form is $%.*s(name)", STR_ARG(v->name));
		return false;
	}
	if (v->has_inner && !v->inner.n) {
		pvar_fail(r, PVAR_INNER, v->inner, "the parentheses of \"$%.*s\" are empty",
			  STR_ARG(v->name));
		pvar_hint(r, "the form is $%.*s(name)", STR_ARG(v->name));
		return false;
	}
	return true;
}

bool pvar_inner(struct pvar_reader *r, struct pvar *v)
{
	struct str kind;

	if (!v->row)
		return true;
	if (!has_right_form(r, v))
		return false;
	if (!v->has_inner || !v->row->kind)
		return true;
	kind = str_of(v->row->kind);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct str word = str_of(kinds[i].kind);

		if (kinds[i].is_prefix ? str_starts(kind, word) : str_equal(kind, word))
			return kinds[i].read(r, v, kind.p + word.n);
	}
	v->parts[0] = v->inner;
	return true;
}
