/*
 * rule_startup - modules that do not start: what they need of other modules, databases, parameters
 * (grammar/dependencies.tsv, databases.tsv, requirements.tsv; each row tried with 5.6.3).
 *
 * What must stay true: only what is certain.  Where a module may be loaded that nobody can see, or
 * a parameter has a value that is known only at run time, nothing is said.
 */
#include "sema/check_state.h"
#include "text/rule.h"

#include "facts/setting.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_acc_flag;
extern const struct rule rule_acc_list;
extern const struct rule rule_async_workers;
extern const struct rule rule_database_driver;
extern const struct rule rule_event_needed;
extern const struct rule rule_module_needed;
extern const struct rule rule_module_order;
extern const struct rule rule_parameter_needed;
extern const struct rule rule_rtpengine_node;

/* The value of a parameter of M as text; false when it is known only at run time. */
static bool value_of(struct check *cx, const struct module *m, struct str param, struct str *text)
{
	return modules_value(&cx->unit->modules, m, arena_copy(cx->arena, param.p, param.n), text);
}

static bool is_true(struct check *cx, const struct module *m, const struct condition *when)
{
	for (; when->param; when++) {
		struct str text = str_of(when->unset);

		if (!value_of(cx, m, str_of(when->param), &text) ||
		    str_is(text, when->value) != when->is_equal)
			return false;
	}
	return true;
}

/* The parameter whose value switches on what the conditions are about, or NULL. */
static const char *switched_on_by(const struct condition *when)
{
	return when->is_equal ? NULL : when->param;
}

/* Something may be loaded or set that is not seen. */
static bool is_unsure(const struct check *cx)
{
	return cx->is_broken || cx->has_unknown_module || cx->has_stranger ||
	       cx->unit->modules.has_unknown_module;
}

static struct span module_at(const struct module *m)
{
	return KID(m->node, LOADMODULE, module)->at;
}

/* --- modules ---------------------------------------------------------------------------------- */

static void report_missing(struct check *cx, const struct module *m, const struct dependency *d)
{
	struct diag *x;

	if (map_has(&cx->unit->modules.missed, str_of(d->needs)))
		return;
	if (switched_on_by(d->when))
		x = diag_report(cx->diags, &rule_module_needed, module_at(m),
				"module \"%s\" needs module \"%s\" for \"%s\"", d->module, d->needs,
				switched_on_by(d->when));
	else
		x = diag_report(cx->diags, &rule_module_needed, module_at(m),
				"module \"%s\" needs module \"%s\"", d->module, d->needs);
	diag_hint(cx->diags, x, "loadmodule \"%s.so\" is missing above", d->needs);
}

static void check_dependency(struct check *cx, const struct module *m, const struct dependency *d)
{
	const struct module *needed = modules_file(&cx->unit->modules, d->needs);
	struct diag *x;

	if (!needed && names_find(&cx->modules_all, str_of(d->needs)))
		return; /* by an option of the command line */
	if (!needed) {
		report_missing(cx, m, d);
		return;
	}
	if (!d->is_before || needed->order < m->order)
		return;
	x = diag_report(cx->diags, &rule_module_order, module_at(m),
			"module \"%s\" must be loaded behind module \"%s\"", d->module, d->needs);
	diag_note(cx->diags, x, module_at(needed), "\"%s\" is loaded here", d->needs);
}

/* --- databases -------------------------------------------------------------------------------- */

/* "mysql" of "mysql://...": the driver is the module db_mysql. */
static struct str scheme_of(struct str url)
{
	ptrdiff_t colon = str_search(url, STR("://"));

	return colon < 0 ? (struct str){0} : str_head(url, (size_t)colon);
}

static bool has_driver(struct check *cx, struct str scheme)
{
	struct buf b = buf_on(cx->arena);

	buf_printf(&b, "db_%.*s", STR_ARG(scheme));
	return names_find(&cx->modules_all, buf_view(&b)) != NULL;
}

static void check_database(struct check *cx, const struct module *m, const struct database *d)
{
	const struct module_param *set;
	struct str url = str_of(d->url), scheme;
	struct diag *x;

	if (!value_of(cx, m, str_of(d->param), &url))
		return;
	scheme = scheme_of(url);
	if (!scheme.n || has_driver(cx, scheme))
		return;
	set = modules_param(&cx->unit->modules, m->name.p, d->param);
	if (set)
		x = diag_report(cx->diags, &rule_database_driver, set->by->value->at,
				"\"%.*s://\" needs module \"db_%.*s\"", STR_ARG(scheme),
				STR_ARG(scheme));
	else
		x = diag_report(cx->diags, &rule_database_driver, module_at(m),
				"module \"%s\" uses the database %s, as \"%s\" is not set, and "
				"module \"db_%.*s\" is not loaded",
				d->module, d->url, d->param, STR_ARG(scheme));
	diag_hint(cx->diags, x, "loadmodule \"db_%.*s.so\" is missing", STR_ARG(scheme));
}

