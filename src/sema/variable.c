/*
 * variable - pseudo-variables, where Kamailio parses them while it reads the file.  Facts:
 * pvars.md, semantics.md section 5; pvar/pvar.h does the work.
 */
#include "sema/module.h"
#include "sema/value.h"
#include "sema/variable.h"
#include "sema/flag.h"
#include "text/rule.h"

#include "preprocess/subst.h"
#include "scan/written.h"

/* What is reported here. */
extern const struct rule rule_pvar_early;
extern const struct rule rule_pvar_index;
extern const struct rule rule_pvar_inner;
extern const struct rule rule_pvar_read_only;
extern const struct rule rule_pvar_shape;
extern const struct rule rule_pvar_transformed;
extern const struct rule rule_pvar_unknown;
extern const struct rule rule_transformation_arguments;
extern const struct rule rule_transformation_unknown;

enum { SUGGESTIONS_MOST = 200 }; /* each is a walk through the whole table */

static bool is_loaded(void *host, const char *module)
{
	return sema_is_loaded(host, module);
}

/* A declaration that was skipped, or has failed, is not one more mistake. */
static bool is_flag(void *host, struct str name)
{
	struct sema *cx = host;

	return cx->is_broken || flag_is_declared(cx, name);
}

static bool is_connection(void *host, struct str id)
{
	struct sema *cx = host;

	return cx->is_broken || cx->unit->modules.sets[SET_SQLCON].has_refused ||
	       modules_may_define(&cx->unit->modules, SET_SQLCON, id);
}

/* What is known at this place of the file. */
struct pvar_context *pvar_here(struct sema *cx)
{
	struct pvar_context *p = &cx->pvars;

	if (!p->host)
		*p = (struct pvar_context){.arena = cx->arena,
					   .regexes = cx->session->regexes,
					   .catalog = cx->session->catalog,
					   .version = cx->version,
					   .host = cx,
					   .is_loaded = is_loaded,
					   .is_flag = is_flag,
					   .is_connection = is_connection,
					   .suggestions = SUGGESTIONS_MOST};
	p->is_open = cx->has_unknown_module || cx->is_broken;
	p->has_memory = cx->memory != NULL;
	return p;
}

static const struct rule *code_of(enum pvar_fault fault)
{
	switch (fault) {
	case PVAR_UNKNOWN: return &rule_pvar_unknown;
	case PVAR_INNER: return &rule_pvar_inner;
	case PVAR_INDEX: return &rule_pvar_index;
	case PVAR_TRANSFORMATION: return &rule_transformation_unknown;
	case PVAR_ARGUMENTS: return &rule_transformation_arguments;
	case PVAR_EARLY: return &rule_pvar_early;
	case PVAR_DEEP: return &rule_limit;
	default: return &rule_pvar_shape;
	}
}

static struct diag *report(struct sema *cx, struct span at, const struct pvar_problem *p)
{
	struct diag *x = diag_report(cx->diags, code_of(p->fault), at, "%.*s", STR_ARG(p->text));

	if (p->hint.n)
		diag_hint(cx->diags, x, "%.*s", STR_ARG(p->hint));
	return x;
}

/* False after a report: nothing can be assigned to V. */
static bool check_target(struct sema *cx, const struct node *n, const struct pvar *v)
{
	struct diag *x;

	if (v->has_transformation) {
		x = diag_report(cx->diags, &rule_pvar_transformed, n->at,
				"nothing can be assigned to a transformed variable");
		diag_hint(cx->diags, x, "leave out the braces on the left side");
		return false;
	}
	if (!pvar_is_writable(v)) {
		x = diag_report(cx->diags, &rule_pvar_read_only, n->at,
				"variable \"$%.*s\" can only be read", STR_ARG(v->name));
		if (str_is(v->name, "null"))
			diag_hint(cx->diags, x, "$null stands on the right side");
		else
			diag_hint(cx->diags, x,
				  "variables of your own are $var(name) and "
				  "$avp(name)");
		return false;
	}
	return true;
}

/* A bare name that is no variable by itself is an attribute. */
static void use_bare(struct sema *cx, const struct node *n, bool is_target)
{
	struct pvar_problem problem;
	struct pvar v;
	size_t count;

	if (!is_target || !str_starts(n->text, STR("$")) ||
	    !catalog_pvars(cx->session->catalog, str_skip(n->text, 1), &count))
		return;
	if (pvar_parse(pvar_here(cx), n->text, &v, &problem))
		check_target(cx, n, &v);
}

/* The same few variables stand in a config again and again: whether that of T was found valid with
 * the modules that are loaded here. */
static bool is_valid(const struct sema *cx, const struct pvar_text *t, bool is_target)
{
	return t->valid_with == cx->unit->modules.count + 1 && (!is_target || t->is_settable);
}

