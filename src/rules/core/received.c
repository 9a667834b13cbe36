/*
 * received - where a message was received, compared with ports and addresses that the server does
 * not listen on.  Tried with 5.6.3: 0.0.0.0 is an address as any other there.
 *
 * What must stay true: a config serves several variants: nothing is said when one of the ports that
 * are asked for is listened on, or when a listen may stand in text that was not read.
 */
#include "rules/core/endpoint.h"
#include "engine/visit.h"

#include "base/number.h"
#include "facts/words.h"
#include "text/ip.h"

enum { PORT_TLS = 5061, SHOWN_MOST = 3 };

struct port_use {
	const struct node *value;
	struct str variable;
	int32_t port;
};

struct received {
	LIST_OF(const struct node *) addresses; /* N_ADDRESS of listen and bind */
	LIST_OF(struct port_use) uses;
	int32_t port; /* of addresses without one */
	bool is_unknown;
};

static const struct state_kind state = STATE_KIND(struct received);

/* --- what is seen ----------------------------------------------------------------------------- */

static void see_address(struct visit *v, const struct node *a)
{
	struct received *s = visit_state(v, &state);

	if (a->kind == N_ADDRESS)
		*LIST_ADD(v->arena, &s->addresses) = a;
	else
		s->is_unknown = true;
}

static void see_block(struct visit *v, const struct node *n)
{
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next)
		if (a->kind == N_ATTRIBUTE && str_is(a->text, "bind") && KID(a, ATTRIBUTE, value))
			see_address(v, KID(a, ATTRIBUTE, value));
}

static bool port_of(const struct node *n, int32_t *port)
{
	if (n->kind == N_NUMBER) {
		*port = n->number;
		return true;
	}
	return n->kind == N_STRING && number_int32(n->text, NUMBER_PLAIN, port);
}

static void see_comparison(struct visit *v, const struct node *left, const struct node *right,
			   int op)
{
	struct port_use use = {.value = right, .variable = left->text};
	struct received *s;

	if ((op != OP_EQ && op != OP_NE) || !port_of(right, &use.port) ||
	    !words_find(WORDS_RECEIVED_PORT, left->text, v->version))
		return;
	s = visit_state(v, &state);
	*LIST_ADD(v->arena, &s->uses) = use;
}

static void see(struct visit *v, const struct node *n)
{
	const struct node *value;

	switch (n->kind) {
	case N_LISTEN:
		if (str_is(n->text, "listen"))
			for (value = KID(n, LISTEN, addresses); value; value = value->next)
				see_address(v, value);
		break;
	case N_SOCKET: see_block(v, n); break;
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

/* A listen may stand where nobody looked. */
static bool is_doubtful(const struct visit *v, const struct received *s)
{
	const struct record *r = &v->unit->record;

	if (s->is_unknown || v->session->adds_sockets ||
	    v->unit->doubts & (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT | DOUBT_VALUE))
		return true;
	for (uint32_t i = 0; i < r->skipped.count; i++)
		if (str_search(source_text(&v->session->sources, *PILE_AT(&r->skipped, i)),
			       STR("listen")) >= 0)
			return true;
	return false;
}

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
	for (uint32_t i = 0; i < s->addresses.count; i++)
		if (has_port(v, s, s->addresses.all[i], port, unknown))
			return true;
	return false;
}

static void report_port(struct visit *v, const struct received *s, const struct port_use *use)
{
	struct diag *x =
	    report(v, use->value->at, "the server does not listen on port %d", use->port);

	diag_hint(v->diags, x, "%.*s is never this", STR_ARG(use->variable));
	for (uint32_t i = 0; i < s->addresses.count && i < SHOWN_MOST; i++)
		diag_note(v->diags, x, s->addresses.all[i]->at, "it listens here");
}

static void check_ports(struct visit *v)
{
	const struct received *s = visit_state(v, &state);
	bool unknown = false, is_any = false;

	if (!s->addresses.count || !s->uses.count || is_doubtful(v, s))
		return;
	for (uint32_t i = 0; i < s->uses.count; i++)
		is_any |= is_listened(v, s, s->uses.all[i].port, &unknown);
	for (uint32_t i = 0; i < s->uses.count && !is_any && !unknown; i++)
		report_port(v, s, &s->uses.all[i]);
}

RULE(port_not_listened, "K833", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(LISTEN) | NODE(SOCKET) | NODE(BINARY) | NODE(ELEMENT),
     .params = PARAM("core", "port"), .run = see, .end = check_ports,
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
