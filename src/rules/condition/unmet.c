/*
 * unmet - what does something only if something else is there, and that is not there
 * (grammar/conditions.tsv).
 *
 * What must stay true: only what is certain.  Where it may be there in a way that nobody can see, a
 * value known only at run time, a script in another language, nothing is said.  What lacks the same
 * is one mistake, and told once.
 */
#include "base/number.h"
#include "engine/visit.h"
#include "facts/words.h"
#include "rules/condition/named.h"
#include "rules/condition/subjects.h"
#include "unit/constant.h"

/* What is reported here. */
extern const struct rule rule_condition_unmet;
extern const struct rule rule_event_table;
extern const struct rule rule_condition_refused;
extern const struct rule rule_condition_broken;
extern const struct rule rule_condition_doubtful;
extern const struct rule rule_flag_never_raised;
extern const struct rule rule_table_without_database;
extern const struct rule rule_tls_not_enabled;
extern const struct rule rule_tls_module_idle;
extern const struct rule rule_tcp_off;

/* --- whether it is met ------------------------------------------------------------------------ */

/* The text of VALUE, that of a parameter; false when it is known only at run time. */
static bool value_text(struct visit *v, const struct node *value, struct str *text)
{
	if (!value || value->kind != N_WORD)
		return value && literal_text(v->arena, value, text);
	*text = value->text;
	return true;
}

static bool may_hold_in_core(struct visit *v, const struct condition *c)
{
	const struct subjects *s = subjects_of(v);
	const struct node *n = map_find(&s->core, str_of(c->param));
	struct str text = str_of(c->unset);

	return (n && !value_text(v, KID(n, PARAM, value), &text)) || condition_holds(c, text);
}

/* Whether one of the values of P holds; of those that begin with "WORD=>" where there is a WORD. */
static bool may_contain(const struct condition *c, const struct module_param *p, struct str word)
{
	for (; p; p = p->older) {
		struct str text = p->by->value->text;

		if (!p->by->is_known)
			return true;
		if (p->by->value->kind != N_STRING ||
		    (word.n &&
		     (!str_starts(text, word) || !str_starts(str_skip(text, word.n), STR("=>")))))
			continue;
		if (condition_holds(c, text))
			return true;
	}
	return false;
}

static bool may_hold(struct visit *v, const struct condition *c, const char *module,
		     struct str word)
{
	const struct modules *all = &v->unit->modules;
	const struct module *m = modules_file(all, module);
	struct str text = str_of(c->unset);

	if (str_is(str_of(module), "core"))
		return may_hold_in_core(v, c);
	/* What a module that is not loaded would do is not known. */
	if (!m)
		return true;
	if (c->test == CONDITION_CONTAINS)
		return all->has_unknown_param ||
		       may_contain(c, map_find(&m->params, str_of(c->param)), word);
	return !modules_value(all, m, c->param, &text) || condition_holds(c, text);
}

/* Whether somebody may do it in another language. */
static bool may_be_scripted(struct visit *v)
{
	return v->unit->routes.has_engine || modules_run_scripts(&v->unit->modules);
}

/* A number that no flag has is another mistake, or stands for none. */
static bool is_no_flag(struct str word)
{
	uint32_t number;

	return !number_uint32(word, NUMBER_PLAIN, &number) || number >= FLAGS_MOST;
}

static bool is_assigned(const struct subjects *s, struct str name)
{
	for (uint32_t i = 0; i < s->assigned.count; i++)
		if (str_equal(s->assigned.all[i]->text, name))
			return true;
	return false;
}

static bool may_be_met(struct visit *v, const struct subject *x, const struct condition_need *n)
{
	const struct subjects *s = subjects_of(v);
	struct str word = n->word ? str_of(n->word) : STR("");
	bool is_script_module =
	    words_find(WORDS_LANGUAGE_MODULE, str_of(x->row->module), v->version) != NULL;

	switch (n->kind) {
	case NEED_CALL:
		return (!is_script_module && may_be_scripted(v)) || map_has(&s->called, word);
	case NEED_ASSIGNED: return may_be_scripted(v) || is_assigned(s, word);
	case NEED_ABSENT: return may_be_scripted(v) || !map_has(&s->called, word);
	case NEED_EVENT:
		return may_be_scripted(v) || routes_find(&v->unit->routes, ROUTES_EVENT, word);
	case NEED_ROUTE:
		return may_be_scripted(v) ||
		       routes_find(&v->unit->routes, ROUTES_ONSEND, STR(ROUTE_MAIN));
	case NEED_RAISED:
		return is_no_flag(x->word) || may_be_scripted(v) || named_may_be_raised(v, x->node);
	case NEED_DEFINED: return false;
	case NEED_ENGINE: return may_be_scripted(v);
	case NEED_MODULE: return modules_has(&v->unit->modules, word);
	case NEED_SOCKET:
		/* Without a protocol it is each of them, and so without an address. */
		return !s->sockets.entries.count || v->session->adds_sockets ||
		       map_has(&s->sockets, STR("")) || map_has(&s->sockets, word);
	default:
		return may_hold(v, &n->condition, n->module ? n->module : x->row->module,
				x->row->kind == CONDITIONED_EVENT ? x->word : STR(""));
	}
}

