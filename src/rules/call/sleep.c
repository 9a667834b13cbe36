/*
 * sleep - calls that wait while requests do: a worker that sleeps takes no message, and a few
 * requests stop the server.
 */
#include "engine/visit.h"

#include "base/number.h"
#include "unit/constant.h"

/* A second, which is how long nobody minds, in millionths. */
enum { SECOND = 1000000 };

/* The time that CALL waits, in millionths of a second; 0 when it is not known. */
static uint64_t time_of(struct visit *v, const struct node *call)
{
	const struct node *n = KID(call, CALL, arguments);
	struct str text;
	uint32_t time;

	if (!n || !literal_text(v->arena, n, &text) || !number_uint32(text, NUMBER_PLAIN, &time))
		return 0;
	return v->call->tags & TAG_MICROSECONDS ? time : (uint64_t)time * SECOND;
}

static void check_sleep(struct visit *v, const struct node *call)
{
	if (!(route_contexts(v->route) & FACT_REQUEST) || time_of(v, call) <= SECOND)
		return;
	diag_hint(v->diags,
		  report(v, call->at, "while this waits, the process takes no other message"),
		  "async_sleep() of the module async lets it go on");
}

RULE(sleep_in_request, "K463", SEV_WARNING, PHASE_RUN, .tags = TAG_SLEEP, .run = check_sleep,
     .needs = NEEDS_ROUTES, .summary = "a request route that sleeps for more than a second",
     .why = "sleep() and usleep() stop the worker that runs the request, and there are as many as "
	    "the parameter children says. A few requests at once, or a few retransmissions of one, "
	    "and the server answers nobody. Routes of timers have processes of their own and may "
	    "sleep.",
     .bad = "loadmodule \"cfgutils\"\nrequest_route {\n\tsleep(\"5\");\n\texit;\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"async\"\nmodparam(\"async\", \"workers\", 1)\n"
	     "request_route {\n\tasync_sleep(\"5\");\n\texit;\n}\n")
