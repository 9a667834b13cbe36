/*
 * pp_value - what a variable in the replacement of a subst is worth; see pp.h.
 *
 * The server evaluates it with a message of its own while it reads the config.  Defines, the
 * environment, and what transformations make of them can be computed; all else - the host's name
 * and addresses, the server's version - is known only where the server runs.
 *
 * What must stay true: a value is computed as the server does (tried with 5.6.3), or it is unknown.
 */
#include "preprocess/pp.h"

#include "base/ascii.h"
#include "preprocess/subst.h"

bool pp_inner_define(struct str variable, struct str *name)
{
	struct str class, chain;

	return subst_variable_split(variable, &class, name, &chain) && str_is(class, "def") &&
	       name->n;
}

/* --- transformations: those that people write in a config's own texts --- */

static struct str trim_left(struct str s)
{
	return str_skip(s, ascii_run(s, ascii_is_blank));
}

static struct str trim_right(struct str s)
{
	while (s.n && ascii_is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* What the transformation between braces makes of TEXT; false when that is not known here. */
static bool transform(struct pp *pp, struct str name, struct str *text)
{
	struct buf b = buf_on(pp->arena);
	bool is_lower = str_is(name, "s.tolower");

	if (str_is(name, "s.unquote"))
		*text = str_unquote(*text);
	else if (str_is(name, "s.trim"))
		*text = trim_right(trim_left(*text));
	else if (str_is(name, "s.ltrim"))
		*text = trim_left(*text);
	else if (str_is(name, "s.rtrim"))
		*text = trim_right(*text);
	else if (str_is(name, "s.len"))
		buf_printf(&b, "%zu", text->n);
	else if (is_lower || str_is(name, "s.toupper"))
		for (size_t i = 0; i < text->n; i++)
			buf_byte(&b, is_lower ? ascii_lower(text->p[i]) : ascii_upper(text->p[i]));
	else
		return false;
	if (b.n)
		*text = buf_view(&b);
	return true;
}

static bool transform_all(struct pp *pp, struct str chain, struct str *text)
{
	while (chain.n) {
		ptrdiff_t end = str_find(chain, '}');

		if (chain.p[0] != '{' || end < 0 ||
		    !transform(pp, str_skip(str_head(chain, (size_t)end), 1), text))
			return false;
		chain = trim_left(str_skip(chain, (size_t)end + 1));
	}
	return true;
}

/* --- variables --- */

static enum subst_value define_worth(struct pp *pp, struct str name, struct str *text)
{
	const struct define *x = define_find(&pp->record.defines, name);

	if (!x || !x->value.n)
		return SUBST_NO_VALUE;
	*text = x->value;
	return x->is_unknown ? SUBST_UNKNOWN_VALUE : SUBST_VALUE;
}

static enum subst_value environment_worth(struct pp *pp, struct str name, struct str *text)
{
	const char *value =
	    pp->session->env(pp->session->env_ctx, arena_copy(pp->arena, name.p, name.n));

	if (!value)
		return SUBST_NO_VALUE;
	secrets_add_environment(&pp->session->secrets, str_of(value));
	*text = str_of(value);
	return SUBST_VALUE;
}

/* The variable "name(inner)" without transformations. */
static enum subst_value worth(struct pp *pp, struct str name, struct str inner, struct str *text)
{
	if (str_is(name, "$"))
		*text = name;
	else if (str_is(name, "def"))
		return define_worth(pp, inner, text);
	else if (str_is(name, "env"))
		return environment_worth(pp, inner, text);
	else if (str_is(name, "null"))
		return SUBST_NO_VALUE;
	/* A text that may have variables of its own. */
	else if (str_is(name, "_s") && str_find(inner, '$') < 0)
		*text = inner;
	else
		return SUBST_UNKNOWN_VALUE;
	return SUBST_VALUE;
}

/* "$_s(text)" with variables in the text: one that has no value gives nothing. */
static enum subst_value text_worth(struct pp *pp, struct str format, struct str *text)
{
	struct buf b = buf_on(pp->arena);
	ptrdiff_t dollar;

	while ((dollar = str_find(format, '$')) >= 0) {
		struct str rest = str_skip(format, (size_t)dollar), name, inner, chain, value = {0};
		size_t n = subst_variable_length(rest);

		buf_str(&b, str_head(format, (size_t)dollar));
		if (str_starts(rest, STR("$$")))
			buf_byte(&b, '$');
		else if (!n || !subst_variable_split(str_head(rest, n), &name, &inner, &chain) ||
			 worth(pp, name, inner, &value) != SUBST_VALUE ||
			 !transform_all(pp, chain, &value))
			return SUBST_UNKNOWN_VALUE;
		buf_str(&b, value);
		format = str_skip(rest, n ? n : 2);
	}
	buf_str(&b, format);
	*text = buf_view(&b);
	return SUBST_VALUE;
}

enum subst_value pp_value(void *context, struct str variable, struct buf *out)
{
	struct pp *pp = context;
	struct str name, inner, chain, text = {0};
	enum subst_value is_known;

	if (!subst_variable_split(variable, &name, &inner, &chain))
		return SUBST_UNKNOWN_VALUE;
	is_known =
	    str_is(name, "_s") ? text_worth(pp, inner, &text) : worth(pp, name, inner, &text);
	/* What transformations make of nothing is not always nothing. */
	if (is_known == SUBST_NO_VALUE && chain.n)
		return SUBST_UNKNOWN_VALUE;
	if (is_known != SUBST_VALUE)
		return is_known;
	if (!transform_all(pp, chain, &text))
		return SUBST_UNKNOWN_VALUE;
	buf_str(out, text);
	return SUBST_VALUE;
}
