/*
 * lint - the findings about a configuration: what the rules see in its analysis.
 */
#ifndef KAMCHECK_LINT_H
#define KAMCHECK_LINT_H

#include "engine/ignore.h"
#include "unit/analysis.h"

struct lint_options {
	enum ignoring ignoring; /* what comments may silence */
	const bool *is_off;     /* by rule_index(): rules whose findings nobody will see; or NULL */
};

/*
 * Analyses TEXT, the main file NAME, runs the rules over it and takes out what comments silence.
 * When that was so much that other findings found no room, all is done again: what nobody sees
 * takes no room then.
 */
struct analysis *lint_text(struct session *s, struct str name, struct str text,
			   const struct lint_options *o);

#endif
