/*
 * use_facts - see use_facts.h.  Facts come from files that somebody else wrote: whatever stands
 * there must not harm the checks that look it up.
 */
#include "use_facts.h"

#include "engine/lint.h"
#include "output/formats.h"

enum { USED_MOST = 300 }; /* of each table: a run shall stay short */

static void add_modules(struct buf *b, const struct catalog *c)
{
	for (size_t i = 0; i < c->module_count && i < USED_MOST; i++) {
		buf_printf(b, "loadmodule \"%s\"\n", c->modules[i].name);
		if (c->modules[i].parameter_name)
			buf_printf(b, "modparam(\"%s\", \"x\", 1)\n", c->modules[i].parameter_name);
	}
}

static void add_params(struct buf *b, const struct catalog *c)
{
	for (size_t i = 0; i < c->param_count && i < USED_MOST; i++) {
		const struct fact_param *p = &c->params[i];

		buf_printf(b, "modparam(\"%s\", \"%s\", %d)\n", p->module, p->name, (int)i);
		buf_printf(b, "modparam(\"%s|tm\", \"%s\", \"a=$var(x);b=%d\")\n", p->module,
			   p->name, (int)i);
	}
}

static void add_calls(struct buf *b, const struct catalog *c)
{
	buf_text(b, "request_route {\n");
	for (size_t i = 0; i < c->function_count && i < USED_MOST; i++) {
		buf_printf(b, "%s(", c->functions[i].name);
		for (int k = 0; k < c->functions[i].parameters && k < 8; k++)
			buf_printf(b, "%s\"$var(x)%d\"", k ? ", " : "", k);
		buf_text(b, ");\n");
	}
	for (size_t i = 0; i < c->pvar_count && i < USED_MOST; i++)
		buf_printf(b, "$var(x) = $%s + $%s(a=>b)[0];\n", c->pvars[i].name,
			   c->pvars[i].name);
	buf_text(b, "}\n");
}

void use_facts(const struct catalog *facts, const struct catalog *known)
{
	static const struct report_filter filter = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct memory_files none = {0};
	struct session s;
	struct buf text, out;

	session_init(&s, files_in_memory(&none));
	s.catalog = known;
	text = buf_on(s.arena);
	out = buf_on(s.arena);
	add_modules(&text, facts);
	add_params(&text, facts);
	add_calls(&text, facts);
	lint_text(&s, STR("facts.cfg"), buf_view(&text), &(struct lint_options){0});
	diags_sort(&s.diags);
	report_print(&out, &format_text, &s.diags, &filter);
	session_end(&s);
}
