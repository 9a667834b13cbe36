/*
 * posix_bracket - bracket expressions such as "[^a-z[:digit:]]"; see posix_tree.h.
 *
 * Follows glibc 2.36 in the C locale: a byte collates by its value, an equivalence class or
 * collating symbol is one byte, and "-" stands for itself only first, last or as the end of a
 * range.  Newer glibc reads "---" as one "-"; we do not.  When case is ignored the pattern's bytes
 * are upper-cased before ranges are formed, so "[_-a]" is invalid then, just as there.
 */
#include "regex/posix_tree.h"
#include "regex/posix.h"

#include <string.h>

enum { NAME_MOST = 31 }; /* bytes between "[:" and ":]" */

enum bracket_kind { B_END, B_BYTE, B_CLOSE, B_DASH, B_SYMBOL, B_EQUIVALENT, B_CLASS };

struct bracket_token {
	enum bracket_kind kind;
	unsigned char c; /* the byte, or the delimiter of a symbol, equivalence or class */
	size_t n;        /* bytes in the pattern */
};

/* One side of a range, or a class. */
struct element {
	bool is_class; /* NAME was put into the set; no range may start here */
	bool can_range;
	unsigned char c;
	size_t at;
};

static unsigned char fold(const struct posix_parser *p, unsigned char c)
{
	return p->flags & POSIX_NOCASE ? posix_upper(c) : c;
}

static struct bracket_token peek(const struct posix_parser *p, size_t at)
{
	struct bracket_token t = {B_END, 0, 0};
	unsigned char next;

	if (at >= p->pattern.n)
		return t;
	t = (struct bracket_token){B_BYTE, fold(p, (unsigned char)p->pattern.p[at]), 1};
	if (t.c == ']')
		t.kind = B_CLOSE;
	else if (t.c == '-')
		t.kind = B_DASH;
	if (t.c != '[' || at + 1 >= p->pattern.n)
		return t;
	next = (unsigned char)p->pattern.p[at + 1];
	if (next == '.')
		return (struct bracket_token){B_SYMBOL, next, 2};
	if (next == '=')
		return (struct bracket_token){B_EQUIVALENT, next, 2};
	if (next == ':')
		return (struct bracket_token){B_CLASS, next, 2};
	return t;
}

static const char class_names[][8] = {"alpha", "upper", "lower", "digit", "alnum", "space",
				      "blank", "cntrl", "graph", "print", "punct", "xdigit"};

/* True when byte C is in class_names[CLASS]. */
static bool in_class(unsigned c, size_t class)
{
	bool is_graph = c > ' ' && c < 0x7f;
	char byte = (char)c;

	switch (class) {
	case 0: return ascii_is_letter(byte);
	case 1: return ascii_is_upper(byte);
	case 2: return ascii_is_lower(byte);
	case 3: return ascii_is_digit(byte);
	case 4: return ascii_is_alnum(byte);
	case 5: return ascii_is_space(byte);
	case 6: return ascii_is_blank(byte);
	case 7: return c < ' ' || c == 0x7f;
	case 8: return is_graph;
	case 9: return is_graph || c == ' ';
	case 10: return is_graph && !ascii_is_alnum(byte);
	default: return ascii_is_hex(byte);
	}
}

bool posix_class(struct posix_parser *p, struct str name, struct posix_set *set)
{
	size_t class = 0, count = sizeof class_names / sizeof *class_names;

	while (class < count && !str_is(name, class_names[class]))
		class ++;
	if (class == count)
		return false;
	if (p->flags & POSIX_NOCASE && (class == 1 || class == 2))
		class = 0;
	for (unsigned c = 0; c < 256; c++)
		if (in_class(c, class))
			posix_set_add(set, c);
	return true;
}

/* Reads "NAME.]" and the like, P->at at NAME.  False when it does not end properly. */
static bool read_name(struct posix_parser *p, unsigned char delimiter, struct str *name)
{
	size_t start = p->at;

	for (size_t i = start; i + 1 < p->pattern.n && i - start <= NAME_MOST; i++) {
		if ((unsigned char)p->pattern.p[i] == delimiter && p->pattern.p[i + 1] == ']') {
			*name = (struct str){p->pattern.p + start, i - start};
			p->at = i + 2;
			return true;
		}
	}
	return false;
}

