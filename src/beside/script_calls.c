/*
 * script_calls - see script_calls.h.
 */
#include "beside/script_calls.h"

#include "base/ascii.h"
#include "base/buf.h"

/* An open parenthesis, bracket or brace. */
struct bracket {
	uint32_t call;   /* number of the call whose arguments stand in it, from 1; 0: none */
	unsigned commas; /* of its own */
	bool is_filled;  /* something stands behind the last comma */
	bool is_first;   /* exactly one token, a string, stands in it up to now */
};

struct script_reader {
	struct arena *arena;
	struct script script;
	struct script_token token;           /* that is looked at */
	struct script_token before, earlier; /* the ones before */
	struct script_calls *out;
	LIST_OF(struct bracket) open;
};

static void advance(struct script_reader *r)
{
	r->earlier = r->before;
	r->before = r->token;
	r->token = script_next(&r->script);
}

static bool is_mark(const struct script_token *t, char c)
{
	return t->kind == SCRIPT_MARK && t->text.p[0] == c;
}

static bool is_name(const struct script_token *t, const char *name)
{
	return t->kind == SCRIPT_NAME && str_is(t->text, name);
}

static struct script_call *call_of(struct script_reader *r, const struct bracket *b)
{
	return b->call ? &r->out->calls.all[b->call - 1] : NULL;
}

/* --- KSR.object.function ---------------------------------------------------------------------- */

/* "." or, in Ruby, "::" leads to a part of what stands before. */
static bool is_dot(const struct script_reader *r)
{
	return is_mark(&r->token, '.') ||
	       (r->script.language == SCRIPT_RUBY && is_mark(&r->token, ':'));
}

/* A dot and a name; false when something else stands here. */
static bool take_member(struct script_reader *r, struct str *name)
{
	if (!is_dot(r))
		return false;
	advance(r);
	if (r->script.language == SCRIPT_RUBY && is_mark(&r->token, ':'))
		advance(r);
	if (r->token.kind != SCRIPT_NAME)
		return false;
	*name = r->token.text;
	advance(r);
	return true;
}

static void guard(struct script_reader *r, struct str object, struct str function)
{
	struct buf b = buf_on(r->arena);

	buf_str(&b, object);
	if (object.n && function.n)
		buf_byte(&b, '.');
	buf_str(&b, function);
	map_add(&r->out->guarded, r->arena, buf_view(&b));
}

static void open_bracket(struct script_reader *r, uint32_t call)
{
	struct bracket *b = LIST_ADD(r->arena, &r->open);

	*b = (struct bracket){.call = call};
}

/* What is called begins here: "(", or a string in Lua and Ruby. */
static bool begins_call(const struct script_reader *r)
{
	enum script_language language = r->script.language;

	return is_mark(&r->token, '(') || language == SCRIPT_RUBY ||
	       (language == SCRIPT_LUA && r->token.kind == SCRIPT_STRING);
}

static void add_call(struct script_reader *r, struct str object, struct str function)
{
	struct script_call *c = LIST_ADD(r->arena, &r->out->calls);

	*c = (struct script_call){.object = object, .function = function};
	if (is_mark(&r->token, '(')) {
		open_bracket(r, r->out->calls.count);
		advance(r);
	} else if (r->token.kind == SCRIPT_STRING) {
		c->count = 1;
		c->is_open = r->script.language == SCRIPT_RUBY;
		c->first = r->token.is_plain ? r->token.text : STR("");
		advance(r);
	} else {
		c->is_open = true;
	}
}

/* The token is KSR. */
static void take_object(struct script_reader *r)
{
	bool is_import = is_name(&r->before, "import") || is_name(&r->before, "as");
	/* Two dots join texts. */
	bool is_part = (is_mark(&r->before, '.') && !is_mark(&r->earlier, '.')) ||
		       (is_mark(&r->before, ':') && is_mark(&r->earlier, ':'));
	struct str first, second = STR("");

	advance(r);
	if (is_part || is_import)
		return;
	if (!take_member(r, &first)) {
		r->out->is_passed_on = true;
		return;
	}
	if (!is_dot(r)) {
		/* A constant of Ruby is an object. */
		if (begins_call(r) && !ascii_is_upper(first.p[0]))
			add_call(r, second, first);
		else if (!is_mark(&r->token, '['))
			guard(r, first, second);
	} else if (!take_member(r, &second)) {
		r->out->is_passed_on = true;
	} else if (begins_call(r)) {
		add_call(r, first, second);
	} else {
		guard(r, first, second);
	}
}

