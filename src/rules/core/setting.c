/*
 * rule_setting - settings that the server takes and that do something else: ports, sockets, flags,
 * parameters of modules.  Each was tried with 5.6.3.
 */
#include "rules/path/misuse.h"
#include "text/rule.h"

#include "facts/units.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_flag_shared;
extern const struct rule rule_parameter_literal;
extern const struct rule rule_parameter_twice;
extern const struct rule rule_port_range;
extern const struct rule rule_tls_module_idle;
extern const struct rule rule_tls_not_enabled;
extern const struct rule rule_unit_wrong;

/* --- sockets -----------------------------------------------------------------------------------
 */

static void check_port(struct misuse *mu, const struct node *port)
{
	struct diag *x;

	if (!port || port->kind != N_NUMBER || (port->number >= 0 && port->number <= 65535))
		return;
	x = diag_report(mu->diags, &rule_port_range, port->at, "a port is at most 65535");
	diag_hint(mu->diags, x, "kamailio takes %u", (unsigned)port->number & 0xffff);
}

static void check_address(struct misuse *mu, const struct node *address, bool is_socket)
{
	if (address->kind != N_ADDRESS)
		return;
	check_port(mu, KID(address, ADDRESS, port));
	if (is_socket && str_equal_nocase(address->text, STR("tls")) && !mu->tls_socket)
		mu->tls_socket = address;
}

static void check_listen(struct misuse *mu, const struct node *n)
{
	const struct node *advertise = KID(n, LISTEN, advertise);

	for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
		check_address(mu, a, str_is(n->text, "listen"));
	if (advertise)
		check_address(mu, advertise, false);
}

static void check_socket(struct misuse *mu, const struct node *n)
{
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next)
		if (a->kind == N_ATTRIBUTE && str_equal_nocase(a->text, STR("bind")))
			check_address(mu, KID(a, ATTRIBUTE, value), true);
}

RULE(port_range, "K802", SEV_WARNING, PHASE_RUN, .summary = "a port above 65535",
     .why = "Kamailio takes the number modulo 65536 without a word and listens on that port.",
     .bad = "listen=udp:127.0.0.1:99999\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:9999\nrequest_route { exit; }\n")

static void check_param(struct misuse *mu, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);

	if (!value || value->kind != N_NUMBER)
		return;
	if (str_is(n->text, "port"))
		check_port(mu, value);
	if (str_is(n->text, "enable_tls") || str_is(n->text, "tls_enable"))
		mu->has_tls = value->number;
	if (str_is(n->text, "disable_tls") || str_is(n->text, "tls_disable"))
		mu->has_tls = !value->number;
}

RULE(tls_not_enabled, "K803", SEV_WARNING, PHASE_RUN,
     .summary = "a socket for tls, and tls is not switched on",
     .why = "Without enable_tls=yes Kamailio starts and leaves the socket out, without a word.",
     .evidence = "kamailio issues 770, 2357, 3385",
     .bad = "listen=tls:127.0.0.1:5061\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nlisten=tls:127.0.0.1:5061\nrequest_route { exit; }\n")

/* --- flags -------------------------------------------------------------------------------------
 */

static void check_flags(struct misuse *mu, const struct node *n)
{
	for (const struct node *f = KID(n, FLAGS, flags); f; f = f->next) {
		const struct node *number = KID(f, FLAG, number);
		int32_t i = number ? number->number : -1;

		if (str_is(n->text, "avpflags"))
			return;
		/* Without a number it takes the lowest one that is free. */
		for (int32_t free = 0; i == -1 && free < 32; free++)
			if (!mu->flags[free])
				i = free;
		if (i < 0 || i > 31)
			continue;
		if (mu->flags[i])
			diag_note(mu->diags,
				  diag_report(mu->diags, &rule_flag_shared, f->at,
					      "flag \"%.*s\" has number %d, which is taken",
					      STR_ARG(f->text), (int)i),
				  mu->flags[i]->at, "\"%.*s\" has it, too",
				  STR_ARG(mu->flags[i]->text));
		else
			mu->flags[i] = f;
	}
}

