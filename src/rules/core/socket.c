/*
 * rule_socket - sockets that are named and that the server does not listen on.  Facts: semantics.md
 * section 12.3; each form was tried with 5.6.3, as were the parameters (grammar/settings.tsv).
 *
 * What must stay true: only what is certain.  Where a socket may come from elsewhere (an interface,
 * a host name, an option, a file that is not there) nothing is said.  0.0.0.0 is an address as any
 * other: it does not stand for 127.0.0.1 there.
 */
#include "sema/check_state.h"
#include "text/ip.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_socket_foreign;
extern const struct rule rule_socket_late;
extern const struct rule rule_socket_parameter;
extern const struct rule rule_tcp_off;

enum { PROTOCOL_UDP = 1, PROTOCOL_TCP = 2, PROTOCOL_TLS = 4, PROTOCOL_SCTP = 8, PROTOCOL_ALL = 15 };

/* A key of the index: an address with or without its port. */
enum { PORT_NONE = -1, PORT_DEFAULT = 5060 };

struct endpoint {
	unsigned char ip[16];
	size_t size; /* of ip: 4 or 16 */
	unsigned protocols;
	int32_t port;
};

/* --- what is written -------------------------------------------------------------------------- */

static unsigned protocol_of(struct str word)
{
	static const struct {
		struct str word;
		unsigned bit;
	} all[] = {{{"udp", 3}, PROTOCOL_UDP},
		   {{"tcp", 3}, PROTOCOL_TCP},
		   {{"tls", 3}, PROTOCOL_TLS},
		   {{"sctp", 4}, PROTOCOL_SCTP}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_equal_nocase(word, all[i].word))
			return all[i].bit;
	return 0;
}

static bool read_port(struct str text, int32_t *port)
{
	*port = 0;
	if (!text.n || text.n > 5)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*port = 10 * *port + (text.p[i] - '0');
	}
	return *port <= 65535;
}

static bool read_ip(struct str text, struct endpoint *e)
{
	e->size = str_find(text, ':') < 0 ? ip_v4(text, e->ip) : ip_v6(text, e->ip);
	return e->size > 0;
}

/* "proto:ip:port", both ends may be left out; false when it is anything else. */
static bool read_address(struct str text, struct endpoint *e)
{
	ptrdiff_t colon = str_find(text, ':'), end;

	*e = (struct endpoint){.protocols = PROTOCOL_ALL};
	if (colon > 0 && protocol_of(str_head(text, (size_t)colon))) {
		e->protocols = protocol_of(str_head(text, (size_t)colon));
		text = str_skip(text, (size_t)colon + 1);
	}
	if (str_starts(text, STR("["))) {
		end = str_find(text, ']');
		if (end < 0 || !read_ip(str_head(str_skip(text, 1), (size_t)end - 1), e))
			return false;
		text = str_skip(text, (size_t)end + 1);
	} else {
		end = str_find(text, ':');
		if (!read_ip(end < 0 ? text : str_head(text, (size_t)end), e) || e->size != 4)
			return false;
		text = end < 0 ? STR("") : str_skip(text, (size_t)end);
	}
	return !text.n || (text.p[0] == ':' && read_port(str_skip(text, 1), &e->port));
}

/* "sip:user@ip:port;transport=tcp". */
static bool read_uri(struct str text, struct endpoint *e)
{
	ptrdiff_t at, end;
	struct str rest;

	if (!str_equal_nocase(str_head(text, 4), STR("sip:")))
		return false;
	text = str_skip(text, 4);
	at = str_find(text, '@');
	if (at >= 0)
		text = str_skip(text, (size_t)at + 1);
	end = str_find(text, ';');
	rest = end < 0 ? STR("") : str_skip(text, (size_t)end);
	if (!read_address(end < 0 ? text : str_head(text, (size_t)end), e))
		return false;
	e->protocols = PROTOCOL_UDP;
	at = str_search(rest, STR(";transport="));
	if (at >= 0) {
		rest = str_skip(rest, (size_t)at + 11);
		end = str_find(rest, ';');
		e->protocols = protocol_of(end < 0 ? rest : str_head(rest, (size_t)end));
	} else if (rest.n) {
		e->protocols = PROTOCOL_ALL; /* written some other way, perhaps */
	}
	/* Without a port no socket at all is found by 5.6; by that port one might be. */
	if (!e->port)
		e->port = PORT_DEFAULT;
	return e->protocols;
}

