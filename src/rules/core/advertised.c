/*
 * advertised - addresses that the server tells others, and that contradict what it listens on or
 * knows as its own.  Tried with 5.6.3: advertised_address gets into the Via of all sockets,
 * whatever these advertise; a Route with an address that is neither listened on, advertised by a
 * socket nor an alias is that of another server.
 *
 * What must stay true: whoever is behind another proxy may have reasons for each of these, so they
 * are notes; nothing is said where a socket or an alias may come from elsewhere.
 */
#include "rules/core/endpoint.h"
#include "engine/visit.h"

#include "base/map.h"
#include "facts/words.h"

extern const struct rule rule_advertised_over;
extern const struct rule rule_record_route_foreign;

struct advertised {
	LIST_OF(const struct node *) lines;   /* N_LISTEN, N_SOCKET */
	LIST_OF(const struct node *) presets; /* what Record-Route is to carry */
	const struct node *for_all;           /* advertised_address */
	bool follows_routes;

	/* Of the lines, at the end. */
	struct map own; /* IP addresses */
	const struct node *listens;
	bool is_unknown;
};

static const struct state_kind state = STATE_KIND(struct advertised);

static void see(struct visit *v, const struct node *n)
{
	struct advertised *s = visit_state(v, &state);
	const struct node *text;

	switch (n->kind) {
	case N_PARAM: s->for_all = KID(n, PARAM, value); break;
	case N_CALL:
		s->follows_routes |= (v->call->tags & TAG_LOOSE_ROUTE) != 0;
		text = visit_tagged(v, n, TAG_RECORD_ROUTE);
		if (text && text->kind == N_STRING)
			*LIST_ADD(v->arena, &s->presets) = text;
		break;
	default: *LIST_ADD(v->arena, &s->lines) = n;
	}
}

/* --- what the server is ----------------------------------------------------------------------- */

static struct str key_of(struct visit *v, const struct endpoint *e)
{
	return (struct str){arena_copy(v->arena, (const char *)e->ip, e->size), e->size};
}

/* Each address of A is one of the server; when it does not listen on it, it may be any name. */
static void add_address(struct visit *v, const struct node *a, bool is_listened)
{
	struct advertised *s = visit_state(v, &state);
	const struct node *host = a->kind == N_ADDRESS ? KID(a, ADDRESS, hosts) : NULL;
	struct endpoint e;

	s->is_unknown |= is_listened && !host;
	if (is_listened)
		s->listens = a;
	for (; host; host = host->next) {
		if (endpoint_node(a, host, v->version, &e) && e.ip[0])
			map_add(&s->own, v->arena, key_of(v, &e));
		else
			s->is_unknown |= is_listened;
	}
}

/* What a socket advertises. */
static void add_advertised(struct visit *v, const struct node *a)
{
	const struct advertised *s = visit_state(v, &state);
	const struct node *host;
	struct endpoint told, all;
	struct diag *x;

	if (!a)
		return;
	add_address(v, a, false);
	host = a->kind == N_ADDRESS ? KID(a, ADDRESS, hosts) : NULL;
	if (!s->for_all || !host || !endpoint_node(a, host, v->version, &told) ||
	    (s->for_all->kind != N_IP && s->for_all->kind != N_STRING) ||
	    !endpoint_text(s->for_all->text, v->version, &all) || endpoint_same_ip(&told, &all))
		return;
	x = report(v, a->at, "this gets into Record-Route, but not into Via");
	diag_hint(v->diags, x, "without advertised_address each socket tells what it advertises");
	diag_note(v->diags, x, s->for_all->at, "Via of all sockets carries this one");
}

static void add_block(struct visit *v, const struct node *n)
{
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next) {
		const struct node *value = a->kind == N_ATTRIBUTE ? KID(a, ATTRIBUTE, value) : NULL;

		if (value && str_is(a->text, "bind"))
			add_address(v, value, true);
		else if (value && str_is(a->text, "advertise"))
			add_advertised(v, value);
	}
}