RULE(flag_shared, "K806", SEV_WARNING, PHASE_PARSE, .summary = "two names for one flag number",
     .why = "Whoever sets one of these flags sets the other, too. Kamailio warns in its log.",
     .bad = "flags ACC:1, NAT:1\nrequest_route { exit; }\n",
     .good = "flags ACC:1, NAT:2\nrequest_route { exit; }\n")

/* --- parameters of modules ---------------------------------------------------------------------
 */

/* The variables that stand for constants: $env(X), $def(X) and their kin. */
static struct str find_constant(struct misuse *mu, struct str text)
{
	ptrdiff_t dollar;

	for (; (dollar = str_find(text, '$')) >= 0; text = str_skip(text, 1)) {
		ptrdiff_t open, end;

		text = str_skip(text, (size_t)dollar);
		open = str_find(text, '(');
		end = str_find(text, ')');
		if (open > 1 && end > open &&
		    words_find(WORDS_CONSTANT_VARIABLE, str_skip(str_head(text, (size_t)open), 1),
			       mu->version))
			return str_head(text, (size_t)end + 1);
	}
	return (struct str){0};
}

static void check_plain(struct misuse *mu, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	struct str found;

	if (value->kind != N_STRING ||
	    !words_find(WORDS_PLAIN_PARAM, KID(n, MODPARAM, parameter)->text, mu->version))
		return;
	found = find_constant(mu, value->text);
	if (found.n)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_parameter_literal, value->at,
				      "\"%.*s\" is not replaced in a modparam", STR_ARG(found)),
			  "use \"modparamx\", or a name set with \"#!define\" or \"#!defenvs\"");
}

RULE(parameter_literal, "K800", SEV_WARNING, PHASE_RUN,
     .summary = "$env() or $def() in a modparam that takes it as text",
     .why = "The module gets the text as it stands: the secret is then \"$env(SECRET)\", which "
	    "everybody can guess. modparamx() replaces variables; #!defenvs sets a name from "
	    "the environment.",
     .evidence = "kamailio issue 2276",
     .bad = "loadmodule \"auth_ephemeral.so\"\n"
	    "modparam(\"auth_ephemeral\", \"secret\", \"$env(SECRET)\")\nrequest_route { exit; }\n",
     .good = "loadmodule \"auth_ephemeral.so\"\n#!define SECRET \"x\"\n"
	     "modparam(\"auth_ephemeral\", \"secret\", SECRET)\nrequest_route { exit; }\n")

static void check_unit(struct misuse *mu, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	const struct time_unit *u = time_unit_find(KID(n, MODPARAM, module)->text,
						   KID(n, MODPARAM, parameter)->text, mu->version);

	if (u && value->kind == N_NUMBER && value->number > 0 && value->number < u->least)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_unit_wrong, value->at,
				      "\"%s\" is in %s: this is very short", u->parameter, u->unit),
			  "%d seconds are %d000", (int)value->number, (int)value->number);
}

RULE(unit_wrong, "K804", SEV_WARNING, PHASE_RUN,
     .summary = "a time in milliseconds that was probably meant in seconds",
     .why = "The timers of tm are in milliseconds, those of most other modules in seconds. "
	    "With fr_timer at 30 every request times out before an answer can come.",
     .evidence = "herlesupreeth/Kamailio_IMS_Config issue 6, kazoo-configs-kamailio issue 115",
     .bad = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 30)\nrequest_route { exit; }\n",
     .good =
	 "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 30000)\nrequest_route { exit; }\n")

