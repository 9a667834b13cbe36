/*
 * pvar_format - text with variables in it: pvars.md section 8.
 */
#include "pvar/pvar.h"

#include "pvar/pvar_state.h"

bool pvar_format_text(struct pvar_reader *r, struct str text,
		      void (*see)(void *host, const struct pvar *v))
{
	for (;;) {
		ptrdiff_t dollar = str_find(text, '$');
		struct pvar v;
		size_t used;

		if (dollar < 0)
			return true;
		text = str_skip(text, (size_t)dollar);
		if (str_starts(text, STR("$$"))) {
			text = str_skip(text, 2);
			continue;
		}
		if (!pvar_read(r, text, &v, &used))
			return false;
		if (see && !v.is_dollar)
			see(r->cx->host, &v);
		text = str_skip(text, used);
	}
}

bool pvar_format(struct pvar_context *cx, struct str text,
		 void (*see)(void *host, const struct pvar *v), struct pvar_problem *problem)
{
	struct pvar_reader r = {cx, text, problem, 0};

	*problem = (struct pvar_problem){0};
	return pvar_format_text(&r, text, see);
}
