/*
 * received - where a message was received, compared with ports and addresses that the server does
 * not listen on.  Tried with 5.6.3: 0.0.0.0 is an address as any other there.
 *
 * What must stay true: a config serves several variants: nothing is said when one of the ports that
 * are asked for is listened on, or when a listen may stand in text that was not read.
 */
#include "rules/core/endpoint.h"
#include "rules/core/listened.h"

#include "base/number.h"
#include "facts/words.h"
#include "text/ip.h"

extern const struct rule rule_port_not_listened;
extern const struct rule rule_address_not_listened;

enum { SHOWN_MOST = 3 };

struct port_use {
	const struct node *value;
	struct str variable;
	int32_t port;
};

struct address_use {
	const struct node *value;
	struct str variable;
	struct endpoint address;
};

struct received {
	struct listened listened;
	LIST_OF(struct port_use) uses;
	LIST_OF(struct address_use) address_uses;
	int32_t port; /* of addresses without one */
};

static const struct state_kind state = STATE_KIND(struct received);

/* --- what is seen ----------------------------------------------------------------------------- */

static bool port_of(const struct node *n, int32_t *port)
{
	if (n->kind == N_NUMBER) {
		*port = n->number;
		return true;
	}
	return n->kind == N_STRING && number_int32(n->text, NUMBER_PLAIN, port);
}

/* The IPv4 address that N is; IPv6 has several spellings. */
static bool address_of(struct visit *v, const struct node *n, struct endpoint *e)
{
	if (n->kind == N_NET && !KID(n, NET, mask))
		n = KID(n, NET, address);
	return (n->kind == N_IP || n->kind == N_STRING) && endpoint_text(n->text, v->version, e) &&
	       e->size == 4 && !e->port && e->transports == TRANSPORT_ANY;
}

static void see_address_asked(struct visit *v, const struct node *left, const struct node *right)
{
	struct address_use use = {.value = right, .variable = left->text};
	struct received *s;

	if (!words_find(WORDS_RECEIVED_ADDRESS, left->text, v->version) ||
	    !address_of(v, right, &use.address))
		return;
	s = visit_state(v, &state);
	*LIST_ADD(v->arena, &s->address_uses) = use;
}

static void see_comparison(struct visit *v, const struct node *left, const struct node *right,
			   int op)
{
	struct port_use use = {.value = right, .variable = left->text};
	struct received *s;

	if (op != OP_EQ && op != OP_NE)
		return;
	if (!port_of(right, &use.port)) {
		see_address_asked(v, left, right);
		return;
	}
	if (!words_find(WORDS_RECEIVED_PORT, left->text, v->version))
		return;
	s = visit_state(v, &state);
	*LIST_ADD(v->arena, &s->uses) = use;
}

static void see(struct visit *v, const struct node *n)
{
	const struct node *value;

	switch (n->kind) {
	case N_LISTEN:
	case N_SOCKET:
		listened_see(v, &((struct received *)visit_state(v, &state))->listened, n);
		break;
	case N_BINARY: see_comparison(v, KID(n, BINARY, left), KID(n, BINARY, right), n->op); break;
	case N_ELEMENT:
		see_comparison(v, KID(n, ELEMENT, left), KID(n, ELEMENT, right), n->op);
		break;
	default:
		value = KID(n, PARAM, value);
		if (value && value->kind == N_NUMBER)
			((struct received *)visit_state(v, &state))->port = value->number;
	}
}

/* --- the end ---------------------------------------------------------------------------------- */

/* Whether A is listened on at PORT; *UNKNOWN when that cannot be told. */
static bool has_port(const struct visit *v, const struct received *s, const struct node *a,
		     int32_t port, bool *unknown)
{
	const struct node *p = KID(a, ADDRESS, port);
	int32_t otherwise = s->port ? s->port : PORT_DEFAULT;

	if (p && (p->kind != N_NUMBER || p->next)) {
		*unknown = true;
		return false;
	}
	if (p)
		return p->number == port;
	return port == otherwise ||
	       (port == PORT_TLS &&
		(!a->text.n || transport_find(a->text, v->version) & TRANSPORT_TLS));
}

static bool is_listened(const struct visit *v, const struct received *s, int32_t port,
			bool *unknown)
{
	for (uint32_t i = 0; i < s->listened.addresses.count; i++)
		if (has_port(v, s, s->listened.addresses.all[i], port, unknown))
			return true;
	return false;
}

