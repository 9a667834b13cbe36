/*
 * parse_word - syntax errors that come of a word: misspelt, reserved, of another version, alone, or
 * defined as nothing; and what all messages of syntax errors share.  See parse_state.h.
 */
#include "parse/parse_state.h"

#include "base/ascii.h"
#include "facts/suggest.h"
#include "parser.h"

/* What is reported here. */
extern const struct rule rule_needs_version;
extern const struct rule rule_parameter_unknown;
extern const struct rule rule_reserved_word;
extern const struct rule rule_word_alone;

bool parse_expects(const struct expected *set, int token)
{
	for (int i = 0; i < set->count; i++)
		if (set->token[i] == token)
			return true;
	return false;
}

struct diag *parse_report(struct parse *ps, const struct rule *code, struct span at,
			  const char *format, struct str text)
{
	struct diag *x = diag_report(&ps->session->diags, code, at, format, STR_ARG(text));

	diag_seen(x, ps->bad.at);
	return x;
}

static void try_word(void *ctx, const struct keyword *k)
{
	nearest_consider(ctx, str_of(k->word));
}

/* Words of the top level that have parentheses. */
static void try_directive(void *ctx, const struct keyword *k)
{
	if (k->token == T_MODPARAM || k->token == T_MODPARAMX || k->token == T_LOADMODULE)
		nearest_consider_ranked(ctx, str_of(k->word), k->token == T_MODPARAMX);
}

/* True for a name where a statement could start. */
bool parse_starts_statement(struct parse *ps, const struct token *before)
{
	/* A bad brace is counted already. */
	if (ps->pp->braces.count == (ps->bad.kind == '{'))
		return true;
	return before->kind == ';' || before->kind == '{' || before->kind == '}' ||
	       before->kind == ')' || before->kind == T_ELSE || before->kind == ':';
}

bool parse_is_function(struct parse *ps, struct str name)
{
	size_t count;

	return name.n && catalog_functions(ps->session->catalog, name, &count);
}

bool parse_report_version(struct parse *ps, const struct token *word)
{
	const struct keyword *k = keyword_find(word->text);
	struct buf versions = buf_on(ps->arena);

	if (!k || (k->versions & ps->session->version.bit))
		return false;
	version_say(&versions, k->versions);
	diag_hint(
	    &ps->session->diags,
	    parse_report(ps, &rule_needs_version, word->at, "\"%.*s\" is not known", word->text),
	    "kamailio %s knows it; this is %.*s", versions.p, STR_ARG(ps->session->version.name));
	return true;
}

/* A word of another version; a misspelt statement or global parameter. */
static bool report_name(struct parse *ps)
{
	bool is_bad = ps->bad.kind == T_ID;
	const struct token *name = is_bad ? &ps->bad : &ps->pp->before_last;
	struct diags *ds = &ps->session->diags;
	struct nearest n = nearest_to(name->text);
	bool is_param = !is_bad && ps->bad.kind == '=' && ps->pp->braces.count == 0;
	struct diag *x;

	if (name->kind != T_ID || (!is_bad && ps->bad.kind == '(' && ps->pp->braces.count))
		return false;
	if (parse_report_version(ps, name))
		return true;
	if (parse_is_function(ps, name->text))
		return false;
	if (parse_starts_statement(ps, is_bad ? &ps->pp->before_last : &ps->pp->third))
		keyword_each(ps->session->version.bit,
			     !is_bad && ps->bad.kind == '(' ? try_directive : try_word, &n);
	if (!is_param && !n.best.n)
		return false;
	x = parse_report(ps, is_param ? &rule_parameter_unknown : &rule_syntax, name->at,
			 is_param ? "unknown global parameter \"%.*s\"" : "unexpected \"%.*s\"",
			 name->text);
	if (n.best.n)
		diag_hint(ds, x, "did you mean \"%.*s\"?", STR_ARG(n.best));
	return true;
}

/* "var(x)": the word in front of the parenthesis is the name of a variable. */
static bool lacks_dollar(struct parse *ps)
{
	const struct token *word = &ps->pp->callee;
	size_t count;

	return ps->bad.kind == ')' && ps->pp->third.kind == '(' && word->kind == T_ID &&
	       word->at.hi == ps->pp->third.at.lo && !parse_is_function(ps, word->text) &&
	       catalog_pvars(ps->session->catalog, word->text, &count);
}

/* What may have been meant by the word NAME. */
static void hint_alone(struct parse *ps, struct diag *x, const struct token *name)
{
	const struct define *near = define_nearest(&ps->pp->record.defines, name->text);
	const struct source *src = source_of(&ps->session->sources, name->at.lo);
	struct diags *ds = &ps->session->diags;

	if (near)
		diag_hint(ds, x, "did you mean the define \"%.*s\"?", STR_ARG(near->name));
	else if (str_equal_nocase(name->text, STR("null")))
		diag_hint(ds, x, "a variable without value is compared with \"$null\"");
	else if (parse_is_function(ps, name->text))
		diag_hint(ds, x, "a call has parentheses: %.*s(...)", STR_ARG(name->text));
	else if (src->is_expansion)
		diag_hint(ds, x, "a string stands in quotes, in the value of \"%.*s\", too",
			  STR_ARG(src->name));
	else if (parse_starts_statement(ps, &ps->pp->third))
		diag_hint(ds, x,
			  "a route is called with route(NAME), a function with parentheses; a "
			  "comment begins with \"#\"");
	else
		diag_hint(
		    ds, x,
		    "a string stands in quotes, a call has parentheses; no define has this name");
}

