/*
 * mask - text of findings as everybody may see it: "***" stands for each secret in it.
 *
 * What must stay true: whatever form findings are written in, their words and lines come from here.
 */
#ifndef KAMCHECK_MASK_H
#define KAMCHECK_MASK_H

#include "text/diag.h"

/* The words of a finding: its message, hint, or a note; memory from A. */
struct str mask_words(const struct diags *d, struct arena *a, struct str words);

/* A part of a line, and in it the bytes from FIRST to BEHIND, to be underlined. */
struct mask_part {
	struct str text;
	size_t first, behind;
};

/*
 * PART, which lies in LINE, whose first byte has the offset BASE, with its secrets masked.  What is
 * underlined stays under the same bytes, or under what stands for them.
 */
struct mask_part mask_part(const struct diags *d, struct arena *a, struct str line, uint32_t base,
			   struct mask_part part);

#endif
