/*
 * written - see written.h.
 *
 * What must stay true: escapes and pieces are read as the scanner does (grammar/kamailio.l, states
 * DQ and AFTER_STRING); where both disagree all of the token is the place.
 */
#include "scan/written.h"

#include "base/ascii.h"

/* A string on the way through its source. */
struct written_walk {
	struct str text;  /* as it is written, from the quote on */
	size_t lo, hi;    /* the byte of the value that was read last */
	char quote;       /* of the piece; 0 between pieces */
	bool is_verbatim; /* the next byte stands for itself: it follows a backslash */
};

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The byte W stands at, or NUL at the end. */
static char at(const struct written_walk *w, size_t ahead)
{
	return w->hi + ahead < w->text.n ? w->text.p[w->hi + ahead] : 0;
}

/* Goes over quotes and what stands between two pieces; false at the end. */
static bool enter(struct written_walk *w)
{
	while (w->hi < w->text.n) {
		char c = w->text.p[w->hi];

		if (w->quote && (c != w->quote || w->is_verbatim))
			return true;
		if (w->quote)
			w->quote = 0;
		else if (c == '"' || (c == '\'' && w->hi == 0))
			w->quote = c;
		else if (!ascii_is_white(c) && c != '\b')
			return false;
		w->hi++;
	}
	return false;
}

/* An escape of more than two bytes, or of one that means another one; false for the others. */
static bool read_escape(struct written_walk *w, char *byte)
{
	static const char from[] = "nrat\"\\", to[] = "\n\r\a\t\"\\";
	const char *known = at(w, 1) ? strchr(from, at(w, 1)) : NULL;
	unsigned value = 0;
	size_t n = 1;

	if (known) {
		*byte = to[known - from];
		w->hi += 2;
		return true;
	}
	if (at(w, 1) == 'x') {
		for (n = 2; n < 4 && ascii_is_hex(at(w, n)); n++)
			value = value * 16 + (unsigned)ascii_hex_value(at(w, n));
	} else {
		for (; n < 4 && is_octal(at(w, n)); n++)
			value = value * 8 + (unsigned)(at(w, n) - '0');
	}
	if (n <= 2)
		return false;
	*byte = (char)(unsigned char)value;
	w->hi += n;
	return true;
}

/* Reads the next byte of the value; false at the end. */
static bool next_byte(struct written_walk *w, char *byte)
{
	for (;;) {
		if (!enter(w))
			return false;
		w->lo = w->hi;
		if (w->quote == '\'' || w->is_verbatim || at(w, 0) != '\\')
			break;
		if (at(w, 1) == '\n') {
			w->hi += 2;
			continue;
		}
		if (read_escape(w, byte))
			return true;
		w->is_verbatim = true;
		*byte = w->text.p[w->hi++];
		return true;
	}
	w->is_verbatim = false;
	*byte = w->text.p[w->hi++];
	return true;
}

struct span written_span(struct sources *all, struct span token, struct str value, size_t from,
			 size_t n)
{
	struct written_walk w = {.text = source_text(all, token)};
	size_t end = from + (n ? n : 1), lo = 0;
	char byte;

	if (str_equal(w.text, value))
		return (struct span){token.lo + (uint32_t)from, token.lo + (uint32_t)end};
	if (w.text.n == value.n + 2 && str_equal(str_head(str_skip(w.text, 1), value.n), value))
		return (struct span){token.lo + 1 + (uint32_t)from, token.lo + 1 + (uint32_t)end};
	for (size_t i = 0; i < end; i++) {
		/* Behind the value stands the quote. */
		if (i == value.n && i == from)
			return (struct span){token.lo + (uint32_t)w.hi,
					     token.lo + (uint32_t)w.hi + 1};
		if (i >= value.n || !next_byte(&w, &byte) || byte != value.p[i])
			return token;
		if (i == from)
			lo = w.lo;
	}
	return (struct span){token.lo + (uint32_t)lo, token.lo + (uint32_t)w.hi};
}

struct span written_verbatim(struct sources *all, struct span at, struct str value, size_t from,
			     size_t n)
{
	struct str text = source_text(all, at);

	if (!str_equal(text, value) &&
	    (text.n != value.n + 2 || !str_equal(str_head(str_skip(text, 1), value.n), value)))
		return at;
	return written_span(all, at, value, from, n);
}
