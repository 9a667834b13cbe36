/*
 * analysis - see analysis.h.
 */
#include "unit/analysis.h"

static void build_routes(struct analysis *a)
{
	symbols_collect(&a->symbols, a);
	calls_init(&a->graph, a->session->diags.last > PHASE_START);
	calls_params(a);
	calls_walk(a);
	calls_follow(a);
	calls_missing(a);
}

void analysis_build(struct analysis *a, unsigned needs)
{
	/* Names of routes are taken from the calls. */
	if (needs & NEEDS_SYMBOLS)
		needs |= NEEDS_ROUTES;
	needs &= ~a->built;
	a->built |= needs;
	if (needs & NEEDS_ROUTES)
		build_routes(a);
	if (needs & NEEDS_SYMBOLS)
		symbol_table_build(&a->names, a);
}
