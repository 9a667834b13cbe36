/*
 * script_names - functions of scripts that the server is to call: for each request, by a name that
 * a script, a parameter or a call in the config gives.  What the server says when there is none was
 * tried with 5.6.3, in all four languages.
 *
 * What must stay true: nothing is said where a script may have names that do not stand in its text,
 * or where not all scripts were read.
 */
#include "engine/visit.h"
#include "facts/kemi.h"
#include "unit/constant.h"

/* What is reported here. */
extern const struct rule rule_script_main;
extern const struct rule rule_script_callback;
extern const struct rule rule_script_run;

/* Whether all names of the scripts of a language are known. */
struct known_names {
	bool is_asked, are_known;
};

struct script_names {
	const struct node *engine; /* the last cfgengine */
	struct map callbacks;      /* the last value of each kemi.x_callback, by x_callback */
	struct map known;          /* struct known_names, by modules */
};

static const struct state_kind state = STATE_KIND(struct script_names);

/* --- which scripts ---------------------------------------------------------------------------- */

/* A word with which the script reads others, or makes names. */
static bool has_more(const struct visit *v, const struct script_calls *script)
{
	const struct fact_script *s;

	for (size_t i = 0; (s = script_fact_at(i)); i++)
		if (s->kind == SCRIPTS_LOADS && s->versions & v->version->bit &&
		    map_has(&script->names, str_of(s->name)))
			return true;
	return script->has_more || script->is_broken;
}

/* Whether all names of the scripts of MODULE are known, and there are scripts. */
static bool find_all(const struct visit *v, const char *module)
{
	bool has_script = false;

	if (v->unit->files.is_open || v->unit->modules.has_unknown_param)
		return false;
	for (const struct named_file *f = v->unit->files.first; f; f = f->next) {
		if (!str_is(str_of(module), f->fact->module))
			continue;
		if (!f->script || has_more(v, f->script))
			return false;
		has_script = true;
	}
	return has_script;
}

static bool knows_all(struct visit *v, const char *module)
{
	struct script_names *s = visit_state(v, &state);
	struct known_names *known =
	    MAP_RECORD(&s->known, v->arena, str_of(module), struct known_names);

	if (!known->is_asked)
		known->are_known = find_all(v, module);
	known->is_asked = true;
	return known->are_known;
}

/* A script of MODULE has the word NAME. */
static bool has_name(const struct visit *v, const char *module, struct str name)
{
	for (const struct named_file *f = v->unit->files.first; f; f = f->next)
		if (f->script && str_is(str_of(module), f->fact->module) &&
		    map_has(&f->script->names, name))
			return true;
	return false;
}

/* The module of the language that routes, when all its names are known; or NULL. */
static const char *engine_module(struct visit *v, const struct node *engine)
{
	struct str wanted = engine ? KID(engine, CFGENGINE, engine)->text : STR("native");

	for (const struct named_file *f = v->unit->files.first; f; f = f->next) {
		struct str language = str_skip(str_of(f->fact->module), sizeof "app_" - 1);

		/* The engine of app_python3 is called "python". */
		if (f->script && wanted.n && str_starts(language, wanted))
			return knows_all(v, f->fact->module) ? f->fact->module : NULL;
	}
	return NULL;
}

/* --- names ------------------------------------------------------------------------------------ */

static void report_callback(struct visit *v, struct span at, struct str name)
{
	report_as(v, &rule_script_callback, at, "no script has a function \"%.*s\"", STR_ARG(name));
}

/* kemi.reply_route_callback="name"; "none" switches it off. */
static void check_settings(struct visit *v, const char *module)
{
	const struct script_names *s = visit_state(v, &state);

	for (uint32_t i = 0; i < s->callbacks.entries.count; i++) {
		const struct node *value = s->callbacks.entries.all[i].value;

		if (value->kind == N_STRING && value->text.n && !str_is(value->text, "none") &&
		    !has_name(v, module, value->text))
			report_callback(v, value->at, value->text);
	}
}

static void check_main(struct visit *v, const struct node *engine, const char *module)
{
	const struct script_names *state_now = visit_state(v, &state);
	const struct fact_script *s;

	/* Then it has another name, which is looked for like those of other callbacks. */
	if (map_has(&state_now->callbacks, STR("request_route_callback")))
		return;
	for (size_t i = 0; (s = script_fact_at(i)); i++)
		if (s->kind == SCRIPTS_MAIN && !has_name(v, module, str_of(s->name)))
			report(v, KID(engine, CFGENGINE, engine)->at,
			       "no script has a function %s(), which is called for each request",
			       s->name);
}

