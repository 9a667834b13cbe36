/*
 * database - modules that use a database for which no driver is loaded, or only below them
 * (grammar/databases.tsv, which says where its rows were tried).
 *
 * What must stay true: only what is certain, as in needs.c.
 */
#include "engine/visit.h"
#include "facts/words.h"

/* "mysql" of "mysql://...": the driver is the module db_mysql. The server takes what stands in
 * front of a colon, or all there is. */
static struct str scheme_of(struct str url)
{
	return str_take(&url, ':');
}

/* The file of the driver of SCHEME. */
static struct str driver_of(struct visit *v, struct str scheme)
{
	struct buf b = buf_on(v->arena);

	buf_text(&b, "db_");
	buf_str(&b, scheme);
	return buf_view(&b);
}

/* Whether URL needs a driver that is not loaded: that of *SCHEME. */
static bool lacks_driver(struct visit *v, struct str url, struct str *scheme)
{
	*scheme = scheme_of(url);
	return scheme->n && !modules_has(&v->unit->modules, driver_of(v, *scheme));
}

static void hint_driver(struct visit *v, struct diag *x, struct str scheme)
{
	diag_hint(v->diags, x, "loadmodule \"db_%.*s.so\" is missing", STR_ARG(scheme));
}

static void report_value(struct visit *v, const struct node *value, struct str scheme)
{
	if (str_search(value->text, STR("://")) < 0) {
		diag_hint(v->diags,
			  report(v, value->at, "\"%.*s\" is no URL of a database",
				 STR_ARG(str_head(value->text, 60))),
			  "it looks like mysql://user:password@host/database");
		return;
	}
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

/* Whether D holds for the module that is visited. */
static bool is_used(struct visit *v, const struct database *d)
{
	return d->versions & v->version->bit && modules_meet(&v->unit->modules, v->module, d->when);
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
		if (is_used(v, d))
			check_database(v, n, d);
}

RULE(database_driver, "K732", SEV_ERROR, PHASE_START, .each_module = true, .settings = FORM(NAMED),
     .run = check_driver, .silent_in = DOUBT_SETTINGS,
     .summary = "a database without the module that drives it",
     .why = "The beginning of a database URL names the driver: mysql:// needs the module "
	    "db_mysql. Most modules use a mysql:// of their own when no URL is set.",
     .bad = "loadmodule \"usrloc\"\nmodparam(\"usrloc\", \"db_mode\", 3)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_mysql\"\nloadmodule \"usrloc\"\n"
	     "modparam(\"usrloc\", \"db_mode\", 3)\nrequest_route { exit; }\n")

/* The driver of D when it is one that must have started before D is opened, and has not; or NULL.
 */
static const struct module *late_driver(struct visit *v, const struct database *d)
{
	struct str url = str_of(d->url), driver;
	const struct module *m;

	if (!d->is_opened || !is_used(v, d) ||
	    !modules_value(&v->unit->modules, v->module, d->param, &url))
		return NULL;
	driver = driver_of(v, scheme_of(url));
	if (!words_find(WORDS_DRIVER_FIRST, driver, v->version))
		return NULL;
	m = map_find(&v->unit->modules.by_file, driver);
	return m && m->order > v->module->order ? m : NULL;
}

static void check_late_driver(struct visit *v, const struct node *n)
{
	const struct database *d;
	const struct module *m;
	size_t count;

	for (d = database_find(v->module->file, &count); count; count--, d++)
		if ((m = late_driver(v, d)))
			diag_note(v->diags,
				  report(v, module_place(n),
					 "module \"%s\" must be loaded behind module \"%.*s\", "
					 "whose database it opens when it starts",
					 d->module, STR_ARG(m->file)),
				  module_place(m->node), "\"%.*s\" is loaded here",
				  STR_ARG(m->file));
}

RULE(database_order, "K742", SEV_ERROR, PHASE_START, .each_module = true, .run = check_late_driver,
     .silent_in = DOUBT_SETTINGS,
     .summary = "a module loaded above the driver of the database that it opens when it starts",
     .why = "Modules start in the order in which they are loaded. db_text sets up its tables "
	    "when it starts; a module above it that opens its database at once finds none.",
     .bad = "loadmodule \"domain\"\nloadmodule \"db_text\"\n"
	    "modparam(\"domain\", \"db_url\", \"text:///etc/kamailio/dbtext\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"domain\"\n"
	     "modparam(\"domain\", \"db_url\", \"text:///etc/kamailio/dbtext\")\n"
	     "request_route { exit; }\n")
