/*
 * lint - see lint.h.
 */
#include "engine/lint.h"

#include "engine/engine.h"
#include "engine/ignore.h"

void lint(struct analysis *a, enum phase ignored_from)
{
	engine_run(a);
	ignore_findings(a->session, a->root, &a->record, ignored_from);
}
