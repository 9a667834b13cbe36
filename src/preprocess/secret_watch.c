/*
 * secret_watch - finds the secrets of a config in its tokens; see secret_watch.h.
 *
 * What must stay true: what is doubtful is a secret: a parameter whose name is mistyped, or whose
 * module is one of several or not known.
 */
#include "preprocess/secret_watch.h"

#include "base/ascii.h"
#include "base/number.h"
#include "facts/suggest.h"

/* A string: its value, and its text in the source between the quotes, when that is one piece. */
struct watched {
	struct session *session;
	struct str value, raw;
	uint32_t offset; /* of RAW; 0: it is of no source */
};

static struct watched watched(struct session *s, struct span at, struct str value)
{
	struct watched x = {.session = s, .value = value};
	const struct source *src = source_of(&s->sources, at.lo);

	if (src && at.hi >= at.lo + 2 && at.hi - src->base <= src->text.n) {
		x.offset = at.lo + 1;
		x.raw = source_text(&s->sources, (struct span){at.lo + 1, at.hi - 1});
	}
	return x;
}

static void hide(const struct watched *x, struct str part)
{
	struct secrets *secrets = &x->session->secrets;
	uint32_t lo;

	if (secrets_is_open(part))
		return;
	secrets_add_value(secrets, part);
	if (!x->offset || part.p < x->raw.p || part.p > x->raw.p + x->raw.n)
		return;
	lo = x->offset + (uint32_t)(part.p - x->raw.p);
	secrets_add_place(secrets, (struct span){lo, lo + (uint32_t)part.n});
}

/* The value of KEY, whose list entry REST begins with; p == NULL: it is another one. */
static struct str value_of(struct str rest, struct str key)
{
	size_t n;

	rest = str_skip(rest, ascii_run(rest, ascii_is_white));
	if (!str_equal_nocase(str_head(rest, key.n), key))
		return (struct str){0};
	rest = str_skip(rest, key.n);
	rest = str_skip(rest, ascii_run(rest, ascii_is_white));
	if (!rest.n || rest.p[0] != '=')
		return (struct str){0};
	rest = str_skip(rest, 1);
	for (n = 0; n < rest.n && !strchr(";]", rest.p[n]); n++)
		;
	return str_trim(str_head(rest, n));
}

static void hide_key(const struct watched *x, struct str text, struct str key)
{
	for (size_t i = 0; i < text.n; i++) {
		bool is_start = !i || strchr(";[>", text.p[i - 1]);
		struct str value = {0};

		if (is_start)
			value = value_of(str_skip(text, i), key);
		if (!value.p)
			continue;
		hide(x, value);
		i = (size_t)(value.p - text.p) + value.n;
	}
}

static void hide_part(const struct watched *x, struct str text, uint32_t colons)
{
	for (; colons; colons--) {
		ptrdiff_t colon = str_find(text, ':');

		if (colon < 0)
			return;
		text = str_skip(text, (size_t)colon + 1);
	}
	hide(x, str_trim(text));
}

static uint32_t number_of(const char *place)
{
	return (uint32_t)number_scan(str_of(place), 0).value;
}

/* What FACT says is hidden in the text, and in the value, which may be another one. */
static void hide_as(const struct watched *x, const struct secret_fact *fact)
{
	for (int turn = 0; turn < 2; turn++) {
		struct str text = turn ? x->raw : x->value;

		if (fact->form == SECRET_KEY)
			hide_key(x, text, str_of(fact->place));
		else if (fact->form == SECRET_PART)
			hide_part(x, text, number_of(fact->place));
		else
			hide(x, text);
	}
}

/* Whether a modparam of MODULE may reach the one of the row. */
static bool may_reach(const struct session *s, const struct secret_fact *fact, struct str module)
{
	return fact->form != SECRET_ARGUMENT && fact->form != SECRET_ASSIGNED &&
	       (str_is(module, fact->module) || !ascii_all(module, ascii_is_word) ||
		!catalog_module(s->catalog, module, &s->version));
}

/* Whether NAME is that of the row with a mistake in it, and no other. */
static bool is_near(const struct session *s, const struct secret_fact *fact, struct str name)
{
	size_t count;
	const struct fact_param *p;

	if (suggest_distance(name, str_of(fact->name)) == SUGGEST_NEVER)
		return false;
	for (p = catalog_params(s->catalog, name, &count); count; count--, p++)
		if (str_is(str_of(p->module), fact->module))
			return false;
	return true;
}

