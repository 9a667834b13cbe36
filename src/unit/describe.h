/*
 * describe - routes and places in the words of people, for messages and views.
 */
#ifndef KAMCHECK_DESCRIBE_H
#define KAMCHECK_DESCRIBE_H

#include "unit/analysis.h"

/* The keyword and name of R as people write it: "route[RELAY]", "request_route". */
struct str describe_route(struct analysis *u, const struct route *r);

/* The place of the first block of R, its keyword and name. */
struct span describe_place(const struct route *r);

/* "line 12", or "file:12" when that is not the file of FROM. */
struct str describe_line(struct analysis *u, struct span at, struct span from);

/* The text at AT, as somebody wrote it, in one line, and cut in its middle to MOST bytes. */
struct str describe_text(struct analysis *u, struct span at, size_t most);

#endif
