/*
 * global - values and order of global parameters.  Facts: grammar.md sections 2 and 3,
 * semantics.md sections 5, 7.3 and 8; vectors 413-433, 462-464, 671-677, 1019, 1190-1214.
 */
#include "sema/global.h"
#include "sema/address.h"
#include "text/rule.h"

#include "facts/transports.h"
#include "facts/words.h"
#include "scan/keyword.h"

/* What is reported here. */
extern const struct rule rule_parameter_late;
extern const struct rule rule_parameter_not_built;
extern const struct rule rule_parameter_value;
extern const struct rule rule_sctp_module;
extern const struct rule rule_shm_limits;

struct core_scope {
	const struct node *shm_bad;  /* the size in force, when it cannot be had */
	const struct node *branches; /* the last max_branches */
	const struct node *sctp_on;  /* the parameter that has SCTP on, as things stand */
	bool is_tcp_off, is_tls_on;
};

static struct core_scope *scope_of(struct sema *cx)
{
	if (!cx->core)
		cx->core = ARENA_NEW(cx->arena, struct core_scope);
	return cx->core;
}

enum { SHM_MEGABYTES_MOST = 16777216, BRANCHES_MOST = 31 };

/* Kamailio notices at the value. */
static struct diag *report_value(struct sema *cx, const struct node *n, const struct node *value,
				 const char *wanted)
{
	struct diag *x;

	if (value->kind == N_NUMBER)
		x = diag_report(cx->diags, &rule_parameter_value, value->at,
				"\"%.*s\" cannot be %d", STR_ARG(n->text), value->number);
	else
		x = diag_report(cx->diags, &rule_parameter_value, value->at,
				"\"%.*s\" cannot be \"%.*s\"", STR_ARG(n->text),
				STR_ARG(value->text));
	diag_hint(cx->diags, x, "%s", wanted);
	diag_seen(x, value->at);
	return x;
}

static void check_word(struct sema *cx, const struct node *n, const struct node *value,
		       enum word_list list, const char *wanted)
{
	const char *nearest;
	struct diag *x;

	if (words_find(list, value->text, cx->version))
		return;
	x = report_value(cx, n, value, wanted);
	nearest = words_nearest(list, value->text, cx->version);
	if (nearest)
		diag_hint(cx->diags, x, "did you mean \"%s\"?", nearest);
}

static void check_facility(struct sema *cx, const struct node *n, const struct node *value)
{
	check_word(cx, n, value, WORDS_FACILITY,
		   "facilities are LOG_DAEMON, LOG_LOCAL0 and the others of syslog");
}

static void check_poll_method(struct sema *cx, const struct node *n, const struct node *value)
{
	check_word(cx, n, value, WORDS_POLL_METHOD,
		   "methods are epoll_lt, epoll_et, poll, select, sigio_rt");
}

static void check_hex_style(struct sema *cx, const struct node *n, const struct node *value)
{
	if (value->text.n == 0 || str_find(STR("aAc"), value->text.p[0]) < 0)
		report_value(cx, n, value, "styles are \"a\", \"A\" and \"c\"");
}

static void check_link_local(struct sema *cx, const struct node *n, const struct node *value)
{
	if ((value->number & 3) == 3)
		report_value(cx, n, value, "1 and 2 contradict each other");
}

RULE(parameter_value, "K610", SEV_ERROR, PHASE_PARSE,
     .summary = "a value that the global parameter does not take",
     .why = "log_facility takes a facility of syslog(3), tcp_poll_method the name of a "
	    "method, ipv6_hex_style a word that starts with a, A or c; the modes 1 and 2 "
	    "of bind_ipv6_link_local exclude each other (5.8 and newer); "
	    "kemi.request_route_callback must not be empty; max_branches goes from 1 to "
	    "31, as the server says without a line; the random engine is "
	    "\"fast\" or \"rand\".",
     .bad = "log_facility=LOCAL0\nrequest_route { exit; }\n",
     .good = "log_facility=LOG_LOCAL0\nrequest_route { exit; }\n")

