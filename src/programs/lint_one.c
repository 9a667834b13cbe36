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
	struct releases releases = {.options = &scope->options, .lint = lint, .levels = levels};
	bool has_variants = scope->plan.mode != PLAN_OFF;
	const struct node *root = NULL;

	*coverage = (struct variants_coverage){.mode = PLAN_OFF};
	/* Nobody asks for variants then: scope.c. */
	if (releases_are_several(&scope->options))
		return releases_lint(&releases, s, name, text);
	/* A bad command line ends it before the file is read. */
	if (check_options(s))
		root = has_variants ? variants_lint(s, name, text, &request, coverage)
				    : lint_text(s, name, text, lint)->root;
	session_settle(s);
	if (levels)
		levels_apply(levels, &s->diags);
	return root;
}
