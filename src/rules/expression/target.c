/*
 * target - variables of which only some parts can be set, or which take values of one type only
 * (grammar/assignable.tsv).  The parser takes all of them; the server logs an error each time the
 * assignment runs, or says nothing, and the variable stays as it was.
 */
#include "engine/visit.h"

#include "facts/assignable.h"

extern const struct rule rule_part_read_only;
extern const struct rule rule_value_type;

static void report_type(struct visit *v, const struct node *value, struct str target,
			const struct assignable *fact)
{
	bool wants_text = fact->takes == TAKES_TEXT;
	struct diag *x;

	x = report_as(v, &rule_value_type, value->at, "\"%.*s\" takes a %s, and this is %s",
		      STR_ARG(target), wants_text ? "text" : "number",
		      node_is_null(value) ? "none"
		      : wants_text        ? "a number"
					  : "a text");
	if (value->kind == N_NUMBER)
		diag_hint(v->diags, x, "write it in quotes");
	else if (node_is_null(value))
		diag_hint(v->diags, x, "it cannot be taken away");
	else
		diag_hint(v->diags, x,
			  wants_text ? "write (str)" : "write a number without quotes");
}

/* Most assignments are to these, which take everything. */
static bool may_be_limited(struct str target)
{
	return !str_starts(target, STR("$var(")) && !str_starts(target, STR("$avp(")) &&
	       !str_starts(target, STR("$xavp("));
}

static void check_target(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, ASSIGN, value), *target = KID(n, ASSIGN, target);
	enum value_type type = node_type(value);
	const struct assignable *fact;
	const struct pvar_use *use;
	struct diag *x;

	if (!may_be_limited(target->text))
		return;
	use = pvars_of(v->unit, target);
	if (!use || use->is_faulty || !use->pvar.row || use->pvar.is_dynamic ||
	    use->pvar.has_transformation)
		return;
	fact = assignable_find(use->pvar.name, use->pvar.row->module, use->pvar.inner, v->version);
	if (!fact)
		return;
	if (fact->takes == TAKES_NOTHING) {
		/* $null takes the whole branch away, whatever of it is named. */
		if (node_is_null(value) && fact->takes_null)
			return;
		x = report(v, target->at, "\"%.*s\" can only be read", STR_ARG(use->text));
		if (fact->instead)
			diag_hint(v->diags, x, "%s", fact->instead);
	} else if (node_is_null(value)
		       ? !fact->takes_null
		       : type == (fact->takes == TAKES_TEXT ? VALUE_INT : VALUE_STR)) {
		report_type(v, value, use->text, fact);
	}
}

RULE(
    part_read_only, "K551", SEV_WARNING, PHASE_RUN, .nodes = NODE(ASSIGN), .run = check_target,
    .summary = "an assignment to a part of a variable that can only be read",
    .why = "Some names of a variable can be set, others cannot: of $sdp(...) the version of the "
	   "session, but not the body; of $branch(...) the URI, but not the count. Kamailio "
	   "parses the assignment and starts. When it runs, it changes nothing.",
    .bad = "loadmodule \"sdpops.so\"\nrequest_route {\n\t$sdp(body) = \"v=0\\r\\n\";\n\texit;\n}\n",
    .good = "loadmodule \"textops.so\"\nrequest_route {\n"
	    "\tset_body(\"v=0\\r\\n\", \"application/sdp\");\n\texit;\n}\n")

RULE(value_type, "K552", SEV_WARNING, PHASE_RUN, .found_by = &rule_part_read_only,
     .summary = "a number assigned to a variable that takes only texts, or the other way round",
     .why = "$rU, $du, $uac_req(body) and their kin take texts, also when these consist of digits; "
	    "$uac_req(evcode) and the flags take numbers; a few cannot be $null. Kamailio parses "
	    "the assignment and starts. When it runs, the server logs an error, and the variable "
	    "stays as it was.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$rU = 100;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$rU = \"100\";\n\texit;\n}\n")
