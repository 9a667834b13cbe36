/*
 * trace - see trace.h.
 */
#include "trace/trace.h"

#include "facts/tags.h"
#include "facts/words.h"
#include "unit/constant.h"
#include "unit/describe.h"

enum {
	TEXT_MOST = 72,   /* bytes of a statement that are shown */
	DEPTH_MOST = 300, /* statements in each other, those of called routes included */
	ARMED_MOST = 6,   /* blocks of one kind that are named */
};

/* How a way may leave what was walked. */
enum flow {
	FLOW_FALLS = 1,
	FLOW_RETURNS = 2,
	FLOW_BREAKS = 4,
	FLOW_EXITS = 8,  /* the script ends */
	FLOW_DROPS = 16, /* ... and what it is about goes no further */
	FLOW_ENDS = FLOW_EXITS | FLOW_DROPS,
};

/* Blocks that may be armed at some place, by their kinds. */
struct armed {
	const struct route *routes[ROUTE_KINDS][ARMED_MOST];
	uint8_t counts[ROUTE_KINDS];
};

/* The block or route whose statements are walked. */
struct trace_frame {
	struct armed own; /* by its own statements */
	bool is_called;
	uint32_t guards; /* conditions, loops and cases around the statement */
	uint32_t ifs;    /* of these, conditions in the next loop or switch */
};

/* What is known of a route that was looked into. */
struct seen_route {
	enum { ROUTE_NEW, ROUTE_OPEN, ROUTE_DONE } stage;
	unsigned flow;
	struct armed armed; /* by its own statements */
	bool has_steps;
};

struct tracer {
	struct trace trace;
	struct analysis *analysis;
	struct map calls;          /* struct call, by the node it stands in */
	struct seen_route *routes; /* by their numbers, for each place */
	struct armed armed;        /* by then */
	struct trace_frame frame;
	struct trace_step **end; /* where the next step goes */
	enum question_place place;
	uint32_t depth;
};

static unsigned walk(struct tracer *t, const struct node *list);

/* --- steps ------------------------------------------------------------------------------------ */

static struct trace_step *add(struct tracer *t, enum step_kind kind, struct str text,
			      struct span at)
{
	struct sources *s = &t->analysis->session->sources;
	struct place place = source_place(s, span_in_file(s, at).lo);
	struct trace_step *x = ARENA_NEW(t->trace.arena, struct trace_step);

	*x = (struct trace_step){.kind = kind, .text = text};
	if (place.source) {
		x->file = place.source->name;
		x->line = place.line;
	}
	*t->end = x;
	t->end = &x->next;
	return x;
}

static struct trace_step *add_node(struct tracer *t, enum step_kind kind, const struct node *n)
{
	return add(t, kind, describe_text(t->analysis, n->at, TEXT_MOST), n->at);
}

/* --- what is armed ---------------------------------------------------------------------------- */

static void arm(struct armed *a, const struct route *r)
{
	uint8_t *count = &a->counts[r->kind];

	for (uint8_t i = 0; i < *count; i++)
		if (a->routes[r->kind][i] == r)
			return;
	if (*count < ARMED_MOST)
		a->routes[r->kind][(*count)++] = r;
}

static void arm_all(struct armed *into, const struct armed *from)
{
	for (unsigned kind = 0; kind < ROUTE_KINDS; kind++)
		for (uint8_t i = 0; i < from->counts[kind]; i++)
			arm(into, from->routes[kind][i]);
}

/* The last one that was armed counts. */
static void arm_instead(struct armed *a, const struct route *r)
{
	a->counts[r->kind] = 0;
	arm(a, r);
}

static struct str armed_text(struct tracer *t)
{
	struct buf b = buf_on(t->trace.arena);

	for (unsigned kind = 0; kind < ROUTE_KINDS; kind++)
		for (uint8_t i = 0; i < t->armed.counts[kind]; i++) {
			buf_text(&b, b.n ? ", " : "");
			buf_str(&b, describe_route(t->analysis, t->armed.routes[kind][i]));
		}
	return buf_view(&b);
}

/* --- calls ------------------------------------------------------------------------------------ */