/* One host of an address in the grammar. */
static bool read_node(const struct node *address, const struct node *host, struct endpoint *e)
{
	const struct node *port = KID(address, ADDRESS, port);

	*e = (struct endpoint){.protocols = PROTOCOL_ALL};
	if (address->text.n)
		e->protocols = protocol_of(address->text);
	if ((host->kind != N_IP && host->kind != N_STRING) || !read_ip(host->text, e) ||
	    !e->protocols)
		return false;
	if (port &&
	    (port->kind != N_NUMBER || port->next || port->number < 0 || port->number > 65535))
		return false;
	e->port = port ? port->number : 0;
	return true;
}

/* --- what is listened on ---------------------------------------------------------------------- */

/* What the index knows of an address: the protocols, and where it stands. */
struct listener {
	unsigned protocols, advertised;
	const struct node *node;
};

static struct str key_of(struct check *cx, const struct endpoint *e, int32_t port)
{
	char *p = arena_alloc(cx->arena, e->size + 2);

	memcpy(p, e->ip, e->size);
	p[e->size] = (char)(port == PORT_NONE ? 0 : (port >> 8) & 0xff);
	p[e->size + 1] = (char)(port == PORT_NONE ? 0 : port & 0xff);
	return (struct str){p, e->size + 2};
}

static struct listener *find(struct check *cx, const struct endpoint *e, int32_t port)
{
	const struct name *entry = names_find(&cx->sockets.index, key_of(cx, e, port));

	return entry ? entry->data : NULL;
}

static void add_key(struct check *cx, const struct endpoint *e, int32_t port, bool is_advertised,
		    const struct node *n)
{
	struct name *entry = names_add(&cx->sockets.index, cx->arena, key_of(cx, e, port), n->at);
	struct listener *l = entry->data;

	if (!l)
		entry->data = l = ARENA_NEW(cx->arena, struct listener);
	/* The last one is shown. */
	l->node = n;
	*(is_advertised ? &l->advertised : &l->protocols) |= e->protocols;
}

/* Under the port and under none, which is how one asks for any.  Without a port tls takes another
 * one than the rest: it then counts as any. */
static void add_endpoint(struct check *cx, struct endpoint e, bool is_advertised,
			 const struct node *n)
{
	int32_t port = e.port ? e.port : cx->sockets.port;

	add_key(cx, &e, port, is_advertised, n);
	add_key(cx, &e, PORT_NONE, is_advertised, n);
}

static void add_address(struct check *cx, const struct node *address, bool is_advertised)
{
	struct endpoint e;

	if (address->kind != N_ADDRESS) {
		cx->sockets.is_unknown |= !is_advertised;
		return;
	}
	if (!is_advertised && !cx->sockets.tcp && str_equal_nocase(address->text, STR("tcp")))
		cx->sockets.tcp = address;
	for (const struct node *host = KID(address, ADDRESS, hosts); host; host = host->next) {
		if (read_node(address, host, &e)) {
			e.protocols = is_advertised ? PROTOCOL_ALL : e.protocols;
			add_endpoint(cx, e, is_advertised, address);
		} else if (!is_advertised) {
			cx->sockets.is_unknown = true;
		}
	}
}

static void add_name(struct check *cx, const struct node *name)
{
	if (name && name->kind == N_STRING)
		names_add(&cx->sockets.names, cx->arena, name->text, name->at);
}

static void add_line(struct check *cx, const struct node *n)
{
	if (n->kind == N_LISTEN) {
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			add_address(cx, a, false);
		if (KID(n, LISTEN, advertise))
			add_address(cx, KID(n, LISTEN, advertise), true);
		add_name(cx, KID(n, LISTEN, name));
		return;
	}
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next) {
		if (a->kind != N_ATTRIBUTE)
			continue;
		if (str_is(a->text, "name"))
			add_name(cx, KID(a, ATTRIBUTE, value));
		else if (str_is(a->text, "bind") || str_is(a->text, "advertise"))
			add_address(cx, KID(a, ATTRIBUTE, value), str_is(a->text, "advertise"));
	}
}

/* --- the walk --------------------------------------------------------------------------------- */

void socket_listen(struct check *cx, const struct node *n)
{
	check_defer(cx, &cx->sockets.lines, n);
}

void socket_send(struct check *cx, const struct node *core_call)
{
	const struct node *address = KID(core_call, CORE_CALL, arguments);

	if (address && address->kind == N_ADDRESS)
		socket_named(cx, address, (struct str){0}, SOCKET_ADDRESS, &rule_socket_foreign);
}

