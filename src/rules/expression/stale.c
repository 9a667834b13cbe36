/*
 * stale - see stale.h.  A bit for each variable, so that paths are copied and joined at once.
 *
 * What must stay true: silence when in doubt.  A value is stale only where the message comes on a
 * path that some `if` opened without setting the variable, and on which no condition has been asked
 * since then: what other conditions have to do with that one, nobody knows.  An assignment in a
 * caller, in another route that may run before, or by a function, may have been first.
 */
#include "rules/expression/stale.h"

#include "base/bits.h"
#include "engine/before.h"
#include "unit/constant.h"

/* What is known on a path, a bit for each variable, that stands in one of the masks or in none: it
 * was not touched. */
struct stale_state {
	uint64_t set;     /* on every path */
	uint64_t open;    /* not where a part that is written does without */
	uint64_t skipped; /* not where an `if` is passed by */
	uint64_t held;    /* as the two before, and a condition has been asked since */
	uint64_t quiet;   /* read before, or a function has its name: nobody knows */
	uint32_t ended;   /* paths that have left the route */
	bool is_asked;    /* a condition was asked that still holds */
	bool is_passed;   /* the part of a conditional that does not exist */
};

/* One place where a variable is read with an old value. */
struct stale_candidate {
	unsigned bit;
	const struct node *read, *set, *call;
	const struct route *route; /* where that was found */
	bool is_withdrawn;
};

struct variable_facts {
	const struct node *set;   /* the assignment met last */
	unsigned contexts;        /* where assignments stand */
	bool is_varied;           /* they are not all of one constant */
	struct str constant;      /* … of this */
	const struct node *alone; /* read where nothing has touched it, in a route for replies or
				     failures */
	const struct route *alone_in;
	uint32_t reset[2]; /* so many candidates were there when it was put back: by messages that
			      begin anew, and by answers */
};

/* What a route reads before it does anything about it. */
struct route_facts {
	uint64_t reads;            /* read under no condition */
	const struct node **first; /* by bits */
};

struct stale_walk {
	struct visit *visit;
	struct map bits;         /* of names: numbers from 1 */
	LIST_OF(uint64_t) masks; /* by numbers of texts: the variables, UNREAD: not looked at */
	struct variable_facts *facts;
	struct route_facts *routes;
	uint64_t spoiled; /* variables that modules or event routes set */
	uint64_t named;   /* … that functions have the names of */
	const struct node *statement;
	LIST_OF(struct stale_candidate) candidates;
	struct before before; /* touched by callers */
};

#define UNREAD UINT64_MAX

/* Kinds of messages that do not carry what requests have set. */
enum { ANSWERS = FACT_FAILURE | FACT_TM_ONREPLY | FACT_CORE_ONREPLY };

static struct stale_walk *walk_of(const struct path *p)
{
	return p->context;
}

static uint64_t touched(const struct stale_state *x)
{
	return x->set | x->open | x->skipped | x->held | x->quiet;
}

/* --- which variables -------------------------------------------------------------------------- */

/* Takes the lowest out of BITS, which are not 0: its number. */
static unsigned take_bit(uint64_t *bits)
{
	unsigned bit = bits_lowest(*bits);

	*bits &= *bits - 1;
	return bit;
}

static uint64_t bit_of(const struct stale_walk *w, const struct pvar_use *use)
{
	const uint32_t *number;

	if (use->is_faulty || !str_is(use->pvar.name, "var"))
		return 0;
	number = map_find(&w->bits, use->pvar.parts[0]);
	return number ? UINT64_C(1) << (*number - 1) : 0;
}

/* All that stand in N, a text. */
static uint64_t bits_in(struct stale_walk *w, const struct node *n)
{
	struct analysis *a = w->visit->unit;
	const struct pvar_text *t;
	uint64_t *mask;

	if (n->kind == N_STRING && str_find(n->text, '$') < 0)
		return 0;
	t = pvars_text(a, n);
	while (w->masks.count < t->number)
		*LIST_ADD(a->arena, &w->masks) = UNREAD;
	mask = &w->masks.all[t->number - 1];
	if (*mask == UNREAD) {
		*mask = 0;
		for (const struct pvar_use *use = t->first; use; use = use->next)
			*mask |= bit_of(w, use);
	}
	return *mask;
}

/* The one that N, the target of an assignment, is. */
static uint64_t bit_set(struct stale_walk *w, const struct node *n)
{
	const struct pvar_use *first =
	    n->kind == N_PVAR ? pvars_text(w->visit->unit, n)->first : NULL;

	return first ? bit_of(w, first) : 0;
}

