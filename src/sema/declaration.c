/*
 * declaration - what else stands on the top level: core parameters in brackets, custom variables,
 * sockets, routing engines.  Facts: grammar.md sections 2, 3 and 5, semantics.md sections 5
 * and 7.3; vectors 441-450, 462-464, 709, 1190-1212.
 */
#include "sema/declaration.h"
#include "base/ascii.h"
#include "sema/address.h"
#include "text/rule.h"

#include "modules/module_file.h"
#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_bind_missing;
extern const struct rule rule_coreparam_type;
extern const struct rule rule_coreparam_unknown;
extern const struct rule rule_custom_twice;
extern const struct rule rule_engine_crashes;
extern const struct rule rule_engine_unknown;
extern const struct rule rule_parameter_value;

static bool is_coreparam(struct sema *cx, const struct node *n, enum word_list list)
{
	const char *word = words_find(list, n->text, cx->version);

	return word && str_is(n->text, word);
}

static void report_coreparam(struct sema *cx, const struct node *n)
{
	const char *nearest = words_nearest(WORDS_COREPARAM_STRING, n->text, cx->version);
	struct diag *x = diag_report(cx->diags, &rule_coreparam_unknown, n->at,
				     "there is no core parameter \"%.*s\"", STR_ARG(n->text));

	if (!nearest)
		nearest = words_nearest(WORDS_COREPARAM_NUMBER, n->text, cx->version);
	if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
	diag_seen(x, KID(n, COREPARAM, value)->at);
}

void setup_coreparam(struct sema *cx, const struct node *n)
{
	const struct node *value = KID(n, COREPARAM, value);
	struct diag *x;

	if (is_coreparam(cx, n, WORDS_COREPARAM_NUMBER))
		return;
	if (!is_coreparam(cx, n, WORDS_COREPARAM_STRING)) {
		report_coreparam(cx, n);
	} else if (value->kind == N_NUMBER) {
		x = diag_report(cx->diags, &rule_coreparam_type, value->at,
				"core parameter \"%.*s\" wants a string", STR_ARG(n->text));
		diag_hint(cx->diags, x, "a number crashes the server");
	} else if (str_is(n->text, "random_engine") &&
		   !words_find(WORDS_RANDOM_ENGINE, value->text, cx->version)) {
		x = diag_report(cx->diags, &rule_parameter_value, value->at,
				"\"random_engine\" cannot be \"%.*s\"", STR_ARG(value->text));
		diag_hint(cx->diags, x, "engines are \"fast\" and \"rand\"");
	}
}

RULE(coreparam_unknown, "K620", SEV_ERROR, PHASE_PARSE,
     .summary = "a name for coreparam[...] that does not exist",
     .why = "There are iuid, random_engine and timer_sanity_check; all other parameters "
	    "are set without coreparam.",
     .bad = "coreparam[iuidd]=\"a\"\nrequest_route { exit; }\n",
     .good = "coreparam[iuid]=\"a\"\nrequest_route { exit; }\n", .version = "6.1")

RULE(coreparam_type, "K621", SEV_ERROR, PHASE_PARSE,
     .summary = "a number for a coreparam[...] that wants a string",
     .why = "Kamailio does not look at the type, and crashes.",
     .bad = "coreparam[random_engine]=1\nrequest_route { exit; }\n",
     .good = "coreparam[random_engine]=\"fast\"\nrequest_route { exit; }\n", .version = "6.1")

/* "group.name" */
static struct span custom_at(const struct node *n)
{
	return (struct span){KID(n, CUSTOM, group)->at.lo, KID(n, CUSTOM, field)->at.hi};
}

void setup_custom(struct sema *cx, const struct node *n)
{
	const struct node *group = KID(n, CUSTOM, group), *field = KID(n, CUSTOM, field);
	const struct node *description = KID(n, CUSTOM, description);
	struct buf b = buf_on(cx->arena);
	const struct node *first;
	struct diag *x;

	/* A value for one number of a group may be set again and again. */
	if (KID(n, CUSTOM, id))
		return;
	buf_printf(&b, "%.*s.%.*s", STR_ARG(group->text), STR_ARG(field->text));
	first = map_keep(&cx->customs, cx->arena, buf_view(&b), n);
	if (first == n)
		return;
	x = diag_report(cx->diags, &rule_custom_twice, custom_at(n),
			"variable \"%s\" is declared twice", b.p);
	diag_note(cx->diags, x, custom_at(first), "first declared here");
	diag_seen(x, description ? description->at : sema_next(cx, n->at.hi));
}

