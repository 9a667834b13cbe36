/*
 * socket - sockets that are named and that the server does not listen on.  Facts: semantics.md
 * section 12.3; each form was tried with 5.6.3, as were the parameters (grammar/settings.tsv).
 *
 * What must stay true: only what is certain.  Where a socket may come from elsewhere (an interface,
 * a host name, an option, a file that is not there) nothing is said.  0.0.0.0 is an address as any
 * other: it does not stand for 127.0.0.1 there.
 */
#include "rules/core/endpoint.h"
#include "engine/visit.h"

#include "base/map.h"
#include "facts/setting.h"
#include "facts/words.h"
#include "text/ip.h"

/* What is reported here. */
extern const struct rule rule_socket_foreign;
extern const struct rule rule_socket_late;
extern const struct rule rule_socket_parameter;

enum socket_form {
	SOCKET_ADDRESS, /* udp:127.0.0.1:5060 */
	SOCKET_NAME,    /* the name of a listen line */
	SOCKET_URI,     /* sip:127.0.0.1:5060 */
};

struct socket_use {
	const struct node *node; /* N_ADDRESS, or a string */
	enum socket_form form;
	const struct rule *rule; /* when there is no such socket */
};

/* What the index knows of an address: the protocols, and where it stands. */
struct listener {
	unsigned transports, advertised;
	const struct node *node;
};

struct sockets {
	LIST_OF(const struct node *) lines; /* listen and socket blocks */
	LIST_OF(struct socket_use) uses;
	int32_t port;     /* of addresses without one, as far as it is set */
	bool is_unknown;  /* some are known only when the server starts */
	struct map index; /* struct listener, by addresses */
	struct map names; /* of listen lines */
};

static const struct state_kind sockets = STATE_KIND(struct sockets);

/* A key of the index: an address with its port, or for any. */
enum { PORT_ANY = -1 };

/* --- what is listened on ---------------------------------------------------------------------- */

static struct str key_of(struct visit *v, const struct endpoint *e, int32_t port)
{
	char *p = arena_alloc(v->arena, e->size + 2);

	memcpy(p, e->ip, e->size);
	p[e->size] = (char)(port == PORT_ANY ? 0 : (port >> 8) & 0xff);
	p[e->size + 1] = (char)(port == PORT_ANY ? 0 : port & 0xff);
	return (struct str){p, e->size + 2};
}

static void add_key(struct visit *v, struct sockets *s, const struct endpoint *e, int32_t port,
		    bool is_advertised, const struct node *n)
{
	struct listener *l = MAP_RECORD(&s->index, v->arena, key_of(v, e, port), struct listener);

	/* The last one is shown. */
	l->node = n;
	*(is_advertised ? &l->advertised : &l->transports) |= e->transports;
}

/* Under the port and for any, which is how one asks without a port.  Without a port tls takes
 * another one than the rest: it then counts as any. */
static void add_endpoint(struct visit *v, struct sockets *s, const struct endpoint *e,
			 bool is_advertised, const struct node *n)
{
	add_key(v, s, e, e->port ? e->port : s->port, is_advertised, n);
	add_key(v, s, e, PORT_ANY, is_advertised, n);
}

static void add_address(struct visit *v, struct sockets *s, const struct node *address,
			bool is_advertised)
{
	struct endpoint e;

	if (address->kind != N_ADDRESS) {
		s->is_unknown |= !is_advertised;
		return;
	}
	for (const struct node *host = KID(address, ADDRESS, hosts); host; host = host->next) {
		if (!endpoint_node(address, host, v->version, &e)) {
			s->is_unknown |= !is_advertised;
			continue;
		}
		if (is_advertised)
			e.transports = TRANSPORT_ANY;
		add_endpoint(v, s, &e, is_advertised, address);
	}
}

static void add_name(struct visit *v, struct sockets *s, const struct node *name)
{
	if (name && name->kind == N_STRING)
		map_add(&s->names, v->arena, name->text);
}

static void add_listen(struct visit *v, struct sockets *s, const struct node *n)
{
	for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
		add_address(v, s, a, false);
	if (KID(n, LISTEN, advertise))
		add_address(v, s, KID(n, LISTEN, advertise), true);
	add_name(v, s, KID(n, LISTEN, name));
}

static void add_block(struct visit *v, struct sockets *s, const struct node *n)
{
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next) {
		if (a->kind != N_ATTRIBUTE)
			continue;
		if (str_is(a->text, "name"))
			add_name(v, s, KID(a, ATTRIBUTE, value));
		else if (str_is(a->text, "bind") || str_is(a->text, "advertise"))
			add_address(v, s, KID(a, ATTRIBUTE, value), str_is(a->text, "advertise"));
	}
}

static void add_lines(struct visit *v, struct sockets *s)
{
	if (!s->port)
		s->port = PORT_DEFAULT;
	for (uint32_t i = 0; i < s->lines.count; i++) {
		if (s->lines.all[i]->kind == N_LISTEN)
			add_listen(v, s, s->lines.all[i]);
		else
			add_block(v, s, s->lines.all[i]);
	}
}

/* --- what is seen on the way ------------------------------------------------------------------ */

