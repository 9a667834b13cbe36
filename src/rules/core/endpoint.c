/*
 * endpoint - see endpoint.h.
 */
#include "rules/core/endpoint.h"

#include "base/number.h"
#include "text/ip.h"

enum { PORT_MOST = 65535 };

static bool read_port(struct str text, int32_t *port)
{
	return text.n <= 5 && number_int32(text, NUMBER_PLAIN, port) && *port <= PORT_MOST;
}

static bool read_ip(struct str text, struct endpoint *e)
{
	e->size = str_find(text, ':') < 0 ? ip_v4(text, e->ip) : ip_v6(text, e->ip);
	return e->size > 0;
}

/* The address at the start of *TEXT, which is taken off: an IPv6 one stands in brackets. */
static bool take_ip(struct str *text, struct endpoint *e)
{
	bool is_v6 = str_starts(*text, STR("["));
	ptrdiff_t end = str_find(*text, is_v6 ? ']' : ':');
	struct str ip = end < 0 ? *text : str_head(*text, (size_t)end);

	if (is_v6 && end < 0)
		return false;
	*text = str_skip(*text, ip.n + is_v6);
	return read_ip(str_skip(ip, is_v6), e) && (is_v6 || e->size == 4);
}

bool endpoint_text(struct str text, const struct version *v, struct endpoint *e)
{
	ptrdiff_t colon = str_find(text, ':');
	unsigned transport = colon > 0 ? transport_find(str_head(text, (size_t)colon), v) : 0;

	*e = (struct endpoint){.transports = transport ? transport : TRANSPORT_ANY};
	if (transport)
		text = str_skip(text, (size_t)colon + 1);
	if (!take_ip(&text, e))
		return false;
	return !text.n || (text.p[0] == ':' && read_port(str_skip(text, 1), &e->port));
}

/* The protocol that the parameters of a URI, from their first ";" on, choose. */
static unsigned uri_transport(struct str parameters, const struct version *v)
{
	ptrdiff_t at = str_search(parameters, STR(";transport="));

	/* Others may say it in some other way. */
	if (at < 0)
		return parameters.n ? TRANSPORT_ANY : TRANSPORT_UDP;
	parameters = str_skip(parameters, (size_t)at + 11);
	return transport_find(str_take(&parameters, ';'), v);
}

bool endpoint_uri(struct str text, const struct version *v, struct endpoint *e)
{
	ptrdiff_t at, end;

	if (!str_equal_nocase(str_head(text, 4), STR("sip:")))
		return false;
	text = str_skip(text, 4);
	at = str_find(text, '@');
	text = str_skip(text, (size_t)(at + 1));
	end = str_find(text, ';');
	if (!endpoint_text(end < 0 ? text : str_head(text, (size_t)end), v, e))
		return false;
	e->transports = uri_transport(end < 0 ? STR("") : str_skip(text, (size_t)end), v);
	/* Without a port no socket at all is found by 5.6; by that port one might be. */
	if (!e->port)
		e->port = PORT_DEFAULT;
	return e->transports;
}

bool endpoint_node(const struct node *address, const struct node *host, const struct version *v,
		   struct endpoint *e)
{
	const struct node *port = KID(address, ADDRESS, port);

	*e = (struct endpoint){.transports = address->text.n ? transport_find(address->text, v)
							     : TRANSPORT_ANY};
	if ((host->kind != N_IP && host->kind != N_STRING) || !read_ip(host->text, e) ||
	    !e->transports)
		return false;
	if (port &&
	    (port->kind != N_NUMBER || port->next || port->number < 0 || port->number > PORT_MOST))
		return false;
	e->port = port ? port->number : 0;
	return true;
}

bool endpoint_same_ip(const struct endpoint *a, const struct endpoint *b)
{
	return a->size == b->size && memcmp(a->ip, b->ip, a->size) == 0;
}
