/*
 * ports - numbers of ports that are none.  Tried with 5.6.3.
 */
#include "engine/visit.h"

enum { PORT_MOST = 65535 };

static void check_port(struct visit *v, const struct node *port)
{
	if (!port || port->kind != N_NUMBER || (port->number >= 0 && port->number <= PORT_MOST))
		return;
	diag_hint(v->diags, report(v, port->at, "a port is at most %d", PORT_MOST),
		  "kamailio takes %u", (unsigned)port->number & 0xffff);
}

static void check_address(struct visit *v, const struct node *address)
{
	if (address && address->kind == N_ADDRESS)
		check_port(v, KID(address, ADDRESS, port));
}

static void check_line(struct visit *v, const struct node *n)
{
	switch (n->kind) {
	case N_LISTEN:
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			check_address(v, a);
		check_address(v, KID(n, LISTEN, advertise));
		break;
	case N_ATTRIBUTE:
		if (str_equal_nocase(n->text, STR("bind")))
			check_address(v, KID(n, ATTRIBUTE, value));
		break;
	default: check_port(v, KID(n, PARAM, value));
	}
}

RULE(port_range, "K802", SEV_WARNING, PHASE_RUN, .nodes = NODE(LISTEN) | NODE(ATTRIBUTE),
     .params = PARAM("core", "port"), .run = check_line, .summary = "a port above 65535",
     .why = "Kamailio takes the number modulo 65536 silently and listens on that port.",
     .bad = "listen=udp:127.0.0.1:99999\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:9999\nrequest_route { exit; }\n")
