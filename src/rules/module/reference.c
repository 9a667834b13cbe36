/*
 * rule_reference - names of connections and profiles in calls that no parameter defines.  Each was
 * tried with 5.6.3.
 *
 * What must stay true: only what is certain; the server looks when it starts, so a modparam()
 * anywhere counts.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_reference_missing;

void reference_call(struct check *cx, const struct node *call, const struct node *name)
{
	if (!str_starts(call->text, STR("sql_")) && str_search(call->text, STR("_profile")) < 0)
		return;
	if (!name->text.n || str_find(name->text, '$') >= 0)
		return;
	if (words_find(WORDS_SQL_CALL, call->text, cx->version) ||
	    words_find(WORDS_PROFILE_CALL, call->text, cx->version))
		check_defer(cx, &cx->references, call);
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* "caller; callee": whatever stands behind a name is left alone. */
static void take_profiles(struct check *cx, const struct module_param *v)
{
	const struct node *value = v ? v->by->value : NULL;
	struct str text = value && value->kind == N_STRING ? value->text : (struct str){0};

	while (text.n) {
		size_t n = 0;
		ptrdiff_t end;

		text = str_trim(text);
		while (n < text.n && is_name_byte(text.p[n]))
			n++;
		names_add(&cx->profiles, cx->arena, str_head(text, n), value->at);
		end = str_find(text, ';');
		text = end < 0 ? (struct str){0} : str_skip(text, (size_t)end + 1);
	}
}

static void check_connection(struct check *cx, const struct node *name)
{
	struct diag *x;

	if (cx->has_unknown_connection || names_find(&cx->connections, name->text))
		return;
	x = diag_report(cx->diags, &rule_reference_missing, name->at,
			"there is no connection \"%.*s\"", STR_ARG(name->text));
	diag_hint(cx->diags, x, "modparam(\"sqlops\", \"sqlcon\", \"%.*s=>...\") is missing",
		  STR_ARG(name->text));
}

static void check_profile(struct check *cx, const struct node *name)
{
	struct diag *x;

	if (names_find(&cx->profiles, name->text))
		return;
	x = diag_report(cx->diags, &rule_reference_missing, name->at,
			"there is no profile \"%.*s\"", STR_ARG(name->text));
	diag_hint(cx->diags, x, "profiles_with_value or profiles_no_value of dialog define it");
}

void reference_finish(struct check *cx)
{
	bool has_dialog = modules_named(&cx->unit->modules, "dialog");
	bool has_sqlops = modules_named(&cx->unit->modules, "sqlops");

	if (record_lacks(&cx->unit->record, LOST_IMPORT))
		return;
	if (has_dialog && cx->references.first) {
		take_profiles(cx,
			      modules_param(&cx->unit->modules, "dialog", "profiles_with_value"));
		take_profiles(cx, modules_param(&cx->unit->modules, "dialog", "profiles_no_value"));
	}
	for (const struct later *l = cx->references.first; l; l = l->next) {
		const struct node *name = KID(l->node, CALL, arguments);
		bool is_sql = str_starts(l->node->text, STR("sql_"));

		if (is_sql && has_sqlops)
			check_connection(cx, name);
		else if (!is_sql && has_dialog)
			check_profile(cx, name);
	}
}

RULE(reference_missing, "K741", SEV_ERROR, PHASE_START,
     .summary = "a connection of sqlops or a profile of dialog that no modparam() defines",
     .why = "sql_query() and its kin name a connection of sqlcon, set_dlg_profile() and its kin a "
	    "profile of profiles_with_value or profiles_no_value. The server looks when it starts, "
	    "and refuses. The case of the letters counts.",
     .bad = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	    "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	    "request_route {\n\tsql_query(\"cb\", \"select 1\", \"ra\");\n\texit;\n}\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	     "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	     "request_route {\n\tsql_query(\"ca\", \"select 1\", \"ra\");\n\texit;\n}\n")
