/*
 * needs - modules that do not start: what they need of other modules, parameters, event routes
 * (grammar/dependencies.tsv, requirements.tsv, which say where their rows were tried).
 *
 * What must stay true: only what is certain.  Where a module may be loaded that nobody can see, or
 * a parameter has a value that is known only at run time, nothing is said.
 */
#include "engine/visit.h"

/* Something may be loaded or set that is not seen. */

/* Whether C names a mode that can be chosen, not just the one that there is by default. */
static bool is_switch(const struct condition *c)
{
	return c->test != CONDITION_IS || !str_is(str_of(c->value), c->unset);
}

/* The parameter whose value switches on what the conditions are about, or NULL. */
static const char *switched_on_by(const struct condition *when)
{
	for (; when->param; when++)
		if (is_switch(when))
			return when->param;
	return NULL;
}

/* --- modules ---------------------------------------------------------------------------------- */

struct needs {
	struct map missing; /* modules that were said here to be missing */
};

static const struct state_kind state = STATE_KIND(struct needs);

/* The next row of the module that is visited that holds; *COUNT rows are left at ROW. */
static const struct dependency *next_dependency(struct visit *v, const struct dependency **row,
						size_t *count)
{
	while (*count) {
		const struct dependency *d = (*row)++;

		--*count;
		if (d->versions & v->version->bit &&
		    modules_meet(&v->unit->modules, v->module, d->when))
			return d;
	}
	return NULL;
}

/*
 * The first of the modules of which D needs one that is loaded, in the order of the text; NULL:
 * none is.
 */
static const struct module *loaded_need(struct visit *v, const struct dependency *d)
{
	const struct module *first = NULL;

	for (const char *const *name = d->needs; *name; name++) {
		const struct module *m = modules_file(&v->unit->modules, *name);

		if (m && (!first || m->order < first->order))
			first = m;
	}
	return first;
}

/* Nothing is said of a module whose functions or variables were missing before. */
static bool is_worth_saying(struct visit *v, const struct dependency *d)
{
	struct needs *s = visit_state(v, &state);
	struct str name = str_of(d->needs[0]);

	if (loaded_need(v, d))
		return false;
	if (!map_has(&s->missing, name) && !is_first_need(v, d->needs[0]))
		return false;
	map_add(&s->missing, v->arena, name);
	return true;
}

/* " (or p_usrloc, ims_usrloc_scscf)": the modules that are as good as the first one of D. */
static struct str others_text(struct visit *v, const struct dependency *d)
{
	struct buf b = buf_on(v->arena);

	for (const char *const *name = d->needs + 1; *name; name++) {
		buf_text(&b, name == d->needs + 1 ? " (or " : ", ");
		buf_text(&b, *name);
	}
	if (d->needs[1])
		buf_text(&b, ")");
	return buf_view(&b);
}

static void check_modules(struct visit *v, const struct node *n)
{
	const struct dependency *d, *row;
	struct diag *x;
	size_t count;

	row = dependency_find(v->module->file, &count);
	while ((d = next_dependency(v, &row, &count))) {
		/* What cannot even be loaded is reported before (sema/module). */
		if (d->order == NEED_LOAD || !is_worth_saying(v, d))
			continue;
		if (switched_on_by(d->when))
			x = report(v, module_place(n),
				   "module \"%s\" needs module \"%s\" for \"%s\"", d->module,
				   d->needs[0], switched_on_by(d->when));
		else
			x = report(v, module_place(n), "module \"%s\" needs module \"%s\"",
				   d->module, d->needs[0]);
		diag_hint(v->diags, x, "loadmodule \"%s.so\"%.*s is missing above", d->needs[0],
			  STR_ARG(others_text(v, d)));
	}
}

RULE(module_needed, "K730", SEV_ERROR, PHASE_START, .each_module = true, .run = check_modules,
     .silent_in = DOUBT_SETTINGS, .summary = "a module without another one that it needs to start",
     .why = "Modules use functions of others: tm for transactions, sl for replies, rr for "
	    "dialogs. \"kamailio -c\" does not start the modules, so it says nothing; the "
	    "server ends with \"error while initializing modules\". Some need the other "
	    "module only when a parameter switches something on.",
     .bad = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"cdr_enable\", 1)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"dialog\"\n"
	     "loadmodule \"acc\"\nmodparam(\"acc\", \"cdr_enable\", 1)\n"
	     "request_route { dlg_manage(); }\n")

