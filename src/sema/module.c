/*
 * module - which modules are loaded, and loadmodule of one that is not there.  Facts:
 * semantics.md section 7.1; vectors 661-670, 1048, 1049.
 *
 * What must stay true: a module counts from its line on, by the name of its file without folders
 * and ".so"; behind an unknown one everything that could be its own is left alone.
 */
#include "sema/module.h"
#include "sema/parameter.h"
#include "sema/variable.h"
#include "text/rule.h"

#include "modules/module_file.h"
#include "facts/suggest.h"
#include "scan/written.h"

/* What is reported here. */
extern const struct rule rule_quote_missing;
extern const struct rule rule_module_unknown;
extern const struct rule rule_module_version;
extern const struct rule rule_module_above;

/* The loadable module that NAME was probably meant to be, or NULL. */
static const char *nearest(struct sema *cx, struct str name)
{
	const struct catalog *c = cx->session->catalog;
	struct nearest n = nearest_to(name);

	for (size_t i = 0; i < c->module_count; i++)
		if (c->modules[i].versions & cx->version->bit && c->modules[i].parameter_name)
			nearest_consider(&n, str_of(c->modules[i].name));
	return n.best.p;
}

/* Branches in which there is a module NAME to load. */
static uint32_t versions_of(struct sema *cx, struct str name)
{
	size_t count = 0;
	const struct fact_module *m =
	    name.n ? catalog_modules(cx->session->catalog, name, &count) : NULL;
	uint32_t versions = 0;

	for (; count; count--, m++)
		if (m->parameter_name)
			versions |= m->versions;
	return versions;
}

/* Says that the module NAME is in other versions only, or was once. */
static void report_version(struct sema *cx, struct span at, struct str name, uint32_t versions,
			   const char *advice)
{
	struct buf b = buf_on(cx->arena);
	struct diag *x = diag_report(cx->diags, &rule_module_version, at,
				     "there is no module \"%.*s\" in kamailio %.*s", STR_ARG(name),
				     STR_ARG(cx->version->name));

	if (advice)
		buf_text(&b, advice);
	else
		sema_say_versions(&b, cx, versions);
	diag_hint(cx->diags, x, "%s", b.p);
	diag_seen(x, at);
}

/* Where the second one stands of strings that are joined to be STRING; SPAN_NONE: it is one. */
static struct span second_piece(struct sema *cx, const struct node *string)
{
	struct sources *s = &cx->session->sources;
	struct written w = written_start(s, string->at, string->text);
	struct span before = string->at;

	for (size_t i = 0; !w.is_plain && i < string->text.n && !w.is_lost; i++) {
		struct span here = written_place(&w, i, 1);

		if (i && here.lo > before.hi &&
		    source_text(s, (struct span){here.lo - 1, here.lo}).p[0] == '"')
			return (struct span){here.lo - 1, string->at.hi};
		before = here;
	}
	return SPAN_NONE;
}

/* What the parser said of the lines of AT, up to the end of the last one, comes of X. */
static void take_over(struct sema *cx, struct span at, struct diag *x)
{
	struct sources *s = &cx->session->sources;
	struct place last = source_place(s, at.hi - 1);
	struct diag *told = cx->told ? cx->told : cx->diags->first;

	diag_seen(x, at);
	while (told && told != x && source_order(s, told->at.lo, at.lo) < 0)
		told = told->next;
	cx->told = told;
	for (; told && told != x && x != &cx->diags->unwanted; told = told->next) {
		struct place p = source_place(s, told->at.lo);

		if (p.source != last.source || p.line > last.line)
			return;
		told->cause = x;
	}
}

/* A name that goes over lines, or that a missing word or quote has joined out of two. */
static bool report_joined(struct sema *cx, const struct node *module)
{
	struct span at = module->at, second;
	ptrdiff_t end = str_find(source_text(&cx->session->sources, at), '\n');
	struct diag *x;

	if (end > 0 && str_find(module->text, '\n') == end - 1) {
		x = diag_report(cx->diags, &rule_quote_missing,
				(struct span){at.lo, at.lo + (uint32_t)end},
				"a quote is missing: this name of a module goes over lines");
		take_over(cx, at, x);
		return true;
	}
	second = second_piece(cx, module);
	if (!second.lo)
		return false;
	x = diag_report(cx->diags, &rule_module_unknown, second,
			"this string is joined to the one in front of it, and there is no module "
			"\"%.*s\"",
			STR_ARG(module->text));
	take_over(cx, at, x);
	return true;
}

static void report_unknown(struct sema *cx, const struct node *module)
{
	struct str name = module_file_name(module->text);
	struct span at = module->at;
	const char *meant;
	struct diag *x;

	if (report_joined(cx, module))
		return;
	x = diag_report(cx->diags, &rule_module_unknown, at, "there is no module \"%.*s\"",
			STR_ARG(name));
	meant = sema_may_search(cx) ? nearest(cx, name) : NULL;
	if (meant)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", meant);
	diag_seen(x, at);
}