/* True when a later modparam simply replaces what an earlier one has set. */
static bool is_replaced(struct misuse *mu, struct str module, struct str parameter)
{
	size_t count;
	const struct fact_param *p = catalog_params(mu->session->catalog, parameter, &count);
	bool is_known = false;

	for (size_t i = 0; i < count; i++) {
		if (!str_is(module, p[i].module) || !(p[i].versions & mu->version->bit))
			continue;
		if (p[i].has_setter)
			return false;
		is_known = true;
	}
	return is_known;
}

static bool is_same(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && a->number == b->number && str_equal(a->text, b->text);
}

/* The file that AT stands in. */
static const struct source *file_of(struct misuse *mu, struct span at)
{
	struct sources *all = &mu->session->sources;

	return source_of(all, span_in_file(all, at).lo);
}

/* A value of one file that another file replaces is a default. */
static void check_twice(struct misuse *mu, const struct node *n)
{
	struct str module = KID(n, MODPARAM, module)->text,
		   parameter = KID(n, MODPARAM, parameter)->text;
	const struct node *value = KID(n, MODPARAM, value);
	struct buf key = buf_on(mu->arena);
	struct name *entry;

	if (value->kind != N_NUMBER && value->kind != N_STRING)
		return;
	if (!is_replaced(mu, module, parameter))
		return;
	buf_printf(&key, "%.*s %.*s", STR_ARG(module), STR_ARG(parameter));
	entry = names_add(&mu->params, mu->arena, buf_view(&key), value->at);
	if (!entry->what)
		entry->what = value;
	else if (!is_same(entry->what, value) && file_of(mu, entry->at) == file_of(mu, value->at))
		diag_note(
		    mu->diags,
		    diag_report(mu->diags, &rule_parameter_twice, value->at,
				"parameter \"%.*s\" of \"%.*s\" is set again to another value",
				STR_ARG(parameter), STR_ARG(module)),
		    entry->at, "the value given here is lost");
	entry->what = value;
	entry->at = value->at;
}

RULE(parameter_twice, "K805", SEV_WARNING, PHASE_RUN,
     .summary = "a module parameter that is set twice to different values",
     .why = "The last value counts, without a word. Parameters that collect their values are "
	    "not meant, nor a file that replaces what another file has set.",
     .bad = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	    "modparam(\"tm\", \"fr_timer\", 30000)\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	     "modparam(\"tm\", \"fr_inv_timer\", 30000)\nrequest_route { exit; }\n")

/* --- all of them -------------------------------------------------------------------------------
 */

void setting_check(struct misuse *mu, const struct node *n)
{
	switch (n->kind) {
	case N_PARAM: check_param(mu, n); break;
	case N_LISTEN: check_listen(mu, n); break;
	case N_SOCKET: check_socket(mu, n); break;
	case N_FLAGS: check_flags(mu, n); break;
	case N_MODPARAM:
		if (!str_is(n->text, "modparamx"))
			check_plain(mu, n);
		check_unit(mu, n);
		check_twice(mu, n);
		break;
	default: break;
	}
}

void setting_finish(struct misuse *mu)
{
	const struct module *tls = modules_file(&mu->unit->modules, "tls");

	if (mu->tls_socket && !mu->has_tls)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_tls_not_enabled, mu->tls_socket->at,
				      "this socket is left out: tls is not switched on"),
			  "write \"enable_tls=yes\"");
	else if (tls && tls->node->at.lo && !mu->has_tls)
		diag_hint(mu->diags,
			  diag_report(mu->diags, &rule_tls_module_idle,
				      KID(tls->node, LOADMODULE, module)->at,
				      "the module does nothing: tls is not switched on"),
			  "write \"enable_tls=yes\", or do without the module");
}

RULE(tls_module_idle, "K810", SEV_WARNING, PHASE_RUN,
     .summary = "the module tls without enable_tls",
     .why = "The core offers no TLS without the parameter, whatever modules are loaded. The server "
	    "starts with a warning in its log.",
     .bad = "loadmodule \"tls.so\"\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nlisten=tls:127.0.0.1:5061\nloadmodule \"tls.so\"\n"
	     "request_route { exit; }\n")
