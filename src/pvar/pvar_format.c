/*
 * pvar_format - text with variables in it: pvars.md section 8.
 */
#include "pvar/pvar.h"

#include "pvar/pvar_state.h"

/* Behind so many faults nobody reads on: what is not closed is looked for to the end each time. */
enum { FAULTS_MOST = 32 };

static bool read_text(struct pvar_reader *r, struct str text, bool goes_on)
{
	struct pvar_problem later; /* interests nobody */
	unsigned faults = 0;
	ptrdiff_t dollar;

	while ((dollar = str_find(text, '$')) >= 0) {
		struct pvar v;
		size_t used;

		text = str_skip(text, (size_t)dollar);
		if (str_starts(text, STR("$$"))) {
			text = str_skip(text, 2);
			continue;
		}
		if (!pvar_read(r, text, &v, &used)) {
			if (!goes_on || ++faults == FAULTS_MOST)
				return false;
			r->problem = &later;
		}
		text = str_skip(text, used ? used : 1);
	}
	return !faults;
}

bool pvar_format_text(struct pvar_reader *r, struct str text)
{
	return read_text(r, text, false);
}

bool pvar_format(struct pvar_context *cx, struct str text, struct pvar_problem *problem)
{
	struct pvar_reader r = {cx, text, problem, 0};

	*problem = (struct pvar_problem){0};
	return read_text(&r, text, cx->goes_on);
}
