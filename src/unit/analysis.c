/*
 * analysis - see analysis.h.
 */
#include "unit/analysis.h"

/* Findings that mean that text was not read, or not understood: all of the groups K1 and K2. */
static bool is_text_lost(const struct diags *diags)
{
	for (const struct diag *x = diags->first; x; x = x->next) {
		const char *id = x->rule->code;

		if (x->rule->severity == SEV_ERROR && (id[1] == '1' || id[1] == '2'))
			return true;
	}
	return diags->is_full;
}

void analysis_build(struct analysis *a, unsigned needs)
{
	if (!(needs & ~a->built))
		return;
	a->built |= needs;
	a->is_incomplete = is_text_lost(&a->session->diags);
	symbols_collect(&a->symbols, a);
	calls_init(&a->graph, a->session->diags.last > PHASE_START);
	calls_params(a);
	flow_walk(a);
	calls_follow(a);
}
