/*
 * rule_select - selects: @from.uri.user.  Kamailio counts the parts while it reads the file, and
 * looks the names up when it starts (vector 1348; tried with 5.6.3).
 *
 * What must stay true: at start all modules of the file are loaded; what a module without facts
 * may have is let pass.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/selects.h"

/* What is reported here. */
extern const struct rule rule_select_too_long;
extern const struct rule rule_select_unknown;

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The select as $sel() would have it; false when it is odd. */
static bool write_select(const struct node *n, struct buf *text)
{
	for (const struct node *p = KID(n, SELECT, parts); p; p = p->next) {
		const struct node *index = KID(p, PART, index);

		if (!p->text.n || !is_letter(p->text.p[0]))
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
static struct span place(struct check *cx, const struct node *n, struct str text,
			 const struct pvar_problem *p)
{
	struct str written = str_skip(source_text(&cx->session->sources, n->at), 1);
	uint32_t lo = n->at.lo + 1 + (uint32_t)p->at;

	if (!p->n || !str_equal(written, text))
		return n->at;
	return (struct span){lo, lo + (uint32_t)p->n};
}

static void look_up(struct check *cx, const struct node *n)
{
	struct pvar_context p = pvars_context(cx->unit);
	struct pvar_problem problem;
	struct buf text = buf_on(cx->arena);
	struct diag *x;

	if (!write_select(n, &text) || select_parse(&p, buf_view(&text), &problem))
		return;
	if (problem.module && module_is_missed(cx, problem.module))
		return;
	x = diag_report(cx->diags, &rule_select_unknown, place(cx, n, buf_view(&text), &problem),
			"%.*s", STR_ARG(problem.text));
	if (problem.hint.n)
		diag_hint(cx->diags, x, "%.*s", STR_ARG(problem.hint));
}

void select_use(struct check *cx, const struct node *n)
{
	unsigned parts = 0;

	for (const struct node *p = KID(n, SELECT, parts); p; p = p->next) {
		parts += KID(p, PART, index) ? 2 : 1;
		if (parts > SELECT_PARTS_MOST) {
			diag_report(cx->diags, &rule_select_too_long, p->at,
				    "this select has more than %d parts; an index counts as one",
				    SELECT_PARTS_MOST);
			return;
		}
	}
	check_defer(cx, &cx->select_uses, n);
}

void select_finish(struct check *cx)
{
	if (cx->is_broken || cx->has_unknown_module || cx->has_stranger)
		return;
	/* The first one tells which module is missing. */
	for (const struct later *l = cx->select_uses.first; l; l = l->next)
		look_up(cx, l->node);
}

RULE(select_too_long, "K502", SEV_ERROR, PHASE_PARSE, .summary = "a select with more than 31 parts",
     .why = "Kamailio keeps 31 parts of a select; a name with an index counts as two.",
     .bad = "request_route {\n"
	    "\t%x = @a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a;\n"
	    "}\n",
     .good = "request_route {\n\t%x = @from.uri.user;\n}\n")

RULE(select_unknown, "K550", SEV_WARNING, PHASE_RUN, .summary = "a select that does not exist",
     .why =
	 "Kamailio looks selects up when it starts. When a name in one is wrong, or the module is "
	 "not loaded, it logs an error and starts; the select has no value then.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\tif (@from.user == \"alice\")\n\t\texit;\n}\n",
     .good =
	 "loadmodule \"pv\"\nrequest_route {\n\tif (@from.uri.user == \"alice\")\n\t\texit;\n}\n",
     .version = "5.6")
