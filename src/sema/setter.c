/*
 * rule_setter - values that the setter of a module's parameter refuses while the config is read
 * (grammar/settings.tsv; tried on 5.6.3, testdata/oracle/settings.t).  Lists of keys:
 * rule_setter_keys.c.
 *
 * What must stay true: only what is certain.
 */
#include "text/rule.h"
#include "sema/setter_state.h"

#include "facts/setting.h"
#include "text/keylist.h"
#include "regex/regex.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_setting_list_bad;
extern const struct rule rule_setting_name_bad;
extern const struct rule rule_setting_order;
extern const struct rule rule_setting_twice;
extern const struct rule rule_setting_value_bad;
extern const struct rule rule_socket_late;
extern const struct rule rule_socket_parameter;

/* The place of PART, a piece of the value's text, in the source; the whole value when the text was
 * changed on its way. */
static struct span place(const struct subject *t, struct str part)
{
	struct span at = t->value->at;
	struct str text = t->value->text;
	uint32_t lo;

	if (at.hi - at.lo != text.n + 2 || part.p < text.p || part.p > text.p + text.n)
		return at;
	lo = at.lo + 1 + (uint32_t)(part.p - text.p);
	return (struct span){lo, lo + (part.n ? (uint32_t)part.n : 1)};
}

struct diag *setter_report(const struct subject *t, const struct rule *code, struct str part,
			   const char *format, ...)
{
	struct buf b = buf_on(t->cx->arena);
	struct diag *x;
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&b, format, ap);
	va_end(ap);
	x = diag_report(t->cx->diags, code, place(t, part), "%.*s", STR_ARG(buf_view(&b)));
	diag_seen(x, check_last(t->n->at));
	return x;
}

void setter_looks_like(const struct subject *t, struct diag *x)
{
	diag_hint(t->cx->diags, x, "it looks like %s", t->s->looks);
}

/* --- name=>... -------------------------------------------------------------------------------- */

static size_t skip_blank(struct str text, size_t i)
{
	while (i < text.n && strchr(" \t\r\n", text.p[i]) && text.p[i])
		i++;
	return i;
}

/* Cuts "name=>" off TEXT; false, and reported, when it does not begin so. */
static bool cut_name(struct subject *t, struct str *text)
{
	size_t start = skip_blank(*text, 0), end, i;

	for (end = start; end < text->n && !strchr(" \t\r\n=", text->p[end]); end++)
		;
	i = skip_blank(*text, end);
	if (i + 1 < text->n && text->p[i] == '=' && text->p[i + 1] == '>') {
		t->name = (struct str){text->p + start, end - start};
		*text = str_skip(*text, skip_blank(*text, i + 2));
		return true;
	}
	setter_looks_like(t, setter_report(t, &rule_setting_name_bad, t->value->text,
					   "\"%s\" of module \"%s\" begins with a name and \"=>\"",
					   t->s->param, t->s->module));
	return false;
}

/* name=>scheme://...;key=value, the list without blanks in front and without ";" at the end. */
static void check_url(struct subject *t, struct str url)
{
	ptrdiff_t semicolon, slashes = str_search(url, STR("://"));
	struct keylist l;
	struct keylist_item item;

	if (slashes < 0) {
		setter_looks_like(t,
				  setter_report(t, &rule_setting_value_bad, url,
						"\"%s\" of module \"%s\" wants a URL behind \"=>\"",
						t->s->param, t->s->module));
		return;
	}
	url = str_skip(url, (size_t)slashes + 3);
	semicolon = str_find(url, ';');
	if (semicolon < 0)
		return;
	l = keylist_of(str_skip(url, (size_t)semicolon + 1), true);
	while (keylist_next(&l, &item))
		setter_item(t, &item);
	if (l.error)
		setter_looks_like(t, setter_report(t, &rule_setting_list_bad,
						   str_head(str_skip(l.text, l.at), 1),
						   "\"%s\" of module \"%s\": %s", t->s->param,
						   t->s->module, l.error));
}

static void check_named(struct subject *t)
{
	struct str rest = t->value->text;

	if (!cut_name(t, &rest))
		return;
	if (t->s->form == SETTING_NAMED_LIST)
		setter_list(t, rest);
	else if (t->s->form == SETTING_HTTPCON)
		check_url(t, rest);
}

/* --- others ----------------------------------------------------------------------------------- */

static void check_pattern(struct subject *t)
{
	unsigned flags = t->s->form == SETTING_PATTERN ? 0 : REGEX_NOCASE;
	struct str error, text = t->value->text;
	struct regex *r = regex_compile(t->cx->arena, str_of(t->s->spec.pattern), flags, &error);

	if (r && regex_match(r, text, 0, 0, NULL) == REGEX_NO_MATCH) {
		setter_looks_like(t, setter_report(t, &rule_setting_value_bad, text,
						   "\"%s\" of module \"%s\" cannot be \"%.*s\"",
						   t->s->param, t->s->module,
						   STR_ARG(str_head(text, 100))));
	} else if (t->s->form == SETTING_LEVEL &&
		   modules_number(&t->cx->unit->modules, t->s->module, "mod_hash_size", 0) <= 0 &&
		   !t->cx->is_broken) {
		struct diag *x =
		    setter_report(t, &rule_setting_order, text,
				  "\"%s\" of module \"%s\" needs \"mod_hash_size\" above it",
				  t->s->param, t->s->module);

		diag_hint(t->cx->diags, x, "modparam(\"%s\", \"mod_hash_size\", 5)", t->s->module);
	}
	t->name = text;
	if (str_find(text, '=') >= 0 && t->s->options & OPTION_UNTIL_EQUAL)
		t->name = str_head(text, (size_t)str_find(text, '='));
}