static void check_order(struct visit *v, const struct node *n)
{
	const struct dependency *d, *row;
	size_t count;

	row = dependency_find(v->module->file, &count);
	while ((d = next_dependency(v, &row, &count))) {
		const struct module *needed = d->order == NEED_BEFORE ? loaded_need(v, d) : NULL;

		if (needed && needed->order > v->module->order)
			diag_note(v->diags,
				  report(v, module_place(n),
					 "module \"%s\" must be loaded behind module \"%.*s\"",
					 d->module, STR_ARG(needed->file)),
				  module_place(needed->node), "\"%.*s\" is loaded here",
				  STR_ARG(needed->file));
	}
}

RULE(module_order, "K731", SEV_ERROR, PHASE_START, .each_module = true, .run = check_order,
     .silent_in = DOUBT_SETTINGS,
     .summary = "a module loaded above another one that it needs to start",
     .why = "Modules start in the order in which they are loaded, and some ask for another "
	    "one that must have started: tm, above all.",
     .bad = "loadmodule \"tmx\"\nloadmodule \"tm\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"tmx\"\nrequest_route { exit; }\n")

/* --- parameters and event routes -------------------------------------------------------------- */

/* The same as next_dependency(). */
static const struct requirement *next_requirement(struct visit *v, const struct requirement **row,
						  size_t *count)
{
	while (*count) {
		const struct requirement *r = (*row)++;

		--*count;
		if (r->versions & v->version->bit &&
		    modules_meet(&v->unit->modules, v->module, r->when))
			return r;
	}
	return NULL;
}

/* Whether the parameter R is missing: not set, or set to a text that is as good as none. */
static bool is_missing(struct visit *v, const struct requirement *r)
{
	struct str text = {0};

	if (r->event || !modules_value(&v->unit->modules, v->module, r->param, &text))
		return false;
	return !text.n && (r->is_filled || !map_has(&v->module->params, str_of(r->param)));
}

static void check_parameters(struct visit *v, const struct node *n)
{
	const struct requirement *r, *row;
	struct diag *x;
	size_t count;

	row = requirement_find(v->module->file, &count);
	while ((r = next_requirement(v, &row, &count))) {
		if (!is_missing(v, r))
			continue;
		if (switched_on_by(r->when))
			x = report(v, module_place(n),
				   "module \"%s\" needs parameter \"%s\" for \"%s\"", r->module,
				   r->param, switched_on_by(r->when));
		else
			x = report(v, module_place(n),
				   "module \"%s\" does not start without parameter \"%s\"",
				   r->module, r->param);
		diag_hint(v->diags, x, "modparam(\"%.*s\", \"%s\", %s)", STR_ARG(v->module->name),
			  r->param, r->looks);
	}
}

RULE(parameter_needed, "K733", SEV_ERROR, PHASE_START, .each_module = true, .run = check_parameters,
     .silent_in = DOUBT_SETTINGS, .summary = "a module without a parameter that it needs to start",
     .why = "A few modules have no default for what they need most; the server ends while "
	    "it starts them.",
     .bad = "loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"dmq\"\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	     "loadmodule \"dmq\"\n"
	     "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"
	     "request_route { exit; }\n")

static void check_events(struct visit *v, const struct node *n)
{
	const struct requirement *r, *row;
	size_t count;

	row = requirement_find(v->module->file, &count);
	while ((r = next_requirement(v, &row, &count)))
		if (r->event && !routes_find(&v->unit->routes, ROUTES_EVENT, str_of(r->event)))
			report(v, module_place(n), "module \"%s\" does not start without %s",
			       r->module, r->param);
}

RULE(event_needed, "K734", SEV_ERROR, PHASE_START, .each_module = true, .run = check_events,
     .needs = NEEDS_ROUTES, .silent_in = DOUBT_SETTINGS | DOUBT_ENGINE,
     .summary = "a module without the event_route that it needs to start",
     .why = "xhttp hands each HTTP request to event_route[xhttp:request], nosip each text "
	    "to event_route[nosip:msg]. Without the route they do not start.",
     .bad = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"sl\"\nloadmodule \"xhttp\"\nrequest_route { exit; }\n"
	     "event_route[xhttp:request] { exit; }\n")