static void mark_valid(struct sema *cx, const struct node *n, bool is_settable)
{
	struct pvar_text *t = pvars_entry(cx->unit, n);

	if (t->valid_with != cx->unit->modules.count + 1)
		t->is_settable = false;
	t->valid_with = cx->unit->modules.count + 1;
	t->is_settable |= is_settable;
}

static void see(void *host, const struct pvar *v, struct pvar_place place)
{
	struct sema *cx = host;

	pvars_see(cx->unit, v, place);
}

/* Parses the text of T; the variables in it are kept for the rules, if any will run. */
static bool parse(struct sema *cx, struct pvar_text *t, struct str text, struct pvar *v,
		  struct pvar_problem *problem)
{
	struct pvar_context p = *pvar_here(cx);
	bool is_fine;

	if (sema_beyond_parse(cx) && !t->is_read)
		p.see = see;
	is_fine = pvar_parse(&p, text, v, problem);
	cx->pvars.suggestions = p.suggestions;
	if (p.see && is_fine)
		pvars_keep(cx->unit, t, text);
	else if (p.see)
		pvars_forget(cx->unit);
	return is_fine;
}

/* Whether variable N, which does not exist, has been told about on this line. */
static bool is_again(struct sema *cx, const struct node *n)
{
	const struct node *last = cx->unknown_pvar;
	struct sources *all = &cx->session->sources;

	cx->unknown_pvar = n;
	return last && str_equal(last->text, n->text) && last->at.hi <= n->at.lo &&
	       source_of(all, last->at.lo) == source_of(all, n->at.lo) &&
	       str_find(source_text(all, (struct span){last->at.lo, n->at.lo}), '\n') < 0;
}

void pvar_use(struct sema *cx, const struct node *n, bool is_target)
{
	struct pvar_text *t = pvars_entry(cx->unit, n);
	struct pvar_problem problem;
	const struct node *below;
	struct diag *x;
	struct pvar v;

	if (is_valid(cx, t, is_target))
		return;
	if (n->kind == N_BARE) {
		use_bare(cx, n, is_target);
		return;
	}
	if (!str_starts(n->text, STR("$"))) {
		value_text(cx, n);
		return;
	}
	if (parse(cx, t, n->text, &v, &problem)) {
		bool is_settable = is_target && check_target(cx, n, &v);

		if (is_settable || !is_target)
			mark_valid(cx, n, is_settable);
		return;
	}
	/* One module that is missing is one mistake, however often it is needed. */
	if (problem.module && sema_is_missed(cx, problem.module))
		return;
	if (problem.fault == PVAR_UNKNOWN && is_again(cx, n))
		return;
	x = report(cx, written_span(&cx->session->sources, n->at, n->text, problem.at, problem.n),
		   &problem);
	below = problem.module ? map_find(&cx->modules_all, str_of(problem.module)) : NULL;
	if (below)
		diag_note(cx->diags, x, below->at, "it is loaded here: move this loadmodule up");
	if (!str_equal(source_text(&cx->session->sources, n->at), n->text))
		diag_note(cx->diags, x, SPAN_NONE, "a subst makes \"%.*s\" of it",
			  STR_ARG(n->text));
	diag_seen(x, n->at);
}

RULE(pvar_unknown, "K530", SEV_ERROR, PHASE_PARSE, .summary = "a variable that does not exist",
     .why = "Variables belong to modules, which have to be loaded above; the core has very few. "
	    "Most are in module pv. Names are case-sensitive.\n\n"
	    "In a script a bare name that is no variable, such as $foo, is an attribute and no "
	    "mistake; with parentheses, or in the mode #!KAMAILIO, it is one.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $heder(From);\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $hdr(From);\n}\n")

RULE(pvar_shape, "K531", SEV_ERROR, PHASE_PARSE,
     .summary = "a variable with something in it that cannot stand there",
     .why = "A variable is $name(inner) or $(name(inner)[index]{transformation}), in this order "
	    "and without blanks between the parts.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $( ru);\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(ru);\n}\n")

RULE(
    pvar_inner, "K532", SEV_ERROR, PHASE_PARSE,
    .summary = "the wrong text in the parentheses of a variable",
    .why =
	"Some variables need a name in parentheses, others take none. What the name may be depends "
	"on the variable: any text, one of a list of keys, the name of a header, another variable.",
    .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $branch(urii);\n}\n",
    .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $branch(uri);\n}\n")

RULE(pvar_index, "K533", SEV_ERROR, PHASE_PARSE, .summary = "a variable with a wrong index",
     .why = "Only variables with several values take an index in brackets: a number, * for all, "
	    "or a variable.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(hdr(Via)[first]);\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(hdr(Via)[0]);\n}\n")

RULE(transformation_unknown, "K534", SEV_ERROR, PHASE_PARSE,
     .summary = "a transformation that does not exist",
     .why = "A transformation is {class.name} or {class.name,argument}. Classes belong to "
	    "modules, most of them to pv; their names are case-sensitive.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(ru{s.lenght});\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(ru{s.len});\n}\n")