static void add_use(struct visit *v, const struct node *n, enum socket_form form,
		    const struct rule *rule)
{
	struct sockets *s = visit_state(v, &sockets);

	*LIST_ADD(v->arena, &s->uses) = (struct socket_use){n, form, rule};
}

static void see_core_call(struct visit *v, const struct node *n)
{
	const struct node *address = KID(n, CORE_CALL, arguments);

	if (n->op == OP_FORCE_SEND_SOCKET && address && address->kind == N_ADDRESS)
		add_use(v, address, SOCKET_ADDRESS, &rule_socket_foreign);
}

static void see_assignment(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, ASSIGN, value);
	struct str target = KID(n, ASSIGN, target)->text;

	if (value->kind != N_STRING)
		return;
	if (words_find(WORDS_SOCKET_VARIABLE, target, v->version))
		add_use(v, value, SOCKET_ADDRESS, &rule_socket_late);
	else if (words_find(WORDS_SOCKET_NAME_VARIABLE, target, v->version))
		add_use(v, value, SOCKET_NAME, &rule_socket_late);
}

static void see_call(struct visit *v, const struct node *n)
{
	const struct node *address = visit_tagged(v, n, TAG_SOCKET);
	const struct node *value = address ? address : visit_tagged(v, n, TAG_SOCKET_NAME);

	if (value && value->kind == N_STRING && str_find(value->text, '$') < 0)
		add_use(v, value, address ? SOCKET_ADDRESS : SOCKET_NAME, &rule_socket_late);
}

/* Whether another parameter of M names a socket. */
static bool has_other_socket(const struct module *m, const struct setting *than)
{
	for (uint32_t i = 0; i < m->params.entries.count; i++) {
		const struct module_param *p = m->params.entries.all[i].value;

		for (uint32_t k = 0; k < p->setting_count; k++)
			if (p->settings[k] != than && p->settings[k]->form == SETTING_SOCKET)
				return true;
	}
	return false;
}

/* The last value of a parameter counts. */
static void see_param(struct visit *v, const struct node *value)
{
	const struct module_param *p = v->param;

	if (value->kind != N_STRING || !p->by->is_known || !module_param_is_last(p))
		return;
	for (uint32_t i = 0; i < p->setting_count; i++) {
		const struct setting *s = p->settings[i];
		const struct rule *rule =
		    s->options & OPTION_LATE ? &rule_socket_late : &rule_socket_parameter;

		if (s->form == SETTING_SOCKET)
			add_use(v, value, SOCKET_ADDRESS, rule);
		else if (s->form == SETTING_SOCKET_NAME)
			add_use(v, value, SOCKET_NAME, rule);
		else if (s->form == SETTING_SOCKET_URI && !has_other_socket(v->module, s))
			add_use(v, value, SOCKET_URI, rule);
	}
}

static void see(struct visit *v, const struct node *n)
{
	struct sockets *s = visit_state(v, &sockets);
	const struct node *value;

	switch (n->kind) {
	case N_ASSIGN: see_assignment(v, n); break;
	case N_CALL: see_call(v, n); break;
	case N_CORE_CALL: see_core_call(v, n); break;
	case N_MODPARAM: see_param(v, KID(n, MODPARAM, value)); break;
	case N_PARAM:
		value = KID(n, PARAM, value);
		if (value && value->kind == N_NUMBER)
			s->port = value->number;
		break;
	case N_LISTEN:
		if (!str_is(n->text, "listen"))
			break;
		/* fall through */
	default: *LIST_ADD(v->arena, &s->lines) = n;
	}
}

/* --- the end ---------------------------------------------------------------------------------- */

/* The name is looked up when the server starts; the protocol belongs outside of the quotes. */
static void check_host(struct visit *v, const struct node *n)
{
	const struct node *host = n->kind == N_ADDRESS ? KID(n, ADDRESS, hosts) : NULL;
	ptrdiff_t colon;

	if (!host || host->kind != N_STRING)
		return;
	colon = str_find(host->text, ':');
	if (ip_is_no_host(host->text))
		report(v, host->at, "\"%.*s\" is no address, and no name of a host",
		       STR_ARG(str_head(host->text, 100)));
	else if (colon >= 0 && transport_find(str_head(host->text, (size_t)colon), v->version))
		diag_hint(v->diags,
			  report(v, host->at, "\"%.*s\" is taken for the name of a host",
				 STR_ARG(str_head(host->text, 100))),
			  "write the socket without quotes");
}

static void check_name(struct visit *v, const struct sockets *s, const struct socket_use *use)
{
	struct str name = use->node->text;
	/* In a parameter no variable is replaced. */
	bool is_known = use->rule != &rule_socket_late || str_find(name, '$') < 0;

	if (name.n && is_known && !map_has(&s->names, name))
		report_as(v, use->rule, use->node->at, "no \"listen\" has the name \"%.*s\"",
			  STR_ARG(str_head(name, 100)));
}

