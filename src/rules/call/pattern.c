/*
 * rule_pattern - regular expressions and subst expressions that are constant.  Facts: semantics.md
 * sections 12.2 and 13; vectors 1324, 1334-1340, 1368, 1369, 1378; subst of textops as tried with
 * 5.6.3.
 *
 * What must stay true: the verdict is that of glibc (language/posix.h); a pattern is judged only
 * where its text is known, and said nothing of once it failed.
 */
#include "rules/call/argument_state.h"
#include "text/rule.h"

#include "regex/posix.h"
#include "preprocess/subst.h"

/* What is reported here. */
extern const struct rule rule_regex_bad;
extern const struct rule rule_regex_escape;
extern const struct rule rule_regex_lazy;
extern const struct rule rule_subst_argument;

/* What people mean who know Perl's patterns. */
static const char *perl_hint(struct str pattern, size_t at)
{
	struct str rest = str_skip(pattern, at);

	if (str_starts(rest, STR("(")))
		rest = str_skip(rest, 1);
	if (!str_starts(rest, STR("?")))
		return NULL;
	rest = str_skip(rest, 1);
	if (str_starts(rest, STR("i)")))
		return "\"(?i)\" is Perl's; POSIX patterns have no such switch";
	if (str_starts(rest, STR(":")))
		return "\"(?:...)\" is Perl's; write \"(...)\"";
	return "\"(?\" is Perl's; POSIX patterns have no such groups";
}

