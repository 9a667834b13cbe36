/*
 * region_records - the records of what regions.c reports: apart, for it asks the registry.
 */
#include "text/rule.h"

RULE(region_prose, "K910", SEV_NOTE, PHASE_RUN,
     .summary = "text of a conditional that is no config",
     .why = "Found by --variants: an #!ifdef asks for a name that nothing defines, not even a "
	    "comment, and what stands behind it is no config: SQL, or prose. As a way to comment "
	    "text out it works; a variant with that name does not. It is told once, and the name "
	    "stays out of the variants.")

RULE(region_dead, "K911", SEV_NOTE, PHASE_RUN,
     .summary = "text of a conditional that no variant reads",
     .why = "Found by --variants: the conditionals around the text ask for a name to be defined "
	    "and not to be defined, so whatever is defined, it is left out. Mostly an #!else is "
	    "missing, or one of the names is another one.")
