/*
 * kemi - what scripts in Lua, Python, JavaScript and Ruby call of the server: KSR.tm.t_relay().
 * What the server does with each mistake was tried with 5.6.3, in all four languages.
 *
 * What must stay true: an object or function that the script looks at before it calls it, or hands
 * on, may be missing on purpose; where modules may be loaded that nobody sees, none is said to be
 * missing.
 */
#include "base/ascii.h"
#include "engine/visit.h"
#include "facts/kemi.h"

/* What is reported here. */
extern const struct rule rule_kemi_module;
extern const struct rule rule_kemi_function;
extern const struct rule rule_kemi_arguments;

enum finding_of { CALL_GOOD, CALL_UNLOADED, CALL_LATER, CALL_NO_FUNCTION, CALL_NO_OBJECT };

/* What is known of a function that a script calls. */
struct call_verdict {
	bool is_made;
	enum finding_of what;
	const struct fact_kemi *row; /* the function, as far as there is one */
};

struct kemi {
	struct visit *v;
	const struct named_file *file;
	struct map verdicts; /* struct call_verdict, by object and function */
};

/* --- what is wrong ---------------------------------------------------------------------------- */

static bool is_loaded(const struct visit *v, const struct fact_kemi *row)
{
	return str_is(STR("core"), row->module) ||
	       modules_has(&v->unit->modules, str_of(row->module));
}

/* Whether the release has the object at all, whatever is loaded. */
static bool has_object(const struct visit *v, struct str object)
{
	const struct fact_kemi *row = NULL;

	while ((row = kemi_of_object(object, row)))
		if (row->versions & v->version->bit)
			return true;
	return false;
}

/* The best row of the function: of a module that is loaded, or else of the one that the object is
 * named after. */
static struct call_verdict judge(const struct visit *v, struct str object, struct str function)
{
	struct call_verdict x = {.is_made = true, .what = CALL_NO_FUNCTION};
	const struct fact_kemi *row = NULL;

	if (str_is(object, "x") && script_fact(function, SCRIPTS_OWN, NULL, v->version)) {
		x.what = CALL_GOOD;
		return x;
	}
	while ((row = kemi_next(object, function, row))) {
		bool is_there = row->versions & v->version->bit;

		if (is_there && is_loaded(v, row)) {
			x.what = CALL_GOOD;
			x.row = row;
			return x;
		}
		if (x.what == CALL_UNLOADED && (!is_there || !str_is(object, row->module)))
			continue;
		x.what = is_there ? CALL_UNLOADED : CALL_LATER;
		x.row = row;
	}
	if (!x.row && !str_is(object, "x") && !has_object(v, object))
		x.what = CALL_NO_OBJECT;
	return x;
}

/* Objects are constants in Ruby: KSR::TM is what others call KSR.tm. */
static struct str object_of(const struct kemi *k, const struct script_call *c)
{
	if (!c->object.n)
		return STR("-");
	if (k->file->fact->format != FILE_RUBY)
		return c->object;
	return buf_lower(k->v->arena, c->object);
}

static const struct call_verdict *verdict_of(struct kemi *k, const struct script_call *c,
					     struct str object)
{
	struct buf key = buf_on(k->v->arena);
	struct call_verdict *x;

	buf_str(&key, object);
	buf_byte(&key, '.');
	buf_str(&key, c->function);
	x = MAP_RECORD(&k->verdicts, k->v->arena, buf_view(&key), struct call_verdict);
	if (!x->is_made)
		*x = judge(k->v, object, c->function);
	return x;
}

/* --- what is said ----------------------------------------------------------------------------- */

/* How the script writes what C calls. */
static struct str name_of(const struct kemi *k, const struct script_call *c)
{
	struct buf b = buf_on(k->v->arena);

	buf_text(&b, "KSR");
	if (c->object.n) {
		buf_text(&b, k->file->fact->format == FILE_RUBY ? "::" : ".");
		buf_str(&b, c->object);
	}
	buf_byte(&b, '.');
	buf_str(&b, c->function);
	return buf_view(&b);
}

static void report_unloaded(struct kemi *k, const struct script_call *c,
			    const struct call_verdict *x)
{
	struct visit *v = k->v;
	struct str name = name_of(k, c);

	if (v->unit->doubts & (DOUBT_SETTINGS | DOUBT_IMPORT) || !is_first_need(v, x->row->module))
		return;
	diag_hint(v->diags,
		  report(v, named_file_place(k->file, c->object),
			 "%.*s() needs the module \"%s\", which is not loaded", STR_ARG(name),
			 x->row->module),
		  "loadmodule \"%s.so\" is missing in the config", x->row->module);
}

static void report_later(struct kemi *k, const struct script_call *c, const struct call_verdict *x)
{
	struct visit *v = k->v;
	struct str name = name_of(k, c);
	struct buf b = buf_on(v->arena);

	version_say(&b, x->row->versions);
	diag_hint(v->diags,
		  report_as(v, &rule_kemi_function, named_file_place(k->file, c->function),
			    "Kamailio %.*s has no %.*s()", STR_ARG(v->version->name),
			    STR_ARG(name)),
		  "it is there in %.*s", STR_ARG(buf_view(&b)));
}

