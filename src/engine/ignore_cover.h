/*
 * ignore_cover - which text a comment that speaks to kamcheck covers.
 *
 * Above all but comments it covers the file; behind something else its line; on a line of its own
 * the next line that is neither blank nor comment.  A statement that starts in a covered line,
 * behind the comment, is covered up to its end.
 */
#ifndef KAMCHECK_IGNORE_COVER_H
#define KAMCHECK_IGNORE_COVER_H

#include "preprocess/record.h"
#include "tree/ast.h"

struct cover {
	const struct comment *comment;
	struct span at; /* what it covers */
	bool is_file;   /* all of the file */
};

struct covers {
	LIST_OF(struct cover);
};

/* What is written behind "kamcheck:" in C, up to its end; p == NULL when C does not speak to us. */
struct str cover_words(struct sources *s, const struct comment *c);

/* What the comments that speak to us cover in the configuration ROOT. */
struct covers covers_of(struct arena *a, struct sources *s, const struct comments *comments,
			const struct node *root);

#endif