static void check_nonzero(const struct subject *t)
{
	if (t->value->kind == N_NUMBER && t->value->number == 0)
		setter_looks_like(t, setter_report(t, &rule_setting_value_bad, t->value->text,
						   "\"%s\" of module \"%s\" cannot be 0",
						   t->s->param, t->s->module));
}

/* The parameter names a socket; its last value counts. */
static void name_socket(const struct subject *t, enum socket_form form)
{
	struct buf b = buf_on(t->cx->arena);
	struct name *entry;
	struct socket_use *use;

	buf_printf(&b, "socket:%s:%s", t->s->module, t->s->param);
	entry = names_add(&t->cx->settings, t->cx->arena, buf_view(&b), t->value->at);
	if (!entry->data)
		entry->data = socket_named(t->cx, t->value, t->value->text, form,
					   t->s->options & OPTION_LATE ? &rule_socket_late
								       : &rule_socket_parameter);
	use = entry->data;
	use->node = t->value;
	use->text = t->value->text;
}

struct str setter_in_set(struct check *cx, struct setting_set set, struct str name)
{
	struct buf b = buf_on(cx->arena);

	buf_printf(&b, "%s:", set.name);
	buf_str(&b, set.is_nocase ? buf_lower(cx->arena, name) : name);
	return buf_view(&b);
}

/* IS_WRONG: reported; the name counts all the same, so that nothing follows from it. */
static void take_defined(const struct subject *t, bool is_wrong)
{
	uint32_t count = t->cx->settings.count;
	struct name *entry =
	    names_add(&t->cx->settings, t->cx->arena, setter_in_set(t->cx, t->s->defines, t->name),
		      place(t, t->name));
	struct diag *x;

	/* Nobody needs to use what is broken. */
	entry->is_filled |= is_wrong;
	if (t->cx->settings.count != count || is_wrong)
		return;
	x = setter_report(t, &rule_setting_twice, t->name, "\"%.*s\" is defined twice for \"%s\"",
			  STR_ARG(t->name), t->s->param);
	diag_note(t->cx->diags, x, entry->at, "first defined here");
}

static void check_value(struct subject *t)
{
	uint32_t errors = t->cx->diags->errors;

	if (t->s->form == SETTING_RANGE || t->s->form == SETTING_VARIABLE ||
	    t->s->form == SETTING_REGEX || t->s->options & OPTION_START) {
		refused_check(t->cx, t->s, t->value);
		return;
	}
	if (t->s->form == SETTING_NONZERO) {
		check_nonzero(t);
		return;
	}
	if (t->value->kind != N_STRING)
		return;
	switch (t->s->form) {
	case SETTING_SOCKET: name_socket(t, SOCKET_ADDRESS); break;
	case SETTING_SOCKET_NAME: name_socket(t, SOCKET_NAME); break;
	case SETTING_SOCKET_URI: name_socket(t, SOCKET_URI); break;
	case SETTING_LIST: setter_list(t, t->value->text); break;
	case SETTING_NAMED:
	case SETTING_NAMED_LIST:
	case SETTING_HTTPCON: check_named(t); break;
	case SETTING_VARIABLES: pvar_text(t->cx, t->n, t->value); break;
	default: check_pattern(t); break;
	}
	if (t->s->defines.name && t->name.p)
		take_defined(t, t->cx->diags->errors != errors);
}

static void check_one(struct check *cx, const struct module_param *p)
{
	uint32_t errors = cx->diags->errors;

	if (!p->by->is_known) {
		cx->has_unknown_table |= str_is(p->module->name, "htable");
		return;
	}
	for (uint32_t i = 0; i < p->setting_count && cx->diags->errors == errors; i++) {
		struct subject t = {
		    .cx = cx, .s = p->settings[i], .n = p->by->node, .value = p->by->value};

		check_value(&t);
	}
}

void setter_check(struct check *cx, const struct modparam *p)
{
	for (const struct module_param *r = p->reached; r; r = r->next)
		check_one(cx, r);
}

RULE(setting_name_bad, "K724", SEV_ERROR, PHASE_PARSE,
     .summary = "the value of a modparam() without name and \"=>\" at its start",
     .why = "Parameters that may be given several times, such as tables and connections, "
	    "begin with a name and \"=>\". The name has no blank in it.",
     .bad = "loadmodule \"sqlops\"\n"
	    "modparam(\"sqlops\", \"sqlcon\", \"text:///tmp/db\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"db_text\"\nloadmodule \"sqlops\"\n"
	     "modparam(\"sqlops\", \"sqlcon\", \"ca=>text:///tmp/db\")\n"
	     "request_route { exit; }\n")

RULE(setting_twice, "K725", SEV_ERROR, PHASE_PARSE,
     .summary = "a table, timer, queue or connection that is defined twice",
     .why = "Each value of such a parameter defines a thing with a name, and the name may "
	    "be taken once. Names of timers of rtimer are compared without regard to case.",
     .bad = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	    "modparam(\"htable\", \"htable\", \"ban=>size=10\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"htable\"\nmodparam(\"htable\", \"htable\", \"ban=>size=8\")\n"
	     "modparam(\"htable\", \"htable\", \"auth=>size=10\")\n"
	     "request_route { exit; }\n")

RULE(setting_value_bad, "K726", SEV_ERROR, PHASE_PARSE,
     .summary = "a value for a modparam() that the module refuses",
     .why = "Some modules look at a value while the config is read. Kamailio says only "
	    "\"Can't set module parameter\".",
     .bad = "loadmodule \"pv\"\nmodparam(\"pv\", \"varset\", \"retries=5\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nmodparam(\"pv\", \"varset\", \"retries=i:5\")\n"
	     "request_route { exit; }\n")
