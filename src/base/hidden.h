/*
 * hidden - characters that do not show, or that make other text show as what it is not.
 *
 * A terminal or editor obeys them: text is read in another order than it stands in the file
 * (CVE-2021-42574), two names look the same, a line seems to end.  What of them is found in a
 * config is a finding, and none of them gets out in what is printed for people.
 *
 * What must stay true: what a script needs is not hidden: joiners inside of emoji, and between the
 * letters of Arabic and of India.  All is linear in the text, and text in ASCII costs nearly
 * nothing.
 */
#ifndef KAMCHECK_HIDDEN_H
#define KAMCHECK_HIDDEN_H

#include "base/buf.h"

enum hidden_kind {
	HIDDEN_NONE,
	HIDDEN_CONTROL,   /* U+0080 to U+009F; those of ASCII are not looked for */
	HIDDEN_LINE,      /* the end of a line for some programs */
	HIDDEN_DIRECTION, /* of the text around it */
	HIDDEN_INVISIBLE,
};

struct hidden_character {
	size_t at, n; /* its place and bytes */
	uint32_t code;
	enum hidden_kind kind;
};

/* Finds the first such character of TEXT at FROM or behind it; false when there is none. */
bool hidden_find(struct str text, size_t from, struct hidden_character *found);

/*
 * Appends TEXT so that it is harmless on a terminal: what is hidden as "<U+202E>", a tab as four
 * blanks, control characters and bytes that belong to no character as "?".  The outcome is UTF-8.
 */
void hidden_show(struct buf *b, struct str text);

/*
 * Appends TEXT as buf_quoted() does; what is hidden, and bytes that belong to no character, as
 * \xHH, too: so nothing is lost.
 */
void hidden_quote(struct buf *b, struct str text);

/* Columns of what hidden_show() makes of the characters of TEXT that start in its first N bytes. */
size_t hidden_columns(struct str text, size_t n);

#endif
