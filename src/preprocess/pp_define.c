/*
 * pp_define - names set by directives, the environment, the command line and loadmodule; see pp.h.
 *
 * Reference: preprocessor.md sections 2, 4, 5 and 10.
 */
#include "preprocess/pp.h"

#include "preprocess/ifexp.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_defines_too_many;
extern const struct rule rule_define_exists;
extern const struct rule rule_env_bad;
extern const struct rule rule_module_define_exists;
extern const struct rule rule_undef_unknown;

struct define *pp_add_define(struct pp *pp, struct str name, struct str value, struct span at)
{
	struct define *x = define_add(&pp->defines, name, value, at);

	if (!x)
		diag_report(
		    &pp->session->diags, &rule_defines_too_many, at,
		    "no room for \"%.*s\": kamailio knows at most %d names, its own included",
		    STR_ARG(name), DEFINES_MOST);
	return x;
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
	pp_add_define(pp, buf_view(&name), value, SPAN_NONE);
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
	pp_add_define(pp, STR("KAMAILIO_VERSION"), buf_view(&number), SPAN_NONE);
	pp_add_define(pp, STR("OS_NAME"), STR("\"linux\""), SPAN_NONE);
}

static struct str copy(struct pp *pp, struct str s)
{
	return (struct str){arena_copy(pp->arena, s.p, s.n), s.n};
}

void pp_define_option(struct pp *pp, struct str text)
{
	ptrdiff_t equals = str_find(text, '=');
	struct str name = equals < 0 ? text : str_head(text, (size_t)equals);
	struct str value = equals < 0 ? STR("") : str_skip(text, (size_t)equals + 1);

	if (define_find(&pp->defines, name)) {
		diag_report(&pp->session->diags, &rule_define_exists, SPAN_NONE,
			    "option -A: \"%.*s\" is already defined", STR_ARG(name));
		pp_fatal(pp, 0);
	} else
		pp_add_define(pp, name, value, SPAN_NONE);
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

	if (!text.n || !pp_evaluate(pp, text, value->at, &result))
		return STR("");
	if (!ifexp_define_text(pp->arena, &result, d == DIRECTIVE_DEFEXPS, &out))
		diag_report(&pp->session->diags, &rule_limit, value->at,
			    "the value is longer than %d bytes", IFEXP_LONGEST_TEXT);
	return out;
}

/* Enters the name; NULL when its value is to be read and dropped. */
static struct define *enter_name(struct pp *pp, enum directive d, const struct raw *name)
{
	struct define *old = define_find(&pp->defines, name->text);

	if (!old)
		return pp_add_define(pp, name->text, STR(""), name->at);
	switch (d) {
	case DIRECTIVE_TRYDEFINE: return NULL;
	case DIRECTIVE_REDEFINE:
		old->value = STR("");
		old->at = name->at;
		return old;
	default: report_exists(pp, old, name->at); return NULL;
	}
}

