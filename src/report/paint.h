/*
 * paint - what each byte of a source is, for a listing in colours.
 *
 * The lexer says so, alone: no define is replaced, and of a false condition, too.
 */
#ifndef KAMCHECK_PAINT_H
#define KAMCHECK_PAINT_H

#include "text/secrets.h"

enum paint {
	PAINT_PLAIN,
	PAINT_COMMENT,
	PAINT_DIRECTIVE, /* to the end of its line */
	PAINT_STRING,
	PAINT_WORD, /* a reserved one */
	PAINT_VARIABLE,
	PAINT_SECRET, /* not to be shown, whatever it is */
	PAINTS
};

/* By offset in the text of SRC, one of S, with SECRETS: enum paint; memory from A. */
unsigned char *paint_source(struct arena *a, struct sources *s, struct secrets *secrets,
			    const struct source *src);

#endif
