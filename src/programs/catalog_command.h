/*
 * catalog_command - kamcheck catalog: the facts about modules, listed, searched, or read out of
 * module files.
 */
#ifndef KAMCHECK_CATALOG_COMMAND_H
#define KAMCHECK_CATALOG_COMMAND_H

#include "programs/options.h"

/*
 * The embedded facts and those of the files of --catalog; memory from A.  NULL when one cannot be
 * read; then *WHY says so.
 */
const struct catalog *catalog_command_load(struct arena *a, const struct options *o,
					   struct buf *why);

/*
 * Does what the words of O say and appends the answer to *OUT.  *WHY gets what was not found or
 * could not be read; false when the command could not be done at all.
 */
bool catalog_command(struct arena *a, const struct options *o, struct buf *out, struct buf *why);

#endif
