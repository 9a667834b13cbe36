/*
 * reference - names of connections and profiles in calls that no parameter defines.  Each was tried
 * with 5.6.3, profiles of ims_dialog and names with a "$" as recorded of 6.1.4.
 *
 * What must stay true: only what is certain; the server looks when it starts, so a modparam()
 * anywhere counts.
 */
#include "base/ascii.h"
#include "engine/visit.h"
#include "text/keylist.h"

/* What profiles one of the two modules has. */
struct profiles {
	struct map names;
	bool is_open; /* some are known only at run time */
};

/* A name that nothing defines: one mistake, however often it is used. */
struct undefined {
	struct diag *told;
	unsigned places;
};

enum { PLACES_MOST = 3 };

struct references {
	struct map undefined; /* struct undefined, by what it names and its name */
	struct profiles dialog, ims_dialog;
	struct profiles files; /* of file_out */
};

static const struct state_kind state = STATE_KIND(struct references);

/* Reports that there is no KIND of that name, once; NULL: it was told before. */
static struct diag *report_once(struct visit *v, const char *kind, const struct node *name)
{
	struct references *r = visit_state(v, &state);
	struct buf key = buf_on(v->arena);
	struct undefined *u;

	buf_printf(&key, "%s %.*s", kind, STR_ARG(name->text));
	u = MAP_RECORD(&r->undefined, v->arena, buf_view(&key), struct undefined);
	if (u->told) {
		if (u->places++ < PLACES_MOST)
			diag_note(v->diags, u->told, name->at, "it is used here, too");
		return NULL;
	}
	u->told = report(v, name->at, "there is no %s \"%.*s\"", kind, STR_ARG(name->text));
	return u->told;
}

static struct profiles *profiles_of(struct visit *v, struct str module)
{
	struct references *r = visit_state(v, &state);

	return str_is(module, "ims_dialog") ? &r->ims_dialog : &r->dialog;
}

/* "caller; callee" in the value of N: whatever stands behind a name is left alone. */
static void take_profiles(struct visit *v, const struct node *n)
{
	struct profiles *s = profiles_of(v, v->param->module->file);
	struct str text = KID(n, MODPARAM, value)->text;

	if (!module_param_is_last(v->param))
		return;
	s->is_open |= !v->param->by->is_known;
	while (text.n) {
		text = str_trim(text);
		map_add(&s->names, v->arena, str_head(text, ascii_run(text, ascii_is_word)));
		str_take(&text, ';');
	}
}

static void check_profile(struct visit *v, const struct node *name)
{
	const char *module = v->call->function ? v->call->function->module : "dialog";
	const struct profiles *s = profiles_of(v, str_of(module));
	struct diag *x;

	if (!modules_named(&v->unit->modules, module) || s->is_open ||
	    v->unit->modules.has_unknown_param || map_has(&s->names, name->text))
		return;
	x = report_once(v, "profile", name);
	if (x)
		diag_hint(v->diags, x, "profiles_with_value or profiles_no_value of %s define it",
			  module);
}

static void check_connection(struct visit *v, const struct node *name)
{
	struct diag *x;

	if (!modules_named(&v->unit->modules, "sqlops") ||
	    v->unit->modules.sets[SET_SQLCON].has_refused ||
	    modules_may_define(&v->unit->modules, SET_SQLCON, name->text))
		return;
	x = report_once(v, "connection", name);
	if (x)
		diag_hint(v->diags, x, "modparam(\"sqlops\", \"sqlcon\", \"%.*s=>...\") is missing",
			  STR_ARG(name->text));
}

/* "name=NAME;extension=.txt" */
static void take_file(struct visit *v, const struct node *n)
{
	struct references *r = visit_state(v, &state);
	struct keylist list = keylist_of(KID(n, MODPARAM, value)->text, false);
	struct keylist_item item;

	while (keylist_next(&list, &item))
		if (str_equal_nocase(item.key, STR("name")))
			map_add(&r->files.names, v->arena, item.value);
	r->files.is_open |= !v->param->by->is_known || list.error;
}

static void check_file(struct visit *v, const struct node *name)
{
	const struct references *r = visit_state(v, &state);
	struct diag *x;

	if (!modules_named(&v->unit->modules, "file_out") || r->files.is_open ||
	    v->unit->modules.has_unknown_param || map_has(&r->files.names, name->text))
		return;
	x = report_once(v, "file", name);
	if (x)
		diag_hint(v->diags, x, "modparam(\"file_out\", \"file\", \"name=%.*s\") is missing",
			  STR_ARG(name->text));
}

static void check_timer(struct visit *v, const struct node *name)
{
	struct diag *x;

	if (!modules_named(&v->unit->modules, "timer") ||
	    v->unit->modules.sets[SET_TIMER].has_refused ||
	    modules_may_define(&v->unit->modules, SET_TIMER, name->text))
		return;
	x = report_once(v, "timer", name);
	if (x)
		diag_hint(
		    v->diags, x,
		    "modparam(\"timer\", \"declare_timer\", \"%.*s=ROUTE,1000,slow,enable\") is "
		    "missing",
		    STR_ARG(name->text));
}

static void check_name(struct visit *v, const struct node *call, enum tag tag,
		       void (*check)(struct visit *v, const struct node *name))
{
	const struct node *name = visit_tagged(v, call, tag);

	if (name && name->kind == N_STRING)
		check(v, name);
}

/* Parameters are visited before calls. */
static void see(struct visit *v, const struct node *n)
{
	if (n->kind == N_MODPARAM) {
		if (str_is(v->param->module->file, "file_out"))
			take_file(v, n);
		else
			take_profiles(v, n);
		return;
	}
	check_name(v, n, TAG_SQL, check_connection);
	check_name(v, n, TAG_PROFILE, check_profile);
	check_name(v, n, TAG_TIMER, check_timer);
	check_name(v, n, TAG_FILE_OUT, check_file);
}

RULE(reference_missing, "K741", SEV_ERROR, PHASE_START,
     .tags = TAG_SQL | TAG_PROFILE | TAG_TIMER | TAG_FILE_OUT,
     .params = PARAM("dialog", "profiles_with_value", "dialog", "profiles_no_value", "ims_dialog",
		     "profiles_with_value", "ims_dialog", "profiles_no_value", "file_out", "file"),
     .run = see, .silent_in = DOUBT_SETTINGS | DOUBT_IMPORT,
     .summary =
	 "a connection of sqlops, a profile of dialog, a timer of timer or a file of file_out "
	 "that no modparam() defines",
     .why = "sql_query() and its kin name a connection of sqlcon, set_dlg_profile() and its kin a "
	    "profile of profiles_with_value or profiles_no_value, timer_enable() a timer of "
	    "declare_timer, file_out() a file. The server looks when it starts, "
	    "and refuses. The case of the letters counts.",
     .bad = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	    "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	    "request_route {\n\tsql_query(\"cb\", \"select 1\", \"ra\");\n\texit;\n}\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	     "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	     "request_route {\n\tsql_query(\"ca\", \"select 1\", \"ra\");\n\texit;\n}\n")
