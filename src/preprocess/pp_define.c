/*
 * pp_define - names set by directives, the environment, the command line and loadmodule; see pp.h.
 *
 * Reference: preprocessor.md sections 2, 4, 5 and 10.
 */
#include "preprocess/pp.h"

#include "base/ascii.h"
#include "preprocess/ifexp.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_defines_too_many;
extern const struct rule rule_define_exists;
extern const struct rule rule_env_bad;
extern const struct rule rule_module_define_exists;
extern const struct rule rule_undef_unknown;

struct define *pp_add_define(struct pp *pp, struct str name, struct span at,
			     struct define_change change)
{
	struct defines *all = &pp->record.defines;
	struct define *x = define_name(all, name);

	change.effect = DEFINE_SET;
	if (!define_change(all, x, change)) {
		diag_report(
		    &pp->session->diags, &rule_defines_too_many, at,
		    "no room for \"%.*s\": kamailio knows at most %d names, its own included",
		    STR_ARG(name), DEFINES_MOST);
		pp_lose(pp, LOST_DEFINE, at);
		return NULL;
	}
	x->at = at;
	return x;
}

/* A define that no text makes. */
static void define_outside(struct pp *pp, enum define_source source, struct str name,
			   struct str value)
{
	pp_add_define(pp, name, SPAN_NONE,
		      (struct define_change){.text = value, .source = (unsigned char)source});
}

static void predefine(struct pp *pp, struct str value, const char *format, unsigned a, unsigned b,
		      unsigned c)
{
	struct buf name = buf_on(pp->arena);

	/* The formats are the literals below. */
	buf_printf(&name, "%s%u", format, a);
	if (b != UINT32_MAX)
		buf_printf(&name, "_%u", b);
	if (c != UINT32_MAX)
		buf_printf(&name, "_%u", c);
	define_outside(pp, DEFINE_PREDEFINED, buf_view(&name), value);
}

void pp_define_predefined(struct pp *pp)
{
	const struct version *v = &pp->session->version;
	struct buf number = buf_on(pp->arena);

	predefine(pp, STR(""), "KAMAILIO_", v->major, UINT32_MAX, UINT32_MAX);
	predefine(pp, STR(""), "KAMAILIO_", v->major, v->minor, UINT32_MAX);
	predefine(pp, STR(""), "KAMAILIO_", v->major, v->minor, v->patch);
	if (!feature_in(v, FEATURE_VERSION_DEFINES))
		return;
	buf_printf(&number, "%u", v->major * 1000000 + v->minor * 1000 + v->patch);
	define_outside(pp, DEFINE_PREDEFINED, STR("KAMAILIO_VERSION"), buf_view(&number));
	define_outside(pp, DEFINE_PREDEFINED, STR("OS_NAME"), STR("\"linux\""));
}

static struct str copy(struct pp *pp, struct str s)
{
	return (struct str){arena_copy(pp->arena, s.p, s.n), s.n};
}

void pp_define_option(struct pp *pp, struct str text)
{
	struct str value = text, name = str_take(&value, '=');

	if (define_find(&pp->record.defines, name)) {
		diag_report(&pp->session->diags, &rule_define_exists, SPAN_NONE,
			    "option -A: \"%.*s\" is already defined", STR_ARG(name));
		pp_fatal(pp, 0);
	} else
		define_outside(pp, DEFINE_OPTION, name, value);
}

static void report_exists(struct pp *pp, const struct define *old, struct span at)
{
	struct diag *x = diag_report(&pp->session->diags, &rule_define_exists, at,
				     "\"%.*s\" is already defined", STR_ARG(old->name));

	diag_hint(&pp->session->diags, x, "\"#!redefine\" replaces it, \"#!trydefine\" keeps it");
	if (old->at.lo)
		diag_note(&pp->session->diags, x, old->at, "first defined here");
	else
		diag_note(&pp->session->diags, x, SPAN_NONE,
			  "it is predefined, or set on the command line");
}

/* The value of a defexp: evaluated, in quotes for defexps. */
static struct str expression_value(struct pp *pp, enum directive d, const struct raw *value)
{
	struct ifexp_value result;
	struct str text = str_trim(value->text), out;

	if (!text.n)
		return STR("");
	if (!pp_evaluate(pp, text, value->at, &result)) {
		pp_lose(pp, LOST_DEFINE, value->at);
		return STR("");
	}
	if (!ifexp_define_text(pp->arena, &result, d == DIRECTIVE_DEFEXPS, &out)) {
		diag_report(&pp->session->diags, &rule_limit, value->at,
			    "the value is longer than %d bytes", IFEXP_LONGEST_TEXT);
		pp_lose(pp, LOST_LIMIT, value->at);
	}
	return out;
}

