/*
 * function_report - what is wrong with a call whose function is not found.  Facts: semantics.md
 * sections 6.1 to 6.3; vectors 590-618.
 *
 * What must stay true: one mistake gives one message, and it says which one it is.
 */
#include "sema/callee.h"
#include "text/rule.h"

#include "facts/suggest.h"
#include "scan/keyword.h"
#include "scan/written.h"

/* What is reported here. */
extern const struct rule rule_call_argument_count;
extern const struct rule rule_call_block;
extern const struct rule rule_call_not_loaded;
extern const struct rule rule_call_unknown;
extern const struct rule rule_call_version;

static struct diag *report(struct sema *cx, const struct callee *c, const struct rule *code,
			   const char *what)
{
	struct diag *x = diag_report(cx->diags, code, c->at, "\"%.*s\" %s", STR_ARG(c->name), what);

	diag_seen(x, c->seen);
	return x;
}

static void add_word(struct buf *b, const char *word, size_t i, size_t count)
{
	if (i)
		buf_text(b, i + 1 == count ? " and " : ", ");
	buf_text(b, word);
}

/* Appends the kinds of blocks in ROUTES. */
static void say_routes(struct buf *b, uint16_t routes)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} kinds[] = {{FACT_REQUEST, "request_route"},
		     {FACT_FAILURE, "failure_route"},
		     {FACT_BRANCH, "branch_route"},
		     {FACT_CORE_ONREPLY, "reply_route"},
		     {FACT_TM_ONREPLY, "onreply_route[NAME]"},
		     {FACT_ONSEND, "onsend_route"},
		     {FACT_EVENT, "event_route"}};
	size_t count = 0, n = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		count += (routes & kinds[i].bit) != 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (routes & kinds[i].bit)
			add_word(b, kinds[i].name, n++, count);
}

static const char *block_here(const struct sema *cx)
{
	switch (cx->routes_here) {
	case FACT_FAILURE: return "a failure_route";
	case FACT_BRANCH: return "a branch_route";
	case FACT_ONSEND: return "an onsend_route";
	case FACT_CORE_ONREPLY: return "a reply_route";
	case FACT_TM_ONREPLY: return "an onreply_route";
	case FACT_REQUEST: return "a request route";
	default: return "an event_route";
	}
}

static void report_block(struct sema *cx, const struct callee *c)
{
	struct buf what = buf_on(cx->arena), where = buf_on(cx->arena);
	uint16_t routes = 0;
	struct diag *x;

	for (size_t i = 0; i < c->row_count; i++)
		if (callee_is_now(cx, &c->rows[i]) && callee_takes(&c->rows[i], c->count) &&
		    sema_is_loaded(cx, c->rows[i].module))
			routes |= c->rows[i].routes;
	if (routes & FACT_REQUEST)
		routes |= FACT_EVENT;
	buf_printf(&what, "cannot be used in %s", block_here(cx));
	x = report(cx, c, &rule_call_block, what.p);
	say_routes(&where, routes);
	if (where.n)
		diag_hint(cx->diags, x, "only in %s", where.p);
	else
		diag_hint(cx->diags, x, "it is there for other modules only");
}

RULE(call_block, "K402", SEV_ERROR, PHASE_PARSE,
     .summary = "a function in a kind of route where it cannot be called",
     .why = "Each function names the kinds of route it works in. A route[NAME] counts as "
	    "a request route wherever it is called from; an onreply_route with a name is "
	    "run by the module tm, one without (or reply_route) by the core.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\texit;\n}\nonsend_route {\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n}\n")

/* Appends "takes 0, 2 or 3 arguments". */
static void say_counts(struct buf *b, uint32_t counts)
{
	const char *comma = "";

	buf_text(b, "takes ");
	if (counts == 1) {
		buf_text(b, "no arguments");
		return;
	}
	for (uint32_t i = 0, rest = counts; rest; i++, rest >>= 1) {
		if (!(rest & 1))
			continue;
		buf_printf(b, "%s%u", rest == 1 && *comma ? " or " : comma, i);
		comma = ", ";
	}
	buf_text(b, counts == 2 ? " argument" : " arguments");
}

