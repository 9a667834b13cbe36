/*
 * rule_table - tables of htable that are used and not defined or kept nowhere, timers of rtimer
 * that are defined and not used.  Tried with 5.6.3.
 *
 * What must stay true: a name that is known only at run time, used or defined, silences this.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_table_undefined;
extern const struct rule rule_table_without_database;
extern const struct rule rule_timer_idle;

static void use_table(struct check *cx, struct str name, struct span at)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '$' || name.p[i] == '(' || name.p[i] == '"')
			return;
	name = str_trim(name);
	if (name.n)
		names_add(&cx->tables_used, cx->arena, name, at);
}

/* "$sht(table=>key)" in TEXT, which stands at AT. */
void table_text(struct check *cx, struct str text, struct span at)
{
	ptrdiff_t i;

	for (; (i = str_search(text, STR("$sht"))) >= 0; text = str_skip(text, (size_t)i + 1)) {
		struct str rest = str_skip(text, (size_t)i + 1);
		ptrdiff_t open = str_find(rest, '('), arrow;

		if (open < 0)
			return;
		arrow = str_search(str_skip(rest, (size_t)open), STR("=>"));
		if ((i && text.p[i - 1] == '$') || arrow < 0)
			continue;
		if (words_find(WORDS_TABLE_VARIABLE, str_head(rest, (size_t)open), cx->version))
			use_table(cx, str_head(str_skip(rest, (size_t)open + 1), (size_t)arrow - 1),
				  at);
	}
}

void table_call(struct check *cx, const struct node *call)
{
	const struct node *first = KID(call, CALL, arguments);
	ptrdiff_t arrow;

	if (str_is(call->text, "sht_iterator_start"))
		first = first->next;
	if (!first || first->kind != N_STRING || str_starts(call->text, STR("sht_iterator_n")) ||
	    str_starts(call->text, STR("sht_iterator_e")) ||
	    str_starts(call->text, STR("sht_iterator_r")))
		return;
	arrow = str_search(first->text, STR("=>"));
	use_table(cx, arrow < 0 ? first->text : str_head(first->text, (size_t)arrow), first->at);
}

static void check_table(const struct name *use, void *ctx)
{
	struct check *cx = ctx;
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	buf_text(&b, "htable:");
	buf_str(&b, use->text);
	if (names_find(&cx->settings, buf_view(&b)))
		return;
	x = diag_report(cx->diags, &rule_table_undefined, use->at, "there is no htable \"%.*s\"",
			STR_ARG(use->text));
	diag_hint(cx->diags, x, "modparam(\"htable\", \"htable\", \"%.*s=>size=8\") is missing",
		  STR_ARG(use->text));
}

static void check_timer(const struct name *entry, void *ctx)
{
	struct check *cx = ctx;
	struct str name;
	struct diag *x;

	if (!str_starts(entry->text, STR("rtimer:")) || entry->is_filled)
		return;
	name = str_skip(entry->text, sizeof "rtimer:" - 1);
	x = diag_report(cx->diags, &rule_timer_idle, entry->at, "nothing is run by timer \"%.*s\"",
			STR_ARG(name));
	diag_hint(cx->diags, x,
		  "modparam(\"rtimer\", \"exec\", \"timer=%.*s;route=...\") is missing",
		  STR_ARG(name));
}

/* A table that is kept in a database, and no database. */
static void check_database(struct check *cx)
{
	const struct module_param *v = modules_param(&cx->unit->modules, "htable", "htable");
	const struct node *first = NULL;

	if (modules_param(&cx->unit->modules, "htable", "db_url"))
		return;
	for (; v; v = v->older) {
		const struct node *value = v->by->value;

		if (value->kind == N_STRING && str_search(value->text, STR("dbtable=")) >= 0)
			first = value;
	}
	if (first)
		diag_hint(cx->diags,
			  diag_report(cx->diags, &rule_table_without_database, first->at,
				      "\"dbtable\" does nothing: \"db_url\" of htable is not set"),
			  "modparam(\"htable\", \"db_url\", ...) is missing");
}

void table_finish(struct check *cx)
{
	check_database(cx);
	if (modules_named(&cx->unit->modules, "htable") && !cx->has_unknown_table)
		names_each(&cx->tables_used, cx->arena, check_table, cx);
	if (modules_named(&cx->unit->modules, "rtimer") && !cx->has_missed_setting)
		names_each(&cx->settings, cx->arena, check_timer, cx);
}

RULE(table_undefined, "K738", SEV_WARNING, PHASE_RUN,
     .summary = "a table of htable that no modparam() defines",
     .why = "The server starts; each access logs an error and gives no value.",
     .bad = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	    "request_route { if ($sht(bann=>$si) != $null) exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	     "modparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	     "request_route { if ($sht(ban=>$si) != $null) exit; }\n")

RULE(timer_idle, "K809", SEV_WARNING, PHASE_RUN, .summary = "a timer of rtimer that runs nothing",
     .why = "A timer is one parameter, what it runs another: exec names the timer and the route. "
	    "Without it the server starts, and nothing happens.",
     .bad = "loadmodule \"rtimer\"\n"
	    "modparam(\"rtimer\", \"timer\", \"name=ta;interval=10;mode=1\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"rtimer\"\n"
	     "modparam(\"rtimer\", \"timer\", \"name=ta;interval=10;mode=1\")\n"
	     "modparam(\"rtimer\", \"exec\", \"timer=ta;route=CLEANUP\")\n"
	     "request_route { exit; }\nroute[CLEANUP] { exit; }\n")

RULE(table_without_database, "K811", SEV_WARNING, PHASE_RUN,
     .summary = "a table of htable with dbtable, and no db_url",
     .why = "The server starts. The table is neither filled out of the database nor written back.",
     .evidence = "kamailio issues 3082, 3422",
     .bad = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=8;dbtable=ban\")\n"
	    "request_route { if ($sht(ban=>$si) != $null) exit; }\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"pv\"\nloadmodule \"htable\"\n"
	     "modparam(\"htable\", \"db_url\", \"text:///var/lib/kamailio\")\n"
	     "modparam(\"htable\", \"htable\", \"ban=>size=8;dbtable=ban\")\n"
	     "request_route { if ($sht(ban=>$si) != $null) exit; }\n")
