/*
 * message - the words of findings: text for people, with pieces of the user's text in it.
 *
 * What must stay true: whatever is put into a message goes through here, so no text of the user
 * makes a message longer than people read: a long piece is cut in its middle.
 */
#ifndef KAMCHECK_MESSAGE_H
#define KAMCHECK_MESSAGE_H

#include "base/buf.h"

#include <stdarg.h>

enum {
	MESSAGE_PIECE_MOST = 160, /* bytes of the user's text that are shown: "%.*s" */
	MESSAGE_WORDS_MOST = 800, /* of what was put together before: "%s" */
};

/*
 * Appends as printf does, with pieces cut.  Known are s with or without ".*", c, d, u, x and their
 * lengths l, ll, z; anything else is a mistake of the caller and ends the program.  A format that
 * is
 * "%.*s" alone hands on words that were put together here before: they count as such.
 */
void message_add(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void message_vadd(struct buf *b, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* Appends PIECE, cut when it is longer than MOST bytes: its beginning, "...", its end. */
void message_piece(struct buf *b, struct str piece, size_t most);

#endif
