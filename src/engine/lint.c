/*
 * lint - see lint.h.
 */
#include "engine/lint.h"

#include "engine/engine.h"

void lint(struct analysis *a, enum ignoring ignoring)
{
	engine_run(a);
	ignore_findings(a->session, a->root, &a->record, ignoring);
}
