/*
 * written - where the bytes of a string's value stand in the source.
 */
#ifndef KAMCHECK_WRITTEN_H
#define KAMCHECK_WRITTEN_H

#include "text/source.h"

/*
 * The place of N bytes at offset FROM of VALUE, which is what the token at AT is worth: a string in
 * quotes, with escapes or of several pieces, or a word that stands for itself.  One byte when N is
 * 0; all of AT when the value is not what is written there (a subst, a define).  Linear in FROM +
 * N.
 */
struct span written_span(struct sources *all, struct span at, struct str value, size_t from,
			 size_t n);

/* The same for many places of one value: linear in all, when each FROM is at least the one before.
 */
struct written {
	struct span at;
	struct str value, text; /* TEXT is what is written at AT */
	bool is_plain;          /* both are the same, up to quotes */
	size_t shift;           /* ... whose length this is */
	size_t read;            /* bytes of the value that were met in the text so far */
	size_t lo, hi;          /* where the last one of them stands */
	char quote;             /* of the piece that is read; 0 between pieces */
	bool is_verbatim;       /* the next byte stands for itself: it follows a backslash */
	bool is_lost;           /* what is written behind them is not the value */
};

struct written written_start(struct sources *all, struct span at, struct str value);
struct span written_place(struct written *w, size_t from, size_t n);

/* The quote in TEXT that opens a string right behind another one, of which Kamailio makes one; -1:
 * there is none. */
ptrdiff_t written_joined(struct str text);

#endif