static void take_param(const struct watched *x, struct str module, struct str name)
{
	size_t count, found;
	const struct secret_fact *all = secret_facts_all(&count), *own;
	const struct session *s = x->session;

	own = name.n ? secret_facts(name, &found) : NULL;
	for (size_t i = 0; own && i < found; i++)
		if (may_reach(s, &own[i], module))
			hide_as(x, &own[i]);
	for (size_t i = 0; !own && name.n && i < count; i++)
		if (str_is(module, all[i].module) && may_reach(s, &all[i], module) &&
		    is_near(s, &all[i], name))
			hide_as(x, &all[i]);
}

/* A parenthesis behind the word: it may be a modparam or a call. */
static void begin_call(struct secret_watch *w, struct str word)
{
	if (str_is(word, "modparam") || str_is(word, "modparamx")) {
		w->what = WATCH_MODPARAM;
		w->depth = w->argument = 1;
		w->module = w->name = STR("");
		return;
	}
	w->facts = secret_facts(word, &w->count);
	if (w->facts && w->facts->form == SECRET_ARGUMENT) {
		w->what = WATCH_CALL;
		w->depth = w->argument = 1;
	}
}

/* An assignment to the variable: it may be one that takes a password. */
static void begin_assignment(struct secret_watch *w, struct str variable)
{
	struct str name = str_skip(variable, 1), inner;
	ptrdiff_t open;

	if (!variable.n || variable.p[0] != '$')
		return;
	open = str_find(name, '(');
	if (open <= 0)
		return;
	inner = str_skip(name, (size_t)open + 1);
	w->facts = secret_facts(str_head(name, (size_t)open), &w->count);
	if (w->facts && w->facts->form == SECRET_ASSIGNED && inner.n &&
	    str_is(str_head(inner, inner.n - 1), w->facts->place))
		w->what = WATCH_ASSIGNMENT;
}

static void take_string(struct secret_watch *w, struct session *s, struct span at, struct str value)
{
	struct watched x = watched(s, at, value);

	/* A URL whose text has pieces or escapes, or comes from a subst, may lack its shape. */
	if ((value.p != x.raw.p || value.n != x.raw.n) &&
	    secrets_add_urls(&s->secrets, value, x.raw) && x.offset)
		secrets_add_place(&s->secrets,
				  (struct span){x.offset, x.offset + (uint32_t)x.raw.n});
	if (w->what == WATCH_MODPARAM && w->argument == 1)
		w->module = value;
	else if (w->what == WATCH_MODPARAM && w->argument == 2)
		w->name = value;
	else if (w->what == WATCH_MODPARAM)
		take_param(&x, w->module, w->name);
	else if (w->what == WATCH_ASSIGNMENT)
		hide_as(&x, w->facts);
	for (size_t i = 0; w->what == WATCH_CALL && i < w->count; i++)
		if (number_of(w->facts[i].place) == w->argument)
			hide_as(&x, &w->facts[i]);
}

void secret_watch_start(struct secret_watch *w)
{
	*w = (struct secret_watch){.functions = secret_names(SECRET_ARGUMENT),
				   .variables = secret_names(SECRET_ASSIGNED)};
}

void secret_watch_token(struct secret_watch *w, struct session *s, struct str before,
			enum secret_token kind, struct span at, struct str text)
{
	if (kind == SECRET_TOKEN_STRING)
		take_string(w, s, at, text);
	if (w->what == WATCH_ASSIGNMENT)
		w->what = WATCH_NOTHING;
	if (w->what) {
		w->depth += kind == SECRET_TOKEN_OPEN;
		w->depth -= kind == SECRET_TOKEN_CLOSE;
		w->argument += kind == SECRET_TOKEN_COMMA && w->depth == 1;
		if (!w->depth)
			w->what = WATCH_NOTHING;
	} else if (kind == SECRET_TOKEN_OPEN) {
		begin_call(w, before);
	} else if (kind == SECRET_TOKEN_EQUALS) {
		begin_assignment(w, before);
	}
	w->is_awake = w->what != WATCH_NOTHING;
}

void secret_watch_param(struct session *s, struct str module, struct str name, struct str value)
{
	struct watched x = {.session = s, .value = value};

	take_param(&x, module, name);
}