/* A name alone in an expression: neither a string nor a call. */
static bool report_bare_word(struct parse *ps, const struct expected *set)
{
	const struct token *name = &ps->pp->before_last;

	if (name->kind != T_ID || !parse_expects(set, '(') || parse_expects(set, '[') ||
	    parse_expects(set, T_SEL))
		return false;
	if (lacks_dollar(ps))
		diag_hint(&ps->session->diags,
			  parse_report(ps, &rule_syntax, ps->pp->callee.at, "unexpected \"%.*s\"",
				       ps->pp->callee.text),
			  "did you mean the variable \"$%.*s(%.*s)\"?",
			  STR_ARG(ps->pp->callee.text), STR_ARG(name->text));
	else
		hint_alone(ps,
			   parse_report(ps, &rule_word_alone, name->at,
					"\"%.*s\" alone is no value", name->text),
			   name);
	return true;
}

/* A reserved word where a name is wanted. */
bool parse_report_reserved(struct parse *ps, const struct expected *set)
{
	const struct keyword *k = keyword_find(ps->bad.text);
	struct diag *x;

	if (!k || ps->bad.kind == T_WEB_PROTO || !parse_expects(set, T_ID) ||
	    parse_expects(set, T_IF) || parse_expects(set, T_MODPARAM) ||
	    parse_expects(set, T_SEL) || ps->bad.kind != k->token)
		return false;
	x = parse_report(ps, &rule_reserved_word, ps->bad.at,
			 "\"%.*s\" is a reserved word and cannot be a name here", ps->bad.text);
	if (parse_expects(set, T_STRING))
		diag_hint(&ps->session->diags, x, "put it in quotes");
	return true;
}

/* The word between the bad token and the one before it has left no token: it is defined as nothing.
 */
static bool report_nothing(struct parse *ps)
{
	struct sources *s = &ps->session->sources;
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;
	const struct source *src = source_of(s, bad->at.lo);
	const struct define *x;
	struct str word;
	struct span at;

	if (src->is_expansion || !before->at.hi || before->at.hi >= bad->at.lo ||
	    source_of(s, before->at.lo) != src)
		return false;
	word = str_trim(source_text(s, (struct span){before->at.hi, bad->at.lo}));
	x = define_find(&ps->pp->record.defines, word);
	if (!x || x->value.n || x->is_unknown)
		return false;
	at.lo = src->base + (uint32_t)(word.p - src->text.p);
	at.hi = at.lo + (uint32_t)word.n;
	diag_note(&ps->session->diags,
		  parse_report(ps, &rule_syntax, at, "\"%.*s\" is defined as nothing", word), x->at,
		  "it is defined here");
	return true;
}

static bool is_part(char c)
{
	return (unsigned char)c > ' ' && c != '"' && c != '(' && c != '=';
}

/* A word of the top level with a wrong sign in it: "load!module". */
static bool report_broken(struct parse *ps)
{
	const struct token *bad = &ps->bad, *before = &ps->pp->before_last;
	const struct source *src = source_of(&ps->session->sources, before->at.lo);
	struct nearest n;
	struct str word;
	struct diag *x;

	if (ps->pp->braces.count || before->kind != T_ID || src->is_expansion ||
	    before->at.hi != bad->at.lo || !pp_starts_line(ps->pp, before->at.lo))
		return false;
	word = str_skip(src->text, before->at.lo - src->base);
	word = str_head(word, ascii_run(word, is_part));
	n = nearest_to(word);
	keyword_each(ps->session->version.bit, try_word, &n);
	if (!n.best.n || word.n == before->text.n)
		return false;
	x = parse_report(ps, &rule_syntax,
			 (struct span){before->at.lo, before->at.lo + (uint32_t)word.n},
			 "unexpected \"%.*s\"", word);
	diag_hint(&ps->session->diags, x, "did you mean \"%.*s\"?", STR_ARG(n.best));
	return true;
}

bool parse_report_torn(struct parse *ps)
{
	return report_nothing(ps) || report_broken(ps);
}

bool parse_report_word(struct parse *ps, const struct expected *set)
{
	return report_name(ps) || report_bare_word(ps, set);
}

RULE(syntax, "K200", SEV_ERROR, PHASE_PARSE, .summary = "a word or symbol that is not allowed here",
     .why = "The text does not follow the grammar of the chosen version.",
     .bad = "request_route { if ($rU == ) exit; }\n",
     .good = "request_route { if ($rU == 1) exit; }\n")

RULE(parameter_unknown, "K211", SEV_ERROR, PHASE_PARSE,
     .summary = "a global parameter that does not exist",
     .why = "The name in front of the = is no parameter of the core. Parameters of modules "
	    "are set with modparam().",
     .bad = "childrem=4\nrequest_route { exit; }\n",
     .good = "children=4\nrequest_route { exit; }\n")

RULE(reserved_word, "K212", SEV_ERROR, PHASE_PARSE, .summary = "a reserved word used as a name",
     .why =
	 "Words of the language cannot be names of routes, flags or hosts, unless they are quoted.",
     .bad = "route[log] {\n\texit;\n}\n", .good = "route[\"log\"] {\n\texit;\n}\n")

RULE(word_alone, "K213", SEV_ERROR, PHASE_PARSE,
     .summary = "a word that is neither a string nor a call",
     .why = "Words in expressions are calls, with parentheses, or defines. Text is quoted, the "
	    "empty value is $null.",
     .bad = "request_route {\n\tif ($rU == null) exit;\n}\n",
     .good = "request_route {\n\tif ($rU == $null) exit;\n}\n")
