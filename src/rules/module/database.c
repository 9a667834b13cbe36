/*
 * database - modules that use a database for which no driver is loaded (grammar/databases.tsv; each
 * row tried with 5.6.3).
 *
 * What must stay true: only what is certain, as in needs.c.
 */
#include "engine/visit.h"

/* "mysql" of "mysql://...": the driver is the module db_mysql. */
static struct str scheme_of(struct str url)
{
	ptrdiff_t colon = str_search(url, STR("://"));

	return colon < 0 ? (struct str){0} : str_head(url, (size_t)colon);
}

/* Whether URL needs a driver that is not loaded: that of *SCHEME. */
static bool lacks_driver(struct visit *v, struct str url, struct str *scheme)
{
	struct buf b = buf_on(v->arena);

	*scheme = scheme_of(url);
	if (!scheme->n)
		return false;
	buf_text(&b, "db_");
	buf_str(&b, *scheme);
	return !modules_has(&v->unit->modules, buf_view(&b));
}

static void hint_driver(struct visit *v, struct diag *x, struct str scheme)
{
	diag_hint(v->diags, x, "loadmodule \"db_%.*s.so\" is missing", STR_ARG(scheme));
}

static void report_value(struct visit *v, const struct node *value, struct str scheme)
{
	hint_driver(v,
		    report(v, value->at, "\"%.*s://\" needs module \"db_%.*s\"", STR_ARG(scheme),
			   STR_ARG(scheme)),
		    scheme);
}

static void check_database(struct visit *v, const struct node *n, const struct database *d)
{
	const struct module_param *set = map_find(&v->module->params, str_of(d->param));
	struct str url = str_of(d->url), scheme;

	if (!modules_value(&v->unit->modules, v->module, d->param, &url) ||
	    !lacks_driver(v, url, &scheme))
		return;
	if (set)
		report_value(v, set->by->value, scheme);
	else
		hint_driver(v,
			    report(v, module_place(n),
				   "module \"%s\" uses the database %s, as \"%s\" is not set, and "
				   "module \"db_%.*s\" is not loaded",
				   d->module, d->url, d->param, STR_ARG(scheme)),
			    scheme);
}

/* name=>URL */
static void check_connection(struct visit *v)
{
	const struct node *value = v->param->by->value;
	struct str scheme;
	ptrdiff_t arrow;

	if (!v->param->by->is_known || value->kind != N_STRING)
		return;
	arrow = str_search(value->text, STR("=>"));
	if (arrow >= 0 &&
	    lacks_driver(v, str_trim(str_skip(value->text, (size_t)arrow + 2)), &scheme))
		report_value(v, value, scheme);
}

static void check_driver(struct visit *v, const struct node *n)
{
	const struct database *d;
	size_t count;

	if (v->param) {
		check_connection(v);
		return;
	}
	for (d = database_find(v->module->file, &count); count; count--, d++)
		if (d->versions & v->version->bit &&
		    modules_meet(&v->unit->modules, v->module, d->when))
			check_database(v, n, d);
}

RULE(database_driver, "K732", SEV_ERROR, PHASE_START, .each_module = true, .settings = FORM(NAMED),
     .run = check_driver, .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_MODULE,
     .summary = "a database without the module that drives it",
     .why = "The beginning of a database URL names the driver: mysql:// needs the module "
	    "db_mysql. Most modules use a mysql:// of their own when no URL is set.",
     .bad = "loadmodule \"usrloc\"\nmodparam(\"usrloc\", \"db_mode\", 3)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_mysql\"\nloadmodule \"usrloc\"\n"
	     "modparam(\"usrloc\", \"db_mode\", 3)\nrequest_route { exit; }\n")
