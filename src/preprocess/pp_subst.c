/*
 * pp_subst - rules of #!subst, #!substdef, #!substdefs in force; see pp.h and subst.h.
 *
 * Reference: preprocessor.md section 8.  A rule works on what is read after it, never on earlier
 * text.
 */
#include "preprocess/pp.h"

#include "base/ascii.h"
#include "preprocess/subst.h"
#include "scan/written.h"

/* What is reported here. */
extern const struct rule rule_define_exists;
extern const struct rule rule_subst_bad;
extern const struct rule rule_subst_inside;
extern const struct rule rule_subst_not_applied;
extern const struct rule rule_subst_unknown;

static void report_failure(struct pp *pp, const struct subst_rule *rule, struct span at,
			   enum subst_result why)
{
	struct diags *ds = &pp->session->diags;
	struct diag *x;

	if (why == SUBST_TOO_HARD)
		pp_lose(pp, LOST_LIMIT, at);
	if (why == SUBST_TOO_HARD && account_is_spent(&pp->session->account, ACCOUNT_MATCHING)) {
		session_overdraw(pp->session, ACCOUNT_MATCHING, at);
		return;
	}
	if (why == SUBST_TOO_HARD) {
		x = diag_report(ds, &rule_limit, at,
				"a subst pattern takes too much work on this text");
	} else {
		x = diag_report(
		    ds, &rule_subst_not_applied, at,
		    why == SUBST_EMPTY_MATCH
			? "a subst pattern matches the empty text here, so it does nothing"
			: "what a subst puts in here is too long, so it does nothing");
	}
	if (rule->at.lo)
		diag_note(ds, x, rule->at, "the rule stands here");
}

/* 1: words in capital letters, as most names of substdefs; 2: in small ones; 0: mixed, or a
 * pattern. */
static int case_of(struct str word)
{
	int found = 0;

	for (size_t i = 0; i < word.n; i++) {
		if (!ascii_is_word(word.p[i]))
			return 0;
		if (ascii_is_letter(word.p[i]))
			found |= ascii_is_lower(word.p[i]) ? 2 : 1;
	}
	return found == 3 ? 0 : found;
}

/*
 * The bytes LO to HI of TEXT are a name.  The longer word around them, when it looks as if it were
 * another name: LOCALHOST around HOST, but not db_HOST or HOST2.  Empty when there is none.
 */
static struct str longer_word(struct str text, size_t lo, size_t hi)
{
	int kind = case_of((struct str){text.p + lo, hi - lo});
	size_t from = lo, to = hi;
	bool has_letter = false;

	while (from && ascii_is_word(text.p[from - 1]))
		has_letter |= ascii_is_letter(text.p[--from]);
	while (to < text.n && ascii_is_word(text.p[to]))
		has_letter |= ascii_is_letter(text.p[to++]);
	/* "db_host" may be put together on purpose. */
	if (!has_letter || case_of((struct str){text.p + from, to - from}) != kind ||
	    (kind == 2 && !(from < lo && ascii_is_letter(text.p[lo - 1])) &&
	     !(to > hi && ascii_is_letter(text.p[hi]))))
		return STR("");
	return (struct str){text.p + from, to - from};
}

/* RULE has changed TEXT: did it hit where it was not meant to? */
static void check_hits(struct pp *pp, struct subst_rule *rule, struct str text, struct span at)
{
	struct diags *ds = &pp->session->diags;
	struct str name = subst_regex(rule->subst), rest = text;
	ptrdiff_t found;

	if (rule->is_told || name.n < 2 || !case_of(name) || !diag_wanted(ds, &rule_subst_inside))
		return;
	while ((found = str_search(rest, name)) >= 0) {
		size_t lo = (size_t)(rest.p - text.p) + (size_t)found;
		struct str word = longer_word(text, lo, lo + name.n);
		struct diag *x;

		rest = str_skip(rest, (size_t)found + name.n);
		if (!word.n && subst_is_global(rule->subst))
			continue;
		if (!word.n)
			return;
		x = diag_report(ds, &rule_subst_inside, at,
				"the subst of \"%.*s\" replaces a part of \"%.*s\" here",
				STR_ARG(name), STR_ARG(str_head(word, 60)));
		diag_hint(ds, x, "choose a name that is no part of another word");
		if (rule->at.lo)
			diag_note(ds, x, rule->at, "the rule stands here");
		rule->is_told = true;
		return;
	}
}

/* The #!substdef of RULE has put its value into TEXT: notes where its name stood. */
static void note_hits(struct pp *pp, const struct subst_rule *rule, struct str text, struct span at)
{
	struct str name = rule->define->name, rest = text;
	struct written written = written_start(&pp->session->sources, at, text);
	ptrdiff_t found;

	while ((found = str_search(rest, name)) >= 0) {
		size_t from = (size_t)(rest.p - text.p) + (size_t)found;

		define_use(&pp->record.defines, rule->define, USE_REPLACED,
			   written_place(&written, from, name.n));
		rest = str_skip(text, from + name.n);
		if (!subst_is_global(rule->subst))
			return;
	}
}

