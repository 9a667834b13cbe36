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

/* The same, but all of AT when there are escapes or several pieces. */
struct span written_verbatim(struct sources *all, struct span at, struct str value, size_t from,
			     size_t n);

#endif
