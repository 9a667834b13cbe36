/*
 * catalog_merge - a catalogue of its own for one run: the embedded facts with others added or put
 * in their place.
 */
#ifndef KAMCHECK_CATALOG_MERGE_H
#define KAMCHECK_CATALOG_MERGE_H

#include "modules/module_file.h"

/* BASE and the rows of MORE, in any order; memory from A, names stay where they are. */
const struct catalog *catalog_with(struct arena *a, const struct catalog *base,
				   const struct catalog *more);

/*
 * BASE, in which FACTS, rows in any order, say what the modules in them are, in the versions they
 * hold in.  Functions and parameters of these modules are replaced, and pseudo-variables of the
 * same names; the others may exist without standing in a table.
 */
const struct catalog *catalog_replace(struct arena *a, const struct catalog *base,
				      const struct catalog *facts);

/*
 * BASE, in which LIST says for the version V what its modules are.  Functions and parameters of
 * these modules are replaced, and pseudo-variables of the same names; the others may exist without
 * standing in a table.  Facts of other versions stay.
 */
const struct catalog *catalog_with_modules(struct arena *a, const struct catalog *base,
					   const struct module_facts *list, size_t count,
					   const struct version *v);

/* The facts of LIST alone, as rows that hold in VERSIONS, or, when that is 0, in the version they
 * say; sorted as a catalogue must be. */
const struct catalog *catalog_of_modules(struct arena *a, const struct module_facts *list,
					 size_t count, uint32_t versions);

#endif