/* On that address the server listens at NEAR, or nowhere: NULL. */
static void report_address(struct visit *v, const struct socket_use *use,
			   const struct listener *near)
{
	struct str text = use->node->kind == N_STRING
			      ? use->node->text
			      : source_text(&v->session->sources, use->node->at);
	struct diag *x =
	    report_as(v, use->rule, use->node->at, "the server does not listen on \"%.*s\"",
		      STR_ARG(str_head(text, 100)));

	diag_hint(v->diags, x, "it must be one of those behind \"listen\"");
	if (near)
		diag_note(v->diags, x, near->node->at, "on that address it listens here");
}

/* The address that USE names; false when it is not known. */
static bool read_use(struct visit *v, const struct socket_use *use, struct endpoint *e)
{
	const struct node *n = use->node;

	if (n->kind == N_ADDRESS)
		return endpoint_node(n, KID(n, ADDRESS, hosts), v->version, e);
	return use->form == SOCKET_URI ? endpoint_uri(n->text, v->version, e)
				       : endpoint_text(n->text, v->version, e);
}

static void check_address(struct visit *v, const struct sockets *s, const struct socket_use *use)
{
	const struct listener *exact, *any;
	unsigned found = 0;
	struct endpoint e;

	if (!read_use(v, use, &e))
		return;
	exact = map_find(&s->index, key_of(v, &e, e.port ? e.port : PORT_ANY));
	any = map_find(&s->index, key_of(v, &e, PORT_ANY));
	if (exact)
		found |= exact->transports;
	if (any)
		found |= any->transports & TRANSPORT_TLS;
	/* In a string one may name the address that is advertised; its port is often left out. */
	if (any && use->node->kind != N_ADDRESS)
		found |= any->advertised;
	if (!(e.transports & found))
		report_address(v, use, any && any->transports ? any : NULL);
}

/* Sockets that the text does not show: a module opens its own, an option or a file brings some. */
static bool may_have_more(const struct visit *v)
{
	if (v->session->adds_sockets ||
	    v->unit->doubts & (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT))
		return true;
	for (const struct module *m = v->unit->modules.modules; m; m = m->next)
		if (words_find(WORDS_SOCKET_MODULE, m->file, v->version))
			return true;
	return false;
}

static void check_uses(struct visit *v)
{
	struct sockets *s = visit_state(v, &sockets);

	for (uint32_t i = 0; i < s->uses.count; i++)
		check_host(v, s->uses.all[i].node);
	if (!s->lines.count || !s->uses.count)
		return;
	add_lines(v, s);
	if (s->is_unknown || may_have_more(v))
		return;
	for (uint32_t i = 0; i < s->uses.count; i++) {
		if (s->uses.all[i].form == SOCKET_NAME)
			check_name(v, s, &s->uses.all[i]);
		else
			check_address(v, s, &s->uses.all[i]);
	}
}

RULE(socket_foreign, "K489", SEV_ERROR, PHASE_START,
     .nodes = NODE(LISTEN) | NODE(SOCKET) | NODE(CORE_CALL) | NODE(ASSIGN),
     .tags = TAG_SOCKET | TAG_SOCKET_NAME, .params = PARAM("core", "port"), .each_param = true,
     .run = see, .end = check_uses,
     .summary = "force_send_socket() with an address that the server does not listen on",
     .why = "The server looks for the socket, by protocol, address and port, when it starts, and "
	    "refuses to start without; 0.0.0.0 does not stand for others. It is reported only when "
	    "all sockets are plain addresses.",
     .bad = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	    "\tforce_send_socket(udp:127.0.0.1:5070);\n\texit;\n}\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route {\n"
	     "\tforce_send_socket(udp:127.0.0.1:5060);\n\texit;\n}\n")

RULE(socket_parameter, "K739", SEV_ERROR, PHASE_START, .found_by = &rule_socket_foreign,
     .summary = "a parameter names a socket that the server does not listen on",
     .why = "server_address of dmq, ds_default_socket of dispatcher and their kin name one of the "
	    "sockets behind listen, by protocol, address and port, or by its name. Without it the "
	    "module does not start. It is reported only when all sockets are plain addresses.",
     .evidence = "kamailio issues 1308, 3674",
     .bad = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	    "loadmodule \"dmq\"\n"
	    "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5070\")\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nloadmodule \"tm\"\nloadmodule \"sl\"\n"
	     "loadmodule \"dmq\"\n"
	     "modparam(\"dmq\", \"server_address\", \"sip:127.0.0.1:5060\")\n"
	     "request_route { exit; }\n")

RULE(socket_late, "K820", SEV_WARNING, PHASE_RUN, .found_by = &rule_socket_foreign,
     .summary = "a socket that is chosen at run time and that the server does not listen on",
     .why =
	 "$fs, $fsn, set_send_socket() and their kin choose one of the sockets behind listen. When "
	 "there is no such socket the log says so, and the message is sent from another one.",
     .bad = "loadmodule \"pv.so\"\nlisten=udp:127.0.0.1:5060\nrequest_route {\n"
	    "\t$fs = \"udp:127.0.0.1:5070\";\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nlisten=udp:127.0.0.1:5060\nrequest_route {\n"
	     "\t$fs = \"udp:127.0.0.1:5060\";\n\texit;\n}\n")
