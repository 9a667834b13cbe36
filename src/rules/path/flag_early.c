/*
 * flag_early - a flag that is asked for where nothing can have set it yet: what sets it runs later,
 * or for other messages.
 *
 * What must stay true: a message comes without flags, and a request that is in a dialog, too; those
 * of a request go with its transaction to what runs for its replies and failures.
 */
#include "engine/before.h"

struct flag_uses {
	uint64_t set;                          /* met so far */
	uint64_t early;                        /* asked for while it was not */
	const struct node *setter[FLAGS_MOST]; /* that was met first */
	uint32_t setters[FLAGS_MOST];
};

static const struct state_kind state = STATE_KIND(struct flag_uses);

/* All flags, and everything else. */
#define ANYTHING UINT64_MAX

/* --- what asks and sets ----------------------------------------------------------------------- */

static int number_of_name(const struct analysis *a, struct str name)
{
	for (int i = 0; i < FLAGS_MOST; i++)
		if (str_equal(a->flag_names[i], name))
			return i;
	return -1;
}

/* The number of the flag that N, a call of the core, is about; -1: none that is known. */
static int flag_of(const struct analysis *a, const struct node *n)
{
	const struct node *flag = n->op == OP_CALL_FLAG ? KID(n, CORE_CALL, arguments) : NULL;

	if (!flag)
		return -1;
	if (flag->kind == N_NUMBER)
		return flag->number >= 0 && flag->number < FLAGS_MOST ? (int)flag->number : -1;
	return number_of_name(a, flag->text);
}

static bool asks(const struct node *n)
{
	return str_is(n->text, "isflagset");
}

static bool sets(const struct node *n)
{
	return str_is(n->text, "setflag");
}

/* Whether only requests run R. */
static bool is_of_requests(const struct route *r)
{
	return route_contexts(r) == FACT_REQUEST;
}

/* In the order in which routes call each other: most flags are set in front of where they are
 * asked for, and then no path has to be followed. */
static void see(struct visit *v, void *unused, const struct node *n)
{
	struct flag_uses *x;
	int flag = flag_of(v->unit, n);

	(void)unused;
	if (flag < 0)
		return;
	x = visit_state(v, &state);
	if (sets(n)) {
		x->set |= UINT64_C(1) << flag;
		x->setters[flag]++;
		if (!x->setter[flag])
			x->setter[flag] = n;
	} else if (asks(n) && !(x->set >> flag & 1) && is_of_requests(v->route)) {
		x->early |= UINT64_C(1) << flag;
	}
}

/* --- along the paths -------------------------------------------------------------------------- */

struct early_test {
	int flag;
	const struct node *node;
	const struct route *route;
};

struct early_walk {
	struct visit *visit;
	uint64_t wanted; /* flags that are looked at */
	struct before before;
	LIST_OF(struct early_test) tests;
};

/* Of a path. */
struct may_be_set {
	uint64_t flags;
};

static void step(struct path *p, void *path, const struct node *n)
{
	struct early_walk *w = p->context;
	struct may_be_set *x = path;
	int flag = flag_of(p->unit, n);

	/* Nobody knows what such a route does. */
	if (n->op == OP_ROUTE && !calls_target(p->unit, n))
		x->flags = ANYTHING;
	if (flag < 0)
		return;
	if (sets(n))
		x->flags |= UINT64_C(1) << flag;
	else if (asks(n) && w->wanted & ~x->flags & UINT64_C(1) << flag)
		*LIST_ADD(p->unit->arena, &w->tests) = (struct early_test){flag, n, p->route};
}

/* What follows in a loop may run before. */
static void enter(struct path *p, void *path, const struct node *n, bool otherwise)
{
	(void)p;
	if (n->kind == N_WHILE && !otherwise)
		((struct may_be_set *)path)->flags = ANYTHING;
}

static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	struct may_be_set *x = (void *)into->state;
	const struct may_be_set *y = (const void *)from->state;

	(void)p;
	x->flags = (into->is_open ? x->flags : 0) | (from->is_open ? y->flags : 0);
}

static void call(struct path *p, void *path, const struct node *n, const void *summary)
{
	struct early_walk *w = p->context;
	struct may_be_set *x = path;

	(void)n;
	before_called(&w->before, p->unit->arena, p->route, p->target, x->flags);
	x->flags |= summary ? ((const struct may_be_set *)summary)->flags : ANYTHING;
}