static bool is_need(const struct condition_need *n)
{
	return n->word || n->condition.param;
}

static bool is_met(struct visit *v, const struct subject *x)
{
	const struct condition_need *n = x->row->needs;
	const struct module *m = modules_file(&v->unit->modules, x->row->module);

	if (m && !modules_meet(&v->unit->modules, m, x->row->when))
		return true;
	for (unsigned i = 0; i < CONDITION_NEEDS_MOST && is_need(&n[i]); i++)
		if (may_be_met(v, x, &n[i]))
			return true;
	return false;
}

/* --- what a file that is not here may bring --------------------------------------------------- */

/* Whether all files that an import_file misses would be read before the first module is loaded:
 * their text can neither set a parameter of a module nor call its functions.  What they mostly do
 * is to define names, which switch text on. */
static bool imports_come_first(struct visit *v)
{
	const struct record *r = &v->unit->record;
	const struct module *m = v->unit->modules.modules;

	while (m && !m->node->at.lo)
		m = m->next;
	for (uint32_t i = 0; m && i < r->lost.count; i++) {
		const struct lost *lost = PILE_AT(&r->lost, i);

		if (lost->kind == LOST_IMPORT &&
		    (!lost->at.lo ||
		     source_order(&v->session->sources, lost->at.lo, m->node->at.lo) >= 0))
			return false;
	}
	return m != NULL;
}

static bool is_in_skipped(struct visit *v, struct str word)
{
	const struct record *r = &v->unit->record;

	for (uint32_t i = 0; i < r->skipped.count; i++)
		if (str_search(source_text(&v->session->sources, *PILE_AT(&r->skipped, i)), word) >=
		    0)
			return true;
	return false;
}

static bool may_bring(struct visit *v, const struct condition_need *n)
{
	struct str word;

	switch (n->kind) {
	case NEED_PARAM:
		return (n->module && str_is(str_of(n->module), "core")) ||
		       is_in_skipped(v, str_of(n->condition.param));
	case NEED_CALL: word = str_of(n->word); return is_in_skipped(v, str_take(&word, '/'));
	case NEED_RAISED: return is_in_skipped(v, STR("flag("));
	/* More text takes no call away. */
	case NEED_ABSENT: return false;
	default: return true;
	}
}

/* Whether X may have what it needs once the files that are not here are. */
static bool may_be_imported(struct visit *v, const struct subject *x)
{
	const struct condition_need *n = x->row->needs;

	if (!(v->unit->doubts & DOUBT_IMPORT))
		return false;
	if (x->row->kind == CONDITIONED_NAME || !imports_come_first(v))
		return true;
	for (unsigned i = 0; i < CONDITION_NEEDS_MOST && is_need(&n[i]); i++)
		if (may_bring(v, &n[i]))
			return true;
	return false;
}

/* --- what is said ----------------------------------------------------------------------------- */

/* TEXT with WORD for each "{}". */
static struct str filled(struct visit *v, const char *text, struct str word)
{
	struct buf b = buf_on(v->arena);
	struct str rest = str_of(text);

	for (;;) {
		ptrdiff_t at = str_search(rest, STR("{}"));

		if (at < 0)
			break;
		buf_str(&b, str_head(rest, (size_t)at));
		buf_str(&b, word);
		rest = str_skip(rest, (size_t)at + 2);
	}
	buf_str(&b, rest);
	return buf_view(&b);
}

/* Whether nobody was told that this is missing: what the parameters of a module lack is its own. */
static bool is_news(struct visit *v, const struct subject *x)
{
	struct subjects *s = subjects_of(v);
	struct str needs = str_of(x->row->needs_text);
	struct buf b = buf_on(v->arena);

	if (!x->row->needs[0].word && !x->row->needs[0].module) {
		buf_text(&b, x->row->module);
		buf_text(&b, " ");
	}
	buf_str(&b, needs);
	if (str_find(str_of(x->row->name), '*') >= 0 || x->row->kind >= CONDITIONED_FLAG) {
		buf_text(&b, x->row->kind == CONDITIONED_FLAG ? x->row->name : "");
		buf_str(&b, x->word);
	}
	return map_add(&s->told, v->arena, buf_view(&b));
}

/* Where what is needed is set otherwise. */
static struct span place_of_need(struct visit *v, const struct condition_row *row)
{
	const struct subjects *s = subjects_of(v);
	const struct condition_need *n = row->needs;
	const char *module = n->module ? n->module : row->module;
	const struct module *m = modules_file(&v->unit->modules, module);