static unsigned walk_blocks(struct tracer *t, const struct route *r)
{
	unsigned flow = FLOW_FALLS;

	for (const struct block *b = r->blocks; b && flow & FLOW_FALLS; b = b->next)
		flow = (flow & ~(unsigned)FLOW_FALLS) | walk(t, KID(b->node, ROUTE, body));
	return flow;
}

static struct seen_route *seen_of(struct tracer *t, const struct route *r)
{
	return &t->routes[r->number * QUESTION_PLACES + t->place];
}

/* Looks into R, which STEP leads to; how it may come back. */
static unsigned enter(struct tracer *t, struct trace_step *step, const struct route *r)
{
	struct seen_route *seen = seen_of(t, r);
	struct trace_step **end = t->end;
	struct trace_frame outer = t->frame;

	if (seen->stage != ROUTE_NEW) {
		step->fold = seen->stage == ROUTE_OPEN ? FOLD_RECURSION
			     : seen->has_steps         ? FOLD_ABOVE
						       : FOLD_NONE;
		arm_all(&t->armed, &seen->armed);
		arm_all(&t->frame.own, &seen->armed);
		return seen->stage == ROUTE_DONE ? seen->flow : FLOW_RETURNS;
	}
	seen->stage = ROUTE_OPEN;
	t->end = &step->below;
	t->frame = (struct trace_frame){.is_called = step->kind == STEP_ROUTE};
	seen->flow = walk_blocks(t, r);
	seen->armed = t->frame.own;
	seen->has_steps = step->below != NULL;
	seen->stage = ROUTE_DONE;
	t->frame = outer;
	arm_all(&t->frame.own, &seen->armed);
	t->end = end;
	return seen->flow;
}

/* A route is called by N: what of it reaches the caller. */
static unsigned walk_route(struct tracer *t, const struct node *n, const struct call *c)
{
	struct trace_step *step;
	unsigned flow;

	if (c->to) {
		step = add(t, STEP_ROUTE, describe_route(t->analysis, c->to), n->at);
		flow = enter(t, step, c->to);
		return (flow & FLOW_ENDS) | (flow & ~(unsigned)FLOW_ENDS ? FLOW_FALLS : 0);
	}
	step = add_node(t, STEP_ROUTE, n);
	step->fold = FOLD_UNDEFINED;
	return FLOW_FALLS;
}

/* A function that sends something. */
static void see_function(struct tracer *t, const struct node *n)
{
	uint64_t tags = tags_of(n->text, &t->analysis->session->version);

	if (tags & TAG_RELAY || n->op == OP_FORWARD || n->op == OP_FORWARD_PROTO)
		add_node(t, STEP_RELAY, n)->armed = armed_text(t);
	else if (tags & (TAG_REPLY_CODE | TAG_REPLY_FINAL | TAG_REPLY_OK))
		add_node(t, STEP_REPLY, n);
}

static unsigned walk_call(struct tracer *t, const struct node *n)
{
	const struct call *c = map_find(&t->calls, node_key(&n));

	if (c && c->way == CALL_ROUTE)
		return walk_route(t, n, c);
	if (c && c->way == CALL_ARM && c->to) {
		add_node(t, STEP_ARM, n);
		arm_instead(&t->armed, c->to);
		arm(&t->frame.own, c->to);
		return FLOW_FALLS;
	}
	if (n->kind == N_CALL || n->kind == N_CORE_CALL)
		see_function(t, n);
	return FLOW_FALLS;
}

/* What the parts of an expression do when it is evaluated. */
static unsigned walk_expression(struct tracer *t, const struct node *n)
{
	unsigned flow = FLOW_FALLS;

	if (!n || ++t->depth > DEPTH_MOST) {
		t->depth -= n != NULL;
		return flow;
	}
	for (unsigned i = 0; i < node_slots(n->kind); i++) {
		if (n->kind == N_BINARY && i == 1 && (n->op == OP_AND || n->op == OP_OR)) {
			enum truth left = question_decide(&t->trace.question, t->analysis,
							  KID(n, BINARY, left), t->place);

			if (left == (n->op == OP_AND ? TRUTH_NO : TRUTH_YES))
				continue;
		}
		for (const struct node *kid = n->kid[i]; kid; kid = kid->next)
			flow |= walk_expression(t, kid) & FLOW_ENDS;
	}
	if (n->kind == N_CALL || n->kind == N_CORE_CALL)
		flow |= walk_call(t, n) & FLOW_ENDS;
	t->depth--;
	return flow;
}