static void report_late(struct sema *cx, const struct node *n, const struct node *value)
{
	const struct node *memory = cx->memory;
	struct diag *x = diag_report(cx->diags, &rule_parameter_late, n->at,
				     "\"%.*s\" comes too late", STR_ARG(n->text));

	diag_hint(cx->diags, x, "move it above the first modparam() and the first route");
	diag_note(cx->diags, x, (struct span){memory->at.lo, memory->at.lo + 1},
		  "shared memory is set up by the %s",
		  memory->kind == N_ROUTE ? "first route" : "first modparam");
	diag_seen(x, value->at);
}

static void check_early(struct sema *cx, const struct node *n, const struct node *value)
{
	if (cx->memory)
		report_late(cx, n, value);
}

static void report_shm(struct sema *cx, const struct node *size, struct span seen)
{
	struct diag *x =
	    diag_report(cx->diags, &rule_shm_limits, size->at,
			"%u MB of shared memory cannot be had", (unsigned)size->number);

	diag_hint(cx->diags, x, "the limits are 1 and %d", SHM_MEGABYTES_MOST);
	diag_seen(x, seen);
}

static void check_shm_size(struct sema *cx, const struct node *n, const struct node *value)
{
	bool is_bad = value->number <= 0 || value->number > SHM_MEGABYTES_MOST;

	if (cx->memory)
		report_late(cx, n, value);
	else if (is_bad && feature_in(cx->version, FEATURE_SHM_LIMITS))
		report_shm(cx, value, value->at);
	else
		scope_of(cx)->shm_bad = is_bad ? value : NULL;
}

/* Older versions take any size, and fail when they ask for the memory. */
void global_memory(struct sema *cx, const struct node *n)
{
	cx->memory = n;
	if (scope_of(cx)->shm_bad)
		report_shm(cx, scope_of(cx)->shm_bad, sema_last(n->at));
}

RULE(parameter_late, "K611", SEV_ERROR, PHASE_PARSE,
     .summary = "the size of shared memory, or the user, set too late",
     .why = "Shared memory is set up, with the size and the user known then, by the first "
	    "modparam() or at the end of the first route. shm, shm_mem, shm_mem_size, "
	    "shm_force_alloc, user and uid must be set above it.",
     .bad = "request_route { exit; }\nshm_mem_size=64\n",
     .good = "shm_mem_size=64\nrequest_route { exit; }\n")

RULE(shm_limits, "K612", SEV_ERROR, PHASE_PARSE,
     .summary = "a size of shared memory out of its limits",
     .why = "The size is in megabytes, from 1 to 16777216. Kamailio before 5.8 notices only when "
	    "it sets the memory up, at the first modparam() or the end of the first route; and how "
	    "much there really is depends on the machine.",
     .bad = "shm_mem_size=0\nrequest_route { exit; }\n",
     .good = "shm_mem_size=64\nrequest_route { exit; }\n")

static void set_sctp(struct sema *cx, const struct node *n, bool is_on)
{
	scope_of(cx)->sctp_on = is_on ? n : NULL;
}

/* 2 means: where the machine can. */
static void check_sctp_on(struct sema *cx, const struct node *n, const struct node *value)
{
	set_sctp(cx, n, value->number != 0 && value->number != 2);
}

static void check_sctp_off(struct sema *cx, const struct node *n, const struct node *value)
{
	set_sctp(cx, n, value->number == 0);
}

static void check_tcp_off(struct sema *cx, const struct node *n, const struct node *value)
{
	(void)n;
	scope_of(cx)->is_tcp_off = value->number != 0;
}

static void check_tls_on(struct sema *cx, const struct node *n, const struct node *value)
{
	(void)n;
	scope_of(cx)->is_tls_on = value->number != 0;
}

static void check_tls_off(struct sema *cx, const struct node *n, const struct node *value)
{
	(void)n;
	scope_of(cx)->is_tls_on = value->number == 0;
}

/* Whether the machine can do SCTP is not known. */
unsigned global_transports(struct sema *cx)
{
	const struct core_scope *core = scope_of(cx);

	if (cx->is_broken || core->is_tcp_off)
		return TRANSPORT_UDP;
	return TRANSPORT_UDP | TRANSPORT_TCP | (core->is_tls_on ? TRANSPORT_TLS : 0u);
}