RULE(custom_twice, "K622", SEV_ERROR, PHASE_PARSE,
     .summary = "a custom variable that is declared twice",
     .why = "group.name = value declares a variable that @cfg_get.group.name reads and the RPC "
	    "command cfg.set changes. It may be declared once.",
     .bad = "gateway.retries=3\ngateway.retries=5\nrequest_route { exit; }\n",
     .good = "gateway.retries=3\ngateway.timeout=5\nrequest_route { exit; }\n")

void setup_socket(struct sema *cx, const struct node *n)
{
	bool has_bind = false;
	struct diag *x;

	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next) {
		if (a->kind != N_ATTRIBUTE)
			continue;
		has_bind |= str_is(a->text, "bind");
		if (str_is(a->text, "bind"))
			address_check_socket(cx, KID(a, ATTRIBUTE, value));
		else
			address_check(cx, KID(a, ATTRIBUTE, value));
	}
	if (has_bind)
		return;
	x = diag_report(cx->diags, &rule_bind_missing,
			(struct span){n->at.lo, n->at.lo + (uint32_t)n->text.n},
			"a socket block without \"bind\"");
	diag_seen(x, sema_last(n->at));
}

RULE(bind_missing, "K623", SEV_ERROR, PHASE_PARSE, .summary = "a socket block without bind",
     .why = "bind is the address to listen on; the other attributes only add to it.",
     .bad = "socket = {\n\tname = \"lan\";\n}\nrequest_route { exit; }\n",
     .good = "socket = {\n\tbind = udp:127.0.0.1:5060;\n\tname = \"lan\";\n}\n"
	     "request_route { exit; }\n",
     .version = "5.7")

/* Modules that matter to other statements: routing engines are the letters behind app_. */
void setup_module(struct sema *cx, const struct node *n)
{
	struct str name = module_file_name(KID(n, LOADMODULE, module)->text);

	if (!str_starts(name, STR("app_")) || !words_find(WORDS_ENGINE_MODULE, name, cx->version))
		return;
	name = str_skip(name, 4);
	map_add(&cx->engines, cx->arena, str_head(name, ascii_run(name, ascii_is_lower)));
}

void setup_engine(struct sema *cx, const struct node *n)
{
	const struct node *engine = KID(n, CFGENGINE, engine);
	struct diag *x;

	if (words_find(WORDS_ENGINE, engine->text, cx->version))
		return;
	if (!cx->memory && !cx->is_broken) {
		x = diag_report(
		    cx->diags, &rule_engine_crashes, engine->at,
		    "\"cfgengine\" crashes the server unless a modparam() or a route stands above");
		return;
	}
	if (cx->has_unknown_module || map_has(&cx->engines, buf_lower(cx->arena, engine->text)))
		return;
	x = diag_report(cx->diags, &rule_engine_unknown, engine->at,
			"routing engine \"%.*s\" is unknown", STR_ARG(engine->text));
	diag_hint(
	    cx->diags, x,
	    "the core has \"native\"; a module app_... brings \"lua\", \"python\" and others");
	diag_seen(x, engine->at);
}

RULE(engine_unknown, "K624", SEV_ERROR, PHASE_PARSE,
     .summary = "a routing engine that does not exist",
     .why = "cfgengine names the language of the routing logic: \"native\" (or \"default\"), or "
	    "what a module loaded above brings, such as \"lua\" by app_lua.",
     .bad = "loadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", 5000)\ncfgengine \"lua\"\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"app_lua\"\nmodparam(\"app_lua\", \"reload\", 1)\n"
	     "cfgengine \"lua\"\n")

RULE(engine_crashes, "K625", SEV_ERROR, PHASE_PARSE,
     .summary = "cfgengine before shared memory is set up",
     .why = "Kamailio looks the engine up in shared memory, which the first modparam() "
	    "or route sets up; before it crashes. Only \"native\" and \"default\" may "
	    "stand everywhere.",
     .bad = "loadmodule \"app_lua\"\ncfgengine \"lua\"\n"
	    "modparam(\"app_lua\", \"reload\", 1)\n",
     .good = "loadmodule \"app_lua\"\nmodparam(\"app_lua\", \"reload\", 1)\n"
	     "cfgengine \"lua\"\n")