/* --- statements ------------------------------------------------------------------------------- */

static unsigned walk_below(struct tracer *t, struct trace_step *step, const struct node *list)
{
	struct trace_step **end = t->end;
	uint32_t ifs = t->frame.ifs;
	unsigned flow;

	t->end = &step->below;
	t->frame.guards++;
	t->frame.ifs = step->kind == STEP_LOOP || step->kind == STEP_CASE ? 0 : ifs + 1;
	flow = walk(t, list);
	t->frame.guards--;
	t->frame.ifs = ifs;
	t->end = end;
	return flow;
}

/* Takes back the last step, for which END was the place, when it says nothing. */
static void prune(struct tracer *t, struct trace_step **end)
{
	if (*end && !(*end)->below && !(*end)->next) {
		*end = NULL;
		t->end = end;
	}
}

static struct str condition_text(struct tracer *t, const char *word, const struct node *n)
{
	struct buf b = buf_on(t->trace.arena);

	buf_printf(&b, "%s (", word);
	buf_str(&b, describe_text(t->analysis, n->at, TEXT_MOST));
	buf_byte(&b, ')');
	return buf_view(&b);
}

static unsigned walk_open_if(struct tracer *t, const struct node *n)
{
	const struct node *condition = KID(n, IF, condition);
	struct trace_step **start = t->end, *step, *other;
	struct armed before = t->armed, behind;
	unsigned flow;

	step = add(t, STEP_OPEN, condition_text(t, "if", condition), n->at);
	flow = walk_below(t, step, KID(n, IF, then));
	behind = t->armed;
	t->armed = before;
	if (KID(n, IF, otherwise)) {
		other = add(t, STEP_ELSE, STR("else"), KID(n, IF, otherwise)->at);
		flow |= walk_below(t, other, KID(n, IF, otherwise));
		if (!other->below) {
			step->next = NULL;
			t->end = &step->next;
		}
	} else {
		flow |= FLOW_FALLS;
	}
	arm_all(&t->armed, &behind);
	prune(t, start);
	return flow;
}

static unsigned walk_if(struct tracer *t, const struct node *n)
{
	const struct node *condition = KID(n, IF, condition), *part;
	unsigned ends = walk_expression(t, condition) & FLOW_ENDS, flow;
	enum truth truth = question_decide(&t->trace.question, t->analysis, condition, t->place);
	struct trace_step **start = t->end, *step;

	if (truth == TRUTH_OPEN)
		return ends | walk_open_if(t, n);
	part = truth == TRUTH_YES ? KID(n, IF, then) : KID(n, IF, otherwise);
	if (!part)
		return ends | FLOW_FALLS;
	step = add(t, truth == TRUTH_YES ? STEP_DECIDED : STEP_REFUSED,
		   condition_text(t, "if", condition), n->at);
	flow = walk_below(t, step, part);
	prune(t, start);
	return ends | flow;
}

static unsigned walk_while(struct tracer *t, const struct node *n)
{
	const struct node *condition = KID(n, WHILE, condition);
	unsigned flow = walk_expression(t, condition);
	struct trace_step **start = t->end, *step;
	struct armed before = t->armed;

	if (question_decide(&t->trace.question, t->analysis, condition, t->place) == TRUTH_NO)
		return flow;
	step = add(t, STEP_LOOP, condition_text(t, "while", condition), n->at);
	flow |= walk_below(t, step, KID(n, WHILE, body));
	arm_all(&t->armed, &before);
	prune(t, start);
	return (flow & ~(unsigned)FLOW_BREAKS) | FLOW_FALLS;
}

static void label_text(struct tracer *t, struct buf *b, const struct node *c)
{
	buf_text(b, c->flags & NF_DEFAULT ? "default" : c->flags & NF_REGEX ? "case /" : "case ");
	if (!(c->flags & NF_DEFAULT))
		buf_str(b, describe_text(t->analysis, KID(c, CASE, label)->at, TEXT_MOST));
}