/* What #!define and its kin do to a name that is defined already. */
static enum define_effect effect_on(enum directive d)
{
	return d == DIRECTIVE_TRYDEFINE  ? DEFINE_KEPT
	       : d == DIRECTIVE_REDEFINE ? DEFINE_REPLACED
					 : DEFINE_REFUSED;
}

/* Whether the variant that is read does without NAME. */
static bool is_blocked(const struct session *s, struct str name)
{
	for (size_t i = 0; i < s->definition_count; i++)
		if (s->definitions[i].kind == DEFINITION_BLOCKED &&
		    str_equal(s->definitions[i].text, name))
			return true;
	return false;
}

/* Enters the name; NULL when its value is to be read and dropped. */
static struct define *enter_name(struct pp *pp, const struct raw *name, struct define_change change)
{
	struct defines *all = &pp->record.defines;
	struct define *x = define_name(all, name->text);

	if (is_blocked(pp->session, name->text)) {
		change.effect = DEFINE_REFUSED;
		define_change(all, x, change);
		return NULL;
	}
	if (x->place == RECORD_NONE)
		return pp_add_define(pp, name->text, name->at, change);
	change.effect = (unsigned char)effect_on(change.directive);
	define_change(all, x, change);
	if (change.effect == DEFINE_REFUSED)
		report_exists(pp, x, name->at);
	if (change.effect != DEFINE_REPLACED)
		return NULL;
	x->at = name->at;
	return x;
}

static void undefine(struct pp *pp, const struct raw *name, struct define_change change)
{
	struct define *x = define_name(&pp->record.defines, name->text);
	bool is_defined = x->place != RECORD_NONE;

	change.effect = is_defined ? DEFINE_REMOVED : DEFINE_MISSED;
	define_change(&pp->record.defines, x, change);
	if (!is_defined && change.directive == DIRECTIVE_UNDEF)
		diag_report(&pp->session->diags, &rule_undef_unknown, name->at,
			    "\"%.*s\" is not defined", STR_ARG(name->text));
}

/*
 * What would be a comment anywhere else, in the value of a define that stands at AT: there it is
 * part of the value.
 */
static struct span find_comment(struct pp *pp, struct span at)
{
	struct str text = source_text(&pp->session->sources, at);
	char quote = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool is_start = !i || ascii_is_blank(text.p[i - 1]);

		if (quote) {
			i += c == '\\' && quote == '"';
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (is_start &&
			   (c == '#' || (c == '/' && i + 1 < text.n && text.p[i + 1] == '/'))) {
			return (struct span){at.lo + (uint32_t)i, at.hi};
		}
	}
	return SPAN_NONE;
}

static bool is_line_end(const struct raw *value)
{
	return value->text.n == 1 && value->text.p[0] == '\n';
}

/* Notes where the value of a change stands. */
static void note_value(struct pp *pp, uint32_t number, const struct raw *value)
{
	struct define_change *c = PILE_AT(&pp->record.defines.changes, number);

	if (is_line_end(value))
		return;
	c->value = value->at;
	c->at = span_join(&pp->session->sources, c->at, value->at);
}

/* Gives X the value that was read. */
static void take_value(struct pp *pp, enum directive d, struct define *x, struct raw *value)
{
	if (d == DIRECTIVE_DEFEXP || d == DIRECTIVE_DEFEXPS)
		value->text = expression_value(pp, d, value);
	else if (is_line_end(value))
		value->text = STR("");
	else if (pp->record.defines.current.count < DEFINES_MOST)
		x->comment = find_comment(pp, value->at);
	define_value(&pp->record.defines, x, copy(pp, value->text));
	x->is_unknown = pp->is_unknown;
	pp->is_unknown = false;
}

