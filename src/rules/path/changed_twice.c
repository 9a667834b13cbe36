/*
 * changed_twice - a part of the message that is changed a second time.  The server keeps a list of
 * what is to be written where, and every function works on the message as it was received: two
 * texts in the place of one stand behind each other.  Each pair was tried with SIP traffic on
 * 5.6.3.
 *
 * What must stay true: a change counts when it was made on every path that leads here, or when no
 * condition stands between the place where its path joined the others and here.
 */
#include "rules/path/changed_across.h"
#include "rules/path/changed_parts.h"

/* The state of a path: small, since most messages are changed nowhere.  What it points to does not
 * change. */
struct changes {
	const struct changed *now; /* NULL: nothing was changed */
};

/* Of a route: whether it was told to change a part again. */
static const struct state_kind told = STATE_KIND(bool);

/* In which kinds of route something is changed, a mask. */
static const struct state_kind contexts = STATE_KIND(unsigned);

/* --- on the way ------------------------------------------------------------------------------- */

static void report_clash(struct visit *v, const struct node *n, const struct node *before,
			 enum part p)
{
	struct diag *x =
	    report(v, n->at, "\"%.*s\" changes the %s as it was received, not as \"%.*s\" left it",
		   STR_ARG(changed_by(n)), changed_words(p), STR_ARG(changed_by(before)));

	diag_hint(v->diags, x, "msg_apply_changes() between them makes the first change visible");
	diag_note(v->diags, x, before->at, "changed here first");
}

/* A copy of what X says, for X to point to. */
static struct changed *own(struct visit *v, struct changes *x)
{
	struct changed *copy = ARENA_NEW(v->arena, struct changed);

	if (x->now)
		*copy = *x->now;
	x->now = copy;
	return copy;
}

static void change(struct visit *v, struct changes *x, const struct node *n)
{
	unsigned changed = changed_parts(v, n);
	enum part p = changed ? changed_meets(v, x->now, n, changed) : PARTS;
	struct changed *now;

	if (p < PARTS)
		report_clash(v, n, x->now->by[p], p);
	if (!changed)
		return;
	*(unsigned *)visit_state(v, &contexts) |= route_contexts(v->route);
	now = own(v, x);
	for (enum part each = 0; each < PARTS; each++)
		if (changed & BIT(each))
			now->by[each] = n;
	now->any |= (uint16_t)changed;
	now->certain |= (uint16_t)changed;
}

/* What was changed before N is over. */
static void start_again(struct visit *v, struct changes *x, bool is_applied)
{
	is_applied = is_applied || (x->now && x->now->is_applied);
	x->now = NULL;
	if (is_applied)
		own(v, x)->is_applied = true;
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct changes *x = state;
	uint64_t tags = n->kind == N_CALL ? v->call->tags : 0;

	if (tags & (TAG_APPLY | TAG_RELAY))
		start_again(v, x, tags & TAG_APPLY);
	else
		change(v, x, n);
}

/* Drops the changes of PARTS, a mask. */
static void forget(struct visit *v, struct changes *x, unsigned forgotten)
{
	struct changed *now = own(v, x);

	for (enum part p = 0; p < PARTS; p++)
		if (forgotten & BIT(p))
			now->by[p] = NULL;
	now->any &= (uint16_t)~forgotten;
	now->certain &= (uint16_t)~forgotten;
}

/* Behind a condition nobody knows what goes together with a change under another one. */
static void pass_condition(struct visit *v, struct changes *x)
{
	if (x->now && x->now->any != x->now->certain)
		forget(v, x, x->now->any & ~(unsigned)x->now->certain);
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct changes *x = state;
	unsigned changed = 0;

	(void)is_true;
	pass_condition(v, x);
	/* An assignment as a condition is hardly meant. */
	for (enum part p = 0; n->kind == N_ASSIGN && x->now && p < PARTS; p++)
		if (x->now->by[p] == n)
			changed |= BIT(p);
	if (changed)
		forget(v, x, changed);
}

static void enter(struct visit *v, void *state, const struct node *n, bool otherwise)
{
	(void)n;
	(void)otherwise;
	pass_condition(v, state);
}

