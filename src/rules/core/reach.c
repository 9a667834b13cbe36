/*
 * reach - what a proxy behind a translated address tells others to send to: the address in its Via
 * and Record-Route is that of its socket, unless the socket advertises another one.
 *
 * What must stay true: another server in front may be the one that clients reach, and inside of
 * one network private addresses are right, so all of this are notes, and that of a private address
 * alone is one for those who ask.  advertised_address and its kin change Via, and of two
 * Record-Routes the one of the socket that sends; not the one of the socket that received: tried
 * with 5.6.3.
 */
#include "rules/core/endpoint.h"
#include "engine/visit.h"

#include "facts/words.h"
#include "text/ip.h"

extern const struct rule rule_private_alone;
extern const struct rule rule_private_behind;
extern const struct rule rule_double_rr_off;

struct reachable {
	const struct node *first_private; /* listened on, without an address that is advertised */
	const struct node *public_at;     /* of an alias, or of advertised_address */
	struct str public_ip;
	int32_t public_port;      /* 0: as that of the socket */
	bool is_for_via;          /* it is no alias */
	const struct node *first; /* listened on */
	struct endpoint of_first;
	bool has_public, has_advertised, differs, records_route;
};

static const struct state_kind state = STATE_KIND(struct reachable);

/* 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7. */
static bool is_private(const struct endpoint *e)
{
	const unsigned char *ip = e->ip;

	if (e->size == 16)
		return (ip[0] & 0xfe) == 0xfc;
	return ip[0] == 10 || (ip[0] == 172 && (ip[1] & 0xf0) == 16) ||
	       (ip[0] == 192 && ip[1] == 168) || (ip[0] == 100 && (ip[1] & 0xc0) == 64);
}

/* Neither private, nor of this machine or of all. */
static bool is_public(const struct endpoint *e)
{
	return e->size == 4 && !is_private(e) && e->ip[0] && e->ip[0] != 127 && e->ip[0] < 224 &&
	       !(e->ip[0] == 169 && e->ip[1] == 254);
}

static void see_listen(struct visit *v, const struct node *address, bool is_advertised)
{
	struct reachable *s = visit_state(v, &state);
	const struct node *host = address->kind == N_ADDRESS ? KID(address, ADDRESS, hosts) : NULL;
	struct endpoint e;

	s->has_advertised |= is_advertised;
	/* The name of a host or of an interface may be public. */
	if (!host || host->next || !endpoint_node(address, host, v->version, &e)) {
		s->has_public = true;
		return;
	}
	s->has_public |= !is_private(&e) && e.ip[0] != 127;
	if (is_private(&e) && !is_advertised && !s->first_private)
		s->first_private = address;
	if (!s->first) {
		s->first = address;
		s->of_first = e;
	}
	s->differs |= e.transports != s->of_first.transports || !endpoint_same_ip(&e, &s->of_first);
}

static void see_alias(struct visit *v, const struct node *address)
{
	struct reachable *s = visit_state(v, &state);
	const struct node *host = address->kind == N_ADDRESS ? KID(address, ADDRESS, hosts) : NULL;
	struct endpoint e;

	if (!host || s->is_for_via || !endpoint_node(address, host, v->version, &e) ||
	    !is_public(&e))
		return;
	s->public_at = address;
	s->public_ip = host->text;
	s->public_port = e.port;
}

/* HOST is what advertised_address or its kin says. */
static void see_via(struct visit *v, const struct node *host)
{
	struct reachable *s = visit_state(v, &state);
	struct endpoint e;

	if (!host || (host->kind != N_IP && host->kind != N_STRING) ||
	    !endpoint_text(host->text, v->version, &e) || e.port || !is_public(&e)) {
		s->has_advertised = true;
		return;
	}
	s->public_at = host;
	s->public_ip = host->text;
	s->public_port = 0;
	s->is_for_via = true;
}

static void see_block(struct visit *v, const struct node *n)
{
	const struct node *bind = NULL;
	bool is_advertised = false;

	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next) {
		if (a->kind != N_ATTRIBUTE)
			continue;
		if (str_is(a->text, "bind"))
			bind = KID(a, ATTRIBUTE, value);
		is_advertised |= str_is(a->text, "advertise");
	}
	if (bind)
		see_listen(v, bind, is_advertised);
}

static void see(struct visit *v, const struct node *n)
{
	struct reachable *s = visit_state(v, &state);

	switch (n->kind) {
	case N_LISTEN:
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next) {
			if (str_is(n->text, "listen"))
				see_listen(v, a, KID(n, LISTEN, advertise) != NULL);
			else
				see_alias(v, a);
		}
		break;
	case N_SOCKET: see_block(v, n); break;
	case N_CALL:
		if (str_is(n->text, "record_route"))
			s->records_route = true;
		else
			s->has_advertised = true;
		break;
	case N_CORE_CALL:
		if (n->op == OP_SET_ADVERTISED_ADDRESS)
			see_via(v, KID(n, CORE_CALL, arguments));
		break;
	default: see_via(v, KID(n, PARAM, value));
	}
}