/* name=>URL of sqlops and others. */
static void check_connection(struct check *cx, const struct node *value)
{
	ptrdiff_t arrow = value->kind == N_STRING ? str_search(value->text, STR("=>")) : -1;
	struct str scheme;
	struct diag *x;

	if (arrow < 0)
		return;
	scheme = scheme_of(str_trim(str_skip(value->text, (size_t)arrow + 2)));
	if (!scheme.n || has_driver(cx, scheme))
		return;
	x = diag_report(cx->diags, &rule_database_driver, value->at,
			"\"%.*s://\" needs module \"db_%.*s\"", STR_ARG(scheme), STR_ARG(scheme));
	diag_hint(cx->diags, x, "loadmodule \"db_%.*s.so\" is missing", STR_ARG(scheme));
}

static void check_connections(struct check *cx)
{
	const struct module_param *v = modules_param(&cx->unit->modules, "sqlops", "sqlcon");

	for (; v; v = v->older)
		check_connection(cx, v->by->value);
	for (v = modules_param(&cx->unit->modules, "db_cluster", "connection"); v; v = v->older)
		check_connection(cx, v->by->value);
}

/* --- parameters ------------------------------------------------------------------------------- */

static void check_event(struct check *cx, const struct module *m, const struct requirement *r)
{
	/* With a routing engine in another language there are no event routes. */
	if (route_is_above(cx, ROUTES_EVENT, str_of(r->event)) || cx->has_engine)
		return;
	diag_report(cx->diags, &rule_event_needed, module_at(m),
		    "module \"%s\" does not start without %s", r->module, r->param);
}

static void check_requirement(struct check *cx, const struct module *m, const struct requirement *r)
{
	struct str text = {0};
	struct diag *x;

	if (r->event) {
		check_event(cx, m, r);
		return;
	}
	if (!value_of(cx, m, str_of(r->param), &text) || text.n)
		return;
	if (switched_on_by(r->when))
		x = diag_report(cx->diags, &rule_parameter_needed, module_at(m),
				"module \"%s\" needs parameter \"%s\" for \"%s\"", r->module,
				r->param, switched_on_by(r->when));
	else
		x = diag_report(cx->diags, &rule_parameter_needed, module_at(m),
				"module \"%s\" does not start without parameter \"%s\"", r->module,
				r->param);
	diag_hint(cx->diags, x, "modparam(\"%.*s\", \"%s\", %s)", STR_ARG(m->name), r->param,
		  r->looks);
}

static void check_module(struct check *cx, const struct module *m)
{
	uint32_t bit = cx->version->bit;
	const struct requirement *r;
	const struct dependency *d;
	const struct database *b;
	size_t count;

	for (d = dependency_find(m->file, &count); count; count--, d++)
		if (d->versions & bit && is_true(cx, m, d->when))
			check_dependency(cx, m, d);
	for (b = database_find(m->file, &count); count; count--, b++)
		if (b->versions & bit && is_true(cx, m, b->when))
			check_database(cx, m, b);
	for (r = requirement_find(m->file, &count); count; count--, r++)
		if (r->versions & bit && is_true(cx, m, r->when))
			check_requirement(cx, m, r);
}

/* --- accounting ------------------------------------------------------------------------------- */

static void check_acc_flag(struct check *cx, const char *param)
{
	const struct module_param *v = modules_param(&cx->unit->modules, "acc", param);
	const struct node *value = v ? v->by->value : NULL;

	if (value && value->kind == N_NUMBER && value->number > 31)
		diag_report(cx->diags, &rule_acc_flag, value->at,
			    "\"%s\" is a flag, and flags go from 0 to 31", param);
}