/* Behind ABOVE, the labels of cases that go on into this one and do nothing that is told. */
static struct str labels_text(struct tracer *t, struct str above, const struct node *c,
			      enum truth truth)
{
	struct buf b = buf_on(t->trace.arena);

	buf_str(&b, above);
	if (above.n > TEXT_MOST)
		return buf_view(&b);
	if (above.n)
		buf_text(&b, truth == TRUTH_NO ? ", into " : " or ");
	label_text(t, &b, c);
	return buf_view(&b);
}

static struct str case_text(struct tracer *t, const struct node *n, struct str labels)
{
	struct buf b = buf_on(t->trace.arena);

	buf_text(&b, "switch (");
	buf_str(&b, describe_text(t->analysis, KID(n, SWITCH, subject)->at, TEXT_MOST));
	buf_text(&b, ") ");
	buf_str(&b, labels);
	return buf_view(&b);
}

/* Whether a way leads into the case C, when none above it was taken. */
static enum truth is_case(struct tracer *t, const struct node *n, const struct node *c)
{
	return c->flags & NF_DEFAULT ? TRUTH_YES
				     : question_is_case(&t->trace.question, t->analysis,
							KID(n, SWITCH, subject), c, t->place);
}

static unsigned walk_switch(struct tracer *t, const struct node *n)
{
	unsigned all = walk_expression(t, KID(n, SWITCH, subject)) & FLOW_ENDS, flow = 0;
	struct armed before = t->armed, behind = t->armed;
	struct str labels = {0};
	bool is_taken = false;

	for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next) {
		enum truth truth = is_taken ? TRUTH_NO : is_case(t, n, c);
		struct trace_step **start = t->end, *step;
		bool is_entered = flow & FLOW_FALLS;

		if (truth == TRUTH_NO && !is_entered)
			continue;
		if (!is_entered) {
			t->armed = before;
			labels = (struct str){0};
		}
		labels = labels_text(t, labels, c, truth);
		step = add(t, STEP_CASE, case_text(t, n, labels), c->at);
		flow = walk_below(t, step, KID(c, CASE, body));
		prune(t, start);
		if (*start)
			labels = (struct str){0};
		all |= flow;
		arm_all(&behind, &t->armed);
		is_taken |= truth == TRUTH_YES;
	}
	t->armed = behind;
	return (all & ~(unsigned)FLOW_BREAKS) | (all & FLOW_BREAKS || !is_taken ? FLOW_FALLS : 0);
}

static unsigned walk_leave(struct tracer *t, const struct node *n)
{
	const struct node *value = KID(n, LEAVE, value);
	unsigned ends = value ? walk_expression(t, value) & FLOW_ENDS : 0;

	/* What comes last anyway says nothing. */
	if (str_is(n->text, "break")) {
		if (t->frame.ifs)
			add_node(t, STEP_BREAK, n);
		return ends | FLOW_BREAKS;
	}
	if (str_is(n->text, "return") && !(value && value->kind == N_NUMBER && value->number == 0 &&
					   !t->analysis->routes.return_mode)) {
		if (!t->frame.guards)
			return ends | FLOW_RETURNS;
		add_node(t, t->frame.is_called ? STEP_RETURN : STEP_EXIT, n);
		return ends | (t->frame.is_called ? FLOW_RETURNS : FLOW_EXITS);
	}
	if (str_is(n->text, "drop")) {
		add_node(t, STEP_DROP, n);
		return ends | FLOW_DROPS;
	}
	add_node(t, STEP_EXIT, n);
	return ends | FLOW_EXITS;
}

static unsigned walk_statement(struct tracer *t, const struct node *n)
{
	switch (n->kind) {
	case N_IF: return walk_if(t, n);
	case N_WHILE: return walk_while(t, n);
	case N_SWITCH: return walk_switch(t, n);
	case N_LEAVE: return walk_leave(t, n);
	case N_BLOCK: return walk(t, KID(n, BLOCK, body));
	case N_CALL:
	case N_CORE_CALL: {
		const struct call *c = map_find(&t->calls, node_key(&n));

		if (c && c->way == CALL_ROUTE)
			return walk_call(t, n);
		return walk_expression(t, n);
	}
	case N_ASSIGN: return walk_expression(t, KID(n, ASSIGN, value));
	default: return FLOW_FALLS;
	}
}

