/*
 * lock - a way out of the script that leaves a lock behind.  Tried with SIP traffic on 5.6.3: the
 * next message that wants it waits forever, and a worker with it.
 *
 * What must stay true: a lock counts when it is held on every path that leads here, and when no
 * route that is called gives it back; a route that others call may leave that to them.
 */
#include "engine/visit.h"

struct held {
	const struct node *lock; /* that is held; NULL: none */
	bool gives_back;         /* on some path a lock was given back */
};

/* Of a route: whether some statement of it, or of a route that it calls, gives a lock back. */
static const struct state_kind give_back = STATE_KIND(bool);

static bool *gives_back(struct visit *v, const struct route *r)
{
	return visit_route_state(v, &give_back, r);
}

static void report_held(struct visit *v, const struct node *at, const struct node *lock,
			const char *what)
{
	struct diag *x = report(v, at->at, "%s leaves the lock behind", what);

	diag_hint(v->diags, x, "give it back before: the next message that wants it waits forever");
	diag_note(v->diags, x, lock->at, "\"%.*s\" takes it here", STR_ARG(lock->text));
}

static bool is_called(const struct route *r)
{
	const struct call *c = r->callers;

	while (c && c->way != CALL_ROUTE)
		c = c->next_of_target;
	return c != NULL;
}

/* The script ends at N, or the route does. */
static void take_statement(struct visit *v, void *state, const struct node *n)
{
	struct held *x = state;

	if (!x->lock)
		return;
	if (n->kind == N_EMPTY && n->flags & NF_LOST) {
		x->lock = NULL;
		return;
	}
	if (n->kind == N_LEAVE && n->text.p[0] != 'b' &&
	    (n->text.p[0] != 'r' || !is_called(v->route)))
		report_held(v, n, x->lock, "this way out");
	else if (n->kind == N_ROUTE && !is_called(v->route))
		report_held(v, x->lock, x->lock, "the end of the route");
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct held *x = state;

	if (v->call->tags & TAG_UNLOCK) {
		*x = (struct held){.gives_back = true};
		*gives_back(v, v->route) = true;
	} else if (!x->lock) {
		x->lock = n;
	}
}

/* A lock that was not to be had is not held. */
static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct held *x = state;

	(void)v;
	if (!is_true && n == x->lock)
		x->lock = NULL;
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct held *from = other;
	struct held *x = state;

	(void)v;
	if (!from->lock)
		x->lock = NULL;
	x->gives_back = x->gives_back || from->gives_back;
}

/* No way leads back from R: it ends the script. */
static bool never_returns(const struct route *r)
{
	return r->ends && !(r->ends & (PATH_FALLS | PATH_RETURNS));
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct held *called = summary;
	struct held *x = state;

	if (*gives_back(v, v->target)) {
		*gives_back(v, v->route) = true;
		x->lock = NULL;
	} else if (x->lock && never_returns(v->target)) {
		report_held(v, n, x->lock, "this route, which ends the script,");
		x->lock = NULL;
	}
	if (called && !x->lock)
		x->lock = called->lock;
}

static const struct path_rule path = {.size = sizeof(struct held),
				      .statement = take_statement,
				      .step = take_step,
				      .assume = take_condition,
				      .join = join,
				      .call = take_call};

RULE(lock_left, "K373", SEV_WARNING, PHASE_RUN, .tags = TAG_LOCK | TAG_UNLOCK, .path = &path,
     .needs = NEEDS_ROUTES, .silent_in = DOUBT_LOST | DOUBT_BRACES,
     .summary = "lock() and a way out of the script without unlock()",
     .why = "A lock that a message takes is not given back when the script ends. The next message "
	    "with the same key waits for it, and the process that works on it takes no other one; "
	    "after a few of them the server answers nobody. Each exit and drop between lock() and "
	    "unlock(), and each route called there that ends the script, has to give it back "
	    "first.",
     .bad = "loadmodule \"pv\"\nloadmodule \"cfgutils\"\nmodparam(\"cfgutils\", \"lock_set_size\", "
	    "4)\nrequest_route {\n\tlock(\"$ci\");\n\tif ($rU == \"a\")\n\t\texit;\n"
	    "\tunlock(\"$ci\");\n}\n",
     .good =
	 "loadmodule \"pv\"\nloadmodule \"cfgutils\"\nmodparam(\"cfgutils\", \"lock_set_size\", "
	 "4)\nrequest_route {\n\tlock(\"$ci\");\n\tif ($rU == \"a\") {\n\t\tunlock(\"$ci\");\n"
	 "\t\texit;\n\t}\n\tunlock(\"$ci\");\n}\n")