static void add_line(struct visit *v, const struct node *n)
{
	if (n->kind == N_SOCKET) {
		add_block(v, n);
		return;
	}
	for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
		add_address(v, a, str_is(n->text, "listen"));
	add_advertised(v, KID(n, LISTEN, advertise));
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Whether others may tell the server more of what it is. */
static bool may_be_more(const struct visit *v, const struct advertised *s)
{
	if (s->is_unknown || !s->listens || v->session->adds_sockets)
		return true;
	for (const struct module *m = v->unit->modules.modules; m; m = m->next)
		if (words_find(WORDS_DOMAIN_MODULE, m->file, v->version) ||
		    words_find(WORDS_SOCKET_MODULE, m->file, v->version))
			return true;
	return false;
}

/* TEXT is "user@address:port;parameters", all but the address may be missing. */
static void check_preset(struct visit *v, const struct node *n)
{
	const struct advertised *s = visit_state(v, &state);
	struct str rest = n->text, text = str_take(&rest, ';');
	struct endpoint e;
	struct diag *x;

	text = str_skip(text, (size_t)(str_find(text, '@') + 1));
	if (!endpoint_text(text, v->version, &e) || map_has(&s->own, key_of(v, &e)))
		return;
	x = report_as(v, &rule_record_route_foreign, n->at,
		      "a Route with this address is taken for that of another server");
	diag_hint(v->diags, x, "alias=%.*s makes it known as an address of this one",
		  STR_ARG(text));
	diag_note(v->diags, x, s->listens->at, "the server listens here");
}

static void check(struct visit *v)
{
	struct advertised *s = visit_state(v, &state);

	if (!s->lines.count || (!s->for_all && !s->presets.count))
		return;
	for (uint32_t i = 0; i < s->lines.count; i++)
		add_line(v, s->lines.all[i]);
	if (!s->follows_routes || may_be_more(v, s))
		return;
	for (uint32_t i = 0; i < s->presets.count; i++)
		check_preset(v, s->presets.all[i]);
}

RULE(advertised_over, "K850", SEV_NOTE, PHASE_RUN, .nodes = NODE(LISTEN) | NODE(SOCKET),
     .tags = TAG_RECORD_ROUTE | TAG_LOOSE_ROUTE, .params = PARAM("core", "advertised_address"),
     .run = see, .end = check, .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT,
     .summary = "a socket that advertises one address, and advertised_address is another",
     .why = "advertised_address is the older way: it gets into the Via of all requests, whichever "
	    "socket sends them, and not into the Record-Route of the one that received them. What "
	    "stands behind \"advertise\" gets into both, for its socket alone; into Record-Route "
	    "alone when advertised_address is set, too.",
     .bad = "listen=udp:192.0.2.10:5060 advertise 203.0.113.5:5060\n"
	    "listen=udp:192.168.0.10:5060\nadvertised_address=\"203.0.113.9\"\n"
	    "request_route {\n\texit;\n}\n",
     .good = "listen=udp:192.0.2.10:5060 advertise 203.0.113.5:5060\n"
	     "listen=udp:192.168.0.10:5060\nrequest_route {\n\texit;\n}\n")

RULE(record_route_foreign, "K851", SEV_NOTE, PHASE_RUN, .found_by = &rule_advertised_over,
     .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT,
     .summary = "a Record-Route with an address that the server does not know as its own",
     .why =
	 "record_route_preset() and record_route_advertised_address() write any address. "
	 "Requests in the dialog come back with it in Route, and loose_route() takes off only "
	 "what is an address of the server: one behind listen, one behind \"advertise\", an "
	 "alias. Otherwise the request is sent to that address, that is to the server itself, once "
	 "more. When another server stands there, this is meant.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.0.2.10:5060\n"
	    "request_route {\n\tif (loose_route()) {\n\t\tt_relay();\n\t\texit;\n\t}\n"
	    "\trecord_route_preset(\"203.0.113.5:5060\");\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.0.2.10:5060\n"
	     "alias=203.0.113.5:5060\nrequest_route {\n\tif (loose_route()) {\n\t\tt_relay();\n"
	     "\t\texit;\n\t}\n\trecord_route_preset(\"203.0.113.5:5060\");\n\tt_relay();\n}\n")
