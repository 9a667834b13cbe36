/*
 * subst - parsing and applying subst expressions; see subst.h.
 *
 * Order as tried with 5.6.3: the regex ends at the first separator without a backslash before it;
 * then the replacement is read from left to right, where an escape or a variable is taken whole
 * before its bytes could be separators ("$env(A/B)" may hold one, "\\/" ends the part).  Each match
 * after the first sees only the rest of the text.
 */
#include "preprocess/subst.h"
#include "base/ascii.h"
#include "base/list.h"
#include "regex/regex.h"
#include "text/message.h"

#include <string.h>

enum part_kind { PART_TEXT, PART_GROUP, PART_VARIABLE };

/* A piece of the replacement. */
struct part {
	enum part_kind kind;
	unsigned group;
	struct str text; /* of TEXT and VARIABLE */
	size_t at;       /* in the expression */
};

struct subst {
	struct str regex_text, replacement_text;
	struct regex *regex;
	bool global;
	size_t odd_escape;
	LIST_OF(struct part) parts;
};

struct subst_reader {
	struct regexes *regexes;
	struct arena *arena;
	struct str expr;
	size_t at;
	char separator;
	struct subst *subst;
	size_t special;  /* escapes and variables so far */
	struct buf text; /* plain bytes not yet a part */
	size_t text_at;
	struct subst_error *error;
};