static void check_double(struct visit *v, const struct reachable *s)
{
	const struct module *rr = modules_file(&v->unit->modules, "rr");
	const struct module_param *p = modules_param(&v->unit->modules, "rr", "enable_double_rr");
	struct str value;

	if (!rr || !p || !s->differs || !s->records_route ||
	    !modules_value(&v->unit->modules, rr, "enable_double_rr", &value) ||
	    !str_is(value, "0"))
		return;
	diag_note(v->diags,
		  report_as(v, &rule_double_rr_off, p->by->value->at,
			    "one Record-Route alone leads both sides to the same socket"),
		  s->first->at, "but the server listens on several, here and below");
}

/* The line that lets the socket AT advertise what is public. */
static void hint_line(struct visit *v, struct diag *x, const struct reachable *s)
{
	const struct node *at = s->first_private, *port = KID(at, ADDRESS, port);
	struct str address = source_text(&v->session->sources, at->at);
	struct str ip = s->public_at ? s->public_ip : STR("PUBLIC_ADDRESS");
	int32_t number = s->public_port ? s->public_port : port ? port->number : PORT_DEFAULT;

	diag_hint(v->diags, x, "listen=%.*s advertise %.*s:%d", STR_ARG(str_head(address, 100)),
		  STR_ARG(ip), (int)number);
}

static void report_behind(struct visit *v, const struct reachable *s)
{
	const struct node *at = s->first_private;
	struct diag *x;

	if (s->is_for_via) {
		x = report_as(v, &rule_private_behind, at->at,
			      "Record-Route carries this address, which only its own network "
			      "reaches");
		diag_note(v->diags, x, s->public_at->at,
			  "this one gets into Via, and not into the Record-Route for those who "
			  "send to the server");
	} else {
		x = report_as(v, &rule_private_behind, at->at,
			      "Record-Route and Via carry this address, which only its own network "
			      "reaches");
		diag_note(v->diags, x, s->public_at->at, "this one is public");
	}
	hint_line(v, x, s);
}

static void check_reach(struct visit *v)
{
	const struct reachable *s = visit_state(v, &state);
	const struct node *at = s->first_private;
	struct diag *x;

	check_double(v, s);
	if (!at || s->has_public || s->has_advertised || !s->records_route ||
	    v->session->adds_sockets)
		return;
	for (const struct module *m = v->unit->modules.modules; m; m = m->next)
		if (words_find(WORDS_HIDING_MODULE, m->file, v->version))
			return;
	if (s->public_at) {
		report_behind(v, s);
		return;
	}
	x = report_as(
	    v, &rule_private_alone, at->at,
	    "Record-Route and Via carry this address, which only its own network reaches");
	hint_line(v, x, s);
}

RULE(private_behind, "K837", SEV_NOTE, PHASE_RUN,
     .nodes = NODE(LISTEN) | NODE(SOCKET) | NODE(CORE_CALL), .tags = TAG_RECORD_ROUTE,
     .params = PARAM("core", "advertised_address"), .run = see, .end = check_reach,
     .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT,
     .summary = "a private address that is listened on, behind a public one, and not advertised",
     .why = "A server in a private network, reached by a public address that is translated, writes "
	    "the private one into Via and Record-Route. Requests inside of the dialog, such as the "
	    "ACK, do not come back. listen=udp:192.168.0.10:5060 advertise 203.0.113.5:5060 writes "
	    "the public one; with another listen for the inside, record_route() writes both. "
	    "advertised_address and set_advertised_address() change Via alone. Not reported when "
	    "a listen advertises anything, or a module hides the addresses.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.168.0.10:5060\n"
	    "alias=203.0.113.5\nrequest_route {\n\trecord_route();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\n"
	     "listen=udp:192.168.0.10:5060 advertise 203.0.113.5:5060\nalias=203.0.113.5\n"
	     "request_route {\n\trecord_route();\n\tt_relay();\n}\n")

RULE(private_alone, "K838", SEV_NOTE, PHASE_RUN, .group = "network",
     .found_by = &rule_private_behind, .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT,
     .summary = "private addresses only, and none is advertised",
     .why = "When the server is reached by a public address that is translated, such as that of a "
	    "cloud, Via and Record-Route must carry that one. Inside of one network, or behind "
	    "another proxy, private addresses are right.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.168.0.10:5060\n"
	    "request_route {\n\trecord_route();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\n"
	     "listen=udp:192.168.0.10:5060 advertise 203.0.113.5:5060\n"
	     "request_route {\n\trecord_route();\n\tt_relay();\n}\n")

RULE(double_rr_off, "K839", SEV_NOTE, PHASE_RUN, .found_by = &rule_private_behind,
     .silent_in = DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT,
     .summary = "enable_double_rr is off, and the server has several sockets",
     .why = "When a call leaves by another socket than it came in by, record_route() writes two "
	    "headers, one for each side. With enable_double_rr set to 0 there is one, and requests "
	    "of the other side inside of the dialog go to a socket that it may not reach.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.0.2.10:5060\n"
	    "listen=tcp:192.0.2.10:5060\nmodparam(\"rr\", \"enable_double_rr\", 0)\n"
	    "request_route {\n\trecord_route();\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nlisten=udp:192.0.2.10:5060\n"
	     "listen=tcp:192.0.2.10:5060\nmodparam(\"rr\", \"enable_double_rr\", 1)\n"
	     "request_route {\n\trecord_route();\n\tt_relay();\n}\n")