/* --- reading ---------------------------------------------------------------------------------- */

static void add_candidate(struct path *p, unsigned bit, const struct node *read,
			  const struct node *call)
{
	struct stale_walk *w = walk_of(p);

	*LIST_ADD(p->unit->arena, &w->candidates) = (struct stale_candidate){
	    .bit = bit, .read = read, .set = w->facts[bit].set, .call = call, .route = p->route};
}

/* BITS are read at N where nothing has touched them. */
static void read_first(struct path *p, const struct stale_state *x, uint64_t bits,
		       const struct node *n)
{
	struct stale_walk *w = walk_of(p);
	struct route_facts *r = &w->routes[p->route->number];
	unsigned contexts = route_contexts(p->route);
	bool only_answers = contexts && !(contexts & ~(unsigned)ANSWERS);

	while (bits) {
		unsigned bit = take_bit(&bits);

		if (only_answers && !w->facts[bit].alone) {
			w->facts[bit].alone = n;
			w->facts[bit].alone_in = p->route;
		}
		if (x->is_asked || x->ended || r->reads >> bit & 1)
			continue;
		if (!r->first)
			r->first = arena_array(p->unit->arena, STALE_MOST, sizeof *r->first);
		r->reads |= UINT64_C(1) << bit;
		r->first[bit] = n;
	}
}

static void add_candidates(struct path *p, uint64_t bits, const struct node *n)
{
	while (bits)
		add_candidate(p, take_bit(&bits), n, NULL);
}

static void hush(struct stale_state *x, uint64_t bits)
{
	bits &= ~x->set;
	x->open &= ~bits;
	x->skipped &= ~bits;
	x->held &= ~bits;
	x->quiet |= bits;
}

/* The variables of BITS are read by N. */
static void read_bits(struct path *p, struct stale_state *x, uint64_t bits, const struct node *n)
{
	struct stale_walk *w = walk_of(p);
	uint64_t self = 0;

	bits &= ~(x->set | x->quiet);
	if (!bits)
		return;
	/* One that counts on is meant to. */
	if (w->statement && w->statement->kind == N_ASSIGN)
		self = bit_set(w, KID(w->statement, ASSIGN, target));
	add_candidates(p, bits & ~self & (x->open | x->skipped), n);
	read_first(p, x, bits & ~self & ~touched(x), n);
	hush(x, bits);
}

/* --- setting ---------------------------------------------------------------------------------- */

static bool is_empty_value(const struct node *value)
{
	return (value->kind == N_NUMBER && !value->number) ||
	       (value->kind == N_STRING && !value->text.n) ||
	       (value->kind == N_PVAR && str_is(value->text, "$null"));
}

static void note_value(struct stale_walk *w, struct variable_facts *f, const struct node *value)
{
	struct str text = {0};

	if (!literal_text(w->visit->arena, value, &text) ||
	    (f->set && !str_equal(text, f->constant)))
		f->is_varied = true;
	f->constant = text;
}

static bool is_answer(const struct route *r)
{
	return route_contexts(r) & ANSWERS;
}

static void assign(struct path *p, struct stale_state *x, const struct node *n)
{
	struct stale_walk *w = walk_of(p);
	const struct node *target = KID(n, ASSIGN, target), *value = KID(n, ASSIGN, value);
	uint64_t bit = bit_set(w, target);
	struct variable_facts *f;

	if (target->kind == N_PVAR)
		read_bits(p, x, bits_in(w, target) & ~bit, target);
	if (!bit)
		return;
	f = &w->facts[bits_lowest(bit)];
	note_value(w, f, value);
	f->set = n;
	f->contexts |= route_contexts(p->route);
	if (p->route->kind == ROUTES_EVENT)
		w->spoiled |= bit;
	if (is_empty_value(value))
		f->reset[is_answer(p->route)] = w->candidates.count;
	hush(x, bit);
	x->quiet &= ~bit;
	x->set |= bit;
}

/* --- functions -------------------------------------------------------------------------------- */

static bool is_read_only(struct stale_walk *w, const struct call_info *call, uint32_t position,
			 const struct node *argument)
{
	enum argument_kind kind;

	if (call->argument_count <= position || !call->arguments[position])
		return false;
	kind = call->arguments[position]->kind;
	return (kind == ARGUMENT_FORMAT || kind == ARGUMENT_HEADER_LINES) &&
	       (argument->kind != N_STRING || pvars_have_words(w->visit->unit, argument));
}

