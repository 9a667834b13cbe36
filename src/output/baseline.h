/*
 * baseline - findings that are known and not shown again, in a text file: a line for each
 * identity, with how many findings have it.
 *
 * What must stay true: the file is sorted, so that git merges what two people write; reading what
 * was written gives the same.
 */
#ifndef KAMCHECK_BASELINE_H
#define KAMCHECK_BASELINE_H

#include "base/buf.h"
#include "base/map.h"
#include "engine/registry.h"
#include "text/source.h"

#define BASELINE_NAME "kamcheck.baseline"

struct baseline_entry {
	struct str key; /* the identity */
	uint32_t count;
	uint32_t now;   /* findings of the config that is looked at */
	uint32_t used;  /* the most findings that one config had */
	struct span at; /* of the line in the file; none: it is new */
};

struct baseline {
	struct arena *arena;
	struct map entries; /* struct baseline_entry, by identity */
};

struct baseline baseline_new(struct arena *a);

/* Adds what TEXT says; false when it is no baseline: then *WHY says so, and *LINE where. */
bool baseline_read(struct baseline *b, struct str text, const char **why, uint32_t *line);

/* One more finding of the config: true when it is known. */
bool baseline_takes(struct baseline *b, struct str key);

/* One more finding of the config, to be known from now on. */
void baseline_add(struct baseline *b, struct str key);

/* All findings of a config were told; what another one has is counted anew. */
void baseline_end_config(struct baseline *b);

/* All findings that were added are known from now on. */
void baseline_settle(struct baseline *b);

/* Appends the file. */
void baseline_write(struct buf *out, const struct baseline *b);

/* The rule and the file of an entry; NULL: there is no such rule. */
const struct rule *baseline_rule(const struct baseline_entry *e);
struct str baseline_path(const struct baseline_entry *e);

#endif
