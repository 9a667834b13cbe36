/*
 * transport - sockets and modules of a protocol that the core has switched off.  Each was tried
 * with 5.6.3.
 */
#include "engine/visit.h"

#include "facts/transports.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_tcp_off;
extern const struct rule rule_tls_module_idle;

struct switches {
	const struct node *tls, *tcp; /* the first address that is listened on */
	bool has_tls;                 /* it is switched on */
	const struct node *tcp_off;   /* the parameter that switches tcp off */
};

static const struct state_kind switches = STATE_KIND(struct switches);

static void see_address(struct visit *v, struct switches *s, const struct node *address)
{
	const struct node **first;

	if (!address || address->kind != N_ADDRESS)
		return;
	switch (transport_find(address->text, v->version)) {
	case TRANSPORT_TLS: first = &s->tls; break;
	case TRANSPORT_TCP: first = &s->tcp; break;
	default: return;
	}
	if (!*first)
		*first = address;
}

static void see_switch(struct visit *v, struct switches *s, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);

	if (!value || value->kind != N_NUMBER)
		return;
	if (str_is(v->core_param, "disable_tcp"))
		s->tcp_off = value->number ? n : NULL;
	else
		s->has_tls = str_is(v->core_param, "enable_tls") ? value->number : !value->number;
}

static void see(struct visit *v, const struct node *n)
{
	struct switches *s = visit_state(v, &switches);

	if (n->kind == N_PARAM)
		see_switch(v, s, n);
	else if (n->kind == N_ATTRIBUTE && str_equal_nocase(n->text, STR("bind")))
		see_address(v, s, KID(n, ATTRIBUTE, value));
	else if (n->kind == N_LISTEN && str_is(n->text, "listen"))
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			see_address(v, s, a);
}

/* The modules that wait for TLS. */
static void check_modules(struct visit *v)
{
	for (const struct module *m = v->unit->modules.modules; m; m = m->next)
		if (m->node->at.lo && words_find(WORDS_TLS_MODULE, m->file, v->version))
			diag_hint(v->diags,
				  report_as(v, &rule_tls_module_idle,
					    KID(m->node, LOADMODULE, module)->at,
					    "the module does nothing: tls is not switched on"),
				  "write \"enable_tls=yes\", or do without the module");
}

static void check_tls(struct visit *v, const struct switches *s)
{
	if (s->tls)
		diag_hint(v->diags,
			  report(v, s->tls->at, "this socket is left out: tls is not switched on"),
			  "write \"enable_tls=yes\"");
	else
		check_modules(v);
}

static void check_switches(struct visit *v)
{
	const struct switches *s = visit_state(v, &switches);

	if (!s->has_tls)
		check_tls(v, s);
	if (s->tcp_off && s->tcp)
		diag_note(v->diags,
			  report_as(v, &rule_tcp_off, s->tcp->at,
				    "this socket is left out: tcp is switched off"),
			  s->tcp_off->at, "it is switched off here");
}

RULE(tls_not_enabled, "K803", SEV_WARNING, PHASE_RUN, .nodes = NODE(LISTEN) | NODE(ATTRIBUTE),
     .params = PARAM("core", "enable_tls", "core", "disable_tls", "core", "disable_tcp"),
     .run = see, .end = check_switches, .summary = "a socket for tls, and tls is not switched on",
     .why = "Without enable_tls=yes Kamailio starts and leaves the socket out, silently.",
     .evidence = "kamailio issues 770, 2357, 3385",
     .bad = "listen=tls:127.0.0.1:5061\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nlisten=tls:127.0.0.1:5061\nrequest_route { exit; }\n")

RULE(tls_module_idle, "K810", SEV_WARNING, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .summary = "the module tls without enable_tls",
     .why = "The core offers no TLS without the parameter, whatever modules are loaded. The server "
	    "starts with a warning in its log.",
     .bad = "loadmodule \"tls.so\"\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nlisten=tls:127.0.0.1:5061\nloadmodule \"tls.so\"\n"
	     "request_route { exit; }\n")

RULE(tcp_off, "K808", SEV_WARNING, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .summary = "a tcp socket with disable_tcp",
     .why = "The server starts without the socket and says nothing.",
     .bad = "disable_tcp=yes\nlisten=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\n"
	    "request_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nlisten=tcp:127.0.0.1:5060\nrequest_route { exit; }\n")