struct str pp_apply_substs(struct pp *pp, struct str text, struct span at, bool is_printed)
{
	struct subst_resolver resolver = {pp_value, pp};

	for (struct subst_rule *rule = pp->is_printing ? NULL : pp->substs; rule;
	     rule = rule->next) {
		enum subst_result result;

		if (rule->is_unknown && is_printed)
			break;
		buf_clear(&pp->substituted);
		result = subst_apply(rule->subst, text, &resolver, &pp->substituted);
		if (result == SUBST_UNKNOWN) {
			pp_unknown(pp, at);
			break;
		}
		if (result == SUBST_CHANGED) {
			check_hits(pp, rule, text, at);
			if (rule->define)
				note_hits(pp, rule, text, at);
			text = buf_view(&pp->substituted);
			text.p = arena_copy(pp->arena, text.p, text.n);
			if (!pp_spend(pp, text.n, at))
				break;
		} else if (result != SUBST_UNCHANGED && !rule->has_failed) {
			rule->has_failed = true;
			report_failure(pp, rule, at, result);
		}
	}
	return text;
}

/* The value of a substdef: the replacement with its variables put in, "<null>" for those without
 * value.  Nobody reads one that only the server knows. */
static struct str substdef_value(struct pp *pp, const struct subst *s, bool is_quoted)
{
	struct str text = subst_replacement(s), variable;
	size_t from = subst_regex(s).n + 2, done = 0, at;
	struct buf b = buf_on(pp->arena);

	if (is_quoted)
		buf_byte(&b, '"');
	for (size_t i = 0; subst_variable(s, i, &variable, &at); i++) {
		buf_str(&b, str_head(str_skip(text, done), at - from - done));
		if (pp_value(pp, variable, &b) != SUBST_VALUE)
			buf_text(&b, "<null>");
		done = at - from + variable.n;
	}
	buf_str(&b, str_skip(text, done));
	if (is_quoted)
		buf_byte(&b, '"');
	return buf_view(&b);
}

/* The place of N bytes at OFFSET of an expression that is the value of the string AT; all of AT
 * where they are not written there. */
static struct span inside(struct pp *pp, struct span at, struct str expression, size_t offset,
			  size_t n)
{
	return at.lo ? written_span(&pp->session->sources, at, expression, offset, n) : at;
}

/* The define that a substdef makes beside its rule. */
static struct diag *add_substdef(struct pp *pp, const struct subst *s,
				 const struct substitution *from, bool is_unknown)
{
	struct str name = subst_regex(s), expression = from->expression;
	struct define *old = define_find(&pp->record.defines, name);
	struct define_change change = {
	    .at = from->at,
	    .name = inside(pp, from->string, expression, 1, name.n),
	    .value = inside(pp, from->string, expression, name.n + 2, subst_replacement(s).n),
	    .source = from->at.lo ? DEFINE_DIRECTIVE : DEFINE_OPTION,
	    .effect = DEFINE_REFUSED,
	    .directive = from->directive,
	};
	struct diag *x;

	if (!name.n) {
		pp_lose(pp, LOST_DEFINE, from->string);
		return diag_report(&pp->session->diags, &rule_subst_bad, from->string,
				   "the name is empty");
	}
	if (!old) {
		change.text = substdef_value(pp, s, from->directive == DIRECTIVE_SUBSTDEFS);
		old = pp_add_define(pp, name, from->string, change);
		if (old)
			old->is_unknown = is_unknown;
		return NULL;
	}
	define_change(&pp->record.defines, old, change);
	x = diag_report(&pp->session->diags, &rule_define_exists, from->string,
			"\"%.*s\" is already defined", STR_ARG(name));
	if (old->at.lo)
		diag_note(&pp->session->diags, x, old->at, "first defined here");
	return x;
}

/* The defines that the replacement names. */
static void note_uses(struct pp *pp, const struct subst *s, const struct substitution *from)
{
	struct defines *all = &pp->record.defines;
	struct str variable, name;
	size_t at;

	for (size_t i = 0; subst_variable(s, i, &variable, &at); i++) {
		if (!pp_inner_define(variable, &name))
			continue;
		at += (size_t)(name.p - variable.p);
		define_use(all, define_name(all, name), USE_SUBSTITUTED,
			   inside(pp, from->string, from->expression, at, name.n));
	}
}

/* Whether the replacement holds what only the server knows; a note says so. */
static bool find_unknown(struct pp *pp, const struct subst *s, const struct substitution *from)
{
	struct buf value = buf_on(pp->arena);
	struct str variable;
	size_t at;

	for (size_t i = 0; subst_variable(s, i, &variable, &at); i++) {
		if (pp_value(pp, variable, &value) != SUBST_UNKNOWN_VALUE)
			continue;
		diag_report(&pp->session->diags, &rule_subst_unknown,
			    inside(pp, from->string, from->expression, at, variable.n),
			    "only the server knows the value of \"%.*s\": what it is put into is "
			    "not checked",
			    STR_ARG(variable));
		return true;
	}
	return false;
}

