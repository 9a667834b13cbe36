/*
 * tls - what needs TLS while the core has it switched off.  Each was tried with 5.6.3.
 */
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_tls_module_idle;

struct tls {
	const struct node *socket; /* the first address of tls that is listened on */
	bool is_on;
};

static const struct state_kind tls = STATE_KIND(struct tls);

static void see_address(struct tls *state, const struct node *address)
{
	if (address && address->kind == N_ADDRESS && !state->socket &&
	    str_equal_nocase(address->text, STR("tls")))
		state->socket = address;
}

static void see_switch(struct tls *state, const struct node *value, bool is_negative)
{
	if (value && value->kind == N_NUMBER)
		state->is_on = !value->number == is_negative;
}

static void see_line(struct visit *v, const struct node *n)
{
	struct tls *state = visit_state(v, &tls);

	if (n->kind == N_PARAM)
		see_switch(state, KID(n, PARAM, value), str_is(v->core_param, "disable_tls"));
	else if (n->kind == N_ATTRIBUTE && str_equal_nocase(n->text, STR("bind")))
		see_address(state, KID(n, ATTRIBUTE, value));
	else if (n->kind == N_LISTEN && str_is(n->text, "listen"))
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			see_address(state, a);
}

static void check_tls(struct visit *v)
{
	const struct tls *state = visit_state(v, &tls);
	const struct module *m = modules_file(&v->unit->modules, "tls");

	if (state->is_on)
		return;
	if (state->socket)
		diag_hint(
		    v->diags,
		    report(v, state->socket->at, "this socket is left out: tls is not switched on"),
		    "write \"enable_tls=yes\"");
	else if (m && m->node->at.lo)
		diag_hint(v->diags,
			  report_as(v, &rule_tls_module_idle, KID(m->node, LOADMODULE, module)->at,
				    "the module does nothing: tls is not switched on"),
			  "write \"enable_tls=yes\", or do without the module");
}

RULE(tls_not_enabled, "K803", SEV_WARNING, PHASE_RUN, .nodes = NODE(LISTEN) | NODE(ATTRIBUTE),
     .params = PARAM("core", "enable_tls", "core", "disable_tls"), .run = see_line,
     .end = check_tls, .summary = "a socket for tls, and tls is not switched on",
     .why = "Without enable_tls=yes Kamailio starts and leaves the socket out, without a word.",
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
