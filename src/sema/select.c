/*
 * select - the parts of a select, which Kamailio counts while it reads the file.
 */
#include "sema/select.h"
#include "text/rule.h"

#include "facts/selects.h"

/* What is reported here. */
extern const struct rule rule_select_too_long;

void select_use(struct sema *cx, const struct node *n)
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
}

RULE(select_too_long, "K502", SEV_ERROR, PHASE_PARSE, .summary = "a select with more than 31 parts",
     .why = "Kamailio keeps 31 parts of a select; a name with an index counts as two.",
     .bad = "request_route {\n"
	    "\t%x = @a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a;\n"
	    "}\n",
     .good = "request_route {\n\t%x = @from.uri.user;\n}\n")