/* What was taken for reading may be where the function puts something. */
static void withdraw(struct stale_walk *w, const struct node *argument)
{
	for (uint32_t i = w->candidates.count; i > 0 && w->candidates.all[i - 1].read == argument;
	     i--)
		w->candidates.all[i - 1].is_withdrawn = true;
}

static void call_function(struct path *p, struct stale_state *x, const struct node *n)
{
	struct stale_walk *w = walk_of(p);
	const struct call_info *call = call_of(p->unit, n);
	uint32_t position = 0;

	if (call->tags & TAG_LOG)
		return;
	for (const struct node *a = KID(n, CALL, arguments); a; a = a->next, position++) {
		bool only_reads = is_read_only(w, call, position, a);

		if (a->kind == N_PVAR && !only_reads)
			withdraw(w, a);
		if (a->kind != N_STRING && (a->kind != N_PVAR || only_reads))
			continue;
		if (only_reads) {
			read_bits(p, x, bits_in(w, a), a);
		} else {
			w->named |= bits_in(w, a);
			hush(x, bits_in(w, a));
		}
	}
}

static void step(struct path *p, void *state, const struct node *n)
{
	struct stale_state *x = state;

	switch (n->kind) {
	case N_PVAR: read_bits(p, x, bits_in(walk_of(p), n), n); break;
	case N_ASSIGN: assign(p, x, n); break;
	case N_CALL: call_function(p, x, n); break;
	default:
		/* Nobody knows which route. */
		if (n->op == OP_ROUTE && !calls_target(p->unit, n))
			hush(x, UINT64_MAX);
	}
}

static void statement(struct path *p, void *state, const struct node *n)
{
	(void)state;
	walk_of(p)->statement = n;
}

/* --- conditions ------------------------------------------------------------------------------- */

static void hold(struct stale_state *x)
{
	x->held |= x->open | x->skipped;
	x->open = x->skipped = 0;
	x->is_asked = true;
}

static void assume(struct path *p, void *yes, void *no, const struct node *n)
{
	(void)p;
	(void)n;
	hold(yes);
	hold(no);
}

static void enter(struct path *p, void *state, const struct node *n, bool otherwise)
{
	struct stale_state *x = state;

	(void)p;
	hold(x);
	x->is_passed = otherwise && (n->kind != N_IF || !KID(n, IF, otherwise));
}

static void behind(struct path *p, void *state, const void *before, const struct node *n)
{
	const struct stale_state *outer = before;
	struct stale_state *x = state;
	uint64_t fresh = x->skipped & ~outer->skipped;

	(void)p;
	x->is_passed = outer->is_passed;
	/* Labels may well be all that there is; and a loop may be known to run. */
	if (n->kind == N_SWITCH || n->kind == N_WHILE)
		hush(x, fresh);
	if (x->ended != outer->ended)
		return;
	x->is_asked = outer->is_asked;
	x->open |= x->held & outer->open;
	x->skipped |= x->held & outer->skipped;
	x->held &= ~(outer->open | outer->skipped);
}

/* --- where paths meet ------------------------------------------------------------------------- */

static void meet(struct stale_state *x, const struct stale_state *from)
{
	uint64_t none = ~touched(x), none_from = ~touched(from);
	uint64_t quiet = x->quiet | from->quiet;
	uint64_t held = (x->held | from->held) & ~quiet;
	/* Two parts that set it may be all that there are. */
	uint64_t set = (x->set & (from->set | from->skipped | from->held)) |
		       (from->set & (x->skipped | x->held));
	uint64_t skipped = (x->skipped & from->skipped) | (x->is_passed ? none & from->set : 0) |
			   (from->is_passed ? none_from & x->set : 0);

	set &= ~quiet;
	held &= ~set;
	x->open = ~(quiet | set | held | skipped) & ~(none & none_from);
	x->set = set;
	x->skipped = skipped;
	x->held = held;
	x->quiet = quiet;
	x->ended = x->ended > from->ended ? x->ended : from->ended;
	x->is_asked = x->is_asked || from->is_asked;
	x->is_passed = false;
}

static void join(struct path *p, struct path_way *into, struct path_way *from)
{
	struct stale_state *x = (void *)into->state;

	(void)p;
	if (into->is_open && from->is_open) {
		meet(x, (void *)from->state);
		return;
	}
	if (from->is_open)
		*x = *(struct stale_state *)(void *)from->state;
	x->ended++;
}

