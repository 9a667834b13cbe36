/*
 * rule_socket - addresses that must be one of the server's own sockets.  Each was tried with 5.6.3.
 *
 * What must stay true: only what the text shows.  Without a listen, with the name of an interface
 * or of a host, with an address for all or one to be announced in place of it, nothing is said.
 */
#include "rules/check_state.h"
#include "rules/rule.h"

#include "parser.h"

enum { PORT_DEFAULT = 5060 };

void socket_listen(struct check *cx, const struct node *address)
{
	check_defer(cx, &cx->sockets, address);
}

void socket_unknown(struct check *cx)
{
	cx->has_unknown_socket = true;
}

void socket_send(struct check *cx, const struct node *core_call)
{
	check_defer(cx, &cx->socket_uses, core_call);
}

void socket_global(struct check *cx, const struct node *param)
{
	const struct node *value = KID(param, PARAM, value);

	if (value && value->kind == N_NUMBER && str_is(param->text, "disable_tcp"))
		cx->tcp_off = value->number ? param : NULL;
	if (str_is(param->text, "port"))
		cx->has_unknown_socket = true;
}

static bool is_ipv4(const struct node *host)
{
	return host->kind == N_IP && str_find(host->text, ':') < 0;
}

/* All sockets have one plain IPv4 address that can be compared. */
static bool are_known(const struct check *cx)
{
	if (!cx->sockets || cx->has_unknown_socket || cx->is_broken)
		return false;
	for (const struct later *l = cx->sockets; l; l = l->next) {
		const struct node *hosts = KID(l->node, ADDRESS, hosts);
		const struct node *port = KID(l->node, ADDRESS, port);

		if (!hosts || hosts->next || !is_ipv4(hosts) || str_is(hosts->text, "0.0.0.0") ||
		    (port && port->kind != N_NUMBER))
			return false;
	}
	return true;
}

static int32_t port_of(const struct node *address)
{
	const struct node *port = KID(address, ADDRESS, port);

	return port ? port->number : PORT_DEFAULT;
}

/* Whether the server listens there; PORT 0 is any, and so is a PROTOCOL without letters. */
static bool is_own(const struct check *cx, struct str protocol, struct str host, int32_t port)
{
	for (const struct later *l = cx->sockets; l; l = l->next) {
		const struct node *address = l->node;

		if (str_equal(KID(address, ADDRESS, hosts)->text, host) &&
		    (!port || port == port_of(address)) &&
		    (!protocol.n || !address->text.n || str_equal_nocase(protocol, address->text)))
			return true;
	}
	return false;
}

static void check_send(struct check *cx, const struct node *core_call)
{
	const struct node *address = KID(core_call, CORE_CALL, arguments);
	const struct node *host, *port;
	struct diag *x;

	if (!address || address->kind != N_ADDRESS)
		return;
	host = KID(address, ADDRESS, hosts);
	port = KID(address, ADDRESS, port);
	if (!host || host->next || !is_ipv4(host) || (port && port->kind != N_NUMBER) ||
	    is_own(cx, address->text, host->text, port ? port->number : 0))
		return;
	x = diag_report(cx->diags, DIAG_SOCKET_FOREIGN, address->at,
			"the server does not listen on this address");
	diag_hint(cx->diags, x, "it must be one of those behind \"listen\"");
	diag_note(cx->diags, x, cx->sockets->node->at, "it listens here");
}

/* The host and the port of "sip:user@host:port;..." when they are plain. */
static bool read_uri(struct str uri, struct str *host, int32_t *port)
{
	size_t i = 0;
	ptrdiff_t at;

	if (!str_equal_nocase(str_head(uri, 4), STR("sip:")))
		return false;
	uri = str_skip(uri, 4);
	at = str_find(uri, '@');
	uri = str_skip(uri, (size_t)(at + 1));
	while (i < uri.n && ((uri.p[i] >= '0' && uri.p[i] <= '9') || uri.p[i] == '.'))
		i++;
	*host = str_head(uri, i);
	*port = PORT_DEFAULT;
	uri = str_skip(uri, i);
	if (str_starts(uri, STR(":"))) {
		*port = 0;
		for (i = 1; i < uri.n && i < 6 && uri.p[i] >= '0' && uri.p[i] <= '9'; i++)
			*port = 10 * *port + (uri.p[i] - '0');
		uri = str_skip(uri, i);
	}
	return host->n && *port && (!uri.n || uri.p[0] == ';');
}

static void check_dmq(struct check *cx)
{
	const struct loaded_value *set = loaded_param(&cx->inventory, "dmq", "server_address");
	const struct node *value = set ? KID(set->node, MODPARAM, value) : NULL;
	struct str host;
	int32_t port;
	struct diag *x;

	if (!value || value->kind != N_STRING || !read_uri(value->text, &host, &port) ||
	    is_own(cx, STR(""), host, port))
		return;
	x = diag_report(cx->diags, DIAG_DMQ_ADDRESS, value->at,
			"the server does not listen on %.*s:%d", STR_ARG(host), (int)port);
	diag_hint(cx->diags, x, "dmq wants one of the addresses behind \"listen\"");
	diag_note(cx->diags, x, cx->sockets->node->at, "it listens here");
}

static void check_tcp(struct check *cx)
{
	const struct node *first = NULL;
	struct diag *x;

	for (const struct later *l = cx->sockets; cx->tcp_off && l; l = l->next)
		if (str_equal_nocase(l->node->text, STR("tcp")))
			first = l->node;
	if (!first)
		return;
	x = diag_report(cx->diags, DIAG_TCP_OFF, first->at,
			"this socket is left out: tcp is switched off");
	diag_note(cx->diags, x, cx->tcp_off->at, "it is switched off here");
}

void socket_finish(struct check *cx)
{
	check_tcp(cx);
	if (!are_known(cx))
		return;
	for (const struct later *l = cx->socket_uses; l; l = l->next)
		check_send(cx, l->node);
	check_dmq(cx);
}

RULE(socket_foreign, "K489", SEV_ERROR, PHASE_START,
     .summary = "force_send_socket() with an address that the server does not listen on",
     .why = "The server looks for the socket when it starts, and refuses to start without. It is "
	    "said only when all sockets are plain addresses.",
     .bad = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	    "\tforce_send_socket(udp:127.0.0.1:5070);\n\texit;\n}\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	     "\tforce_send_socket(udp:127.0.0.1:5060);\n\texit;\n}\n")

RULE(dmq_address, "K739", SEV_ERROR, PHASE_START,
     .summary = "server_address of dmq is no address that the server listens on",
     .why = "dmq sends from the socket that server_address names, and the server refuses to start "
	    "when there is none. It is said only when all sockets are plain addresses.",
     .evidence = "kamailio issues 1308, 3674",
     .bad = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	    "loadmodule \"dmq\"\n"
	    "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5070\")\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	     "loadmodule \"dmq\"\n"
	     "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"
	     "request_route { exit; }\n")

RULE(tcp_off, "K808", SEV_WARNING, PHASE_RUN, .summary = "a tcp socket with disable_tcp",
     .why = "The server starts without the socket and says nothing.",
     .bad = "disable_tcp=yes\nlisten=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\nrequest_route { exit; }\n")