static void undefine(struct pp *pp, enum directive d, const struct raw *name)
{
	struct define *x = define_find(&pp->defines, name->text);

	if (x) {
		define_remove(&pp->defines, x);
		if (!define_find(&pp->gone, x->name))
			define_add(&pp->gone, x->name, STR(""), x->at);
	} else if (d == DIRECTIVE_UNDEF)
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
		bool is_start = !i || text.p[i - 1] == ' ' || text.p[i - 1] == '\t';

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

void pp_define(struct pp *pp, enum directive d)
{
	struct define *x = NULL;
	struct raw name, value;
	bool has_room;

	lexer_expect(pp->lexer, LEXER_DEFINE);
	pp_read(pp, &name);
	if (name.kind == RAW_END)
		return;
	if (name.kind == RAW_NAME_DASH) {
		pp_report_dash(pp, name.at, name.at.hi);
		lexer_expect(pp->lexer, LEXER_REST);
		pp_read(pp, &value);
		return;
	}
	if (d == DIRECTIVE_UNDEF || d == DIRECTIVE_TRYUNDEF)
		undefine(pp, d, &name);
	else
		x = enter_name(pp, d, &name);
	pp_read(pp, &value);
	/* At the end of the main file the value is lost (vector 342). */
	if (!x || value.kind != RAW_DEFINE_VALUE)
		return;
	has_room = pp->defines.count < DEFINES_MOST || x->value.n;
	if (d == DIRECTIVE_DEFEXP || d == DIRECTIVE_DEFEXPS)
		value.text = expression_value(pp, d, &value);
	else if (value.text.n == 1 && value.text.p[0] == '\n')
		value.text = STR("");
	if (has_room && d < DIRECTIVE_DEFEXP)
		x->comment = find_comment(pp, value.at);
	if (has_room)
		x->value = copy(pp, value.text);
}

static void report_env(struct pp *pp, struct span at, const char *format, struct str name)
{
	diag_report(&pp->session->diags, &rule_env_bad, at, format, STR_ARG(name));
	pp_fatal(pp, at.hi);
}

void pp_defenv(struct pp *pp, enum directive d)
{
	bool must_exist = d == DIRECTIVE_DEFENV || d == DIRECTIVE_DEFENVS;
	bool is_quoted = d == DIRECTIVE_DEFENVS || d == DIRECTIVE_TRYDEFENVS;
	struct str name, variable;
	struct buf value = buf_on(pp->arena);
	const char *text;
	ptrdiff_t equals;
	struct raw spec;

	lexer_expect(pp->lexer, LEXER_ENV_SPEC);
	pp_read(pp, &spec);
	if (spec.kind == RAW_END)
		return;
	equals = str_find(spec.text, '=');
	name = equals < 0 ? spec.text : str_head(spec.text, (size_t)equals);
	variable = equals < 0 ? spec.text : str_skip(spec.text, (size_t)equals + 1);
	if (!variable.n) {
		report_env(pp, spec.at,
			   "the name of an environment variable is missing behind \"%.*s=\"", name);
		return;
	}
	text =
	    pp->session->env(pp->session->env_ctx, arena_copy(pp->arena, variable.p, variable.n));
	if (!text) {
		if (must_exist)
			report_env(pp, spec.at, "the environment variable \"%.*s\" is not set",
				   variable);
		return;
	}
	if (define_find(&pp->defines, name)) {
		report_env(pp, spec.at, "\"%.*s\" is already defined", name);
		return;
	}
	if (is_quoted)
		buf_byte(&value, '"');
	buf_text(&value, text);
	if (is_quoted)
		buf_byte(&value, '"');
	pp_add_define(pp, name, buf_view(&value), spec.at);
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

static struct str mod_name(struct pp *pp, struct str module)
{
	struct buf name = buf_on(pp->arena);

	buf_printf(&name, "MOD_%.*s", STR_ARG(module));
	return buf_view(&name);
}

/* The define that a loadmodule of PATH has made, or NULL. */
struct define *pp_module_define(struct pp *pp, const struct token *path)
{
	return define_find(&pp->defines, mod_name(pp, module_name(path->text)));
}

static void report_module(struct pp *pp, const struct token *path, const struct define *old)
{
	struct str module = module_name(path->text);
	struct diag *x;

	if (old->is_module)
		x = diag_report(&pp->session->diags, &rule_module_define_exists, path->at,
				"module \"%.*s\" is already loaded", STR_ARG(module));
	else
		x = diag_report(&pp->session->diags, &rule_module_define_exists, path->at,
				"module \"%.*s\" cannot be loaded: \"MOD_%.*s\" is already defined",
				STR_ARG(module), STR_ARG(module));
	if (old->at.lo)
		diag_note(&pp->session->diags, x, old->at,
			  old->is_module ? "first loaded here" : "defined here");
}

void pp_define_module(struct pp *pp, const struct token *path)
{
	struct str module = module_name(path->text);
	struct define *x = pp_module_define(pp, path);

	if (pp->is_printing && (x || module.n >= PP_MODULE_NAME_MOST)) {
		note_module(pp, path,
			    x ? "unable to set cfg define for module" : "too long module name");
		return;
	}
	if (x) {
		report_module(pp, path, x);
		return;
	}
	x = pp_add_define(pp, mod_name(pp, module), STR(""), path->at);
	if (x)
		x->is_module = true;
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
