/*
 * analysis - see analysis.h.
 */
#include "unit/analysis.h"

void analysis_build(struct analysis *a, unsigned needs)
{
	if (!(needs & ~a->built))
		return;
	a->built |= needs;
	symbols_collect(&a->symbols, a);
	calls_init(&a->graph, a->session->diags.last > PHASE_START);
	calls_params(a);
	flow_walk(a);
	calls_follow(a);
	calls_missing(a);
}
