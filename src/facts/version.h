/*
 * version - the releases of Kamailio that facts are known of (grammar/versions.tsv).
 *
 * Each branch (5.6, 6.1 ...) is one bit; every row of facts carries a mask of the branches it holds
 * in.
 */
#ifndef KAMCHECK_VERSION_H
#define KAMCHECK_VERSION_H

#include "base/buf.h"
#include "base/str.h"

struct version {
	unsigned major, minor, patch;
	uint32_t bit;    /* of the branch */
	struct str name; /* of the branch: "6.1" */
};

/*
 * Reads "6.1", "6.1.2", "6.2-dev"; false when no such branch can be chosen.  Without a patch number
 * the release that the facts were checked against is meant (5.6.3, 6.1.4 ...).
 */
bool version_parse(struct str text, struct version *out);

enum { VERSIONS_MOST = 32 };

/* Several releases, one of a branch at most, the oldest first. */
struct versions {
	struct version all[VERSIONS_MOST];
	uint32_t count;
};

/* Reads "5.8", "5.8,6.1", "5.8-6.1"; false when a part is no branch that can be chosen. */
bool versions_parse(struct str text, struct versions *out);

/* All stable branches that can be chosen. */
struct versions versions_stable(void);

/* The newest of ALL, which is not empty. */
struct version versions_newest(const struct versions *all);

/*
 * Appends those of ALL whose number is in MASK as people say it: "5.6 to 5.8 and 6.1"; TO stands
 * between releases of which none of ALL is left out.
 */
void versions_say(struct buf *b, const struct versions *all, uint32_t mask);

/* The newest stable branch: the default. */
struct version version_newest_stable(void);

/* The next release that can be chosen; false when V is the last one. */
bool version_next(const struct version *v, struct version *out);

/* Appends the branches that can be chosen: "5.6, 5.7, 5.8, 6.0, 6.1, 6.2 (development)". */
void version_list(struct buf *b);

/* Appends the branches of MASK as people say it: "5.7 and newer", "5.0 to 5.4". */
void version_say(struct buf *b, uint32_t mask);

/* Appends MASK, which is not 0, as the tables of grammar/ write it: "5.0-5.4,5.7-"; and reads it.
 */
void version_write(struct buf *b, uint32_t mask);
bool version_read(struct str text, uint32_t *mask);

/* The name of the oldest branch in MASK that is newer than V, or NULL. */
const char *version_first_after(uint32_t mask, const struct version *v);

enum feature {
#define FEATURE(name, what, versions) FEATURE_##name,
#include "features.inc"
#undef FEATURE
	FEATURE_COUNT
};

/* Whether the version has the feature; what it is called; the mask of branches that have it. */
bool feature_in(const struct version *v, enum feature f);
const char *feature_what(enum feature f);
uint32_t feature_versions(enum feature f);

#endif
