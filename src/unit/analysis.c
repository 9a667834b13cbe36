/*
 * analysis - see analysis.h.
 */
#include "unit/analysis.h"

static void build_routes(struct analysis *a)
{
	routes_collect(&a->routes, a);
	calls_init(&a->graph, a->session->diags.last > PHASE_START);
	calls_params(a);
	calls_walk(a);
	calls_follow(a);
	calls_missing(a);
}

void analysis_build(struct analysis *a, unsigned needs)
{
	unsigned missing = needs & ~a->built;

	a->built |= needs;
	if (missing & NEEDS_ROUTES)
		build_routes(a);
	if (missing & NEEDS_FILES)
		named_files_read(a);
	if (missing & NEEDS_SYMBOLS)
		analysis_symbols(a, SYMBOLS_ALL);
}

void analysis_symbols(struct analysis *a, uint32_t kinds)
{
	if (!(kinds & ~a->symbols.kinds))
		return;
	/* Names of routes are taken from the calls. */
	if (kinds & SYMBOLS_OF_ROUTES)
		analysis_build(a, NEEDS_ROUTES);
	symbols_build(&a->symbols, a, kinds | a->symbols.kinds);
}