static bool fail(struct subst_reader *r, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(struct subst_reader *r, size_t at, const char *format, ...)
{
	struct buf b = buf_on(r->arena);
	va_list ap;

	va_start(ap, format);
	message_vadd(&b, format, ap);
	va_end(ap);
	*r->error = (struct subst_error){buf_view(&b), at};
	return false;
}

static bool fail_end(struct subst_reader *r, const char *which)
{
	return fail(r, r->expr.n, "the %s ends without \"%c\"; the form is %cregex%creplacement%c",
		    which, r->separator, r->separator, r->separator, r->separator);
}

static struct part *add_part(struct subst_reader *r, enum part_kind kind, struct str text,
			     size_t at)
{
	struct part *p = LIST_ADD(r->arena, &r->subst->parts);

	*p = (struct part){.kind = kind, .text = text, .at = at};
	return p;
}

static void add_byte(struct subst_reader *r, char c)
{
	if (r->text.n == 0)
		r->text_at = r->at;
	buf_byte(&r->text, c);
}

/* Turns the plain bytes collected into a part. */
static void flush_text(struct subst_reader *r)
{
	if (r->text.n == 0)
		return;
	add_part(r, PART_TEXT, buf_view(&r->text), r->text_at);
	r->text = buf_on(r->arena);
}

static bool count_special(struct subst_reader *r, size_t at)
{
	if (++r->special <= SUBST_PARTS_MOST)
		return true;
	return fail(r, at, "more than %d escapes and variables", SUBST_PARTS_MOST);
}

static bool read_escape(struct subst_reader *r)
{
	size_t start = r->at;
	char c;

	if (start + 1 >= r->expr.n)
		return fail_end(r, "replacement");
	if (!count_special(r, start))
		return false;
	c = r->expr.p[start + 1];
	if (ascii_is_digit(c)) {
		flush_text(r);
		add_part(r, PART_GROUP, STR(""), start)->group = (unsigned)(c - '0');
	} else if (c == 'u') {
		flush_text(r);
		add_part(r, PART_VARIABLE, STR("$ru"), start);
	} else if (c == 'n' || c == 'r' || c == 't') {
		add_byte(r, (char)(c == 'n' ? '\n' : c == 'r' ? '\r' : '\t'));
	} else {
		add_byte(r, c);
		if (c != '\\' && c != '$' && c != r->separator && r->subst->odd_escape == SIZE_MAX)
			r->subst->odd_escape = start;
	}
	r->at = start + 2;
	return true;
}

static bool is_name(char c)
{
	return ascii_is_word(c) || c == '.' || c == '?';
}

/* The place after the parenthesis that closes the one at AT, or 0. */
static size_t after_parenthesis(struct str s, size_t at)
{
	size_t depth = 0;

	for (; at < s.n; at++) {
		depth += s.p[at] == '(';
		if (s.p[at] == ')' && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* Of the name of a variable with its dollar. */
static size_t name_length(struct str s)
{
	return 1 + ascii_run(str_skip(s, 1), is_name);
}

size_t subst_variable_length(struct str s)
{
	size_t n = name_length(s);

	if (n < s.n && s.p[n] == '(')
		return after_parenthesis(s, n);
	return n > 1 ? n : 0;
}

bool subst_variable_split(struct str variable, struct str *name, struct str *inner,
			  struct str *chain)
{
	struct str s = str_skip(variable, 1);
	size_t n = 0;

	if (str_starts(s, STR("(")))
		s = str_head(str_skip(s, 1), s.n - 2);
	*name = str_is(s, "$") ? s : str_head(s, ascii_run(s, is_name));
	s = str_skip(s, name->n);
	*inner = *chain = STR("");
	if (str_starts(s, STR("("))) {
		n = after_parenthesis(s, 0);
		if (!n)
			return false;
		*inner = str_head(str_skip(s, 1), n - 2);
	}
	*chain = str_skip(s, n);
	return name->n > 0;
}

/* A variable, by the rules of format strings: pvars.md section 8. */
static bool read_variable(struct subst_reader *r)
{
	size_t start = r->at, n;
	struct str s = str_skip(r->expr, start);

	if (!count_special(r, start))
		return false;
	if (str_starts(s, STR("$$"))) {
		add_byte(r, '$');
		r->at += 2;
		return true;
	}
	n = subst_variable_length(s);
	if (!n && str_starts(str_skip(s, name_length(s)), STR("(")))
		return fail(r, start, "the variable \"%.*s\" is not closed by \")\"",
			    STR_ARG(str_head(s, 40)));
	if (!n)
		return fail(r, start, "no variable name after \"$\"; write \"\\$\" for a dollar");
	flush_text(r);
	add_part(r, PART_VARIABLE, str_head(s, n), start);
	r->at += n;
	return true;
}

/* Reads the regex, R->at just after the first separator. */
static bool read_regex(struct subst_reader *r)
{
	size_t start = r->at;

	for (; r->at < r->expr.n; r->at++) {
		if (r->expr.p[r->at] == r->separator && r->expr.p[r->at - 1] != '\\') {
			r->subst->regex_text = (struct str){r->expr.p + start, r->at - start};
			r->at++;
			return true;
		}
	}
	return fail_end(r, "regex");
}

static bool read_replacement(struct subst_reader *r)
{
	size_t start = r->at;

	while (r->at < r->expr.n) {
		char c = r->expr.p[r->at];

		if (c == '\\') {
			if (!read_escape(r))
				return false;
		} else if (c == '$') {
			if (!read_variable(r))
				return false;
		} else if (c == r->separator) {
			flush_text(r);
			r->subst->replacement_text = (struct str){r->expr.p + start, r->at - start};
			r->at++;
			return true;
		} else {
			add_byte(r, c);
			r->at++;
		}
	}
	return fail_end(r, "replacement");
}

static bool read_flags(struct subst_reader *r, unsigned *flags)
{
	*flags = REGEX_NEWLINE;
	for (; r->at < r->expr.n; r->at++) {
		char c = r->expr.p[r->at];

		if (c == 'g')
			r->subst->global = true;
		else if (c == 'i')
			*flags |= REGEX_NOCASE;
		else if (c == 's')
			*flags &= ~(unsigned)REGEX_NEWLINE;
		else
			return fail(r, r->at, "unknown flag \"%c\"; there are i, g and s", c);
	}
	return true;
}

static bool read_all(struct subst_reader *r)
{
	struct str error = {0};
	unsigned flags;
	size_t at = 0;

	if (r->expr.n < 3)
		return fail(r, 0, "too short; the form is /regex/replacement/flags");
	r->separator = r->expr.p[0];
	if (r->separator == '\\')
		return fail(r, 0, "a backslash cannot be the separator");
	r->at = 1;
	if (!read_regex(r) || !read_replacement(r) || !read_flags(r, &flags))
		return false;
	r->subst->regex = regex_compile_at(r->regexes, r->subst->regex_text, flags, &error, &at);
	if (!r->subst->regex)
		return fail(r, 1 + at, "in the regex: %.*s", STR_ARG(error));
	return true;
}

struct subst *subst_parse(struct regexes *all, struct str expr, struct subst_error *error)
{
	struct arena *a = regexes_arena(all);
	struct subst_reader r = {.regexes = all, .arena = a, .error = error, .text = buf_on(a)};

	r.expr = (struct str){arena_copy(a, expr.p, expr.n), expr.n};
	r.subst = ARENA_NEW(a, struct subst);
	r.subst->odd_escape = SIZE_MAX;
	return read_all(&r) ? r.subst : NULL;
}

/* Appends what one match becomes; an error when that is too long, or not known. */
static enum subst_result append_replacement(const struct subst *s, struct str text,
					    const struct regex_span *groups,
					    const struct subst_resolver *resolver, struct buf *out)
{
	size_t start = out->n;

	for (uint32_t i = 0; i < s->parts.count; i++) {
		const struct part *p = &s->parts.all[i];

		if (p->kind == PART_TEXT) {
			buf_str(out, p->text);
		} else if (p->kind == PART_VARIABLE) {
			size_t before = out->n;
			enum subst_value v = resolver->resolve(resolver->context, p->text, out);

			if (v == SUBST_UNKNOWN_VALUE)
				return SUBST_UNKNOWN;
			if (v == SUBST_NO_VALUE)
				out->n = before;
		} else if (groups[p->group].from != REGEX_NONE) {
			buf_str(out, (struct str){text.p + groups[p->group].from,
						  groups[p->group].to - groups[p->group].from});
		}
		if (out->n - start > SUBST_REPLACEMENT_MOST)
			return SUBST_TOO_LONG;
	}
	return SUBST_CHANGED;
}

/* As subst_apply(), but may leave half a text behind. */
static enum subst_result apply(const struct subst *s, struct str text,
			       const struct subst_resolver *resolver, struct buf *out)
{
	struct regex_span g[REGEX_GROUPS];
	size_t at = 0, start = out->n;
	enum subst_result done;
	unsigned eflags = 0;

	do {
		enum regex_result result = regex_match(s->regex, text, at, eflags, g);

		if (result == REGEX_TOO_HARD)
			return SUBST_TOO_HARD;
		if (result == REGEX_NO_MATCH)
			break;
		if (g[0].from == g[0].to)
			return SUBST_EMPTY_MATCH;
		buf_str(out, (struct str){text.p + at, g[0].from - at});
		done = append_replacement(s, text, g, resolver, out);
		if (done != SUBST_CHANGED)
			return done;
		if (out->n - start > text.n + SUBST_GROWTH_MOST)
			return SUBST_TOO_LONG;
		at = g[0].to;
		eflags = text.p[at - 1] == '\n' ? 0 : REGEX_NOTBOL;
	} while (s->global);
	if (at == 0)
		return SUBST_UNCHANGED;
	buf_str(out, str_skip(text, at));
	return SUBST_CHANGED;
}

enum subst_result subst_apply(const struct subst *s, struct str text,
			      const struct subst_resolver *resolver, struct buf *out)
{
	size_t start = out->n;
	enum subst_result result = apply(s, text, resolver, out);

	if (result != SUBST_CHANGED && out->n != start) {
		out->n = start;
		out->p[start] = 0;
	}
	return result;
}

struct str subst_regex(const struct subst *s)
{
	return s->regex_text;
}

bool subst_is_global(const struct subst *s)
{
	return s->global;
}

struct str subst_replacement(const struct subst *s)
{
	return s->replacement_text;
}

bool subst_variable(const struct subst *s, size_t i, struct str *text, size_t *at)
{
	for (uint32_t k = 0; k < s->parts.count; k++) {
		if (s->parts.all[k].kind != PART_VARIABLE || i-- > 0)
			continue;
		*text = s->parts.all[k].text;
		*at = s->parts.all[k].at;
		return true;
	}
	return false;
}

size_t subst_odd_escape(const struct subst *s)
{
	return s->odd_escape;
}
