/* What is not a visitor yet. */
#include "engine/old_rules.h"

void old_rules(struct analysis *u)
{
	enum phase last = u->session->diags.last;

	if (last < PHASE_START)
		return;
	analysis_build(u, NEEDS_ROUTES);
	missing_routes(u);
	if (last < PHASE_RUN)
		return;
	unused_routes(u);
	main_route(u);
	recursion(u);
	zero_returns(u);
	dead_statements(u);
	event_names(u);
	contexts(u);
}
