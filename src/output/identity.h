/*
 * identity - by what a finding is known again when the text around it has changed.
 *
 * It is a line of four cells: the code, the file, the block, and the line where it is, with its
 * blanks squeezed.  It has no number of a line, so it survives changes above it; and no name of a
 * function or the like of its own, so it is the same as long as nobody touches the line.
 *
 * What must stay true: it holds no secret of the config and no character that does not show; the
 * same config gives the same ones, whatever folder it is in.
 */
#ifndef KAMCHECK_IDENTITY_H
#define KAMCHECK_IDENTITY_H

#include "base/map.h"
#include "text/diag.h"
#include "tree/ast.h"

/* The findings of one config. */
struct identities {
	struct arena *arena; /* for what is known of the config */
	struct diags *diags;
	struct str folder; /* absolute; names of files are seen from here */
	struct {
		LIST_OF(const struct node *); /* sorted by their places */
	} blocks;
	uint32_t line_at; /* the line that was asked for last, and its text; 0: none */
	struct str line;
	const struct source *source; /* the same for the file */
	struct str path;
};

/* For the findings D about the config ROOT, which may be NULL; A and D must live as long. */
struct identities identities_of(struct arena *a, struct diags *d, const struct node *root,
				struct str folder);

/* The identity of a finding of RULE at AT; memory from A. */
struct str identity_of(struct identities *f, struct arena *a, const struct rule *rule,
		       struct span at);

#endif
