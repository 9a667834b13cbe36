/*
 * releases - a config that is checked for several releases at once: --kamailio 5.8,6.1.
 *
 * Each release is a run of its own, behind the other, and the findings of all are merged.  A
 * finding says in which releases it is there; that a thing is used nowhere is told when it is so in
 * all of them.
 */
#ifndef KAMCHECK_RELEASES_H
#define KAMCHECK_RELEASES_H

#include "engine/levels.h"
#include "engine/lint.h"
#include "programs/options.h"

/* What one release says of the config. */
struct release_verdict {
	struct version version;
	uint32_t refused, start; /* errors of reading and of starting */
	struct str late;         /* what is said against an option behind a good file; or empty */
};

/* What is done in each run. */
struct releases {
	const struct options *options;
	const struct lint_options *lint;
	const struct levels *levels; /* NULL: findings weigh what their rules do */
	/* Called with the tree, NULL after a bad command line, before the run ends; or NULL.  What
	 * it says against an option has memory from A. */
	struct str (*look)(struct arena *a, const struct options *o, const struct node *root);
	struct release_verdict verdicts[VERSIONS_MOST];
	struct str modules_kept; /* as that of a session, of the last run */
};

/* Whether several releases are asked for. */
bool releases_are_several(const struct options *o);

/* False when O asks for several: then *WHY says that WHAT is for one. */
bool releases_are_one(const struct options *o, const char *what, struct buf *why);

/*
 * Checks TEXT, the config NAME, for each release, as S may read files; its findings are those of
 * all, not sorted yet.  Returns a tree that has no more than the blocks of all runs, or NULL.
 */
const struct node *releases_lint(struct releases *r, struct session *s, struct str name,
				 struct str text);

/* Appends the table of the verdicts: a line for each release. */
void releases_say(struct buf *b, const struct releases *r);

/* All of them with commas: "5.8,6.0,6.1". */
struct str releases_name(struct arena *a, const struct options *o);

#endif