/* Whether two strings stand side by side in the call C. */
static bool has_joined(struct sema *cx, const struct callee *c)
{
	struct sources *all = cx->diags->sources;
	struct span at = {c->at.hi, c->seen.lo};

	return at.lo < at.hi && source_of(all, at.lo) == source_of(all, at.hi) &&
	       written_joined(str_head(source_text(all, at), 4096)) >= 0;
}

/* The function is there, for other numbers of arguments. */
static bool report_count(struct sema *cx, const struct callee *c)
{
	struct buf b = buf_on(cx->arena), since = buf_on(cx->arena);
	uint32_t counts = 0, versions = 0;
	struct diag *x;

	for (size_t i = 0; i < c->row_count; i++) {
		const struct fact_function *f = &c->rows[i];

		if (!sema_is_loaded(cx, f->module))
			continue;
		if (callee_is_now(cx, f))
			counts |= 1u << (f->parameters & 31);
		else if (callee_takes(f, c->count))
			versions |= f->versions;
	}
	if (!counts)
		return false;
	say_counts(&b, counts);
	buf_printf(&b, ", %d given", c->count);
	x = report(cx, c, &rule_call_argument_count, b.p);
	if (versions) {
		sema_say_versions(&since, cx, versions);
		diag_hint(cx->diags, x, "%s with %d", since.p, c->count);
	} else if (c->count < 30 && counts >> (c->count + 1) & 1 && has_joined(cx, c)) {
		diag_hint(cx->diags, x, "a comma is missing between two strings");
	}
	return true;
}

RULE(call_argument_count, "K403", SEV_ERROR, PHASE_PARSE,
     .summary = "a function called with a wrong number of arguments",
     .why = "Kamailio looks a function up by its name and the number of its arguments, so "
	    "it calls this an unknown command, too.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_reply(\"404\");\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_reply(\"404\", \"Not Found\");\n}\n")

/* Modules of this version that have the function, in *MODULES; at most MOST. */
static size_t owners(struct sema *cx, const struct callee *c, const char **modules, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < c->row_count; i++) {
		const struct fact_function *f = &c->rows[i];
		bool is_new = callee_is_now(cx, f) && f->routes;

		for (size_t j = 0; j < n; j++)
			is_new &= !str_is(str_of(modules[j]), f->module);
		if (is_new && n < most)
			modules[n++] = f->module;
	}
	return n;
}

/* A module that is not loaded, or not yet, has the function. */
static bool report_owner(struct sema *cx, const struct callee *c)
{
	const char *modules[4];
	size_t n = owners(cx, c, modules, sizeof modules / sizeof *modules);
	struct buf b = buf_on(cx->arena);
	struct diag *x;

	if (!n)
		return false;
	if (n == 1 && sema_is_missed(cx, modules[0]))
		return true;
	for (size_t i = 0; n > 1 && i < n; i++)
		if (map_has(&cx->unit->modules.missed, str_of(modules[i])))
			return true;
	for (size_t i = 0; i < n; i++) {
		const struct node *below = map_find(&cx->modules_all, str_of(modules[i]));

		if (!below)
			continue;
		buf_printf(&b, "is called above the loading of its module \"%s\"", modules[i]);
		x = report(cx, c, &rule_call_not_loaded, b.p);
		diag_note(cx->diags, x, below->at, "move this loadmodule up");
		return true;
	}
	buf_text(&b, n > 1 ? "needs one of the modules " : "needs the module ");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\"%s\"", i == 0 ? "" : i + 1 == n ? " and " : ", ", modules[i]);
	buf_text(&b, n > 1 ? ", which are not loaded" : ", which is not loaded");
	x = report(cx, c, &rule_call_not_loaded, b.p);
	if (n == 1)
		diag_hint(cx->diags, x, "loadmodule \"%s.so\" is missing", modules[0]);
	return true;
}

RULE(call_not_loaded, "K404", SEV_ERROR, PHASE_PARSE,
     .summary = "a function whose module is not loaded",
     .why = "The loadmodule must stand above the call. Kamailio calls this an unknown "
	    "command.",
     .bad = "request_route {\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n}\n")