void socket_global(struct check *cx, const struct node *param)
{
	const struct node *value = KID(param, PARAM, value);

	if (!value || value->kind != N_NUMBER)
		return;
	if (str_is(param->text, "disable_tcp"))
		cx->sockets.tcp_off = value->number ? param : NULL;
	else if (str_is(param->text, "port"))
		cx->sockets.port = value->number;
}

struct socket_use *socket_named(struct check *cx, const struct node *n, struct str text,
				enum socket_form form, const struct rule *code)
{
	struct socket_use *use = ARENA_NEW(cx->arena, struct socket_use);

	*use = (struct socket_use){cx->sockets.uses, n, text, form, code};
	return cx->sockets.uses = use;
}

void socket_assign(struct check *cx, const struct node *target, const struct node *value)
{
	if (!value || value->kind != N_STRING || !str_starts(target->text, STR("$fs")))
		return;
	if (target->text.n == 3)
		socket_named(cx, value, value->text, SOCKET_ADDRESS, &rule_socket_late);
	else if (str_is(target->text, "$fsn"))
		socket_named(cx, value, value->text, SOCKET_NAME, &rule_socket_late);
}

void socket_call(struct check *cx, const struct node *call)
{
	const struct node *value = KID(call, CALL, arguments);
	bool is_address;

	if (!value || value->kind != N_STRING || !str_starts(call->text, STR("set_")))
		return;
	is_address = words_find(WORDS_SOCKET_CALL, call->text, cx->version);
	if ((is_address || words_find(WORDS_SOCKET_NAME_CALL, call->text, cx->version)) &&
	    str_find(value->text, '$') < 0)
		socket_named(cx, value, value->text, is_address ? SOCKET_ADDRESS : SOCKET_NAME,
			     &rule_socket_late);
}

/* --- the end ---------------------------------------------------------------------------------- */

static void report(struct check *cx, const struct socket_use *use, const struct listener *near)
{
	struct str text =
	    use->text.p ? use->text : source_text(&cx->session->sources, use->node->at);
	struct diag *x =
	    diag_report(cx->diags, use->code, use->node->at,
			use->form == SOCKET_NAME ? "no \"listen\" has the name \"%.*s\""
						 : "the server does not listen on \"%.*s\"",
			STR_ARG(str_head(text, 100)));

	if (use->form == SOCKET_NAME)
		return;
	diag_hint(cx->diags, x, "it must be one of those behind \"listen\"");
	if (near)
		diag_note(cx->diags, x, near->node->at, "on that address it listens here");
}

/* The protocol belongs outside of the quotes. */
static void check_quotes(struct check *cx, const struct node *n)
{
	const struct node *host = n->kind == N_ADDRESS ? KID(n, ADDRESS, hosts) : NULL;
	ptrdiff_t colon = host && host->kind == N_STRING ? str_find(host->text, ':') : -1;
	struct diag *x;

	if (colon < 0 || !protocol_of(str_head(host->text, (size_t)colon)))
		return;
	x = diag_report(cx->diags, &rule_socket_foreign, host->at,
			"\"%.*s\" is taken for the name of a host",
			STR_ARG(str_head(host->text, 100)));
	diag_hint(cx->diags, x, "write the socket without quotes");
}

/* The address that USE names; false when it is not known. */
static bool read_use(const struct socket_use *use, struct endpoint *e)
{
	if (use->node->kind == N_ADDRESS)
		return read_node(use->node, KID(use->node, ADDRESS, hosts), e);
	return use->form == SOCKET_URI ? read_uri(use->text, e) : read_address(use->text, e);
}

static void check_use(struct check *cx, const struct socket_use *use)
{
	struct endpoint e;
	const struct listener *l;
	unsigned found;

	if (use->form == SOCKET_NAME) {
		if (use->text.n && str_find(use->text, '$') < 0 &&
		    !names_find(&cx->sockets.names, use->text))
			report(cx, use, NULL);
		return;
	}
	/* dmq looks at the address only when no socket is given to it. */
	if (use->form == SOCKET_URI && modules_param(&cx->unit->modules, "dmq", "server_socket"))
		return;
	if (!read_use(use, &e))
		return;
	l = find(cx, &e, e.port ? e.port : PORT_NONE);
	found = l ? l->protocols : 0;
	l = find(cx, &e, PORT_NONE);
	/* In a string one may name the address that is advertised; its port is often left out. */
	if (l && use->node->kind != N_ADDRESS)
		found |= l->advertised;
	if (l)
		found |= l->protocols & PROTOCOL_TLS;
	if (!(e.protocols & found))
		report(cx, use, l && l->protocols ? l : NULL);
}

