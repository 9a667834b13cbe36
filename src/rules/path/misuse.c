/*
 * misuse - see misuse.h.
 */
#include "rules/path/misuse.h"

/* What is reported here. */
extern const struct rule rule_brace_not_closed;

static bool is_unbalanced(const struct diags *diags)
{
	for (const struct diag *x = diags->first; x; x = x->next)
		if (x->rule == &rule_brace_not_closed)
			return true;
	return false;
}

void misuse_check(struct analysis *a)
{
	struct session *s = a->session;
	const struct node *root = a->root;
	struct misuse mu = {
	    .unit = a, .session = s, .arena = s->arena, .diags = &s->diags, .version = &s->version};

	if (s->diags.last < PHASE_RUN)
		return;
	mu.is_unbalanced = is_unbalanced(&s->diags);
	for (const struct node *n = KID(root, FILE, items); n; n = n->next) {
		if (n->kind == N_ROUTE)
			reply_route(&mu, n);
	}
	reply_finish(&mu);
	variable_finish(&mu, root);
}