static void join(struct visit *v, void *state, const void *other)
{
	static const struct changed nothing;
	const struct changed *from = ((const struct changes *)other)->now;
	struct changes *x = state;
	struct changed *now;

	if (x->now == from)
		return;
	from = from ? from : &nothing;
	now = own(v, x);
	for (enum part p = 0; p < PARTS; p++)
		if (!now->by[p])
			now->by[p] = from->by[p];
	now->any |= from->any;
	now->certain &= from->certain;
	now->is_applied = now->is_applied || from->is_applied;
}

/* --- called routes ---------------------------------------------------------------------------- */

static void report_call(struct visit *v, const struct node *n, const struct node *first,
			const struct node *second, enum part p)
{
	struct diag *x = report(
	    v, n->at, "the %s is changed a second time in the route called here", changed_words(p));

	diag_hint(v->diags, x, "msg_apply_changes() between them makes the first change visible");
	diag_note(v->diags, x, first->at, "\"%.*s\" changes it first", STR_ARG(changed_by(first)));
	diag_note(v->diags, x, second->at, "\"%.*s\" changes it as it was received",
		  STR_ARG(changed_by(second)));
}

/* Whether R was not told before: one that is called often is one mistake. */
static bool is_first(struct visit *v, const struct route *r)
{
	bool *is_told = visit_route_state(v, &told, r), was = *is_told;

	*is_told = true;
	return !was;
}

/* What a called route does in any case, and what was done before. */
static void check_call(struct visit *v, const struct changed *x, const struct changed *called,
		       const struct node *n)
{
	for (enum part each = 0; each < PARTS; each++) {
		const struct node *second = called->by[each];
		enum part p = PARTS;

		if (second && called->certain & BIT(each)) {
			v->call = second->kind == N_CALL ? call_of(v->unit, second) : NULL;
			p = changed_meets(v, x, second, changed_parts(v, second));
		}
		if (p < PARTS) {
			if (is_first(v, v->target))
				report_call(v, n, x->by[p], second, p);
			return;
		}
	}
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct changed *called = summary ? ((const struct changes *)summary)->now : NULL;
	struct changes *x = state;
	struct changed *now;

	if (!called)
		return;
	if (called->is_applied)
		x->now = NULL;
	else
		check_call(v, x->now, called, n);
	now = own(v, x);
	for (enum part p = 0; p < PARTS; p++)
		if (called->by[p] && (called->certain & BIT(p) || !now->by[p]))
			now->by[p] = called->by[p];
	now->any |= called->any;
	now->certain |= called->certain;
	now->is_applied = now->is_applied || called->is_applied;
}

/* Requests and what runs for them later. */
static void check_across(struct visit *v)
{
	unsigned all = *(const unsigned *)visit_state(v, &contexts);

	if (all & (FACT_FAILURE | FACT_BRANCH) && all & (FACT_REQUEST | FACT_FAILURE))
		changed_across(v);
}

static const struct path_rule path = {.size = sizeof(struct changes),
				      .step = take_step,
				      .assume = take_condition,
				      .enter = enter,
				      .join = join,
				      .call = take_call};

RULE(changed_twice, "K370", SEV_WARNING, PHASE_RUN, .tags = TAG_PARTS | TAG_APPLY | TAG_RELAY,
     .nodes = NODE(ASSIGN), .path = &path, .end = check_across,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "a part of the message that is changed twice",
     .why = "The server does not change the message when it is told to: it notes what is to be "
	    "written where, and all functions work on the text that was received. After two "
	    "changes of the URI in From, To or Contact both texts are sent, one behind the other: "
	    "sip:alice@one.example.comtwo.example.com. The answer of a media proxy is put behind "
	    "the body that another function has made; what changes a body that was replaced "
	    "before lands anywhere. msg_apply_changes() of textopsx makes the first change part "
	    "of the message. A branch_route and a failure_route work on the request with all that "
	    "was changed before it was sent on, and msg_apply_changes() cannot be called there; "
	    "what one of them has changed is gone before the next branch or failure.",
     .evidence = "kamailio issue 428",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nrequest_route {\n"
	    "\t$fu = \"sip:alice@one.example.com\";\n\t$fd = \"two.example.com\";\n\tt_relay();\n"
	    "}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"textopsx\"\nrequest_route {\n"
	     "\t$fu = \"sip:alice@one.example.com\";\n\tmsg_apply_changes();\n"
	     "\t$fd = \"two.example.com\";\n\tt_relay();\n}\n")