/* Letters that a backslash gives a meaning, here and in Perl; the C library knows these. */
static bool is_known_escape(char c)
{
	return c && strchr("wWsSbB", c);
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* What to write instead of a backslash and C. */
static const char *instead_of(char c)
{
	switch (c) {
	case 'd': return "write \"[0-9]\"";
	case 'D': return "write \"[^0-9]\"";
	case 'w': return "write \"[[:alnum:]_]\"";
	case 's': return "write \"[[:space:]]\"";
	default: return NULL;
	}
}

static void report_escape(struct check *cx, const struct node *n, size_t base, char c, size_t at,
			  bool is_set)
{
	struct diag *x = diag_report(
	    cx->diags, &rule_regex_escape, argument_inside(cx, n, base + at, 2),
	    is_set ? "\"\\%c\" in brackets is a backslash and a \"%c\" in POSIX patterns"
		   : "\"\\%c\" is just \"%c\" in POSIX patterns",
	    c, c);
	const char *hint = instead_of(c);

	if (hint)
		diag_hint(cx->diags, x, "%s", hint);
}

/* C and a question mark stand at offset AT. */
static void report_lazy(struct check *cx, const struct node *n, char c, size_t at)
{
	struct diag *x = diag_report(cx->diags, &rule_regex_lazy, argument_inside(cx, n, at, 2),
				     "\"%c?\" takes in as much as \"%c\" in POSIX patterns", c, c);

	diag_hint(cx->diags, x, "say what it must not take in, as \"[^@]*\" does");
}

RULE(regex_lazy, "K461", SEV_NOTE, PHASE_RUN,
     .summary = "a lazy repetition of Perl's in a POSIX regular expression",
     .why = "Perl's \".*?\" takes in as little as it can. POSIX patterns have no such thing: the "
	    "question mark only says once more that nothing is enough, and the longest match wins. "
	    "Whether there is a match does not change.",
     .bad = "request_route {\n\tif ($ru =~ \"^sip:.*?@\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($ru =~ \"^sip:[^@]*@\")\n\t\texit;\n}\n")

/* The offset behind the brackets that open at I. */
static size_t bracket_end(struct str p, size_t i)
{
	i++;
	if (i < p.n && p.p[i] == '^')
		i++;
	if (i < p.n && p.p[i] == ']')
		i++;
	while (i < p.n && p.p[i] != ']') {
		char kind = p.p[i] == '[' && i + 1 < p.n ? p.p[i + 1] : 0;

		if (kind == ':' || kind == '.' || kind == '=') {
			const char end[2] = {kind, ']'};
			ptrdiff_t found =
			    str_search(str_skip(p, i + 2), (struct str){end, sizeof end});

			if (found >= 0)
				i += (size_t)found + 3;
		}
		i++;
	}
	return i < p.n ? i + 1 : p.n;
}

/* Reports the first escape that means something to Perl only, and returns false. */
static bool check_escapes(struct check *cx, const struct node *n, struct str p, size_t base)
{
	bool is_repeated = false; /* what stands before I is a repetition */

	for (size_t i = 0, end; i < p.n; i = end) {
		char c = p.p[i];

		end = i + 1;
		if (c == '[') {
			end = bracket_end(p, i);
			for (size_t j = i + 1; j + 1 < end; j++)
				if (p.p[j] == '\\' && p.p[j + 1] && strchr("dDwWsS", p.p[j + 1])) {
					report_escape(cx, n, base, p.p[j + 1], j, true);
					return false;
				}
		} else if (c == '?' && is_repeated) {
			report_lazy(cx, n, p.p[i - 1], base + i - 1);
			return false;
		} else if (c == '\\' && i + 1 < p.n) {
			if (is_letter(p.p[i + 1]) && !is_known_escape(p.p[i + 1])) {
				report_escape(cx, n, base, p.p[i + 1], i, false);
				return false;
			}
			end = i + 2;
		}
		is_repeated = c == '*' || c == '+' || c == '}';
	}
	return true;
}

RULE(regex_escape, "K450", SEV_WARNING, PHASE_RUN,
     .summary = "an escape of Perl's in a POSIX regular expression",
     .why = "Kamailio compiles patterns with the C library, as POSIX extended regular expressions. "
	    "\"\\d\" is a \"d\" there, so \"^\\d+$\" matches \"ddd\" and no number. Write [0-9]. "
	    "In brackets a backslash is a backslash: \"[\\d]\" matches one, or a \"d\". Only \\w, "
	    "\\s and \\b work outside of brackets. The modules regex, dialplan and lcr do use "
	    "Perl's patterns.",
     .bad = "request_route {\n\tif ($rU =~ \"^8\\d+$\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($rU =~ \"^8[0-9]+$\")\n\t\texit;\n}\n")

/* PATTERN stands at offset BASE in the value of N. */
static bool check_regex(struct check *cx, const struct node *n, struct str pattern, size_t base)
{
	struct posix parsed;
	struct str error;
	size_t at;
	struct diag *x;
	const char *hint;

	if (names_find(&cx->patterns_fine, pattern))
		return true;
	if (posix_translate(cx->arena, pattern, POSIX_NOCASE, &parsed, &error, &at)) {
		if (check_escapes(cx, n, pattern, base))
			names_add(&cx->patterns_fine, cx->arena, pattern, n->at);
		return true;
	}
	if (pattern.n > POSIX_PATTERN_MOST)
		return true;
	x = diag_report(cx->diags, &rule_regex_bad, argument_inside(cx, n, base + at, 1),
			"the regular expression does not compile: %.*s", STR_ARG(error));
	hint = perl_hint(pattern, at);
	if (hint)
		diag_hint(cx->diags, x, "%s", hint);
	return false;
}

RULE(regex_bad, "K445", SEV_ERROR, PHASE_START,
     .summary = "a regular expression that does not compile",
     .why = "Kamailio compiles constant patterns when it starts, as POSIX extended regular "
	    "expressions, and stops at the first one that is malformed. Perl's extensions, as "
	    "(?i) and (?:...), are malformed here.",
     .bad = "request_route {\n\tif ($rU =~ \"^(00[1-9]\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($rU =~ \"^(00[1-9])\")\n\t\texit;\n}\n")

void pattern_check(struct check *cx, const struct node *n)
{
	if (n && n->kind == N_STRING && check_beyond_parse(cx))
		check_regex(cx, n, n->text, 0);
}

bool argument_regex(const struct argument *a)
{
	return a->node->kind != N_STRING || check_regex(a->cx, a->node, a->text, 0);
}

bool argument_subst(const struct argument *a)
{
	struct subst_error error = {0};
	struct subst *s;
	struct str regex;

	if (a->node->kind != N_STRING) {
		argument_report(a, &rule_subst_argument, "\"/regex/replacement/flags\"");
		return false;
	}
	s = subst_parse(a->cx->arena, a->text, &error);
	if (!s) {
		diag_report(a->cx->diags, &rule_subst_argument,
			    argument_inside(a->cx, a->node, error.at, 1), "%.*s",
			    STR_ARG(error.text));
		return false;
	}
	for (size_t i = 0, at; subst_variable(s, i, &regex, &at); i++) {
		struct pvar v;

		if (str_starts(regex, STR("$")) && !argument_variable(a, regex, at, &v))
			return false;
	}
	regex = subst_regex(s);
	check_escapes(a->cx, a->node, regex, 1);
	return true;
}

RULE(subst_argument, "K446", SEV_ERROR, PHASE_START,
     .summary = "a subst expression that is malformed",
     .why = "subst() and its kin take \"/regex/replacement/flags\", as sed does; any character may "
	    "stand for the slash. They are read when the server starts, and the start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tsubst(\"/foo/bar\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tsubst(\"/foo/bar/g\");\n}\n")
