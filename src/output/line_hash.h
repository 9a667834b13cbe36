/*
 * line_hash - the hashes of lines that GitHub tells findings by (primaryLocationLineHash).
 *
 * When a report is uploaded, GitHub's own action computes them from the file, and complains of
 * others: so lines, blanks and bytes that are no characters are counted here as there.
 *
 * The text is read as units of UTF-16.  Blanks and tabs do not count; CR, LF and CRLF are one
 * newline; behind the last one stands the unit 65535.  The hash of a line is that of 100 units from
 * its first on, zeros behind the end; equal ones are numbered in their order.
 */
#ifndef KAMCHECK_LINE_HASH_H
#define KAMCHECK_LINE_HASH_H

#include "base/arena.h"
#include "base/str.h"

struct line_hash {
	uint64_t hash;
	uint32_t number; /* 1 for the first of this hash */
	uint32_t lo, hi; /* bytes of the text that it comes from */
};

struct line_hashes {
	const struct line_hash *all; /* of line 1 on */
	uint32_t count;
};

/* The hashes of the lines of TEXT, in memory of A. */
struct line_hashes line_hashes_of(struct arena *a, struct str text);

#endif