/* name=$variable;name=$variable */
static void check_acc_list(struct check *cx, const char *param)
{
	const struct module_param *v = modules_param(&cx->unit->modules, "acc", param);
	const struct node *value = v ? v->by->value : NULL;
	const char *wrong = NULL;
	struct str text;
	struct diag *x;

	if (!value || value->kind != N_STRING || str_is(v->by->node->text, "modparamx"))
		return;
	text = value->text;
	if (!text.n || text.p[text.n - 1] == ';')
		wrong = text.n ? "a \";\" may not stand at the end" : "it may not be empty";
	while (text.n && !wrong) {
		ptrdiff_t end = str_find(text, ';');
		struct str item = end < 0 ? text : str_head(text, (size_t)end);
		ptrdiff_t equal = str_find(item, '=');

		text = str_skip(text, item.n + 1);
		if (!str_trim(item).n)
			continue;
		if (equal < 0)
			wrong = "each item has a name and \"=\"";
		else if (!str_starts(str_trim(str_skip(item, (size_t)equal + 1)), STR("$")))
			wrong = "behind \"=\" a variable is wanted";
	}
	if (!wrong)
		return;
	x = diag_report(cx->diags, &rule_acc_list, value->at, "\"%s\" of module \"acc\": %s", param,
			wrong);
	diag_hint(cx->diags, x, "it looks like caller=$fU;callee=$tU");
}

static void check_acc(struct check *cx)
{
	check_acc_flag(cx, "log_flag");
	check_acc_flag(cx, "log_missed_flag");
	check_acc_list(cx, "log_extra");
	check_acc_list(cx, "multi_leg_info");
	check_acc_flag(cx, "failed_transaction_flag");
	if (modules_text(&cx->unit->modules, "acc", "db_url", (struct str){0}).n) {
		check_acc_flag(cx, "db_flag");
		check_acc_flag(cx, "db_missed_flag");
		check_acc_list(cx, "db_extra");
	}
	if (modules_number(&cx->unit->modules, "acc", "cdr_enable", 0))
		check_acc_list(cx, "cdr_extra");
}

/* --- media proxies ---------------------------------------------------------------------------- */

/* Versions may differ in the protocols they know; an address without anything in front has none. */
static bool is_node(struct str word)
{
	return word.p[0] < '0' || word.p[0] > '9';
}

static void check_nodes(struct check *cx, const struct node *value)
{
	struct str text = value->text;
	ptrdiff_t set = str_search(text, STR("=="));
	struct diag *x;

	if (set >= 0)
		text = str_skip(text, (size_t)set + 2);
	for (text = str_trim(text); text.n; text = str_trim(text)) {
		ptrdiff_t end = str_find(text, ' ');
		struct str word = end < 0 ? text : str_head(text, (size_t)end);

		text = str_skip(text, word.n);
		if (is_node(word))
			continue;
		x = diag_report(cx->diags, &rule_rtpengine_node, value->at,
				"rtpengine \"%.*s\" is ignored: it has no protocol", STR_ARG(word));
		diag_hint(cx->diags, x, "write \"udp:%.*s\"", STR_ARG(word));
		return;
	}
}

static void check_rtpengine(struct check *cx)
{
	const struct module_param *v =
	    modules_param(&cx->unit->modules, "rtpengine", "rtpengine_sock");

	for (; v; v = v->older) {
		const struct node *value = v->by->value;

		if (value->kind == N_STRING && str_find(value->text, '$') < 0)
			check_nodes(cx, value);
	}
}

/* --- asynchronous workers --------------------------------------------------------------------- */

void startup_global(struct check *cx, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);

	if (str_starts(n->text, STR("async_workers")))
		cx->has_async_workers |= !value || value->kind != N_NUMBER || value->number > 0;
}

static void check_async(struct check *cx)
{
	struct diag *x;

	if (!cx->async_task || cx->has_async_workers)
		return;
	x = diag_report(cx->diags, &rule_async_workers, cx->async_task->at,
			"\"%.*s\" needs the core parameter \"async_workers\"",
			STR_ARG(cx->async_task->text));
	diag_hint(cx->diags, x, "async_workers=4 is missing");
}

void startup_text(struct check *cx, const struct node *n)
{
	if (check_beyond_parse(cx))
		table_text(cx, n->text, n->at);
}

void startup_call(struct check *cx, const struct node *call)
{
	const struct node *first = KID(call, CALL, arguments), *a = first;

	if (!check_beyond_parse(cx))
		return;
	if (!cx->async_task && str_starts(call->text, STR("async_task_")) &&
	    check_is_loaded(cx, "async"))
		cx->async_task = call;
	for (; a; a = a->next)
		if (a->kind == N_STRING)
			startup_text(cx, a);
	if (!first)
		return;
	if (first->kind == N_STRING)
		reference_call(cx, call, first);
	if (call->text.n < 5 || call->text.p[0] != 's')
		return;
	if (first->kind == N_STRING && str_starts(call->text, STR("set_")))
		socket_call(cx, call, first);
	if (str_starts(call->text, STR("sht_")))
		table_call(cx, call);
}

