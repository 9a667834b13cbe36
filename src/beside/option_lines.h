/*
 * option_lines - files of the form "[head]", "key = value" as the server's own reader takes them:
 * tls.cfg and its kin.  Each form was tried with 5.6.3.
 *
 * It is another form than that of text/ini.h: "#" begins a comment at the beginning of a line or
 * behind a value that has ended, a value is one word or a text in double quotes, a backslash at the
 * end of a line goes on in the next.
 */
#ifndef KAMCHECK_OPTION_LINES_H
#define KAMCHECK_OPTION_LINES_H

#include "base/str.h"

struct option_lines {
	struct str text;
	size_t at; /* what was read */
};

enum option_form {
	OPTION_HEAD, /* KEY is what stands in the brackets */
	OPTION_LINE, /* KEY = VALUE */
	OPTION_FAULT,
};

struct option_line {
	enum option_form form;
	struct str key, value;
	const char *fault; /* what is wrong, of OPTION_FAULT */
	size_t fault_at;   /* ... and where, an offset in the text */
	bool is_odd;       /* it holds a backslash: what the value is was not looked at */
};

/* The next line that is neither empty nor a comment; false at the end.  Linear in the text. */
bool option_lines_next(struct option_lines *r, struct option_line *line);

#endif