/* Whether the first argument of C names a function; objects of Ruby are in capitals. */
static bool names_function(struct visit *v, const struct script_call *c)
{
	const struct fact_kemi *row;

	if (!c->first.n || !c->object.n)
		return false;
	row = kemi_next(buf_lower(v->arena, c->object), c->function, NULL);
	return row && row->callback == 1;
}

/* KSR.tm.t_on_failure("name") */
static void check_callbacks(struct visit *v, const char *module, const struct named_file *f)
{
	for (uint32_t i = 0; f->script && i < f->script->calls.count; i++) {
		const struct script_call *c = &f->script->calls.all[i];

		if (names_function(v, c) && !has_name(v, module, c->first))
			report_callback(v, named_file_place(f, c->first), c->first);
	}
}

/* modparam("dialog", "event_callback", "name") */
static void check_params(struct visit *v, const char *module)
{
	for (const struct modparam *p = v->unit->modules.params; p; p = p->next) {
		const struct module_param *x = p->reached;

		if (!x || !p->is_known || p->value->kind != N_STRING || !p->value->text.n ||
		    !module_param_is_last(x) || has_name(v, module, p->value->text))
			continue;
		if (script_fact(p->parameter, SCRIPTS_PARAM, NULL, v->version))
			report_callback(v, p->value->at, p->value->text);
	}
}

static void see_engine(struct visit *v, const struct node *n)
{
	struct script_names *s = visit_state(v, &state);

	if (n->kind == N_CFGENGINE)
		s->engine = n;
	else
		map_put(&s->callbacks, v->arena, n->text, KID(n, KEMI, value));
}

static void check_engine(struct visit *v)
{
	const struct script_names *s = visit_state(v, &state);
	const char *module = engine_module(v, s->engine);

	if (!module)
		return;
	check_main(v, s->engine, module);
	for (const struct named_file *f = v->unit->files.first; f; f = f->next)
		if (str_is(str_of(module), f->fact->module))
			check_callbacks(v, module, f);
	check_params(v, module);
	check_settings(v, module);
}

/* --- lua_run("name") -------------------------------------------------------------------------- */

static void check_run(struct visit *v, const struct node *call)
{
	const struct node *argument = visit_tagged(v, call, TAG_SCRIPT);
	const char *module = v->call->function ? v->call->function->module : NULL;
	struct str name;

	if (!argument || !module || !constant_text(v->arena, argument, &name) || !name.n ||
	    !knows_all(v, module) || has_name(v, module, name))
		return;
	report(v, argument->at, "no script has a function \"%.*s\"", STR_ARG(name));
}

RULE(
    script_main, "K893", SEV_ERROR, PHASE_RUN, .nodes = NODE(CFGENGINE) | NODE(KEMI),
    .run = see_engine, .end = check_engine, .needs = NEEDS_FILES,
    .silent_in = DOUBT_SETTINGS | DOUBT_IMPORT,
    .summary = "routing in another language, and no script has ksr_request_route()",
    .why =
	"With cfgengine the function ksr_request_route() of the script is called for each request, "
	"in Python as a method of the object that mod_init() returns. When there is none, the log "
	"says so for each request, and nothing is done.")

RULE(script_callback, "K894", SEV_WARNING, PHASE_RUN, .found_by = &rule_script_main,
     .summary = "a name of a function for the server to call that no script has",
     .why =
	 "With routing in another language, t_on_failure(), t_on_branch(), t_on_reply() and "
	 "parameters such as event_callback take the name of a function of the script, and so do "
	 "kemi.reply_route_callback and its kin, where \"none\" switches it off. It is looked for "
	 "when it is to be called; when it is not there, nothing is done, and the log "
	 "says so of some.")

RULE(script_run, "K895", SEV_WARNING, PHASE_RUN, .tags = TAG_SCRIPT, .run = check_run,
     .needs = NEEDS_FILES, .silent_in = DOUBT_SETTINGS | DOUBT_IMPORT,
     .summary = "a call that runs a function that no script has",
     .why =
	 "lua_run(), python_exec(), jsdt_run() and ruby_run() look for the function when they are "
	 "called; when no script has it, the log says so, and the call is false.")