static void check_tcp(struct check *cx)
{
	const struct sockets *s = &cx->sockets;
	struct diag *x;

	if (!s->tcp_off || !s->tcp)
		return;
	x = diag_report(cx->diags, &rule_tcp_off, s->tcp->at,
			"this socket is left out: tcp is switched off");
	diag_note(cx->diags, x, s->tcp_off->at, "it is switched off here");
}

/* Sockets that the text does not show: a module opens its own, an option or a file brings some. */
static bool may_have_more(const struct check *cx)
{
	return cx->is_broken || cx->session->adds_sockets || record_lacks(&cx->unit->record, LOST_IMPORT) ||
	       modules_file(&cx->unit->modules, "ims_ipsec_pcscf");
}

/* The parameter names a socket by its last value. */
static void take_param(struct check *cx, const struct module_param *p)
{
	const struct node *value = p->by->value;

	if (!p->by->is_known || value->kind != N_STRING || !module_param_is_last(p))
		return;
	for (uint32_t i = 0; i < p->setting_count; i++) {
		const struct setting *s = p->settings[i];
		const struct rule *code =
		    s->options & OPTION_LATE ? &rule_socket_late : &rule_socket_parameter;

		switch (s->form) {
		case SETTING_SOCKET:
			socket_named(cx, value, value->text, SOCKET_ADDRESS, code);
			break;
		case SETTING_SOCKET_NAME:
			socket_named(cx, value, value->text, SOCKET_NAME, code);
			break;
		case SETTING_SOCKET_URI:
			socket_named(cx, value, value->text, SOCKET_URI, code);
			break;
		default: break;
		}
	}
}

static void take_params(struct check *cx)
{
	for (const struct modparam *p = cx->unit->modules.params; p; p = p->next)
		for (const struct module_param *r = p->reached; r; r = r->next)
			take_param(cx, r);
}

void socket_finish(struct check *cx)
{
	struct sockets *s = &cx->sockets;
	const struct socket_use *use;

	if (!check_beyond_parse(cx))
		return;
	take_params(cx);
	for (use = s->uses; use; use = use->next)
		check_quotes(cx, use->node);
	if (!s->lines.first || (!s->uses && !s->tcp_off))
		return;
	if (!s->port)
		s->port = PORT_DEFAULT;
	for (const struct later *l = s->lines.first; l; l = l->next)
		add_line(cx, l->node);
	check_tcp(cx);
	if (s->is_unknown || may_have_more(cx))
		return;
	for (use = s->uses; use; use = use->next)
		check_use(cx, use);
}

RULE(socket_foreign, "K489", SEV_ERROR, PHASE_START,
     .summary = "force_send_socket() with an address that the server does not listen on",
     .why = "The server looks for the socket, by protocol, address and port, when it starts, and "
	    "refuses to start without; 0.0.0.0 does not stand for others. It is said only when "
	    "all sockets are plain addresses.",
     .bad = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	    "\tforce_send_socket(udp:127.0.0.1:5070);\n\texit;\n}\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	     "\tforce_send_socket(udp:127.0.0.1:5060);\n\texit;\n}\n")

RULE(socket_parameter, "K739", SEV_ERROR, PHASE_START,
     .summary = "a parameter names a socket that the server does not listen on",
     .why = "server_address of dmq, ds_default_socket of dispatcher and their kin name one of the "
	    "sockets behind listen, by protocol, address and port, or by its name. Without it "
	    "the module does not start. It is said only when all sockets are plain addresses.",
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

RULE(socket_late, "K820", SEV_WARNING, PHASE_RUN,
     .summary = "a socket that is chosen at run time and that the server does not listen on",
     .why = "$fs, $fsn, set_send_socket() and their kin choose one of the sockets behind listen. "
	    "When there is none such the log says so, and the message leaves by another one.",
     .bad = "loadmodule \"pv.so\"\nlisten=udp:127.0.0.1:5060\nrequest_route {\n"
	    "\t$fs = \"udp:127.0.0.1:5070\";\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nlisten=udp:127.0.0.1:5060\nrequest_route {\n"
	     "\t$fs = \"udp:127.0.0.1:5060\";\n\texit;\n}\n")
