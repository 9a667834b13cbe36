/*
 * parameter - values of parameters that the module takes and that mean something else.  Each was
 * tried with 5.6.3.
 */
#include "engine/visit.h"

#include "facts/words.h"

static void check_plain(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);

	if (value->kind != N_STRING || str_is(n->text, "modparamx") ||
	    !words_find(WORDS_PLAIN_PARAM, KID(n, MODPARAM, parameter)->text, v->version))
		return;
	for (const struct pvar_use *use = pvars_of(v->unit, value); use; use = use->next) {
		if (!words_find(WORDS_CONSTANT_VARIABLE, use->pvar.name, v->version))
			continue;
		diag_hint(v->diags,
			  report(v, value->at, "\"%.*s\" is not replaced in a modparam",
				 STR_ARG(use->text)),
			  "use \"modparamx\", or a name set with \"#!define\" or \"#!defenvs\"");
		return;
	}
}

RULE(parameter_literal, "K800", SEV_WARNING, PHASE_RUN, .nodes = NODE(MODPARAM), .run = check_plain,
     .summary = "$env() or $def() in a modparam that takes it as text",
     .why = "The module gets the text as it stands: the secret is then \"$env(SECRET)\", which "
	    "everybody can guess. modparamx() replaces variables; #!defenvs sets a name from "
	    "the environment.",
     .evidence = "kamailio issue 2276",
     .bad = "loadmodule \"auth_ephemeral.so\"\n"
	    "modparam(\"auth_ephemeral\", \"secret\", \"$env(SECRET)\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"auth_ephemeral.so\"\n#!define SECRET \"x\"\n"
	     "modparam(\"auth_ephemeral\", \"secret\", SECRET)\nrequest_route { exit; }\n")

/* Whether what sets P is a number or a text, as the parameter takes it. */
static bool is_taken(const struct module_param *p)
{
	const struct node *value = p->by->value;

	return (value->kind == N_NUMBER && p->types & FACT_INT) ||
	       (value->kind == N_STRING && p->types & (FACT_STRING | FACT_STR));
}

static bool is_same(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && a->number == b->number && str_equal(a->text, b->text);
}

/* The file that AT stands in. */
static const struct source *file_of(struct visit *v, struct span at)
{
	struct sources *all = &v->session->sources;

	return source_of(all, span_in_file(all, at).lo);
}

struct twice {
	const struct node *reported; /* the last modparam; it may reach several modules */
};

static const struct state_kind state = STATE_KIND(struct twice);

/* A value of one file that another file, or the command line, replaces is a default. */
static void check_twice(struct visit *v, const struct node *n)
{
	const struct module_param *p = v->param, *older = p->older;
	const struct node *value = KID(n, MODPARAM, value), *lost;
	struct twice *s = visit_state(v, &state);

	if (!older || p->has_setter || !is_taken(p) || !is_taken(older) || s->reported == n)
		return;
	lost = older->by->value;
	if (is_same(value, lost) || !lost->at.lo || file_of(v, lost->at) != file_of(v, value->at))
		return;
	s->reported = n;
	diag_note(v->diags,
		  report(v, value->at,
			 "parameter \"%.*s\" of \"%.*s\" is set again to another value",
			 STR_ARG(p->by->parameter), STR_ARG(v->module->name)),
		  lost->at, "the value given here is lost");
}

RULE(parameter_twice, "K805", SEV_WARNING, PHASE_RUN, .each_param = true, .run = check_twice,
     .summary = "a module parameter that is set twice to different values",
     .why = "The last value counts, silently. Parameters that collect their values are not meant, "
	    "nor a file that replaces what another file has set.",
     .bad = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	    "modparam(\"tm\", \"fr_timer\", 30000)\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	     "modparam(\"tm\", \"fr_inv_timer\", 30000)\nrequest_route { exit; }\n")