/* The last one counts. */
static void check_branches(struct sema *cx, const struct node *n, const struct node *value)
{
	(void)value;
	scope_of(cx)->branches = n;
}

static void finish_branches(struct sema *cx)
{
	const struct node *n = scope_of(cx)->branches;

	if (n && !cx->is_broken &&
	    (KID(n, PARAM, value)->number < 1 || KID(n, PARAM, value)->number > BRANCHES_MOST))
		report_value(cx, n, KID(n, PARAM, value), "it goes from 1 to 31");
}

static void finish_sctp(struct sema *cx)
{
	struct diag *x;

	if (!scope_of(cx)->sctp_on || modules_has(&cx->unit->modules, STR("sctp")) ||
	    cx->has_unknown_module || cx->is_broken)
		return;
	x = diag_report(cx->diags, &rule_sctp_module, scope_of(cx)->sctp_on->at,
			"SCTP is switched on without its module");
	diag_hint(cx->diags, x, "loadmodule \"sctp.so\" is missing");
}

void global_finish(struct sema *cx)
{
	finish_branches(cx);
	finish_sctp(cx);
}

RULE(sctp_module, "K613", SEV_ERROR, PHASE_PARSE, .summary = "enable_sctp without the module sctp",
     .why = "SCTP is in a module of its own. Kamailio refuses to start with enable_sctp=1 (or "
	    "disable_sctp=0) when it is not loaded; enable_sctp=2 means: if it is available.",
     .bad = "enable_sctp=1\nrequest_route { exit; }\n",
     .good = "enable_sctp=2\nrequest_route { exit; }\n")

static void check_not_built(struct sema *cx, const struct node *n, const struct node *value)
{
	struct diag *x = diag_report(cx->diags, &rule_parameter_not_built, n->at,
				     "\"%.*s\" has no effect", STR_ARG(n->text));

	diag_hint(cx->diags, x,
		  "common builds lack TLS in the core; set a parameter of module tls");
	diag_seen(x, value->at);
}

static void (*const checks[])(struct sema *cx, const struct node *n, const struct node *value) = {
    [CHECK_NONE] = NULL,
    [CHECK_FACILITY] = check_facility,
    [CHECK_POLL_METHOD] = check_poll_method,
    [CHECK_HEX_STYLE] = check_hex_style,
    [CHECK_LINK_LOCAL] = check_link_local,
    [CHECK_SHM_SIZE] = check_shm_size,
    [CHECK_EARLY] = check_early,
    [CHECK_SCTP_ON] = check_sctp_on,
    [CHECK_SCTP_OFF] = check_sctp_off,
    [CHECK_TCP_OFF] = check_tcp_off,
    [CHECK_TLS_ON] = check_tls_on,
    [CHECK_TLS_OFF] = check_tls_off,
    [CHECK_BRANCHES] = check_branches,
    [CHECK_NOT_BUILT] = check_not_built,
};

void global_param(struct sema *cx, const struct node *n)
{
	const struct node *value = KID(n, PARAM, value);
	const struct keyword *k = keyword_find(n->text);
	struct str name = k ? keyword_canonical(k) : n->text;
	size_t count;
	const struct fact_global *g = catalog_globals(cx->session->catalog, name, &count);

	address_check(cx, value);
	for (; count; count--, g++)
		if (g->versions & cx->version->bit && checks[g->check])
			checks[g->check](cx, n, value);
}

RULE(parameter_not_built, "K614", SEV_WARNING, PHASE_PARSE,
     .summary = "a parameter of a feature that common builds lack",
     .why = "TLS has moved from the core to the module tls, and the old parameters are "
	    "accepted with a warning: tls_method, tls_verify, tls_require_certificate, "
	    "tls_certificate, tls_private_key, tls_ca_list, tls_handshake_timeout, "
	    "tls_send_timeout.",
     .bad = "tls_verify=1\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nloadmodule \"tls\"\nmodparam(\"tls\", \"verify_certificate\", 1)\n"
	     "request_route { exit; }\n")

void global_kemi(struct sema *cx, const struct node *n)
{
	const struct node *value = KID(n, KEMI, value);

	if (str_is(n->text, "request_route_callback") && value->text.n == 0)
		report_value(cx, n, value, "name the function that is called for requests");
}
