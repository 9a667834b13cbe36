/*
 * outline - what a file has, as far as that can be told without reading it as a config: which files
 * it includes, whatever conditions stand around, and whether there is a main route.
 *
 * For finding out which configs a file is part of: cheap, and never a finding.
 */
#ifndef KAMCHECK_OUTLINE_H
#define KAMCHECK_OUTLINE_H

#include "base/list.h"
#include "base/str.h"

struct outline {
	LIST_OF(struct str) includes; /* names as they are written, without quotes */
	bool has_main;                /* a request_route, or what stands for one */
	bool has_modules;
};

/* The outline of TEXT; memory from A. */
struct outline outline_of(struct arena *a, struct str text);

/*
 * Whether TEXT looks like a whole config at a first glance: lines begin with loadmodule and with a
 * main route.  Takes next to no time.
 */
bool outline_is_whole(struct str text);

/* The name of a file in its quotes, as it stands behind an include word: without them, escapes
 * replaced. */
struct str include_name(struct arena *a, struct str quoted);

#endif