/* Whether the server listens on the address E, on any of its ports. */
static bool has_address(const struct visit *v, const struct received *s, const struct endpoint *e,
			bool *unknown)
{
	for (uint32_t i = 0; i < s->listened.addresses.count; i++) {
		const struct node *a = s->listened.addresses.all[i];

		for (const struct node *host = KID(a, ADDRESS, hosts); host; host = host->next) {
			struct endpoint own;

			if (!endpoint_node(a, host, v->version, &own))
				*unknown = true;
			else if (endpoint_same_ip(&own, e))
				return true;
		}
	}
	return false;
}

static void show(struct visit *v, const struct received *s, struct diag *x, struct str variable)
{
	diag_hint(v->diags, x, "%.*s is never this", STR_ARG(variable));
	for (uint32_t i = 0; i < s->listened.addresses.count && i < SHOWN_MOST; i++)
		diag_note(v->diags, x, s->listened.addresses.all[i]->at, "it listens here");
}

static void check_ports(struct visit *v, const struct received *s)
{
	bool unknown = false, is_any = false;

	for (uint32_t i = 0; i < s->uses.count; i++)
		is_any |= is_listened(v, s, s->uses.all[i].port, &unknown);
	for (uint32_t i = 0; i < s->uses.count && !is_any && !unknown; i++)
		show(v, s,
		     report_as(v, &rule_port_not_listened, s->uses.all[i].value->at,
			       "the server does not listen on port %d", s->uses.all[i].port),
		     s->uses.all[i].variable);
}

static void check_addresses(struct visit *v, const struct received *s)
{
	bool unknown = false, is_any = false;

	for (uint32_t i = 0; i < s->address_uses.count; i++)
		is_any |= has_address(v, s, &s->address_uses.all[i].address, &unknown);
	for (uint32_t i = 0; i < s->address_uses.count && !is_any && !unknown; i++) {
		const struct address_use *use = &s->address_uses.all[i];

		show(v, s,
		     report_as(v, &rule_address_not_listened, use->value->at,
			       "the server does not listen on this address"),
		     use->variable);
	}
}

static void check(struct visit *v)
{
	const struct received *s = visit_state(v, &state);

	if (!s->listened.addresses.count || (!s->uses.count && !s->address_uses.count) ||
	    listened_is_doubtful(v, &s->listened))
		return;
	check_ports(v, s);
	check_addresses(v, s);
}

RULE(port_not_listened, "K833", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(LISTEN) | NODE(SOCKET) | NODE(BINARY) | NODE(ELEMENT),
     .params = PARAM("core", "port"), .run = see, .end = check,
     .summary = "the port of a message, compared with ports that the server does not listen on",
     .why =
	 "$Rp and dst_port are the port of the socket that received the message. When it is none "
	 "of those behind listen, the condition never changes: a handshake that is let through "
	 "on one port only is refused on all. Reported only when none of the ports that the "
	 "config asks for is listened on.",
     .evidence = "kamailio pull request 3332",
     .bad = "loadmodule \"pv.so\"\nlisten=tcp:127.0.0.1:5998\nrequest_route {\n"
	    "\tif ($Rp != 80)\n\t\tdrop;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nlisten=tcp:127.0.0.1:80\nrequest_route {\n"
	     "\tif ($Rp != 80)\n\t\tdrop;\n\texit;\n}\n")

RULE(address_not_listened, "K852", SEV_WARNING, PHASE_RUN, .found_by = &rule_port_not_listened,
     .summary = "the address of a message, compared with one that the server does not listen on",
     .why = "$Ri and dst_ip are the address of the socket that received the message: one of those "
	    "behind listen, not the public one that is translated to it, nor one that a socket "
	    "advertises; behind 0.0.0.0 it is 0.0.0.0. Compared with another one the condition "
	    "never changes. Reported only when none of the addresses that the config asks for is "
	    "listened on.",
     .bad = "loadmodule \"pv.so\"\nlisten=udp:192.168.0.10:5060 advertise 203.0.113.5:5060\n"
	    "request_route {\n\tif ($Ri == \"203.0.113.5\")\n\t\tdrop;\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nlisten=udp:192.168.0.10:5060 advertise 203.0.113.5:5060\n"
	     "request_route {\n\tif ($Ri == \"192.168.0.10\")\n\t\tdrop;\n\texit;\n}\n")
