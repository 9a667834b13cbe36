/*
 * unused - blocks that nothing calls, in any variant of the config.  They cost nothing and are
 * often meant to be there, so this is a note.
 */
#include "base/ascii.h"
#include "base/list.h"
#include "base/map.h"
#include "engine/visit.h"
#include "unit/describe.h"

/* A name that nothing calls. */
struct unused_candidate {
	bool is_named; /* it stands in a string, or where another variant of the config may call it,
			  or a route calls it of which that holds */
};

/* Names that nothing calls, and those among them that something may call all the same. */
struct unused_names {
	struct map candidates;    /* struct unused_candidate */
	size_t shortest, longest; /* of the candidates; spares most words a look-up */
	LIST_OF(struct str) named;
};

/* A letter of the names that people give to routes. */
static bool is_name_byte(char c)
{
	return ascii_is_word(c) || c == '-' || c == '.';
}

static bool is_candidate(const struct analysis *u, const struct route *r)
{
	return !r->is_reached && !r->is_meant && r->kind != ROUTES_EVENT &&
	       !u->graph.is_dynamic[r->kind];
}

static void add_candidate(struct analysis *u, struct unused_names *all, struct str name)
{
	if (!all->candidates.entries.count || name.n < all->shortest)
		all->shortest = name.n;
	if (name.n > all->longest)
		all->longest = name.n;
	MAP_RECORD(&all->candidates, u->arena, name, struct unused_candidate);
}

static void mark(struct analysis *u, struct unused_names *all, struct str name)
{
	struct unused_candidate *c;

	if (name.n < all->shortest || name.n > all->longest)
		return;
	c = map_find(&all->candidates, name);
	if (!c || c->is_named)
		return;
	c->is_named = true;
	*LIST_ADD(u->arena, &all->named) = name;
}

static void mark_words(struct analysis *u, struct unused_names *all, struct str text)
{
	while (text.n) {
		struct str word = str_head(text, ascii_run(text, is_name_byte));

		mark(u, all, word);
		text = str_skip(text, word.n + 1);
	}
}

/* What follows offset I of TEXT, a quote, is the name of a block: `route["`. */
static bool is_in_brackets(struct str text, size_t i)
{
	while (i > 0 && ascii_is_white(text.p[i - 1]))
		i--;
	return i > 0 && text.p[i - 1] == '[';
}

/* Marks the names in TEXT, a part of a config, that stand behind SIGN. */
static void mark_behind(struct analysis *u, struct unused_names *all, struct str text, char sign)
{
	struct str rest = text, name;
	ptrdiff_t at;

	while ((at = str_find(rest, sign)) >= 0) {
		rest = str_skip(rest, (size_t)at + 1);
		if (is_in_brackets(text, (size_t)(rest.p - text.p) - 1))
			continue;
		name = str_skip(rest, ascii_run(rest, ascii_is_white));
		mark(u, all, str_head(name, ascii_run(name, is_name_byte)));
	}
}

/* Marks the names that TEXT, a part of a config, may call. */
static void mark_calls(struct analysis *u, struct unused_names *all, struct str text)
{
	mark_behind(u, all, text, '(');
	mark_behind(u, all, text, '"');
	mark_behind(u, all, text, '\'');
}

/* Marks what the routes call whose names are marked. */
static void mark_called(struct analysis *u, struct unused_names *all)
{
	for (uint32_t i = 0; i < all->named.count; i++)
		for (enum route_kind kind = 0; kind < ROUTE_KINDS; kind++) {
			const struct route *r = routes_find(&u->routes, kind, all->named.all[i]);

			for (const struct call *c = r ? r->calls : NULL; c; c = c->next)
				mark(u, all, c->name);
		}
}

/* Strings may name a route in a way that the catalog does not know, and text that is skipped may
 * call it: marks those that occur. */
static void mark_named(struct analysis *u, struct unused_names *all)
{
	for (uint32_t i = 0; i < u->graph.strings.count; i++)
		mark_words(u, all, u->graph.strings.all[i]->text);
	for (uint32_t i = 0; i < u->record.skipped.count; i++)
		mark_calls(u, all,
			   source_text(&u->session->sources, *PILE_AT(&u->record.skipped, i)));
	mark_called(u, all);
}

static void report_unused(struct visit *v, const struct route *r)
{
	struct str what = describe_route(v->unit, r);
	struct diag *x = report(v, describe_place(r), "nothing calls %.*s", STR_ARG(what));

	if (r->callers && r->callers->from) {
		struct str from = describe_route(v->unit, r->callers->from);

		diag_note(v->diags, x, r->callers->at, "only routes that nothing calls do: %.*s",
			  STR_ARG(from));
	}
}

static void check_unused(struct visit *v)
{
	struct analysis *u = v->unit;
	struct unused_names all = {0};

	/* Without a start, everything is unused: a file to be included. */
	if (!routes_find(&u->routes, ROUTES_REQUEST, STR(ROUTE_MAIN)))
		return;
	for (const struct route *r = u->routes.first; r; r = r->next)
		if (is_candidate(u, r))
			add_candidate(u, &all, r->name);
	if (!all.candidates.entries.count)
		return;
	mark_named(u, &all);
	for (const struct route *r = u->routes.first; r; r = r->next) {
		const struct unused_candidate *c =
		    is_candidate(u, r) ? map_find(&all.candidates, r->name) : NULL;

		if (c && !c->is_named)
			report_unused(v, r);
	}
}

RULE(route_unused, "K304", SEV_NOTE, PHASE_RUN, .end = check_unused, .needs = NEEDS_ROUTES,
     .silent_in = DOUBT_LOST | DOUBT_ENGINE | DOUBT_MODULE | DOUBT_VALUE, .of_all = true,
     .summary = "a route block that nothing calls",
     .why = "No route(), no t_on_..., and no name given to a module leads there. Reported only "
	    "when all calls are known: not when some route is called by a variable, and not when "
	    "its name occurs in any string, or in text that a conditional leaves out.",
     .bad = "request_route {\n\texit;\n}\nroute[OLD] {\n\texit;\n}\n",
     .good = "request_route {\n\troute(NEW);\n}\nroute[NEW] {\n\texit;\n}\n")
