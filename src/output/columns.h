/*
 * columns - how many characters, and units of UTF-16, a text has before a byte.
 *
 * A byte that is part of no character counts as one, for it is shown as one.
 *
 * What must stay true: a count costs the same wherever it is in the text, so that thousands of
 * findings in one long line are no trouble; text in ASCII takes no memory.
 */
#ifndef KAMCHECK_COLUMNS_H
#define KAMCHECK_COLUMNS_H

#include "base/arena.h"
#include "base/str.h"

struct columns_count {
	uint32_t characters, units;
};

struct columns_mark;

struct columns {
	struct str text;
	const struct columns_mark *marks; /* one for each block; NULL: all is ASCII */
};

/* Prepares counting in TEXT, which must live as long; memory from A. */
struct columns columns_of(struct arena *a, struct str text);

/* What begins before byte AT. */
struct columns_count columns_count(const struct columns *c, size_t at);

#endif