/* Other versions have the function. */
static bool report_version(struct sema *cx, const struct callee *c)
{
	const char *advice =
	    catalog_advice(cx->session->catalog, RENAMED_FUNCTION, c->name, NULL, cx->version);
	struct buf b = buf_on(cx->arena), what = buf_on(cx->arena);
	uint32_t versions = 0;
	struct diag *x;

	for (size_t i = 0; i < c->row_count; i++)
		if (c->rows[i].routes)
			versions |= c->rows[i].versions;
	if (!advice && (!versions || versions & cx->version->bit))
		return false;
	buf_printf(&what, "is no function of kamailio %.*s", STR_ARG(cx->version->name));
	x = report(cx, c, &rule_call_version, what.p);
	if (advice) {
		diag_hint(cx->diags, x, "%s", advice);
		return true;
	}
	sema_say_versions(&b, cx, versions);
	diag_hint(cx->diags, x, "%s (module \"%s\")", b.p, c->rows[0].module);
	return true;
}

RULE(call_version, "K405", SEV_ERROR, PHASE_PARSE,
     .summary = "a function that only other versions of Kamailio have",
     .why = "Functions come, go and get other names. --kamailio says for which version a "
	    "config is meant.",
     .bad = "loadmodule \"tm\"\nloadmodule \"keepalive\"\nrequest_route "
	    "{\n\tis_alive(\"sip:a.example\");\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"keepalive\"\nrequest_route "
	     "{\n\tka_is_alive(\"sip:a.example\");\n}\n")

/* What a call was probably meant to be: the nearest name; among equals one that takes as many
 * arguments, then one that is loaded. */
struct candidate {
	struct nearest names;
	const char *module; /* NULL: loaded, or a word of the core */
};

static void consider(struct candidate *best, struct str name, const char *module, bool fits)
{
	if (nearest_consider_ranked(&best->names, name, (fits ? 0u : 2u) + (module ? 1u : 0u)))
		best->module = module;
}

static void consider_word(void *ctx, const struct keyword *k)
{
	if (keyword_is_core_call(k))
		consider(ctx, str_of(k->word), NULL, true);
}

static void report_unknown(struct sema *cx, const struct callee *c)
{
	const struct catalog *all = cx->session->catalog;
	struct candidate best = {.names = nearest_to(c->name)};
	struct str name;
	struct diag *x = diag_report(cx->diags, &rule_call_unknown, c->at,
				     "there is no function \"%.*s\"", STR_ARG(c->name));

	diag_seen(x, c->seen);
	if (!sema_may_search(cx))
		return;
	for (size_t i = 0; i < all->function_count; i++) {
		const struct fact_function *f = &all->functions[i];

		if (callee_is_now(cx, f) && f->routes)
			consider(&best, str_of(f->name),
				 sema_is_loaded(cx, f->module) ? NULL : f->module,
				 callee_takes(f, c->count));
	}
	keyword_each(cx->version->bit, consider_word, &best);
	name = best.names.best;
	if (!name.n)
		return;
	if (best.module)
		diag_hint(cx->diags, x, "did you mean \"%.*s\" of module \"%s\"?", STR_ARG(name),
			  best.module);
	else
		diag_hint(cx->diags, x, "did you mean \"%.*s\"?%s", STR_ARG(name),
			  str_equal_nocase(name, c->name) ? " upper and lower case differ" : "");
}

RULE(call_unknown, "K406", SEV_ERROR, PHASE_PARSE, .summary = "a function that does not exist",
     .why = "No module that kamcheck knows has it. Upper and lower case differ.",
     .bad = "loadmodule \"tm\"\nrequest_route {\n\tt_rely();\n}\n",
     .good = "loadmodule \"tm\"\nrequest_route {\n\tt_relay();\n}\n")

void callee_report(struct sema *cx, const struct callee *c)
{
	if (callee_find(cx, c, 0))
		report_block(cx, c);
	else if (!report_count(cx, c) && !report_owner(cx, c) && !report_version(cx, c))
		report_unknown(cx, c);
}