void startup_finish(struct check *cx)
{
	if (is_unsure(cx))
		return;
	reference_finish(cx);
	check_acc(cx);
	check_rtpengine(cx);
	check_async(cx);
	table_finish(cx);
	for (const struct module *m = cx->unit->modules.modules; m; m = m->next)
		check_module(cx, m);
	check_connections(cx);
}

RULE(rtpengine_node, "K729", SEV_WARNING, PHASE_RUN,
     .summary = "an address for rtpengine_sock without its protocol",
     .why = "Nodes are udp:host:port, udp6:, unix:, ws:// or wss://. Others are left out with "
	    "a warning in the log, and there is no media.",
     .bad = "loadmodule \"rtpengine\"\n"
	    "modparam(\"rtpengine\", \"rtpengine_sock\", \"127.0.0.1:2223\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"rtpengine\"\n"
	     "modparam(\"rtpengine\", \"rtpengine_sock\", \"udp:127.0.0.1:2223\")\n"
	     "request_route { exit; }\n")

RULE(module_needed, "K730", SEV_ERROR, PHASE_START,
     .summary = "a module without another one that it needs to start",
     .why = "Modules use functions of others: tm for transactions, sl for replies, rr for "
	    "dialogs. \"kamailio -c\" does not start the modules, so it says nothing; the "
	    "server ends with \"error while initializing modules\". Some need the other "
	    "module only when a parameter switches something on.",
     .bad = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"cdr_enable\", 1)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"dialog\"\n"
	     "loadmodule \"acc\"\nmodparam(\"acc\", \"cdr_enable\", 1)\n"
	     "request_route { exit; }\n")

RULE(module_order, "K731", SEV_ERROR, PHASE_START,
     .summary = "a module loaded above another one that it needs to start",
     .why = "Modules start in the order in which they are loaded, and some ask for another "
	    "one that must have started: tm, above all.",
     .bad = "loadmodule \"tmx\"\nloadmodule \"tm\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"tmx\"\nrequest_route { exit; }\n")

RULE(database_driver, "K732", SEV_ERROR, PHASE_START,
     .summary = "a database without the module that drives it",
     .why = "The beginning of a database URL names the driver: mysql:// needs the module "
	    "db_mysql. Most modules use a mysql:// of their own when no URL is set.",
     .bad = "loadmodule \"usrloc\"\nmodparam(\"usrloc\", \"db_mode\", 3)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_mysql\"\nloadmodule \"usrloc\"\n"
	     "modparam(\"usrloc\", \"db_mode\", 3)\nrequest_route { exit; }\n")

RULE(parameter_needed, "K733", SEV_ERROR, PHASE_START,
     .summary = "a module without a parameter that it needs to start",
     .why = "A few modules have no default for what they need most; the server ends while "
	    "it starts them.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"dmq\"\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	     "loadmodule \"dmq\"\n"
	     "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"
	     "request_route { exit; }\n")

RULE(event_needed, "K734", SEV_ERROR, PHASE_START,
     .summary = "a module without the event_route that it needs to start",
     .why = "xhttp hands each HTTP request to event_route[xhttp:request], nosip each text "
	    "to event_route[nosip:msg]. Without the route they do not start.",
     .bad = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route { exit; }\n"
	     "event_route[xhttp:request] { exit; }\n")

RULE(acc_flag, "K735", SEV_ERROR, PHASE_START, .summary = "a flag of acc above 31",
     .why = "log_flag and its kin name a flag of the message, and there are 32 of them. "
	    "The module does not start.",
     .bad = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 32)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 1)\n"
	     "request_route { exit; }\n")

RULE(acc_list, "K736", SEV_ERROR, PHASE_START,
     .summary = "a list of extra values for acc that is not well formed",
     .why = "log_extra, cdr_extra and multi_leg_info are lists name=$variable, separated "
	    "by semicolons, without one at the end. The module does not start.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	    "modparam(\"acc\", \"log_extra\", \"caller=$fU;callee=$tU;\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	     "modparam(\"acc\", \"log_extra\", \"caller=$fU;callee=$tU\")\n"
	     "request_route { exit; }\n")

RULE(async_workers, "K737", SEV_ERROR, PHASE_START,
     .summary = "async_task_route() or a function like it without asynchronous workers",
     .why = "The functions hand the request to processes that the core starts when "
	    "async_workers is set. Without them the server does not start. (async_route() "
	    "has timers of its own.)",
     .bad = "loadmodule \"tm\"\nloadmodule \"async\"\n"
	    "request_route { async_task_route(\"LATER\"); }\nroute[LATER] { exit; }\n",
     .good = "async_workers=4\nloadmodule \"tm\"\nloadmodule \"async\"\n"
	     "request_route { async_task_route(\"LATER\"); }\nroute[LATER] { exit; }\n")