static bool read_symbol(struct posix_parser *p, struct bracket_token t, struct posix_set *set,
			struct element *e)
{
	struct str name;
	size_t at = p->at - t.n;

	if (!read_name(p, t.c, &name))
		return posix_fail(p, at, "\"[%c\" is not closed by \"%c]\"", t.c, t.c) != NULL;
	if (t.kind == B_CLASS) {
		e->is_class = true;
		if (!posix_class(p, name, set))
			posix_fail(p, at, "there is no character class \"%.*s\"", STR_ARG(name));
		return p->error.n == 0;
	}
	if (name.n != 1)
		return posix_fail(p, at, "\"[%c%.*s%c]\" is not one character", t.c, STR_ARG(name),
				  t.c) != NULL;
	e->c = fold(p, (unsigned char)name.p[0]);
	e->can_range = t.kind == B_SYMBOL;
	return true;
}

/* Reads token T, which peek() saw at P->at, as an element. */
static bool read_element(struct posix_parser *p, struct bracket_token t, bool dash_allowed,
			 struct posix_set *set, struct element *e)
{
	*e = (struct element){.can_range = true, .c = t.c, .at = p->at};
	p->at += t.n;
	if (t.kind == B_SYMBOL || t.kind == B_EQUIVALENT || t.kind == B_CLASS)
		return read_symbol(p, t, set, e);
	if (t.kind == B_DASH && !dash_allowed && peek(p, p->at).kind != B_CLOSE)
		return posix_fail(p, e->at, "\"-\" for itself must be first or last in brackets") !=
		       NULL;
	return true;
}

static bool add_range(struct posix_parser *p, struct element from, struct element to,
		      struct posix_set *set)
{
	size_t n = p->at - from.at;

	if (to.is_class || !to.can_range)
		return posix_fail(p, from.at, "a range cannot end in a class") != NULL;
	if (from.c > to.c)
		return posix_fail(p, from.at, "the range \"%.*s\" runs backwards", (int)n,
				  p->pattern.p + from.at) != NULL;
	for (unsigned c = from.c; c <= to.c; c++)
		posix_set_add(set, c);
	return true;
}

/* Reads one element or range; OPEN is the "["; FIRST: nothing but "^" came before. */
static bool read_item(struct posix_parser *p, size_t open, bool first, struct posix_set *set)
{
	struct bracket_token t = peek(p, p->at), end;
	struct element from, to;

	if (t.kind == B_END)
		return posix_fail(p, open, "\"[\" is not closed") != NULL;
	if (!read_element(p, t, first, set, &from))
		return false;
	if (from.is_class)
		return true;
	if (from.can_range && peek(p, p->at).kind == B_DASH) {
		end = peek(p, p->at + 1);
		if (end.kind == B_END)
			return posix_fail(p, open, "\"[\" is not closed") != NULL;
		if (end.kind != B_CLOSE) {
			p->at++;
			return read_element(p, end, true, set, &to) && add_range(p, from, to, set);
		}
	}
	posix_set_add(set, from.c);
	return true;
}

/* Turns the set of pattern bytes into the set of text bytes. */
static void finish(const struct posix_parser *p, bool negated, struct posix_set *set)
{
	struct posix_set upper;

	if (negated && p->flags & POSIX_NEWLINE)
		posix_set_add(set, '\n');
	for (size_t i = 0; negated && i < 8; i++)
		set->word[i] = ~set->word[i];
	if (!(p->flags & POSIX_NOCASE))
		return;
	upper = *set;
	memset(set, 0, sizeof *set);
	for (unsigned c = 0; c < 256; c++)
		if (posix_set_has(&upper, posix_upper((unsigned char)c)))
			posix_set_add(set, c);
}

const struct posix_set *posix_bracket(struct posix_parser *p)
{
	struct posix_set *set = ARENA_NEW(p->arena, struct posix_set);
	size_t open = p->at - 1;
	bool negated = false, first = true;

	if (p->at < p->pattern.n && p->pattern.p[p->at] == '^') {
		negated = true;
		p->at++;
	}
	while (first || peek(p, p->at).kind != B_CLOSE) {
		if (!read_item(p, open, first, set))
			return NULL;
		first = false;
	}
	p->at++;
	finish(p, negated, set);
	return set;
}
