/*
 * buf - growing text on an arena; see buf.h.  Capacity doubles, so appending is linear.
 */
#include "base/buf.h"

#include "base/ascii.h"

#include <stdio.h>
#include <string.h>

struct buf buf_on(struct arena *a)
{
	return (struct buf){.arena = a};
}

/* Makes room for N more bytes and the NUL. */
static void reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;

	while (cap - b->n <= n)
		cap *= 2;
	if (cap == b->cap)
		return;
	b->p = arena_grow(b->arena, b->p, b->p ? b->n + 1 : 0, cap);
	b->cap = cap;
}

void buf_byte(struct buf *b, char c)
{
	if (b->cap - b->n <= 1)
		reserve(b, 1);
	b->p[b->n++] = c;
	b->p[b->n] = 0;
}

void buf_str(struct buf *b, struct str s)
{
	if (b->cap - b->n <= s.n)
		reserve(b, s.n);
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = 0;
}

void buf_text(struct buf *b, const char *z)
{
	buf_str(b, str_of(z));
}

void buf_number(struct buf *b, int32_t number)
{
	char digits[12], *p = digits + sizeof digits;
	uint32_t rest = number < 0 ? 0 - (uint32_t)number : (uint32_t)number;

	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--p = '-';
	buf_str(b, (struct str){p, (size_t)(digits + sizeof digits - p)});
}

void buf_vprintf(struct buf *b, const char *format, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	reserve(b, 0);
	room = b->cap - b->n;
	va_copy(again, ap);
	n = vsnprintf(b->p + b->n, room, format, ap);
	if (n > 0 && (size_t)n >= room) {
		b->p[b->n] = 0;
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (n > 0)
		b->n += (size_t)n;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	buf_vprintf(b, format, ap);
	va_end(ap);
}

void buf_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_text(b, "\\n");
		else if (c == '\t')
			buf_text(b, "\\t");
		else if (c == '\r')
			buf_text(b, "\\r");
		else if (c < 0x20 || c == 0x7f)
			buf_printf(b, "\\x%02x", c);
		else
			buf_byte(b, (char)c);
	}
}

void buf_quoted(struct buf *b, struct str s)
{
	buf_byte(b, '"');
	buf_escaped(b, s);
	buf_byte(b, '"');
}

struct str buf_lower(struct arena *a, struct str text)
{
	char *p = arena_copy(a, text.p, text.n);

	for (size_t i = 0; i < text.n; i++)
		p[i] = ascii_lower(p[i]);
	return (struct str){p, text.n};
}

struct str buf_view(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->n};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = 0;
}
