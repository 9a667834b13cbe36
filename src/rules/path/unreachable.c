/*
 * unreachable - statements that no way leads to, and ways that lead where nobody thinks: a case
 * that runs into the next one, a break outside of all loops.  The walk along the paths notices
 * them.
 *
 * What must stay true: what another variant of the config may reach is not reported.
 */
#include "base/map.h"
#include "engine/visit.h"

/* So many routes may take part in it that a call never comes back; more, and nothing is said. */
enum { ROUTES_MOST = 16 };

/* The text between the nodes A and B; false when they do not stand in this order in one file. */
static bool text_between(struct visit *v, const struct node *a, const struct node *b,
			 struct str *text)
{
	struct sources *all = &v->session->sources;
	struct span at = {span_in_file(all, a->at).hi, span_in_file(all, b->at).lo};

	if (source_of(all, at.lo) != source_of(all, at.hi) || at.lo > at.hi)
		return false;
	*text = source_text(all, at);
	return true;
}

/* A directive between the two: in another variant of the config B may be reached. */
static bool is_conditional(struct visit *v, const struct node *a, const struct node *b)
{
	struct str text;

	return !text_between(v, a, b, &text) || str_search(text, STR("#!")) >= 0;
}

/* --- one message for many of a kind ----------------------------------------------------------- */

/* What is found in one switch, or in one block of a route: it is reported once. */
struct finding_group {
	struct diag *first; /* its finding; NULL: none yet */
	uint32_t notes;     /* that tell of others */
};

struct finding_groups {
	struct map
	    all; /* struct finding_group, by the node around: the bytes of the pointer to it */
	enum { GROUPS_NEW, GROUPS_JOINED, GROUPS_SINGLE } stage;
};

static const struct state_kind groups_kind = STATE_KIND(struct finding_groups);

/* So many others are named. */
enum { OTHERS_MOST = 5 };

static struct finding_group *group_of(struct visit *v)
{
	struct finding_groups *groups = visit_state(v, &groups_kind);
	struct str key = {(const char *)&v->mark->around, sizeof v->mark->around};

	return MAP_RECORD(&groups->all, v->arena, key, struct finding_group);
}

/* Whether what is AT is told by the finding of its group: then it is, by TEXT. */
static bool is_one_more(struct visit *v, struct span at, const char *text)
{
	struct finding_group *g = group_of(v);

	if (g->first && g->notes++ < OTHERS_MOST)
		diag_note(v->diags, g->first, at, "%s", text);
	return g->first;
}

/* Comments may silence one finding and leave the next one: then each stands for itself. */
static bool has_ignores(struct visit *v)
{
	const struct comments *all = v->unit->record.comments;

	for (uint32_t i = 0; i < all->count; i++)
		if (PILE_AT(all, i)->is_marked &&
		    str_search(source_text(&v->session->sources, PILE_AT(all, i)->at),
			       STR("kamcheck:")) >= 0)
			return true;
	return false;
}

/* Reports the first one of its group. */
static struct diag *report_first(struct visit *v, struct span at, const char *text)
{
	struct finding_groups *groups = visit_state(v, &groups_kind);
	struct diag *x = report(v, at, "%s", text);

	if (groups->stage == GROUPS_NEW)
		groups->stage = has_ignores(v) ? GROUPS_SINGLE : GROUPS_JOINED;
	if (groups->stage == GROUPS_JOINED)
		group_of(v)->first = x;
	return x;
}

/* --- behind exit and its like ----------------------------------------------------------------- */

static void check_closed(struct visit *v, const struct node *n)
{
	const struct node *end = v->mark->before;

	if (!is_conditional(v, end, n))
		diag_note(v->diags, report(v, n->at, "this is never reached"), end->at,
			  "the script leaves here");
}

RULE(code_unreachable, "K353", SEV_WARNING, PHASE_RUN, .marks = MARK(CLOSED), .run = check_closed,
     .silent_in = DOUBT_BRACES, .summary = "statements that are never reached",
     .why = "All ways above lead to exit, return, drop or break, so what follows in the same block "
	    "never runs.",
     .bad = "request_route {\n\texit;\n\tsetflag(1);\n}\n",
     .good = "request_route {\n\tsetflag(1);\n\texit;\n}\n")

/* --- behind the call of a route that never comes back ----------------------------------------- */

/* Another variant of the config may come back out of R, or of what it calls. */
static bool may_come_back(struct visit *v, const struct route *r, unsigned *routes)
{
	struct sources *all = &v->session->sources;

	if (++*routes > ROUTES_MOST)
		return true;
	for (const struct block *b = r->blocks; b; b = b->next) {
		struct span at = span_in_file(all, b->node->at);

		if (at.lo > at.hi || source_of(all, at.lo) != source_of(all, at.hi) ||
		    str_search(source_text(all, at), STR("#!")) >= 0)
			return true;
	}
	for (const struct call *c = r->calls; c; c = c->next)
		if (c->way == CALL_ROUTE && c->to && c->to != r && may_come_back(v, c->to, routes))
			return true;
	return false;
}

