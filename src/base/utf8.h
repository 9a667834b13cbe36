/*
 * utf8 - bytes as characters.
 *
 * What must stay true: only what RFC 3629 allows is a character; control characters, which a
 * terminal would obey, are told apart.
 */
#ifndef KAMCHECK_UTF8_H
#define KAMCHECK_UTF8_H

#include "base/str.h"

/* The bytes of the character that S starts with; 0 when S is empty or starts with none. */
size_t utf8_length(struct str s);

/* Where the character starts that byte AT of TEXT belongs to; AT, when it belongs to none. */
size_t utf8_start(struct str text, size_t at);

/* The number of the character of N bytes, as utf8_length() says, that S starts with. */
uint32_t utf8_code(struct str s, size_t n);

/* Whether the character that S starts with is a control character: U+0000 to U+001F, U+007F to
 * U+009F, and the line ends U+2028 and U+2029. */
bool utf8_is_control(struct str s);

/* The place of the first byte outside of ASCII at FROM or behind it. */
size_t utf8_skip_ascii(struct str text, size_t from);

#endif