void pp_define(struct pp *pp, enum directive d, const struct raw *raw)
{
	struct define_change change = {
	    .text = STR(""), .source = DEFINE_DIRECTIVE, .directive = (unsigned char)d};
	struct defines *all = &pp->record.defines;
	struct define *x = NULL;
	struct raw name, value;
	uint32_t number;

	lexer_expect(pp->lexer, LEXER_DEFINE);
	pp_read(pp, &name);
	if (name.kind == RAW_END)
		return;
	if (name.kind == RAW_NAME_DASH) {
		pp_report_dash(pp, name.at, name.at.hi);
		pp_lose(pp, LOST_DEFINE, name.at);
		lexer_expect(pp->lexer, LEXER_REST);
		pp_read(pp, &value);
		return;
	}
	change.at = span_join(&pp->session->sources, raw->at, name.at);
	change.name = name.at;
	number = all->changes.count;
	if (d == DIRECTIVE_UNDEF || d == DIRECTIVE_TRYUNDEF)
		undefine(pp, &name, change);
	else
		x = enter_name(pp, &name, change);
	pp_read(pp, &value);
	/* At the end of the main file the value is lost (vector 342). */
	if (value.kind != RAW_DEFINE_VALUE)
		return;
	note_value(pp, number, &value);
	if (x)
		take_value(pp, d, x, &value);
}

static struct diag *report_env(struct pp *pp, struct span at, const char *format, struct str name)
{
	pp_fatal(pp, at.hi);
	return diag_report(&pp->session->diags, &rule_env_bad, at, format, STR_ARG(name));
}

static void report_unset(struct pp *pp, struct span at, struct str variable)
{
	struct diag *x =
	    report_env(pp, at, "the environment variable \"%.*s\" is not set", variable);

	if (pp->session->hides_env)
		diag_hint(&pp->session->diags, x,
			  "the environment is not read; --env NAME=VALUE sets one");
}

/* The parts of "NAME=VARIABLE", or "NAME" for both. */
static void split_spec(struct str spec, struct str *name, struct str *variable)
{
	ptrdiff_t equals = str_find(spec, '=');

	*name = equals < 0 ? spec : str_head(spec, (size_t)equals);
	*variable = equals < 0 ? spec : str_skip(spec, (size_t)equals + 1);
}

/* Defines NAME, which SPEC starts with, as the TEXT of the environment. */
static void define_as(struct pp *pp, const struct raw *spec, struct str name, const char *text,
		      struct define_change change)
{
	bool is_quoted =
	    change.directive == DIRECTIVE_DEFENVS || change.directive == DIRECTIVE_TRYDEFENVS;
	struct buf value = buf_on(pp->arena);
	struct define *old;

	change.name = (struct span){spec->at.lo, spec->at.lo + (uint32_t)name.n};
	old = define_find(&pp->record.defines, name);
	if (old) {
		change.effect = DEFINE_REFUSED;
		define_change(&pp->record.defines, old, change);
		report_env(pp, spec->at, "\"%.*s\" is already defined", name);
		return;
	}
	if (is_quoted)
		buf_byte(&value, '"');
	buf_text(&value, text);
	if (is_quoted)
		buf_byte(&value, '"');
	change.text = buf_view(&value);
	pp_add_define(pp, name, spec->at, change);
}

void pp_defenv(struct pp *pp, enum directive d, const struct raw *raw)
{
	struct define_change change = {
	    .text = STR(""), .source = DEFINE_DIRECTIVE, .directive = (unsigned char)d};
	struct str name, variable;
	const char *text;
	struct raw spec;

	lexer_expect(pp->lexer, LEXER_ENV_SPEC);
	pp_read(pp, &spec);
	if (spec.kind == RAW_END)
		return;
	split_spec(spec.text, &name, &variable);
	if (!variable.n) {
		pp_lose(pp, LOST_DEFINE, spec.at);
		report_env(pp, spec.at,
			   "the name of an environment variable is missing behind \"%.*s=\"", name);
		return;
	}
	text =
	    pp->session->env(pp->session->env_ctx, arena_copy(pp->arena, variable.p, variable.n));
	change.at = span_join(&pp->session->sources, raw->at, spec.at);
	secrets_add_environment(&pp->session->secrets, str_of(text));
	if (text)
		define_as(pp, &spec, name, text, change);
	if (text || (d != DIRECTIVE_DEFENV && d != DIRECTIVE_DEFENVS))
		return;
	pp_lose(pp, LOST_DEFINE, spec.at);
	report_unset(pp, spec.at, variable);
}

/* In --cfg-print Kamailio writes a comment behind a name that it cannot define (cfg-print.md
 * section 3). */
static void note_module(struct pp *pp, const struct token *path, const char *reason)
{
	struct buf b = buf_on(pp->arena);
	struct str written = source_text(&pp->session->sources, path->at);

	buf_printf(&b, "\n# ***** ERROR: %s: %.*s\n", reason, STR_ARG(written));
	pp_note(pp, PP_INSERT, (struct span){path->at.hi, path->at.hi}, NULL, buf_view(&b));
}

