/*
 * ascii - what kind a byte is.
 *
 * What must stay true: the locale does not count, and no byte above 127 belongs to any class.  The
 * two kinds of white space differ: Kamailio reads most text by hand and skips four bytes, but where
 * it calls the C library, isspace() takes six.
 */
#ifndef KAMCHECK_ASCII_H
#define KAMCHECK_ASCII_H

#include "base/str.h"

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool ascii_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_letter(char c)
{
	return ascii_is_lower(c) || ascii_is_upper(c);
}

/* Letters and digits. */
static inline bool ascii_is_alnum(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

/* Letters, digits and the underscore. */
static inline bool ascii_is_word(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

static inline bool ascii_is_hex(char c)
{
	return ascii_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Space and tab. */
static inline bool ascii_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Space, tab, CR and newline: what str_trim() takes off. */
static inline bool ascii_is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The same, vertical tab and form feed: what isspace() says in the C locale. */
static inline bool ascii_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline char ascii_lower(char c)
{
	return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
	return ascii_is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* The value of the hexadecimal digit C, -1 when it is none. */
static inline int ascii_hex_value(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	return ascii_is_hex(c) ? ascii_lower(c) - 'a' + 10 : -1;
}

/* How many bytes at the start of S are of the class IS. */
static inline size_t ascii_run(struct str s, bool (*is)(char c))
{
	size_t n = 0;

	while (n < s.n && is(s.p[n]))
		n++;
	return n;
}

/* True when all bytes of S are of the class IS, as those of an empty text are. */
static inline bool ascii_all(struct str s, bool (*is)(char c))
{
	return ascii_run(s, is) == s.n;
}

#endif
