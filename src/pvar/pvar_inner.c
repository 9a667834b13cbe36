/*
 * pvar_inner - what stands in the parentheses behind a variable's name, by the kinds that
 * grammar/pvars.tsv names: pvars.md section 4, and details as tried with 5.6.3.
 */
#include "pvar/pvar_state.h"

#include "base/ascii.h"
#include "base/number.h"
#include "regex/regex.h"

enum { FLAG_MOST = 31 };

static bool refuse(struct pvar_reader *r, const struct pvar *v, const char *wanted)
{
	return pvar_fail(r, PVAR_INNER, v->inner, "\"$%.*s\" wants %s in its parentheses",
			 STR_ARG(v->name), wanted);
}

/* A variable, and whatever may follow it. */
static bool inner_variable(struct pvar_reader *r, struct pvar *v)
{
	const struct inner_form *form = v->row->form;
	const struct inner_key *key = inner_keys_of(form);
	struct pvar inside;
	size_t used;

	if (!str_starts(v->inner, STR("$"))) {
		refuse(r, v, "a variable");
		pvar_hint(r, "for example $%.*s(%s)", STR_ARG(v->name),
			  form->key_count ? "$avp(x)" : "$ru");
		return false;
	}
	v->is_dynamic = true;
	if (!pvar_read(r, v->inner, &inside, &used))
		return false;
	if (!form->key_count || !inside.row)
		return true;
	for (size_t i = 0; i < form->key_count; i++)
		if (str_equal(key[i].word, inside.name))
			return true;
	refuse(r, v, "a variable with several values");
	pvar_hint(r, "it takes variables named %s only", form->list);
	return false;
}

static bool inner_variable_or_number(struct pvar_reader *r, struct pvar *v)
{
	if (str_starts(v->inner, STR("$")))
		return inner_variable(r, v);
	/* A sign alone is one, and so is nothing (tried). */
	return number_scan(v->inner, NUMBER_SIGNED).n == v->inner.n ||
	       refuse(r, v, "a number or a variable");
}

static bool inner_variable_or_text(struct pvar_reader *r, struct pvar *v)
{
	return !str_starts(v->inner, STR("$")) || inner_variable(r, v);
}

static bool inner_flag(struct pvar_reader *r, struct pvar *v)
{
	struct number x = number_scan(v->inner, NUMBER_SIGNED);

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

static bool inner_format(struct pvar_reader *r, struct pvar *v)
{
	return pvar_format_text(r, v->inner);
}

static bool inner_shared(struct pvar_reader *r, struct pvar *v)
{
	if (r->cx->has_memory)
		return true;
	pvar_fail(r, PVAR_EARLY, v->name, "\"$%.*s\" stands before shared memory is set up",
		  STR_ARG(v->name));
	pvar_hint(r, "a modparam() or another route has to stand above");
	return false;
}

static bool inner_connection(struct pvar_reader *r, struct pvar *v)
{
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

static bool inner_header(struct pvar_reader *r, struct pvar *v)
{
	struct str behind;
	size_t n;

	if (str_is(v->inner, "*"))
		return true;
	if (str_starts(v->inner, STR("$")))
		return inner_variable(r, v);
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

static bool inner_select(struct pvar_reader *r, struct pvar *v)
{
	return pvar_select(r, v);
}

/* Two of its letters. */
/* Names that follow a law of their own: any of a length, a number of so many digits. */
static bool inner_pattern(struct pvar_reader *r, struct pvar *v)
{
	const char *pattern = v->row->form->list;
	struct str error;
	struct regex *x = regex_compile(r->cx->regexes, str_of(pattern), 0, &error);

	if (!x || regex_match(x, v->inner, 0, 0, NULL) != REGEX_NO_MATCH)
		return true;
	refuse(r, v, "another name");
	pvar_hint(r, "names match %s", pattern);
	return false;
}

static bool inner_letters(struct pvar_reader *r, struct pvar *v)
{
	const char *set = v->row->form->list;

	if (v->inner.n == 2 && str_find(str_of(set), v->inner.p[0]) >= 0 &&
	    str_find(str_of(set), v->inner.p[1]) >= 0)
		return true;
	refuse(r, v, "two letters");
	pvar_hint(r, "letters are %s", set);
	return false;
}

static bool inner_group(struct pvar_reader *r, struct pvar *v)
{
	ptrdiff_t dot = str_find(v->inner, '.');

	if (dot > 0 && (size_t)dot + 1 < v->inner.n) {
		v->parts[0] = str_head(v->inner, (size_t)dot);
		v->parts[1] = str_skip(v->inner, (size_t)dot + 1);
		return true;
	}
	refuse(r, v, "a group, a dot and the name of a parameter");
	pvar_hint(r, "for example $%.*s(tcp.connect_timeout)", STR_ARG(v->name));
	return false;
}

static bool inner_table(struct pvar_reader *r, struct pvar *v)
{
	struct str text = pvar_unblank(v->inner);
	size_t n = 0;

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

static bool inner_avp(struct pvar_reader *r, struct pvar *v)
{
	if (str_starts(v->inner, STR("$"))) {
		v->parts[0] = v->inner;
		return inner_variable(r, v);
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

static bool inner_xavp(struct pvar_reader *r, struct pvar *v)
{
	size_t i = until(v->inner, 0, "[=");

	v->parts[0] = str_trim(str_head(v->inner, i));
	if (i < v->inner.n && v->inner.p[i] == '[') {
		if (!xavp_index(r, v->inner, i, &i))
			return false;
		i = until(v->inner, i, "=");
	}
	return second_name(r, v, i, true);
}

static bool inner_xavu(struct pvar_reader *r, struct pvar *v)
{
	size_t i = until(v->inner, 0, "=");

	v->parts[0] = str_trim(str_head(v->inner, i));
	return second_name(r, v, i, false);
}

/* NULL: any text. */
static bool (*const readers[])(struct pvar_reader *r, struct pvar *v) = {
    [INNER_UNKNOWN] = NULL,
    [INNER_FREE] = NULL,
    [INNER_FORMAT] = inner_format,
    [INNER_FLAG] = inner_flag,
    [INNER_SHARED] = inner_shared,
    [INNER_SELECT] = inner_select,
    [INNER_CONNECTION] = inner_connection,
    [INNER_VARIABLE] = inner_variable,
    [INNER_VARIABLE_OF] = inner_variable,
    [INNER_VARIABLE_OR_NUMBER] = inner_variable_or_number,
    [INNER_VARIABLE_OR_TEXT] = inner_variable_or_text,
    [INNER_LETTERS_OF] = inner_letters,
    [INNER_PATTERN_OF] = inner_pattern,
    [INNER_AVP_NAME] = inner_avp,
    [INNER_XAVP_NAME] = inner_xavp,
    [INNER_XAVU_NAME] = inner_xavu,
    [INNER_HEADER_NAME] = inner_header,
    [INNER_GROUP_NAME] = inner_group,
    [INNER_TABLE_FORMAT] = inner_table,
    [INNER_KEYS_OF] = pvar_keyed,
    [INNER_KEYS_NOCASE_OF] = pvar_keyed,
    [INNER_ANY_KEY] = pvar_keyed,
    [INNER_NAME_KEY] = pvar_keyed,
    [INNER_TRIMMED_KEY] = pvar_keyed,
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
	if (!v->row)
		return true;
	if (!has_right_form(r, v))
		return false;
	if (!v->has_inner || !v->row->form)
		return true;
	if (readers[v->row->form->kind])
		return readers[v->row->form->kind](r, v);
	v->parts[0] = v->inner;
	return true;
}