/* --- arguments -------------------------------------------------------------------------------- */

/* The last argument ends: calls of Lua may have given several values, or none. */
static void end_arguments(struct script_reader *r, const struct bracket *b)
{
	struct script_call *c = call_of(r, b);

	if (!c)
		return;
	c->count = b->commas + b->is_filled;
	if (r->script.language == SCRIPT_LUA &&
	    (is_mark(&r->before, ')') || is_mark(&r->before, '.')))
		c->is_open = true;
	if (b->is_first && !b->commas && c->count == 1)
		c->first = r->before.text;
}

static void take_comma(struct script_reader *r, struct bracket *b)
{
	struct script_call *c = call_of(r, b);

	if (c && b->is_first && !b->commas)
		c->first = r->before.text;
	b->commas++;
	b->is_filled = false;
}

/* What takes apart a list or has commas of its own: f(*x), f(...x), f(lambda a, b: a), blocks. */
static bool is_spread(const struct script_reader *r)
{
	const struct script_token *t = &r->token;

	if (is_name(t, "lambda") || is_name(t, "for") || is_name(t, "do") || is_name(t, "function"))
		return true;
	return !LIST_LAST(&r->open)->is_filled &&
	       (is_mark(t, '*') || is_mark(t, '.') || is_mark(t, '&'));
}

/* A token inside of brackets. */
static void fill(struct script_reader *r)
{
	struct bracket *b = LIST_LAST(&r->open);
	struct script_call *c = call_of(r, b);

	if (is_mark(&r->token, ',')) {
		take_comma(r, b);
		return;
	}
	if (c && is_spread(r))
		c->is_open = true;
	b->is_first =
	    !b->is_filled && !b->commas && r->token.kind == SCRIPT_STRING && r->token.is_plain;
	b->is_filled = true;
}

static void take_mark(struct script_reader *r)
{
	char c = r->token.text.p[0];

	if (c == ')' || c == ']' || c == '}') {
		if (r->open.count) {
			end_arguments(r, LIST_LAST(&r->open));
			r->open.count--;
		}
		return;
	}
	if (r->open.count)
		fill(r);
	if (c == '(' || c == '[' || c == '{')
		open_bracket(r, 0);
}

/* --- the script ------------------------------------------------------------------------------- */

/* Names of functions that the server is to call do not count as names of the script. */
static bool is_argument(const struct script_reader *r)
{
	const struct bracket *b = r->open.count ? LIST_LAST(&r->open) : NULL;

	return b && b->call && !b->commas && r->token.kind == SCRIPT_STRING;
}

/* What brings in names that do not stand in the text. */
static bool brings_names(const struct script_reader *r)
{
	if (is_name(&r->before, "import") && is_mark(&r->token, '*'))
		return true;
	/* class name(Base) */
	return r->before.kind == SCRIPT_NAME && is_name(&r->earlier, "class") &&
	       (is_mark(&r->token, '(') || is_mark(&r->token, '<'));
}

static void take(struct script_reader *r)
{
	r->out->has_more |= brings_names(r);
	if (r->token.kind == SCRIPT_MARK) {
		take_mark(r);
		return;
	}
	if (!is_argument(r) && r->token.text.n)
		map_add(&r->out->names, r->arena, r->token.text);
	if (r->open.count)
		fill(r);
}

void script_calls_read(struct arena *a, enum script_language language, struct str text,
		       struct script_calls *out)
{
	struct script_reader r = {.arena = a, .out = out};

	r.script = (struct script){.language = language, .text = text};
	for (advance(&r); r.token.kind != SCRIPT_END;) {
		take(&r);
		if (is_name(&r.token, "KSR"))
			take_object(&r);
		else
			advance(&r);
	}
	out->is_broken = r.script.is_broken || r.open.count;
}
