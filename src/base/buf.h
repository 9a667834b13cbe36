/*
 * buf - text that grows.  Its bytes come from an arena, so a buf is never freed;
 * the text is always followed by a NUL that does not count.
 */
#ifndef KAMCHECK_BUF_H
#define KAMCHECK_BUF_H

#include "base/arena.h"
#include "base/str.h"

#include <stdarg.h>

struct buf {
	struct arena *arena;
	char *p;
	size_t n;   /* bytes of text */
	size_t cap; /* bytes allocated */
};

/* An empty buf on arena A; allocates nothing yet. */
struct buf buf_on(struct arena *a);

void buf_byte(struct buf *b, char c);
void buf_str(struct buf *b, struct str s);
void buf_text(struct buf *b, const char *z);
void buf_number(struct buf *b, int32_t number);

/* Appends as printf does. */
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Appends S with control bytes, quotes and backslashes escaped as \n, \t, \r, \", \\, \xHH. */
void buf_escaped(struct buf *b, struct str s);

/* The same in double quotes. */
void buf_quoted(struct buf *b, struct str s);

/* A copy of TEXT with ASCII letters in lower case. */
struct str buf_lower(struct arena *a, struct str text);

/* The text so far; valid until the next append. */
struct str buf_view(const struct buf *b);

/* Drops the text, keeps the memory. */
void buf_clear(struct buf *b);

#endif
