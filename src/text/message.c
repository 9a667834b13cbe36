/*
 * message - see message.h.
 */
#include "text/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a character of UTF-8 goes on at P; a cut there would leave half of it. */
static bool goes_on(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

void message_piece(struct buf *b, struct str piece, size_t most)
{
	size_t head = most * 2 / 3, tail = most - head - 3;

	if (piece.n <= most) {
		buf_str(b, piece);
		return;
	}
	/* A character has at most three bytes behind its first. */
	for (int i = 0; i < 3 && goes_on(piece.p[head]); i++)
		head--;
	for (int i = 0; i < 3 && goes_on(piece.p[piece.n - tail]); i++)
		tail--;
	buf_str(b, str_head(piece, head));
	buf_text(b, "...");
	buf_str(b, str_skip(piece, piece.n - tail));
}

enum length { LENGTH_INT, LENGTH_LONG, LENGTH_LONG_LONG, LENGTH_SIZE };

static enum length read_length(const char **p)
{
	if (**p == 'z') {
		++*p;
		return LENGTH_SIZE;
	}
	if (**p != 'l')
		return LENGTH_INT;
	if (*++*p != 'l')
		return LENGTH_LONG;
	++*p;
	return LENGTH_LONG_LONG;
}

static unsigned long long take_number(enum length length, bool is_signed, va_list *ap)
{
	switch (length) {
	case LENGTH_LONG:
		return is_signed ? (unsigned long long)va_arg(*ap, long)
				 : va_arg(*ap, unsigned long);
	case LENGTH_LONG_LONG: return va_arg(*ap, unsigned long long);
	case LENGTH_SIZE: return va_arg(*ap, size_t);
	default: return is_signed ? (unsigned long long)va_arg(*ap, int) : va_arg(*ap, unsigned);
	}
}

static void add_number(struct buf *b, char conversion, unsigned long long number)
{
	if (conversion == 'd')
		buf_printf(b, "%lld", (long long)number);
	else
		buf_printf(b, conversion == 'x' ? "%llx" : "%llu", number);
}

/* The pointer and size of "%.*s". */
static struct str take_text(va_list *ap)
{
	int size = va_arg(*ap, int);
	const char *text = va_arg(*ap, const char *);

	return (struct str){text, size > 0 ? (size_t)size : 0};
}

/* One conversion; P stands behind its "%".  Returns where it ends. */
static const char *convert(struct buf *b, const char *p, va_list *ap)
{
	enum length length;

	if (strncmp(p, ".*s", 3) == 0) {
		message_piece(b, take_text(ap), MESSAGE_PIECE_MOST);
		return p + 3;
	}
	length = read_length(&p);
	switch (*p) {
	case '%': buf_byte(b, '%'); break;
	case 'c': buf_byte(b, (char)va_arg(*ap, int)); break;
	case 'd':
	case 'u':
	case 'x': add_number(b, *p, take_number(length, *p == 'd', ap)); break;
	case 's': message_piece(b, str_of(va_arg(*ap, const char *)), MESSAGE_WORDS_MOST); break;
	default: abort();
	}
	return p + 1;
}

void message_vadd(struct buf *b, const char *format, va_list ap)
{
	va_list rest;

	va_copy(rest, ap);
	if (strcmp(format, "%.*s") == 0) {
		message_piece(b, take_text(&rest), MESSAGE_WORDS_MOST);
		format += strlen(format);
	}
	while (*format) {
		size_t plain = strcspn(format, "%");

		buf_str(b, (struct str){format, plain});
		format += plain;
		if (*format)
			format = convert(b, format + 1, &rest);
	}
	va_end(rest);
}

void message_add(struct buf *b, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	message_vadd(b, format, ap);
	va_end(ap);
}