static void report_unknown(struct kemi *k, const struct script_call *c, struct str object,
			   bool is_object)
{
	struct visit *v = k->v;
	struct str name = name_of(k, c);
	const char *near;
	struct diag *x;

	if (v->unit->doubts & DOUBT_MODULE || !is_wanted(v, &rule_kemi_function))
		return;
	near = kemi_nearest(object, is_object ? STR("") : c->function, v->version);
	x = report_as(v, &rule_kemi_function,
		      named_file_place(k->file, is_object ? c->object : c->function),
		      "there is no %.*s()", STR_ARG(name));
	if (near)
		diag_hint(v->diags, x, "did you mean \"%s\"?", near);
}

/* Python wants as many as there are, the others at least so many. */
static void check_arguments(struct kemi *k, const struct script_call *c,
			    const struct fact_kemi *row)
{
	struct visit *v = k->v;
	unsigned wanted = (unsigned)row->parameters;
	bool is_python = k->file->fact->format == FILE_PYTHON;
	struct str name = name_of(k, c);

	if (c->is_open || c->count == wanted || (c->count > wanted && is_python == !wanted))
		return;
	report_as(v, &rule_kemi_arguments, named_file_place(k->file, c->function),
		  "%.*s() takes %u argument%s, not %u", STR_ARG(name), wanted,
		  wanted == 1 ? "" : "s", c->count);
}

static void report_case(struct kemi *k, const struct script_call *c)
{
	struct visit *v = k->v;

	diag_hint(v->diags,
		  report_as(v, &rule_kemi_function, named_file_place(k->file, c->object),
			    "Ruby has no KSR.%.*s", STR_ARG(c->object)),
		  "objects are constants there, as in KSR::TM");
}

/* --- the scripts ------------------------------------------------------------------------------ */

/* Whether the script has looked at what C calls, or handed it on. */
static bool is_guarded(const struct kemi *k, const struct script_call *c)
{
	const struct script_calls *all = k->file->script;
	struct buf b = buf_on(k->v->arena);

	if (c->object.n && map_has(&all->guarded, c->object))
		return true;
	buf_str(&b, c->object);
	if (c->object.n)
		buf_byte(&b, '.');
	buf_str(&b, c->function);
	return map_has(&all->guarded, buf_view(&b));
}

static void check_call(struct kemi *k, const struct script_call *c)
{
	struct str object = object_of(k, c);
	const struct call_verdict *x = verdict_of(k, c, object);

	if (k->file->fact->format == FILE_RUBY && c->object.n && ascii_is_lower(c->object.p[0])) {
		report_case(k, c);
		return;
	}
	if (x->what != CALL_GOOD && (k->file->script->is_passed_on || is_guarded(k, c)))
		return;
	switch (x->what) {
	case CALL_GOOD:
		if (x->row)
			check_arguments(k, c, x->row);
		break;
	case CALL_UNLOADED: report_unloaded(k, c, x); break;
	case CALL_LATER: report_later(k, c, x); break;
	case CALL_NO_FUNCTION: report_unknown(k, c, object, false); break;
	case CALL_NO_OBJECT: report_unknown(k, c, object, true); break;
	}
}

static void check_scripts(struct visit *v)
{
	if (!kemi_knows(v->version))
		return;
	for (const struct named_file *f = v->unit->files.first; f; f = f->next) {
		struct kemi k = {.v = v, .file = f};

		if (!f->script || f->script->is_broken)
			continue;
		for (uint32_t i = 0; i < f->script->calls.count; i++)
			check_call(&k, &f->script->calls.all[i]);
	}
}

RULE(
    kemi_module, "K890", SEV_ERROR, PHASE_RUN, .end = check_scripts, .needs = NEEDS_FILES,
    .summary = "a script that calls a function of a module that is not loaded",
    .why =
	"KSR.tm is there only when the config loads the module tm. Without it the script ends with "
	"an error where it comes by, while requests are processed.")

RULE(kemi_function, "K891", SEV_ERROR, PHASE_RUN, .found_by = &rule_kemi_module,
     .summary = "a script that calls a function that the server does not have",
     .why =
	 "What scripts can call is KSR.object.function() of the modules that are loaded, and "
	 "KSR.function() of the core; not all functions of a config are there, and some have other "
	 "names. The script ends with an error where it comes by. In Ruby objects are constants: "
	 "KSR::TM.t_relay().")

RULE(kemi_arguments, "K892", SEV_ERROR, PHASE_RUN, .found_by = &rule_kemi_module,
     .summary = "a script that calls a function of the server with the wrong number of arguments",
     .why =
	 "Each function takes a fixed number of arguments. With fewer the function is not run, and "
	 "the log says so; Python raises an exception, for more arguments as well.")