/* --- called routes ---------------------------------------------------------------------------- */

/* What is open here, and read there. */
static void check_called(struct path *p, struct stale_state *x, const struct node *n)
{
	const struct route_facts *called = &walk_of(p)->routes[p->target->number];
	uint64_t bits = called->reads & (x->open | x->skipped);

	for (uint64_t rest = bits; rest;) {
		unsigned bit = take_bit(&rest);

		add_candidate(p, bit, called->first[bit], n);
	}
	hush(x, bits);
}

static void call_route(struct path *p, void *state, const struct node *n, const void *summary)
{
	struct stale_walk *w = walk_of(p);
	const struct stale_state *called = summary;
	struct stale_state *x = state;
	uint64_t was, none;

	before_called(&w->before, p->unit->arena, p->route, p->target, touched(x));
	if (!called) {
		hush(x, UINT64_MAX);
		return;
	}
	check_called(p, x, n);
	/* It may have let only some messages pass. */
	if (p->target->ends & (PATH_EXITS | PATH_ZERO)) {
		hold(x);
		x->ended++;
	}
	hush(x, called->quiet);
	was = x->open | x->skipped | x->held;
	none = ~touched(x);
	x->held |= was & (called->open | called->skipped | called->held);
	x->open = (x->open & ~x->held) | (none & called->open);
	x->skipped = (x->skipped & ~x->held) | (none & called->skipped);
	x->held |= none & called->held;
	hush(x, called->set);
	x->quiet &= ~called->set;
	x->set |= called->set;
}

/* --- what comes of it ------------------------------------------------------------------------- */

/* The parameters of modules that have variables to set. */
static void spoil_params(struct stale_walk *w)
{
	const struct modules *all = &w->visit->unit->modules;

	for (const struct modparam *p = all->params; p; p = p->next)
		if (p->value->kind == N_STRING)
			w->spoiled |= bits_in(w, p->value);
}

static void tell_old(struct stale_walk *w, struct stale_reads *found, const struct str *names)
{
	uint64_t told = w->spoiled;

	for (uint32_t i = 0; i < w->candidates.count; i++) {
		const struct stale_candidate *c = &w->candidates.all[i];
		uint64_t bit = UINT64_C(1) << c->bit;

		/* What is put back behind it is as it should be. */
		if (c->is_withdrawn || i < w->facts[c->bit].reset[is_answer(c->route)] ||
		    (told | before_route(&w->before, c->route)) & bit)
			continue;
		told |= bit;
		*LIST_ADD(w->visit->arena, &found->all) =
		    (struct stale_read){names[c->bit], c->read, c->set, c->call, false};
	}
	w->spoiled = told;
}

static void tell_foreign(struct stale_walk *w, struct stale_reads *found, const struct str *names,
			 uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct variable_facts *f = &w->facts[i];
		uint64_t bit = UINT64_C(1) << i;

		if (!f->alone || !f->set || !f->is_varied || f->contexts & ANSWERS ||
		    (w->spoiled | w->named | before_route(&w->before, f->alone_in)) & bit)
			continue;
		*LIST_ADD(w->visit->arena, &found->all) =
		    (struct stale_read){names[i], f->alone, f->set, NULL, true};
	}
}

void stale_find(struct visit *v, const struct str *names, uint32_t count, struct stale_reads *found)
{
	static const struct path_listener listener = {.size = sizeof(struct stale_state),
						      .nodes = NODE(PVAR) | NODE(ASSIGN) |
							       NODE(CALL) | NODE(CORE_CALL),
						      .step = step,
						      .statement = statement,
						      .assume = assume,
						      .enter = enter,
						      .join = join,
						      .behind = behind,
						      .call = call_route};
	struct analysis *a = v->unit;
	struct stale_walk w = {.visit = v};

	w.facts = arena_array(v->arena, count, sizeof *w.facts);
	w.routes = arena_array(v->arena, a->routes.count, sizeof *w.routes);
	for (uint32_t i = 0; i < count; i++)
		*MAP_RECORD(&w.bits, v->arena, names[i], uint32_t) = i + 1;
	before_begin(&w.before, v);
	spoil_params(&w);
	path_walk(a, &listener, &w);
	if (!before_end(&w.before))
		return;
	tell_old(&w, found, names);
	tell_foreign(&w, found, names, count);
}
