/*
 * bare - bare names, such as $foo, that are no variables and therefore attributes.  Tried with
 * 5.6.3: the server logs an error for each when it reads the file, and goes on; the value is $null.
 *
 * What must stay true: a name that is set anywhere, or that stands anywhere else in the files, is
 * an attribute on purpose.
 */
#include "engine/visit.h"

#include "base/map.h"

/* So many names are looked at: more are no slips. */
enum { NAMES_MOST = 100, SHORT_MOST = 4 };

/* How a bare name is used. */
struct bare {
	const struct node *first; /* where it is read */
	uint32_t reads;
	bool is_set;
};

struct bares {
	struct map all; /* by name, with its dollar: struct bare */
};

static const struct state_kind bares = STATE_KIND(struct bares);

/* N is a bare name, perhaps the target of an assignment, or that assignment: it comes first. */
static void check_use(struct visit *v, const struct node *n)
{
	bool is_target = n->kind == N_ASSIGN;
	const struct source *src;
	struct bares *state;
	struct bare *x;

	if (is_target)
		n = KID(n, ASSIGN, target);
	if (n->kind != N_BARE || n->text.n < 3 || n->text.p[0] != '$')
		return;
	state = visit_state(v, &bares);
	x = MAP_RECORD(&state->all, v->arena, n->text, struct bare);
	/* The text of a define is read more often than it is written: there is no counting it. */
	src = source_of(&v->session->sources, n->at.lo);
	x->is_set |= is_target || !src || src->is_expansion;
	if (!is_target && !x->reads++)
		x->first = n;
}

/* Whether NAME, which is read as X says, stands where something may set it.  That of a variable of
 * MODULE may stand in comments. */
static bool is_set_elsewhere(struct visit *v, struct str name, const struct bare *x,
			     const char *module)
{
	struct buf long_form = buf_on(v->arena), short_form = buf_on(v->arena);

	if (!module)
		return source_mentions(&v->session->sources, name) > x->reads;
	buf_printf(&long_form, "s:%.*s", STR_ARG(name));
	buf_printf(&short_form, "avp(%.*s", STR_ARG(name));
	return source_mentions(&v->session->sources, buf_view(&long_form)) ||
	       source_mentions(&v->session->sources, buf_view(&short_form));
}

/* Names of few letters are near to many: NAME must be NEAR in another case, or with a letter
 * doubled. */
static bool is_slip(struct str name, struct str near)
{
	size_t i = 0;

	if (name.n > SHORT_MOST || str_equal_nocase(name, near))
		return true;
	if (name.n != near.n + 1)
		return false;
	while (i < near.n && name.p[i] == near.p[i])
		i++;
	return i && name.p[i] == name.p[i - 1] &&
	       str_equal(str_skip(name, i + 1), str_skip(near, i));
}

/* The reason why there is no such variable says what was meant. */
static bool is_telling(struct str name, const struct pvar_problem *problem)
{
	return problem->module || (problem->near.n && is_slip(name, problem->near));
}

/* Whether NAME is a variable, perhaps of a module that is not loaded; if not, *PROBLEM says why. */
static bool is_variable(struct visit *v, struct str name, struct pvar_problem *problem)
{
	struct pvar_context cx = pvars_context(v->unit);
	struct buf text = buf_on(v->arena);
	struct pvar unused;

	buf_printf(&text, "$(%.*s)", STR_ARG(name));
	return pvar_parse(&cx, buf_view(&text), &unused, problem);
}

static void check_name(struct visit *v, struct str name, const struct bare *x)
{
	struct pvar_problem problem = {0};

	if (is_variable(v, name, &problem) || !is_telling(name, &problem) ||
	    is_set_elsewhere(v, name, x, problem.module) ||
	    (problem.module && !is_first_need(v, problem.module)))
		return;
	diag_hint(v->diags,
		  report(v, x->first->at,
			 "there is no variable \"$%.*s\": it is an attribute that nothing sets",
			 STR_ARG(name)),
		  "%.*s", STR_ARG(problem.hint));
}

static void check_unset(struct visit *v)
{
	const struct bares *state = visit_state(v, &bares);
	uint32_t count = state->all.entries.count;
	const struct map_entry *all;

	/* A file without modules is a part of another one. */
	if (!count || !v->unit->modules.modules)
		return;
	all = map_sorted(&state->all, v->arena);
	for (uint32_t i = 0, looked_at = 0; i < count && looked_at <= NAMES_MOST; i++) {
		const struct bare *x = all[i].value;

		if (x->is_set)
			continue;
		looked_at++;
		check_name(v, str_skip(all[i].key, 1), x);
	}
}

RULE(bare_unset, "K539", SEV_WARNING, PHASE_RUN, .nodes = NODE(ASSIGN) | NODE(BARE),
     .run = check_use, .end = check_unset, .silent_in = DOUBT_SETTINGS,
     .summary = "a variable that does not exist, taken for an attribute without value",
     .why = "A bare name that is no variable, such as $foo, is an attribute to Kamailio, and "
	    "without value until something sets it; a variable of a module that is not loaded is "
	    "one, too. Reported only when the name is similar to that of a variable or belongs to "
	    "a module, and occurs nowhere else.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($fUU == $null)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($fU == $null)\n\t\texit;\n}\n")