/* How the statements of LIST may be left. */
static unsigned walk(struct tracer *t, const struct node *list)
{
	unsigned flow = FLOW_FALLS;

	if (list && t->depth >= DEPTH_MOST) {
		add_node(t, STEP_DEEP, list);
		return flow;
	}
	t->depth++;
	for (const struct node *n = list; n && flow & FLOW_FALLS; n = n->next)
		flow = (flow & ~(unsigned)FLOW_FALLS) | walk_statement(t, n);
	t->depth--;
	return flow;
}

/* --- the blocks of the server ----------------------------------------------------------------- */

/* Whether what R, or NULL, is for may go further. */
static bool walk_block(struct tracer *t, const struct route *r)
{
	struct trace_step *step, **end;
	unsigned flow;

	if (!r)
		return true;
	t->place = r->kind == ROUTES_REPLY     ? QUESTION_IN_REPLY
		   : r->kind == ROUTES_FAILURE ? QUESTION_IN_FAILURE
					       : QUESTION_IN_REQUEST;
	if (seen_of(t, r)->stage != ROUTE_NEW)
		return true;
	step = add(t, STEP_BLOCK, describe_route(t->analysis, r), describe_place(r));
	flow = enter(t, step, r);
	if (!(flow & (FLOW_FALLS | FLOW_RETURNS)))
		return flow != FLOW_DROPS;
	end = t->end;
	for (t->end = &step->below; *t->end;)
		t->end = &(*t->end)->next;
	add(t, STEP_FALLS, STR(""), SPAN_NONE);
	t->end = end;
	return true;
}

static void walk_armed(struct tracer *t, enum route_kind kind)
{
	struct armed armed = t->armed;

	for (uint8_t i = 0; i < armed.counts[kind]; i++)
		walk_block(t, armed.routes[kind][i]);
}

static const struct route *main_of(const struct tracer *t, enum route_kind kind)
{
	return routes_find(&t->analysis->routes, kind, STR(ROUTE_MAIN));
}

static void collect_calls(struct tracer *t)
{
	for (const struct route *r = t->analysis->routes.first; r; r = r->next)
		for (const struct call *c = r->calls; c; c = c->next) {
			struct str key = node_key(&c->node);

			key.p = arena_copy(t->trace.arena, key.p, key.n);
			map_keep(&t->calls, t->trace.arena, key, c);
		}
}

struct trace trace_make(struct analysis *a, const struct question *q)
{
	struct tracer t = {.trace = {.arena = a->arena,
				     .config = a->session->sources.count
						   ? a->session->sources.all[0]->name
						   : STR(""),
				     .question = *q,
				     .is_partial = (a->doubts & DOUBT_LOST) != 0},
			   .analysis = a};

	analysis_build(a, NEEDS_ROUTES);
	if (q->in_dialog != TRUTH_YES &&
	    words_find(WORDS_DIALOG_METHOD, q->method, &a->session->version)) {
		t.trace.question.in_dialog = TRUTH_YES;
		t.trace.is_assumed = true;
	}
	t.routes = arena_array(a->arena, (a->routes.count + 1) * QUESTION_PLACES, sizeof *t.routes);
	collect_calls(&t);
	t.end = &t.trace.blocks;
	walk_block(&t, main_of(&t, ROUTES_REQUEST));
	walk_armed(&t, ROUTES_BRANCH);
	walk_block(&t, main_of(&t, ROUTES_ONSEND));
	if (q->reply)
		t.end = &t.trace.blocks;
	*t.end = NULL;
	if (!walk_block(&t, main_of(&t, ROUTES_REPLY)))
		return t.trace;
	walk_armed(&t, ROUTES_REPLY);
	if (!q->reply || q->reply >= 300)
		walk_armed(&t, ROUTES_FAILURE);
	return t.trace;
}