static void check_never_back(struct visit *v, const struct node *n)
{
	const struct node *call = v->mark->before;
	const struct route *r;
	unsigned routes = 0;

	/* `route(RELAY); exit;` is how careful people write. */
	if (call->kind != N_CORE_CALL || n->kind == N_LEAVE)
		return;
	r = calls_target(v->unit, call);
	if (r && !is_conditional(v, call, n) && !may_come_back(v, r, &routes))
		diag_note(v->diags,
			  report(v, n->at,
				 "this is never reached: the route called above always ends the "
				 "script"),
			  call->at, "it is called here");
}

RULE(route_never_back, "K364", SEV_WARNING, PHASE_RUN, .marks = MARK(NEVER_BACK),
     .run = check_never_back, .silent_in = DOUBT_LOST,
     .summary = "statements behind the call of a route that always ends the script",
     .why = "exit and drop in a route end the whole script, not only the route; return goes back. "
	    "Not reported when there are directives in the called route: another variant of the "
	    "config may come back.",
     .bad = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n"
	    "\tsl_send_reply(\"404\", \"Not Found\");\n}\nroute[REPLY] {\n"
	    "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n",
     .good = "loadmodule \"sl.so\"\nrequest_route {\n\troute(REPLY);\n}\nroute[REPLY] {\n"
	     "\tsl_send_reply(\"200\", \"OK\");\n\texit;\n}\n")

/* --- cases ------------------------------------------------------------------------------------ */

/* Between the end of a case and the next one somebody says that it is meant. */
static bool is_meant(struct visit *v, const struct node *last, const struct node *next)
{
	static const char *const words[] = {"fall", "FALL", "Fall", "no break", "NO BREAK"};
	struct str text;

	/* An include between them, or text of a define: not to be judged. */
	if (!text_between(v, last, next, &text))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_search(text, str_of(words[i])) >= 0)
			return true;
	return false;
}

static void check_case(struct visit *v, const struct node *next)
{
	const struct node *last = v->mark->before;
	uint32_t word = next->flags & NF_DEFAULT ? 7 : 4; /* "default", "case" */
	struct diag *x;

	struct span at = {next->at.lo, next->at.lo + word};

	/* The called route may leave; then a break would only be for show. */
	if ((last->kind == N_CORE_CALL && last->op == OP_ROUTE) || is_meant(v, last, next) ||
	    is_one_more(v, at, "so does the one above this one"))
		return;
	x = report_first(v, at, "the case above goes on into this one");
	diag_hint(v->diags, x, "end it with \"break\", or say \"fall through\" in a comment");
	diag_note(v->diags, x, last->at, "its last statement is here");
}

RULE(case_falls_through, "K354", SEV_WARNING, PHASE_RUN, .marks = MARK(FALL_THROUGH),
     .run = check_case, .summary = "a case that goes on into the next one",
     .why = "A case of a switch ends with break, exit, return or drop. Without one of these the "
	    "statements of the next case run, too. A comment that says \"fall through\" in front "
	    "of the next case says that it is meant. A switch is reported once.",
     .bad = "request_route {\n\tswitch (%x) {\n\tcase \"1\":\n\t\tsetflag(1);\n"
	    "\tcase \"2\":\n\t\tsetflag(2);\n\t}\n}\n",
     .good = "request_route {\n\tswitch (%x) {\n\tcase \"1\":\n\t\tsetflag(1);\n\t\tbreak;\n"
	     "\tcase \"2\":\n\t\tsetflag(2);\n\t}\n}\n")

static void check_break(struct visit *v, const struct node *n)
{
	if (!is_one_more(v, n->at, "so is this one"))
		diag_hint(v->diags,
			  report_first(v, n->at, "\"break\" outside of \"while\" and \"switch\""),
			  "here it does the same as \"return\"");
}

RULE(break_outside, "K355", SEV_NOTE, PHASE_RUN, .marks = MARK(BREAK_OUTSIDE), .run = check_break,
     .summary = "break outside of while and switch",
     .why = "There it ends the route, as return does, and not only the block or the if around "
	    "it. A block of a route is reported once, with the first few others.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null) "
	    "{\n\t\tbreak;\n\t}\n\tsetflag(1);\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\tif ($rU == $null) "
	     "{\n\t\treturn;\n\t}\n\tsetflag(1);\n}\n")
