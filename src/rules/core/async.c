/*
 * async - work that is handed to asynchronous workers, and none are there.
 */
#include "engine/visit.h"

struct async {
	const struct node *task; /* the first call that needs them */
	bool has_workers;
};

static const struct state_kind state = STATE_KIND(struct async);

static void see(struct visit *v, const struct node *n)
{
	struct async *s = visit_state(v, &state);
	const struct node *value;

	if (n->kind == N_CALL) {
		if (!s->task && v->call->function)
			s->task = n;
	} else {
		value = KID(n, PARAM, value);
		s->has_workers |= !value || value->kind != N_NUMBER || value->number > 0;
	}
}

static void check_workers(struct visit *v)
{
	const struct async *s = visit_state(v, &state);

	if (s->task && !s->has_workers)
		diag_hint(v->diags,
			  report(v, s->task->at,
				 "\"%.*s\" needs the core parameter \"async_workers\"",
				 STR_ARG(s->task->text)),
			  "async_workers=4 is missing");
}

RULE(async_workers, "K737", SEV_ERROR, PHASE_START,
     .params = PARAM("core", "async_workers", "core", "async_workers_group"),
     .tags = TAG_ASYNC_TASK, .run = see, .end = check_workers, .silent_in = DOUBT_SETTINGS,
     .summary = "async_task_route() or a function like it without asynchronous workers",
     .why = "The functions hand the request to processes that the core starts when "
	    "async_workers is set. Without them the server does not start. (async_route() "
	    "has timers of its own.)",
     .bad = "loadmodule \"tm\"\nloadmodule \"async\"\n"
	    "request_route { async_task_route(\"LATER\"); }\nroute[LATER] { exit; }\n",
     .good = "async_workers=4\nloadmodule \"tm\"\nloadmodule \"async\"\n"
	     "request_route { async_task_route(\"LATER\"); }\nroute[LATER] { exit; }\n")
