/*
 * select - selects, @from.uri.user, whose names Kamailio looks up when it starts (vector 1348;
 * tried with 5.6.3).
 *
 * What must stay true: at start all modules of the file are loaded; what a module without facts
 * may have is let pass.
 */
#include "engine/visit.h"

#include "base/ascii.h"

extern const struct rule rule_select_too_long;

/* The select as $sel() would have it; false when it is odd. */
static bool write_select(const struct node *n, struct buf *text)
{
	for (const struct node *p = KID(n, SELECT, parts); p; p = p->next) {
		const struct node *index = KID(p, PART, index);

		if (!p->text.n || !ascii_is_letter(p->text.p[0]))
			return false;
		buf_printf(text, "%s%.*s", text->n ? "." : "", STR_ARG(p->text));
		if (!index)
			continue;
		if (index->kind == N_NUMBER)
			buf_printf(text, "[%d]", (int)index->number);
		else if (index->kind == N_STRING && str_find(index->text, '"') < 0)
			buf_printf(text, "[\"%.*s\"]", STR_ARG(index->text));
		else
			return false;
	}
	return true;
}

/* The place of the problem in the file; all of N when it was written otherwise. */
static struct span place(struct visit *v, const struct node *n, struct str text,
			 const struct pvar_problem *p)
{
	struct str written = str_skip(source_text(&v->session->sources, n->at), 1);
	uint32_t lo = n->at.lo + 1 + (uint32_t)p->at;

	if (!p->n || !str_equal(written, text))
		return n->at;
	return (struct span){lo, lo + (uint32_t)p->n};
}

static void look_up(struct visit *v, const struct node *n)
{
	struct pvar_context p = pvars_context(v->unit);
	struct pvar_problem problem;
	struct buf text = buf_on(v->arena);
	struct diag *x;

	if (!write_select(n, &text) || select_parse(&p, buf_view(&text), &problem))
		return;
	if (problem.module && !is_first_need(v, problem.module))
		return;
	x = report(v, place(v, n, buf_view(&text), &problem), "%.*s", STR_ARG(problem.text));
	if (problem.hint.n)
		diag_hint(v->diags, x, "%.*s", STR_ARG(problem.hint));
}

RULE(select_unknown, "K550", SEV_WARNING, PHASE_RUN, .nodes = NODE(SELECT), .run = look_up,
     .after = &rule_select_too_long, .silent_in = DOUBT_SETTINGS,
     .summary = "a select that does not exist",
     .why =
	 "Kamailio looks selects up when it starts. When a name in one is wrong, or the module is "
	 "not loaded, it logs an error and starts; the select has no value then.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\tif (@from.user == \"alice\")\n\t\texit;\n}\n",
     .good =
	 "loadmodule \"pv\"\nrequest_route {\n\tif (@from.uri.user == \"alice\")\n\t\texit;\n}\n",
     .version = "5.6")