/* The base name of a module's path, without ".so". */
static struct str module_name(struct str path)
{
	struct str base = str_skip(path, (size_t)(str_find_last(path, '/') + 1));

	if (str_ends(base, STR(".so")))
		base.n -= 3;
	return base;
}

/*
 * The name of MODULE's define: the module's own name, which is that of its file but for a few
 * (ss7ops calls itself ss7).  When printing no module is loaded, so the file's name is all there
 * is.
 */
static struct str mod_name(struct pp *pp, struct str module)
{
	const struct session *s = pp->session;
	const struct fact_module *fact =
	    pp->is_printing ? NULL : catalog_module(s->catalog, module, &s->version);
	struct buf name = buf_on(pp->arena);

	if (fact && fact->parameter_name)
		module = str_of(fact->parameter_name);
	buf_text(&name, "MOD_");
	buf_str(&name, module);
	return buf_view(&name);
}

/* The define that a loadmodule of PATH has made, or NULL. */
struct define *pp_module_define(struct pp *pp, const struct token *path)
{
	return define_find(&pp->record.defines, mod_name(pp, module_name(path->text)));
}

static void report_module(struct pp *pp, const struct token *path, const struct define *old)
{
	bool is_module = define_is_module(&pp->record.defines, old);
	struct str module = module_name(path->text), name = mod_name(pp, module);
	struct diag *x;

	if (is_module && str_equal(str_skip(name, sizeof "MOD_" - 1), module))
		x = diag_report(&pp->session->diags, &rule_module_define_exists, path->at,
				"module \"%.*s\" is already loaded", STR_ARG(module));
	else
		x = diag_report(&pp->session->diags, &rule_module_define_exists, path->at,
				"module \"%.*s\" cannot be loaded: \"%.*s\" is already defined",
				STR_ARG(module), STR_ARG(name));
	if (old->at.lo)
		diag_note(&pp->session->diags, x, old->at,
			  is_module ? "first loaded here" : "defined here");
}

void pp_define_module(struct pp *pp, const struct token *path)
{
	struct define_change change = {
	    .at = path->at, .text = STR(""), .source = DEFINE_MODULE, .effect = DEFINE_REFUSED};
	struct str module = module_name(path->text), name = mod_name(pp, module);
	struct define *x = define_find(&pp->record.defines, name);

	if (pp->is_printing && (x || module.n >= PP_MODULE_NAME_MOST)) {
		note_module(pp, path,
			    x ? "unable to set cfg define for module" : "too long module name");
	} else if (x) {
		define_change(&pp->record.defines, x, change);
		report_module(pp, path, x);
	} else {
		pp_add_define(pp, name, path->at, change);
	}
}

RULE(define_exists, "K111", SEV_ERROR, PHASE_PARSE, .summary = "a name is defined twice",
     .why = "#!define takes only new names: #!redefine replaces a value, #!trydefine keeps "
	    "the first one. Names given with -A and predefined names count too.",
     .bad = "#!define PORT 5060\n#!define PORT 5070\nrequest_route { exit; }\n",
     .good = "#!define PORT 5060\n#!redefine PORT 5070\nrequest_route { exit; }\n")

RULE(defines_too_many, "K112", SEV_ERROR, PHASE_PARSE, .summary = "more than 512 defines",
     .why = "Kamailio has room for 512 names, its own (KAMAILIO_6, MOD_x of each module) "
	    "included.")

RULE(undef_unknown, "K114", SEV_WARNING, PHASE_RUN,
     .summary = "#!undef of a name that is not defined",
     .why = "Nothing happens; #!tryundef says that this is meant.",
     .bad = "#!undef NOPE\nrequest_route { exit; }\n",
     .good = "#!tryundef NOPE\nrequest_route { exit; }\n", .version = "6.2")

RULE(env_bad, "K115", SEV_ERROR, PHASE_PARSE,
     .summary = "#!defenv of a variable that is not set, or of a name that exists",
     .why = "#!defenv and #!defenvs need the environment variable; #!trydefenv does "
	    "without. The name must be new.",
     .bad = "#!defenv NO_SUCH_VARIABLE_HERE\nrequest_route { exit; }\n",
     .good = "#!trydefenv NO_SUCH_VARIABLE_HERE\nrequest_route { exit; }\n")

RULE(module_define_exists, "K140", SEV_ERROR, PHASE_PARSE,
     .summary = "a module is loaded twice, or its MOD_ name is taken",
     .why = "loadmodule defines MOD_ with the module's name; Kamailio refuses the second "
	    "loading, and a name that a #!define has taken.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"tm\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nrequest_route { exit; }\n")