/* MODULE is the name in a loadmodule: one that this version does not have is reported. */
static void check_known(struct sema *cx, const struct node *module)
{
	struct str name = module_file_name(module->text);
	const struct module *m = map_find(&cx->unit->modules.by_file, name);
	struct span at = module->at;
	const char *advice;
	uint32_t versions;

	if (m && sema_is_known(m)) {
		/* What an unread one exports could be anything. */
		cx->has_stranger |= m->fact->is_unread;
		cx->has_unknown_module |= m->fact->is_unread;
		return;
	}
	cx->has_unknown_module = true;
	versions = versions_of(cx, name);
	advice = name.n
		     ? catalog_advice(cx->session->catalog, RENAMED_MODULE, name, NULL, cx->version)
		     : NULL;
	if (versions || advice) {
		map_add(&cx->modules_missing, cx->arena, name);
		cx->has_stranger |= !versions;
		report_version(cx, at, name, versions, advice);
		return;
	}
	cx->has_stranger = true;
	report_unknown(cx, module);
}

/* A module that another one wants to find when it is loaded itself. */
static void check_above(struct sema *cx, const struct node *module)
{
	size_t count;
	const struct dependency *d = dependency_find(module_file_name(module->text), &count);
	struct diag *x;

	for (; count && !cx->has_unknown_module; count--, d++) {
		if (d->order != NEED_LOAD || !(d->versions & cx->version->bit) ||
		    modules_has(&cx->unit->modules, str_of(d->needs[0])))
			continue;
		x = diag_report(cx->diags, &rule_module_above, module->at,
				"module \"%s\" cannot be loaded without module \"%s\" above it",
				d->module, d->needs[0]);
		diag_hint(cx->diags, x, "loadmodule \"%s.so\" is missing above", d->needs[0]);
		diag_seen(x, module->at);
	}
}

void module_load(struct sema *cx, const struct node *n)
{
	const struct node *module = KID(n, LOADMODULE, module);

	modules_add_module(&cx->unit->modules, n);
	if (!str_is(n->text, "loadmodulex") || str_find(module->text, '$') < 0) {
		check_known(cx, module);
		check_above(cx, module);
		return;
	}
	pvar_string(cx, module);
	cx->has_unknown_module = cx->has_stranger = true;
}

RULE(module_unknown, "K700", SEV_ERROR, PHASE_PARSE, .summary = "a module that does not exist",
     .why = "Kamailio looks for the file in the folders of mpath (or -L), with and without "
	    "\".so\", and refuses the config when it is not there. kamcheck looks the name, "
	    "without folders, up in its tables. What calls or sets something after an unknown "
	    "module is not judged, for it could belong to it.",
     .bad = "loadmodule \"textop.so\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"textops.so\"\nrequest_route { exit; }\n")

RULE(module_version, "K701", SEV_ERROR, PHASE_PARSE,
     .summary = "a module that this version of Kamailio does not have",
     .why = "Modules come, go and get other names. --kamailio says for which version a "
	    "config is meant.",
     .bad = "loadmodule \"mi_fifo.so\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"jsonrpcs.so\"\nrequest_route { exit; }\n")

void module_miss(struct sema *cx, struct str lost)
{
	while (lost.n) {
		ptrdiff_t quote = str_find(lost, '"'), end;
		struct str name;

		lost = quote < 0 ? str_skip(lost, lost.n) : str_skip(lost, (size_t)quote + 1);
		end = str_find(lost, '"');
		if (end < 0)
			return;
		name = module_file_name(str_head(lost, (size_t)end));
		if (versions_of(cx, name) & cx->version->bit)
			map_add(&cx->unit->modules.missed, cx->arena, name);
		lost = str_skip(lost, (size_t)end + 1);
	}
}

/* All names of the file, with their places, so that a call above its loadmodule can say so. */
static void collect_one(struct sema *cx, const struct node *n)
{
	const struct node *name = KID(n, LOADMODULE, module);

	map_keep(&cx->modules_all, cx->arena, module_file_name(name->text), name);
}

static void collect(struct sema *cx, const struct node *root)
{
	for (const struct node *n = KID(root, FILE, items); n; n = n->next)
		if (n->kind == N_LOADMODULE)
			collect_one(cx, n);
}

/* --loadmodule and --modparam act before the file is read. */
static void take_options(struct sema *cx)
{
	struct modules *l = &cx->unit->modules;

	for (size_t i = 0; i < cx->session->definition_count; i++) {
		const struct definition *d = &cx->session->definitions[i];

		if (d->kind == DEFINITION_LOADMODULE) {
			const struct node *n = modules_option(l, d);

			module_load(cx, n);
			collect_one(cx, n);
		} else if (d->kind == DEFINITION_MODPARAM)
			parameter_check(cx, modules_add_param(l, modules_option(l, d)));
	}
}

void module_begin(struct sema *cx, const struct node *root)
{
	modules_init(&cx->unit->modules, cx->session);
	take_options(cx);
	if (root)
		collect(cx, root);
}

RULE(module_above, "K702", SEV_ERROR, PHASE_PARSE,
     .summary = "a module that cannot be loaded without another one above it",
     .why = "Most modules look for others when the server starts. http_async_client looks for pv "
	    "as soon "
	    "as it is loaded (5.7 and newer).",
     .bad = "loadmodule \"tm\"\nloadmodule \"http_async_client\"\nloadmodule \"pv\"\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"pv\"\nloadmodule \"http_async_client\"\n"
	     "request_route { exit; }\n")
