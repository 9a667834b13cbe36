/*
 * diff_lines - which lines a unified diff adds or changes, file by file.
 *
 * What must stay true: whatever bytes there are, reading ends and is linear; a text that is no
 * diff is refused, for nobody wants to see that nothing is wrong in no line.
 */
#ifndef KAMCHECK_DIFF_LINES_H
#define KAMCHECK_DIFF_LINES_H

#include "base/buf.h"
#include "base/list.h"

struct diff_range {
	uint32_t first, last; /* lines of the new file, from 1 */
};

/* A file that has lines of its own. */
struct diff_file {
	struct str name;            /* as the diff writes it, with its prefix */
	LIST_OF(struct diff_range); /* in their order */
};

struct diff_lines {
	LIST_OF(struct diff_file);
	const char *complaint; /* what is wrong with it */
	uint32_t line;         /* ... and where */
};

/* Reads TEXT, which is kept, with memory from A; false when it is no unified diff. */
bool diff_lines_read(struct arena *a, struct str text, struct diff_lines *out);

/* NAME without the "b/" that git puts in front of it, or the letter that stands for it; NAME itself
 * when it has none. */
struct str diff_lines_plain(struct str name);

/* Whether a line from FIRST to LAST is one that FILE gets. */
bool diff_lines_touch(const struct diff_file *file, uint32_t first, uint32_t last);

#endif
