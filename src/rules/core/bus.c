/*
 * bus - the addresses by which servers of a DMQ bus find each other.
 *
 * What must stay true: the first server of a bus may well name itself, so this is a note for those
 * who ask.
 */
#include "engine/visit.h"
#include "rules/core/endpoint.h"

struct bus {
	const struct node *own; /* a notification_address that is the server's */
	bool has_others;
};

static const struct state_kind state = STATE_KIND(struct bus);

static void look(struct visit *v, const struct node *n)
{
	struct bus *s = visit_state(v, &state);
	const struct node *value = KID(n, MODPARAM, value);
	struct endpoint own, other;
	struct str address;

	if (v->param->by->is_known && value->kind == N_STRING &&
	    modules_value(&v->unit->modules, v->module, "server_address", &address) &&
	    endpoint_uri(address, v->version, &own) &&
	    endpoint_uri(value->text, v->version, &other) && own.port == other.port &&
	    endpoint_same_ip(&own, &other))
		s->own = value;
	else
		s->has_others = true;
}

static void check(struct visit *v)
{
	const struct bus *s = visit_state(v, &state);

	if (s->own && !s->has_others)
		diag_hint(v->diags,
			  report(v, s->own->at,
				 "the server asks itself which others there are: it knows only "
				 "those that ask it"),
			  "it is the address of another server of the bus");
}

#define DMQ                                                                                        \
	"loadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"dmq\"\n"                               \
	"modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"
#define HANDLER "listen=udp:127.0.0.1:5060\nrequest_route {\n\tdmq_handle_message();\n}\n"

RULE(dmq_own_address, "K854", SEV_NOTE, PHASE_RUN, .group = "network",
     .params = PARAM("dmq", "notification_address"), .run = look, .end = check,
     .silent_in = DOUBT_LOST | DOUBT_IMPORT,
     .summary = "a notification_address of dmq that is the server itself",
     .why = "A server of a DMQ bus asks the one behind notification_address which others there "
	    "are. When that is the server itself, and others name themselves, too, as a config "
	    "that is copied does, none finds another one and nothing is replicated. The log says "
	    "nothing of it. For the first server of a bus, which the others name, it is right.",
     .bad = DMQ "modparam(\"dmq\", \"notification_address\", \"sip:127.0.0.1:5060\")\n" HANDLER,
     .good = DMQ "modparam(\"dmq\", \"notification_address\", \"sip:127.0.0.2:5060\")\n" HANDLER)
