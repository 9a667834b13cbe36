/*
 * rule_variable - variables of the script, $var(name), that are read and never set.
 *
 * What must stay true: functions and modules set variables whose names they are given, so a name
 * that stands anywhere else in the files, in a string or in text that is switched off, is set.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

#include "facts/suggest.h"

/* What is reported here. */
extern const struct rule rule_var_unset;

/* So many names that are never set are looked at: more are no slips. */
enum { NAMES_MOST = 50 };

/* How a variable is read. */
struct reads {
	const struct node *first;
	uint32_t count;
};

/* The name in "$var(name)" or "$(var(name)...)"; empty for other variables. */
static struct str var_name(struct misuse *mu, struct str text)
{
	size_t from = text.n > 1 && text.p[1] == '(' ? 2 : 1;
	ptrdiff_t end;

	if (text.n < 7 || text.p[from] != 'v' || !str_starts(str_skip(text, from), STR("var(")))
		return STR("");
	text = str_skip(text, from + 4);
	end = str_find(text, ')');
	if (end <= 0)
		return STR("");
	text = str_head(text, (size_t)end);
	mu->has_unknown_var |= str_find(text, '$') >= 0;
	return text;
}

void variable_use(struct misuse *mu, const struct node *n, bool is_target)
{
	struct name *entry;
	const struct source *src;
	struct reads *reads;
	struct str name;

	if (n->kind != N_PVAR || n->text.n < 7)
		return;
	name = var_name(mu, n->text);
	if (!name.n)
		return;
	entry = names_add(&mu->vars, mu->arena, name, n->at);
	/* The text of a define is read more often than it is written: there is no counting it. */
	src = source_of(&mu->session->sources, n->at.lo);
	entry->is_filled |= is_target || !src || src->is_expansion;
	if (is_target)
		return;
	if (!entry->data)
		entry->data = ARENA_NEW(mu->arena, struct reads);
	reads = entry->data;
	if (!reads->count++)
		reads->first = n;
}

/* The name of ALL that is set and looks most like NAME; empty when none does. */
static struct str nearest(const struct name **all, uint32_t count, struct str name)
{
	unsigned least = SUGGEST_NEVER;
	struct str near = STR("");

	for (uint32_t i = 0; i < count; i++) {
		unsigned d =
		    all[i]->is_filled ? suggest_distance(name, all[i]->text) : SUGGEST_NEVER;

		if (d < least) {
			least = d;
			near = all[i]->text;
		}
	}
	return near;
}

/* Whether ENTRY stands only where it is read. */
static bool is_unset(struct misuse *mu, const struct name *entry)
{
	const struct reads *reads = entry->data;
	struct buf text = buf_on(mu->arena);

	buf_printf(&text, "var(%.*s)", STR_ARG(entry->text));
	return source_mentions(&mu->session->sources, buf_view(&text)) <= reads->count;
}

static void report(struct misuse *mu, const struct name *entry, struct str near)
{
	const struct reads *reads = entry->data;
	struct diag *x = diag_report(mu->diags, &rule_var_unset, reads->first->at,
				     "nothing sets \"$var(%.*s)\"", STR_ARG(entry->text));

	if (near.n)
		diag_hint(mu->diags, x, "did you mean \"$var(%.*s)\"?", STR_ARG(near));
}

/* Other languages set variables, too. */
static bool has_other_language(const struct node *root)
{
	for (const struct node *n = KID(root, FILE, items); n; n = n->next)
		if (n->kind == N_CFGENGINE ||
		    (n->kind == N_LOADMODULE &&
		     str_search(KID(n, LOADMODULE, module)->text, STR("app_")) >= 0))
			return true;
	return false;
}

/* Names of routes that do not exist lose no text. */
static bool has_errors(const struct diags *diags)
{
	for (const struct diag *x = diags->first; x; x = x->next)
		if (x->rule->severity == SEV_ERROR &&
		    (x->rule->phase == PHASE_PARSE || x->rule->code[1] != '3'))
			return true;
	return false;
}

void variable_finish(struct misuse *mu, const struct node *root)
{
	uint32_t looked_at = 0;
	const struct name **all;

	/* Text that is lost may set them. */
	if (!mu->vars.count || mu->has_unknown_var || has_errors(mu->diags) ||
	    !diag_wanted(mu->diags, &rule_var_unset) || has_other_language(root))
		return;
	all = names_sorted(&mu->vars, mu->arena);
	for (uint32_t i = 0; i < mu->vars.count; i++)
		if (!all[i]->is_filled && all[i]->data && looked_at++ < NAMES_MOST &&
		    is_unset(mu, all[i]))
			report(mu, all[i], nearest(all, mu->vars.count, all[i]->text));
}

RULE(var_unset, "K549", SEV_NOTE, PHASE_RUN,
     .summary = "a variable $var(...) that is read, and that nothing sets",
     .why = "It is 0, always. Most often its name, or that of the assignment, is "
	    "misspelt. Said only when the name stands nowhere else, not even in a string, and when "
	    "no other language takes part in the routing.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	    "\tif ($var(cont) == 1)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$var(count) = 1;\n"
	     "\tif ($var(count) == 1)\n\t\texit;\n}\n")
