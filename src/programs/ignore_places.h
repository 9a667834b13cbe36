/*
 * ignore_places - where in a file a comment silences a finding, and the text with such comments.
 *
 * A comment stands on a line of its own above the statement that the finding is in.  Where that
 * would silence more, a whole block or file, it stands behind the line.
 */
#ifndef KAMCHECK_IGNORE_PLACES_H
#define KAMCHECK_IGNORE_PLACES_H

#include "base/map.h"
#include "text/diag.h"
#include "tree/ast.h"

/* A statement of the config, where it stands in a file. */
struct ignore_statement {
	struct span at;
	bool has_block;
};

/* A finding that a comment is to silence. */
struct ignored {
	const struct rule *rule;
	uint32_t at; /* in the old text */
};

/* A comment to be written. */
struct ignore_edit {
	uint32_t at;     /* where, in the old text */
	uint32_t target; /* the beginning of the line that it is for */
	bool is_behind;  /* behind that line, not above it */
	bool is_dropped; /* it was tried, and does not do what it should */
	LIST_OF(struct ignored);
};

struct ignore_file {
	struct str name; /* as it was opened */
	struct str text, new_text;
	struct {
		LIST_OF(struct ignore_edit *); /* in their order */
	} edits;
};

struct ignore_places {
	struct arena *arena;
	struct sources *sources;
	struct {
		LIST_OF(struct ignore_statement); /* sorted by their beginning */
	} statements;
	struct map files;            /* struct ignore_file, by absolute name */
	const struct source *source; /* of the last finding that has a place, and its file */
	struct ignore_file *file;
	uint32_t left; /* findings for which there is no place */
};

/* For the config ROOT, or NULL. */
struct ignore_places ignore_places_of(struct arena *a, struct sources *s, const struct node *root);

/* Finds a place for the comment of a finding. */
void ignore_places_add(struct ignore_places *p, const struct rule *rule, struct span at);

/* Makes the new text of FILE, with all comments that are not dropped; how many there are. */
uint32_t ignore_places_write(struct ignore_places *p, struct ignore_file *file);

/* Drops the comment of FILE that is for a finding of RULE at the offset AT of the new text, or that
 * is there itself; false when there is none. */
bool ignore_places_drop(struct ignore_file *file, const struct rule *rule, uint32_t at);

#endif