RULE(transformation_arguments, "K535", SEV_ERROR, PHASE_PARSE,
     .summary = "a transformation with the wrong arguments",
     .why = "Each transformation takes a fixed number of arguments, separated by commas. Numbers "
	    "may be variables, blanks around them do not count; blanks behind a text belong to it.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(ru{s.substr,4});\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(x) = $(ru{s.substr,4,0});\n}\n")

RULE(pvar_early, "K536", SEV_ERROR, PHASE_PARSE, .summary = "$shv() before shared memory is set up",
     .why = "Kamailio sets up shared memory at the first modparam() or after the first route, and "
	    "looks shared variables up there at once.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$shv(x) = 1;\n}\n",
     .good = "loadmodule \"pv\"\nmodparam(\"pv\", \"shvset\", \"x=i:0\")\nrequest_route {\n"
	     "\t$shv(x) = 1;\n}\n")

RULE(pvar_read_only, "K537", SEV_ERROR, PHASE_PARSE,
     .summary = "an assignment to a variable that can only be read",
     .why = "Most variables show a part of the message or of the server. Few can be set: your "
	    "own ($var, $avp, $xavp, $shv, $sht ...) and those that change the request, such as "
	    "$ru and $du.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$si = \"127.0.0.1\";\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$var(si) = \"127.0.0.1\";\n}\n")

RULE(pvar_transformed, "K538", SEV_ERROR, PHASE_PARSE,
     .summary = "an assignment to a variable with a transformation",
     .why = "A transformation makes a new value of what is read; there is nothing to set.",
     .bad = "loadmodule \"pv\"\nrequest_route {\n\t$(ru{uri.user}) = \"a\";\n}\n",
     .good = "loadmodule \"pv\"\nrequest_route {\n\t$rU = \"a\";\n}\n")

/* modparamx() wants the value of $def(NAME) at once. */
static void check_define(struct sema *cx, const struct node *n, const struct node *value)
{
	const struct defines *all = &cx->unit->record.defines;
	struct str rest = str_skip(value->text, 5), name = str_head(rest, rest.n - 1);
	const struct define *found = define_find(all, name);
	struct diag *x;

	if (cx->is_broken || (found && found->set_by != RECORD_NONE))
		return;
	x = diag_report(cx->diags, &rule_pvar_inner, value->at, "nothing defines \"%.*s\"",
			STR_ARG(str_head(name, 100)));
	diag_hint(cx->diags, x, "modparamx() needs a value");
	diag_seen(x, sema_last(n->at));
}

void pvar_modparam(struct sema *cx, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);

	if (value->kind != N_PVAR)
		return;
	pvar_use(cx, value, false);
	if (str_starts(value->text, STR("$def(")))
		check_define(cx, n, value);
}

/* Text N has variables; Kamailio notices at SEEN. */
static void check_text(struct sema *cx, const struct node *n, struct span seen)
{
	struct pvar_problem problem;

	if (n->kind == N_STRING && str_find(n->text, '$') >= 0 &&
	    !pvar_format(pvar_here(cx), n->text, &problem) &&
	    !(problem.module && sema_is_missed(cx, problem.module)))
		diag_seen(report(cx, pvars_fault_span(cx->unit, n, 0, &problem), &problem), seen);
}

void pvar_string(struct sema *cx, const struct node *n)
{
	check_text(cx, n, n->at);
}

void pvar_text(struct sema *cx, const struct node *modparam, const struct node *n)
{
	check_text(cx, n, sema_last(modparam->at));
}

/* The variables in the replacement of a subst expression. */
static void check_subst(struct sema *cx, struct str expression, struct span at)
{
	struct subst_error error = {0};
	struct subst *s;
	struct str text;
	size_t offset;

	if (str_find(expression, '$') < 0)
		return;
	s = subst_parse(cx->session->regexes, expression, &error);
	for (size_t i = 0; s && subst_variable(s, i, &text, &offset); i++) {
		struct pvar_problem problem;
		struct pvar v;

		if (expression.p[offset] != '$' || pvar_parse(pvar_here(cx), text, &v, &problem))
			continue;
		diag_seen(report(cx,
				 written_span(&cx->session->sources, at, expression,
					      offset + problem.at, problem.n),
				 &problem),
			  sema_next(cx, at.hi));
	}
}

void pvar_subst(struct sema *cx, const struct node *n)
{
	const struct node *expression = KID(n, SUBST, expression);

	check_subst(cx, expression->text, expression->at);
}

void pvar_definitions(struct sema *cx)
{
	for (size_t i = 0; i < cx->session->definition_count; i++) {
		const struct definition *d = &cx->session->definitions[i];

		if (d->kind == DEFINITION_SUBST || d->kind == DEFINITION_SUBSTDEF ||
		    d->kind == DEFINITION_SUBSTDEFS)
			check_subst(cx, d->text, SPAN_NONE);
	}
}