/* --- findings --------------------------------------------------------------------------------- */

/* Whether all that sets FLAG was met: no module does, and no variable. */
static bool is_set_here_only(struct visit *v, const struct flag_uses *uses, int flag)
{
	uint32_t writes = 0;

	analysis_symbols(v->unit, SYMBOL(FLAG));
	if (v->unit->symbols.dynamic & SYMBOL(FLAG))
		return false;
	for (const struct symbol *s = v->unit->symbols.first; s; s = s->next)
		for (const struct reference *r = s->references; s->kind == SYMBOL_FLAG && r;
		     r = r->next)
			if (r->node && r->node->kind == N_CORE_CALL && sets(r->node) &&
			    flag_of(v->unit, r->node) == flag)
				writes = s->counts[REFERENCE_WRITES];
	return writes == uses->setters[flag];
}

static void tell(struct visit *v, const struct flag_uses *uses, const struct early_test *t)
{
	const struct node *flag = KID(t->node, CORE_CALL, arguments);
	struct diag *d;

	if (flag->kind == N_NUMBER)
		d = report(v, t->node->at, "nothing in front of this sets flag %d", t->flag);
	else
		d = report(v, t->node->at, "nothing in front of this sets flag \"%.*s\"",
			   STR_ARG(flag->text));
	diag_hint(v->diags, d, "a message comes without flags: the answer is always no");
	diag_note(v->diags, d, uses->setter[t->flag]->at, "it is set here");
}

static void tell_all(struct visit *v, const struct flag_uses *uses, const struct early_walk *w)
{
	uint64_t told = 0;

	for (uint32_t i = 0; i < w->tests.count; i++) {
		const struct early_test *t = &w->tests.all[i];
		uint64_t bit = UINT64_C(1) << t->flag;

		if ((told | before_route(&w->before, t->route)) & bit || !is_of_requests(t->route))
			continue;
		told |= bit;
		if (is_set_here_only(v, uses, t->flag))
			tell(v, uses, t);
	}
}

static void check_early(struct visit *v)
{
	static const struct path_listener listener = {.size = sizeof(struct may_be_set),
						      .nodes = NODE(CORE_CALL),
						      .step = step,
						      .enter = enter,
						      .join = join,
						      .call = call};
	const struct flag_uses *uses = visit_state(v, &state);
	struct early_walk w = {.visit = v, .wanted = uses->early & uses->set};

	if (!w.wanted || modules_run_scripts(&v->unit->modules))
		return;
	before_begin(&w.before, v);
	path_walk(v->unit, &listener, &w);
	if (before_end(&w.before))
		tell_all(v, uses, &w);
}

static const struct path_rule path = {.step = see};

RULE(flag_early, "K386", SEV_WARNING, PHASE_RUN, .nodes = NODE(CORE_CALL), .path = &path,
     .end = check_early, .silent_in = DOUBT_LOST | DOUBT_BRACES | DOUBT_MODULE | DOUBT_ENGINE,
     .of_all = true, .summary = "a flag that is asked for before anything can have set it",
     .why = "Flags are those of one message. A request comes without any, also within a dialog "
	    "whose first request had some; what is set goes with the transaction to its "
	    "failure_route, branch_route and onreply_route, and ends with it. So isflagset() is "
	    "false in each request when all that sets the flag stands behind it, or runs for "
	    "replies and failures only. What must last for a dialog goes into $dlg_var(), or a "
	    "parameter of the Record-Route.",
     .bad = "loadmodule \"tm\"\nloadmodule \"textops\"\nloadmodule \"pv\"\nloadmodule "
	    "\"sl\"\nloadmodule \"siputils\"\n"
	    "request_route {\n\tif (isflagset(5))\n\t\tappend_hf(\"X-Nat: yes\\r\\n\");\n"
	    "\tif (is_method(\"INVITE\"))\n\t\tsetflag(5);\n\tt_relay();\n}\n",
     .good =
	 "loadmodule \"tm\"\nloadmodule \"textops\"\nloadmodule \"pv\"\nloadmodule \"sl\"\n"
	 "loadmodule \"siputils\"\nrequest_route {\n\tif (is_method(\"INVITE\"))\n\t\tsetflag(5);\n"
	 "\tif (isflagset(5))\n\t\tappend_hf(\"X-Nat: yes\\r\\n\");\n\tt_relay();\n}\n")