	if (n->kind != NEED_PARAM || n->condition.test == CONDITION_CONTAINS)
		return SPAN_NONE;
	if (m) {
		const struct module_param *p = map_find(&m->params, str_of(n->condition.param));

		return p ? p->by->value->at : SPAN_NONE;
	}
	return map_has(&s->core, str_of(n->condition.param))
		   ? ((const struct node *)map_find(&s->core, str_of(n->condition.param)))->at
		   : SPAN_NONE;
}

static void tell(struct visit *v, const struct subject *x)
{
	static const struct rule *const rules[UNMET_RULES] = {
	    [UNMET_REFUSED] = &rule_condition_refused,
	    [UNMET_IDLE] = &rule_condition_unmet,
	    [UNMET_BROKEN] = &rule_condition_broken,
	    [UNMET_FLAG] = &rule_flag_never_raised,
	    [UNMET_DOUBTFUL] = &rule_condition_doubtful,
	    [UNMET_TABLE] = &rule_table_without_database,
	    [UNMET_TLS_SOCKET] = &rule_tls_not_enabled,
	    [UNMET_TLS_MODULE] = &rule_tls_module_idle,
	    [UNMET_TCP_SOCKET] = &rule_tcp_off};
	const struct condition_row *row = x->row;
	struct str tells = filled(v, row->tells, x->word), remedy = filled(v, row->remedy, x->word);
	struct span at = place_of_need(v, row);
	struct diag *d;

	if ((rules[row->rule]->silent_in & DOUBT_LOST && may_be_imported(v, x)) || !is_news(v, x))
		return;
	d = report_as(v, rules[row->rule], x->at, "%.*s", STR_ARG(tells));
	if (row->sign)
		diag_hint(v->diags, d, "%.*s; the server logs \"%s\"", STR_ARG(remedy), row->sign);
	else
		diag_hint(v->diags, d, "%.*s", STR_ARG(remedy));
	if (at.lo)
		diag_note(v->diags, d, at, "\"%s\" is set here", row->needs[0].condition.param);
}

/* All names of the kind that X is about that nothing defines. */
static void tell_names(struct visit *v, const struct subject *x)
{
	struct subject one = *x;
	const struct symbol *s = NULL;

	if (may_be_scripted(v))
		return;
	while ((s = named_undefined(v, x->row->part, s))) {
		one.at = s->references->at;
		one.word = s->name;
		tell(v, &one);
	}
}

static void tell_one(struct visit *v, const struct subject *x)
{
	if (x->row->kind == CONDITIONED_NAME)
		tell_names(v, x);
	else
		tell(v, x);
}

static void tell_kind(struct visit *v, int kind, bool is_doubtful)
{
	const struct subjects *s = subjects_of(v);

	for (uint32_t i = 0; i < s->subjects.count; i++) {
		const struct subject *x = &s->subjects.all[i];

		if ((int)x->row->kind == kind && (x->row->rule == UNMET_DOUBTFUL) == is_doubtful &&
		    !is_met(v, x))
			tell_one(v, x);
	}
}

/* Of several that lack the same, one is told: no note where there is more to say. */
static void tell_all(struct visit *v)
{
	for (int kind = 0; kind < CONDITIONED_KINDS; kind++) {
		tell_kind(v, kind, false);
		tell_kind(v, kind, true);
	}
}

/* And where a file that is not here may bring what is missing: may_be_imported(). */
#define SILENT_IN (DOUBT_SETTINGS | DOUBT_LOST)

RULE(condition_unmet, "K830", SEV_WARNING, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .silent_in = SILENT_IN, .after = &rule_event_table,
     .summary = "something that does nothing without something else, which is not there",
     .why = "An event_route whose switch is off, a function whose parameter is not set, a "
	    "parameter that only counts beside another one: the server starts, says nothing or "
	    "a line in the log for each message, and does not do what the config says. What "
	    "lacks the same is told once.",
     .evidence = "kamailio issue 1519",
     .bad = "loadmodule \"pv\"\nloadmodule \"xlog\"\nrequest_route { exit; }\n"
	    "event_route[core:msg-received] {\n\txlog(\"got $rcv(buf)\\n\");\n}\n",
     .good = "received_route_mode=1\nloadmodule \"pv\"\nloadmodule \"xlog\"\n"
	     "request_route { exit; }\n"
	     "event_route[core:msg-received] {\n\txlog(\"got $rcv(buf)\\n\");\n}\n")

