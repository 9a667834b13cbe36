/*
 * lint - see lint.h.
 *
 * What must stay true: whether there are findings does not depend on DIAG_MOST.
 */
#include "engine/lint.h"

#include "engine/engine.h"
#include "engine/ignore.h"
#include "engine/registry.h"
#include "sema/analyse.h"

struct hidden {
	const bool *is_off;
	struct ignores *ignores; /* of the run before; or NULL */
};

static bool is_hidden(void *ctx, const struct rule *rule, struct span at)
{
	const struct hidden *h = ctx;

	return (h->is_off ? h->is_off[rule_index(rule)] : rule->group != NULL) ||
	       (h->ignores && ignore_hides(h->ignores, rule, at));
}

static struct analysis *run(struct session *s, struct str name, struct str text,
			    enum ignoring ignoring, struct hidden *h)
{
	struct analysis *a;

	s->diags.is_hidden = is_hidden;
	s->diags.hidden_ctx = h;
	a = analyse(s, name, text);
	engine_run(a);
	h->ignores = ignore_findings(s, a->root, &a->record, ignoring, h->ignores);
	return a;
}

struct analysis *lint_text(struct session *s, struct str name, struct str text,
			   const struct lint_options *o)
{
	struct hidden h = {.is_off = o->is_off};
	struct analysis *a = run(s, name, text, o->ignoring, &h);

	if (h.ignores && diags_crowded(&s->diags)) {
		session_restart(s);
		a = run(s, name, text, o->ignoring, &h);
	}
	s->diags.is_hidden = NULL;
	return a;
}
