/*
 * rule_bare - bare names, such as $foo, that are no variables and therefore attributes.  Tried with
 * 5.6.3: the server logs an error for each when it reads the file, and goes on; the value is $null.
 *
 * What must stay true: a name that is set anywhere, or that stands anywhere else in the files, is
 * an attribute on purpose.
 */
#include "sema/check_state.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_bare_unset;

/* So many names are looked at: more are no slips. */
enum { NAMES_MOST = 100, SHORT_MOST = 4 };

/* Whether $NAME is a variable of a module that is loaded above, or of the core. */
static bool is_variable(struct check *cx, struct str name)
{
	size_t count;
	const struct fact_pvar *row = catalog_pvars(cx->session->catalog, name, &count);

	for (; count; count--, row++)
		if (row->versions & cx->version->bit && check_is_loaded(cx, row->module))
			return true;
	return false;
}

void bare_use(struct check *cx, const struct node *n, bool is_target)
{
	const struct source *src;
	struct name *entry;

	if (n->text.n < 3 || n->text.p[0] != '$' || !check_beyond_parse(cx))
		return;
	/* The text of a define is read more often than it is written: there is no counting it. */
	src = source_of(&cx->session->sources, n->at.lo);
	if (is_target || !src || src->is_expansion) {
		names_add(&cx->bare_set, cx->arena, n->text, n->at);
		return;
	}
	if (is_variable(cx, str_skip(n->text, 1))) {
		pvar_mark_valid(cx, n, false);
		return;
	}
	entry = names_find(&cx->bare_read, n->text);
	if (!entry) {
		entry = names_add(&cx->bare_read, cx->arena, n->text, n->at);
		entry->data = ARENA_NEW(cx->arena, uint32_t);
	}
	++*(uint32_t *)entry->data;
}

/* NAME, that is read so many times, stands where something may set it.  That of a variable may
 * stand in comments. */
static bool is_set_elsewhere(struct check *cx, struct str name, const char *module,
			     const uint32_t *reads)
{
	struct buf long_form = buf_on(cx->arena), short_form = buf_on(cx->arena);

	if (!module)
		return source_mentions(&cx->session->sources, name) > *reads;
	buf_printf(&long_form, "s:%.*s", STR_ARG(name));
	buf_printf(&short_form, "avp(%.*s", STR_ARG(name));
	return source_mentions(&cx->session->sources, buf_view(&long_form)) ||
	       source_mentions(&cx->session->sources, buf_view(&short_form));
}

/* Names of few letters are near to many: NAME must be NEAR in another case, or with a letter
 * doubled.
 */
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
	struct str near = str_skip(problem->hint, sizeof "did you mean \"$" - 1);

	if (problem->module)
		return true;
	if (!str_starts(problem->hint, STR("did you mean \"$")) ||
	    str_search(problem->hint, STR("of module")) >= 0)
		return false;
	return is_slip(name, str_head(near, (size_t)str_find(near, '"')));
}

static void check_name(const struct name *entry, void *ctx)
{
	struct check *cx = ctx;
	struct str name = str_skip(entry->text, 1);
	struct pvar_problem problem = {0};
	struct buf text = buf_on(cx->arena);
	struct diag *x;
	struct pvar v;

	if (cx->bare_names++ > NAMES_MOST || names_find(&cx->bare_set, entry->text))
		return;
	buf_printf(&text, "$(%.*s)", STR_ARG(name));
	if (pvar_parse(pvar_here(cx), buf_view(&text), &v, &problem) ||
	    !is_telling(name, &problem) ||
	    is_set_elsewhere(cx, name, problem.module, entry->data) ||
	    (problem.module && module_is_missed(cx, problem.module)))
		return;
	x = diag_report(cx->diags, &rule_bare_unset, entry->at,
			"there is no variable \"%.*s\": it is an attribute that nothing sets",
			STR_ARG(entry->text));
	diag_hint(cx->diags, x, "%.*s", STR_ARG(problem.hint));
}

void bare_finish(struct check *cx)
{
	/* A file without modules is a part of another one. */
	if (cx->bare_read.count && cx->unit->modules.count && !cx->is_broken &&
	    !cx->has_unknown_module)
		names_each(&cx->bare_read, cx->arena, check_name, cx);
}

RULE(bare_unset, "K539", SEV_WARNING, PHASE_RUN,
     .summary = "a variable that does not exist, taken for an attribute without value",
     .why = "A bare name that is no variable, such as $foo, is an attribute to Kamailio, and "
	    "without value until something sets it; a variable of a module that is not loaded is "
	    "one, too. Said only when the name is nearly that of a variable or belongs to a "
	    "module, and stands nowhere else.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($fUU == $null)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($fU == $null)\n\t\texit;\n}\n")