RULE(condition_refused, "K750", SEV_ERROR, PHASE_START, .found_by = &rule_tls_not_enabled,
     .silent_in = SILENT_IN,
     .summary = "something that does not start without something else, which is not there",
     .why = "Some functions and parameters want a parameter, maybe of another module, and the "
	    "server looks when it starts.",
     .bad = "loadmodule \"sl\"\nloadmodule \"tm\"\nloadmodule \"usrloc\"\n"
	    "loadmodule \"nathelper\"\nrequest_route {\n\tfix_nated_register();\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"tm\"\nloadmodule \"usrloc\"\n"
	     "loadmodule \"nathelper\"\n"
	     "modparam(\"nathelper\", \"received_avp\", \"$avp(rcv)\")\n"
	     "request_route {\n\tfix_nated_register();\n}\n")

RULE(condition_broken, "K751", SEV_ERROR, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .silent_in = SILENT_IN,
     .summary = "something without which no request is dealt with, and it is not there",
     .why = "The server starts, and then fails for each request.",
     .evidence = "kamailio issue 2905",
     .bad = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"tm\"\nloadmodule \"rr\"\n"
	    "loadmodule \"topos\"\nmodparam(\"topos\", \"storage\", \"redis\")\n"
	    "request_route {\n\texit;\n}\n",
     .good = "loadmodule \"pv\"\nloadmodule \"sl\"\nloadmodule \"tm\"\nloadmodule \"rr\"\n"
	     "loadmodule \"ndb_redis\"\nloadmodule \"topos\"\n"
	     "modparam(\"topos\", \"storage\", \"redis\")\nloadmodule \"topos_redis\"\n"
	     "modparam(\"ndb_redis\", \"server\", \"name=one;addr=127.0.0.1\")\n"
	     "modparam(\"topos_redis\", \"serverid\", \"one\")\n"
	     "request_route {\n\texit;\n}\n")

RULE(flag_never_raised, "K832", SEV_WARNING, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .silent_in = SILENT_IN, .of_all = true,
     .summary = "a flag that a parameter asks for and that nothing raises",
     .why = "Parameters as log_flag of acc name a flag, and the module works for the requests "
	    "that carry it. When the script raises another one, by a number or a define "
	    "mistaken, nothing is accounted, traced or pinged, and nobody says so.",
     .evidence = "kamailio issue 3142",
     .bad = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 2)\n"
	    "request_route {\n\tsetflag(1);\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 2)\n"
	     "request_route {\n\tsetflag(2);\n\tt_relay();\n}\n")

RULE(condition_doubtful, "K831", SEV_NOTE, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .silent_in = SILENT_IN,
     .summary = "something that probably does nothing without something else",
     .why = "The same as for K830, where it may be meant: a command may switch it on while the "
	    "server runs, another one may do its part.",
     .evidence = "kamailio issue 1531",
     .bad = "log_prefix=\"{$rm $cfg(route)} \"\nloadmodule \"pv\"\nloadmodule \"corex\"\n"
	    "request_route { exit; }\n",
     .good = "log_prefix=\"{$rm $cfg(route)} \"\nlog_prefix_mode=1\nloadmodule \"pv\"\n"
	     "loadmodule \"corex\"\nrequest_route { exit; }\n")

/* The one that looks, since it may speak wherever something is not known. */
RULE(tls_not_enabled, "K803", SEV_WARNING, PHASE_RUN,
     .nodes = NODE(PARAM) | NODE(LISTEN) | NODE(ATTRIBUTE) | NODE(CALL) | NODE(ASSIGN),
     .each_param = true, .each_module = true, .each_route = true, .run = subjects_see,
     .end = tell_all, .summary = "a socket for tls, and tls is not switched on",
     .why = "Without enable_tls=yes Kamailio starts and leaves the socket out, silently.",
     .evidence = "kamailio issues 770, 2357, 3385",
     .bad = "listen=tls:127.0.0.1:5061\nrequest_route { exit; }\n",
     .good = "enable_tls=yes\nlisten=tls:127.0.0.1:5061\nloadmodule \"tls.so\"\n"
	     "request_route { exit; }\n")

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

RULE(table_without_database, "K811", SEV_WARNING, PHASE_RUN, .found_by = &rule_tls_not_enabled,
     .silent_in = DOUBT_SETTINGS, .summary = "a table of htable with dbtable, and no db_url",
     .why = "The server starts. The table is neither filled out of the database nor written back.",
     .evidence = "kamailio issues 3082, 3422",
     .bad = "loadmodule \"pv\"\nloadmodule \"htable\"\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=8;dbtable=ban\")\n"
	    "request_route { if ($sht(ban=>$si) != $null) exit; }\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"pv\"\nloadmodule \"htable\"\n"
	     "modparam(\"htable\", \"db_url\", \"text:///var/lib/kamailio\")\n"
	     "modparam(\"htable\", \"htable\", \"ban=>size=8;dbtable=ban\")\n"
	     "request_route { if ($sht(ban=>$si) != $null) exit; }\n")
