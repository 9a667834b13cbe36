/*
 * base - a config as it was before: --since.
 *
 * The base is read as if it lay where the config is now.  So the names of its files are the same,
 * its includes are found in the same way, and its findings can be compared by identity.
 */
#ifndef KAMCHECK_BASE_H
#define KAMCHECK_BASE_H

#include "engine/lint.h"
#include "output/baseline.h"
#include "programs/scope.h"

/*
 * The findings that the config NAME had in the base that the options of SCOPE name, as a baseline,
 * with memory from A; LEAST and LINT are those of the findings now.  *FOLDER gets the folder that
 * their files are seen from.  False when there is no such base; then *WHY says so.  A config that
 * the base does not have had no findings.
 */
bool base_findings(struct arena *a, const struct scope *scope, struct str name, enum severity least,
		   const struct lint_options *lint, struct baseline *out, struct str *folder,
		   struct buf *why);

#endif
