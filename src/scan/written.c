/*
 * written - see written.h.
 *
 * What must stay true: escapes and pieces are read as the scanner does (grammar/kamailio.l, states
 * DQ and AFTER_STRING); where both disagree all of the token is the place.
 */
#include "scan/written.h"

#include "base/ascii.h"

static bool is_octal(char c)
{
	return c >= '0' && c <= '7';
}

/* The byte W stands at, or NUL at the end. */
static char at(const struct written *w, size_t ahead)
{
	return w->hi + ahead < w->text.n ? w->text.p[w->hi + ahead] : 0;
}

/* Goes over quotes and what stands between two pieces; false at the end. */
static bool enter(struct written *w)
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
static bool read_escape(struct written *w, char *byte)
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
static bool next_byte(struct written *w, char *byte)
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

struct written written_start(struct sources *all, struct span at, struct str value)
{
	struct written w = {.at = at, .value = value, .text = source_text(all, at)};

	w.is_plain = str_equal(w.text, value);
	if (!w.is_plain && w.text.n == value.n + 2) {
		w.shift = 1;
		w.is_plain = str_equal(str_head(str_skip(w.text, 1), value.n), value);
	}
	return w;
}

/* Reads on until COUNT bytes of the value were met; false when other ones are written there. */
static bool read_up_to(struct written *w, size_t count)
{
	char byte;

	while (w->read < count && !w->is_lost) {
		w->is_lost =
		    w->read >= w->value.n || !next_byte(w, &byte) || byte != w->value.p[w->read];
		w->read += !w->is_lost;
	}
	return w->read >= count;
}

static void start_again(struct written *w)
{
	w->read = w->lo = w->hi = 0;
	w->quote = 0;
	w->is_verbatim = w->is_lost = false;
}

struct span written_place(struct written *w, size_t from, size_t n)
{
	size_t end = from + (n ? n : 1);
	struct written behind;
	uint32_t lo;

	if (w->is_plain)
		return (struct span){w->at.lo + (uint32_t)(w->shift + from),
				     w->at.lo + (uint32_t)(w->shift + end)};
	if (from < w->read)
		start_again(w);
	if (!read_up_to(w, from))
		return w->at;
	/* Behind the value stands the quote. */
	if (from == w->value.n)
		return (struct span){w->at.lo + (uint32_t)w->hi, w->at.lo + (uint32_t)w->hi + 1};
	behind = *w;
	if (!read_up_to(&behind, from + 1))
		return w->at;
	lo = w->at.lo + (uint32_t)behind.lo;
	return read_up_to(&behind, end) ? (struct span){lo, w->at.lo + (uint32_t)behind.hi} : w->at;
}

struct span written_span(struct sources *all, struct span token, struct str value, size_t from,
			 size_t n)
{
	struct written w = written_start(all, token, value);

	return written_place(&w, from, n);
}

ptrdiff_t written_joined(struct str text)
{
	size_t closed = 0;
	char quote = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (quote) {
			i += c == '\\';
			closed = c == quote ? i + 1 : 0;
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			if (closed)
				return (ptrdiff_t)i;
			quote = c;
		} else if (!ascii_is_white(c)) {
			closed = 0;
		}
	}
	return -1;
}
