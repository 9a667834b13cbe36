/*
 * lint_one - see lint_one.h.
 */
#include "programs/lint_one.h"

#include "programs/open.h"
#include "programs/releases.h"
#include "sema/sema.h"

const struct node *lint_one(struct session *s, const struct scope *scope,
			    const struct levels *levels, struct str name, struct str text,
			    const struct lint_options *lint, struct variants_coverage *coverage)
{
	struct variants_request request = {
	    .plan = &scope->plan,
	    .lint = lint,
	    .levels = levels,
	    .open = open_variant,
	    .ctx = (void *)&scope->options,
	};
	const struct node *root = NULL;

	*coverage = (struct variants_coverage){.is_known = false};
	/* For several releases nobody asks for variants: lint_command.c. */
	if (scope->plan.mode == PLAN_OFF)
		return releases_check(&scope->options, lint, levels, s, name, text);
	if (check_options(s))
		root = variants_lint(s, name, text, &request, coverage);
	session_settle(s);
	if (levels)
		levels_apply(levels, &s->diags);
	return root;
}