/* Puts the rule in force; says what is wrong with it. */
static struct diag *enforce(struct pp *pp, struct subst *s, struct substitution *from)
{
	struct subst_rule *rule;

	if (pp->subst_count == PP_SUBSTS_MOST) {
		pp_lose(pp, LOST_LIMIT, from->string);
		diag_report(&pp->session->diags, &rule_limit, from->string, "more than %d substs",
			    PP_SUBSTS_MOST);
		return NULL;
	}
	pp->subst_count++;
	rule = ARENA_NEW(pp->arena, struct subst_rule);
	rule->subst = s;
	rule->at = from->string;
	rule->is_unknown = find_unknown(pp, s, from);
	pp->has_unknown_subst |= rule->is_unknown;
	*pp->substs_end = rule;
	pp->substs_end = &rule->next;
	from->is_in_force = true;
	note_uses(pp, s, from);
	if (from->directive == DIRECTIVE_SUBST)
		return NULL;
	if (subst_regex(s).n)
		rule->define = define_name(&pp->record.defines, subst_regex(s));
	return add_substdef(pp, s, from, rule->is_unknown);
}

void pp_add_subst(struct pp *pp, enum directive d, struct str expression, struct span at)
{
	struct subst_error error = {0};
	struct subst *s = subst_parse(pp->session->regexes, expression, &error);
	struct substitution from = {
	    .at = at.lo ? span_join(&pp->session->sources, pp->subst_word, at) : SPAN_NONE,
	    .string = at,
	    .expression = expression,
	    .directive = (unsigned char)d,
	};
	struct diag *x;

	if (s) {
		x = enforce(pp, s, &from);
	} else {
		pp_lose(pp, LOST_DEFINE, at);
		x = diag_report(&pp->session->diags, &rule_subst_bad,
				inside(pp, at, expression, error.at, 1), "%.*s",
				STR_ARG(error.text));
	}
	*PILE_ADD(pp->arena, &pp->record.substitutions) = from;
	pp->pending_diag = x;
	if (x && !at.lo)
		pp_fatal(pp, 0);
}

RULE(subst_bad, "K130", SEV_ERROR, PHASE_PARSE, .summary = "a subst expression that is malformed",
     .why = "The form is \"/pattern/replacement/flags\" with any separator, flags i g s; "
	    "the pattern is a POSIX extended regular expression.",
     .bad = "#!subst \"/a/b\"\nrequest_route { exit; }\n",
     .good = "#!subst \"/a/b/\"\nrequest_route { exit; }\n")

RULE(subst_not_applied, "K131", SEV_WARNING, PHASE_RUN,
     .summary = "a subst rule that has no effect on a string",
     .why = "A rule does nothing for a string when its match is empty or when the "
	    "replacement of one match has 1023 bytes or more; Kamailio logs an error and "
	    "keeps the text.",
     .bad = "#!subst \"/x*/y/\"\nserver_header=\"abc\"\nrequest_route { exit; }\n",
     .good = "#!subst \"/x+/y/\"\nserver_header=\"abc\"\nrequest_route { exit; }\n")

RULE(subst_unknown, "K132", SEV_NOTE, PHASE_RUN,
     .summary = "a subst that puts in what only the server knows",
     .why = "A variable in the replacement is evaluated while the server reads the config: the "
	    "name and addresses of its host, its version. kamcheck computes $def(), $env() and "
	    "$_s(), with the transformations unquote, len, tolower, toupper, trim, ltrim and "
	    "rtrim; what anything else stands for is not known here. Strings, names and files "
	    "that such a subst changes are not checked, and expand leaves it in the text.",
     .bad = "loadmodule \"ipops\"\n#!substdef \"!MY_IP!$HN(i)!g\"\n"
	    "listen=udp:MY_IP:5060\nrequest_route { exit; }\n",
     .good = "#!define ADDRESS 127.0.0.1\n#!substdef \"!MY_IP!$def(ADDRESS)!g\"\n"
	     "listen=udp:MY_IP:5060\nrequest_route { exit; }\n")

RULE(subst_inside, "K159", SEV_WARNING, PHASE_RUN,
     .summary = "a subst that replaces a part of a longer word",
     .why = "subst and substdef replace text wherever it stands in a string, also inside of "
	    "another word: HOST in \"LOCALHOST\", MY_IP in \"MY_IP_ADDR\". Reported when the "
	    "longer word is all in the same case, so that it looks like a name of its own.",
     .bad = "#!substdef \"!HOST!sip.example.com!g\"\nserver_header=\"Server: LOCALHOST\"\n"
	    "request_route { exit; }\n",
     .good = "#!substdef \"!MY_HOST!sip.example.com!g\"\nserver_header=\"Server: LOCALHOST\"\n"
	     "request_route { exit; }\n")
