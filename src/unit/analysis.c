/*
 * unit - see unit.h.
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

void unit_build(struct analysis *u, struct session *s, const struct node *root)
{
	u->session = s;
	u->arena = s->arena;
	u->root = root;
	u->is_incomplete = is_text_lost(&s->diags);
	symbols_collect(&u->symbols, s, root);
	calls_init(&u->calls, s->diags.last > PHASE_START);
	calls_params(u);
	flow_walk(u);
	calls_follow(u);
}
