/*
 * pattern - regular expressions and subst expressions that are constant.  Facts: semantics.md
 * sections 12.2 and 13; vectors 1324, 1334-1340, 1368, 1369, 1378; subst of textops as tried with
 * 5.6.3.
 *
 * What must stay true: the verdict is that of glibc (regex/posix.h); a pattern is judged only where
 * its text is known, and nothing more is said about it once it failed.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"
#include "preprocess/subst.h"
#include "regex/posix.h"
#include "scan/written.h"

extern const struct rule rule_regex_escape;
extern const struct rule rule_regex_lazy;

struct patterns {
	struct map valid; /* the same few stand in a config again and again */
};

static const struct state_kind kept = STATE_KIND(struct patterns);

/* A pattern, at offset BASE of the value of the string N. */
struct pattern {
	const struct node *n;
	struct str text;
	size_t base;
};

static struct span place(const struct visit *v, const struct pattern *p, size_t at, size_t length)
{
	return written_span(&v->session->sources, p->n->at, p->n->text, p->base + at, length);
}

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

static void report_escape(struct visit *v, const struct pattern *p, size_t at, bool is_set)
{
	char c = p->text.p[at + 1];
	const char *hint = instead_of(c);
	struct diag *x =
	    report_as(v, &rule_regex_escape, place(v, p, at, 2),
		      is_set ? "\"\\%c\" in brackets is a backslash and a \"%c\" in POSIX patterns"
			     : "\"\\%c\" is just \"%c\" in POSIX patterns",
		      c, c);

	if (hint)
		diag_hint(v->diags, x, "%s", hint);
}

/* A repetition and a question mark stand at offset AT. */
static void report_lazy(struct visit *v, const struct pattern *p, size_t at)
{
	char c = p->text.p[at];

	diag_hint(v->diags,
		  report_as(v, &rule_regex_lazy, place(v, p, at, 2),
			    "\"%c?\" takes in as much as \"%c\" in POSIX patterns", c, c),
		  "say what it must not take in, as \"[^@]*\" does");
}

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

/* Reports the first escape of Perl's in brackets, which stand in P from FROM to END. */
static bool check_set(struct visit *v, const struct pattern *p, size_t from, size_t end)
{
	for (size_t i = from + 1; i + 1 < end; i++) {
		char c = p->text.p[i + 1];

		if (p->text.p[i] == '\\' && c && strchr("dDwWsS", c)) {
			report_escape(v, p, i, true);
			return false;
		}
	}
	return true;
}

/* Reports the first thing that means something else to Perl, and returns false. */
static bool check_escapes(struct visit *v, const struct pattern *p)
{
	bool is_repeated = false; /* what stands before I is a repetition */

	for (size_t i = 0, end; i < p->text.n; i = end) {
		char c = p->text.p[i], next = i + 1 < p->text.n ? p->text.p[i + 1] : 0;

		end = i + 1;
		if (c == '[') {
			end = bracket_end(p->text, i);
			if (!check_set(v, p, i, end))
				return false;
		} else if (c == '?' && is_repeated) {
			report_lazy(v, p, i - 1);
			return false;
		} else if (c == '\\' && end < p->text.n) {
			if (ascii_is_letter(next) && !is_known_escape(next)) {
				report_escape(v, p, i, false);
				return false;
			}
			end = i + 2;
		}
		is_repeated = c == '*' || c == '+' || c == '}';
	}
	return true;
}

/* N is a string that is a pattern. */
static void check_regex(struct visit *v, const struct node *n)
{
	struct patterns *all = visit_state(v, &kept);
	struct pattern p = {.n = n, .text = n->text};
	struct posix parsed;
	struct str error;
	const char *hint;
	struct diag *x;
	size_t at;

	if (map_has(&all->valid, p.text))
		return;
	if (posix_translate(v->arena, p.text, POSIX_NOCASE, &parsed, &error, &at)) {
		if (check_escapes(v, &p))
			map_add(&all->valid, v->arena, p.text);
		return;
	}
	if (p.text.n > POSIX_PATTERN_MOST)
		return;
	x = report(v, place(v, &p, at, 1), "the regular expression does not compile: %.*s",
		   STR_ARG(error));
	hint = perl_hint(p.text, at);
	if (hint)
		diag_hint(v->diags, x, "%s", hint);
}

/* The pattern of a subst expression, which compiles when the expression is well formed. */
static void check_subst_regex(struct visit *v, const struct node *n)
{
	struct subst_error error = {0};
	struct subst *s = subst_parse(v->session->regexes, n->text, &error);
	struct pattern p = {.n = n, .base = 1};

	if (!s)
		return;
	p.text = subst_regex(s);
	check_escapes(v, &p);
}

/* The value of the parameter that is visited when it is a pattern, else NULL. */
static const struct node *setting_pattern(const struct visit *v)
{
	const struct module_param *p = v->param;

	for (uint32_t i = 0; i < p->setting_count && p->by->is_known; i++)
		if (p->settings[i]->form == SETTING_REGEX)
			return p->by->value;
	return NULL;
}

/* The node under N that is a pattern; NULL when there is none. */
static const struct node *pattern_of(const struct visit *v, const struct node *n)
{
	switch (n->kind) {
	case N_BINARY: return n->op == OP_MATCH ? KID(n, BINARY, right) : NULL;
	case N_ELEMENT: return n->op == OP_MATCH ? KID(n, ELEMENT, right) : NULL;
	case N_CASE: return n->flags & NF_REGEX ? KID(n, CASE, label) : NULL;
	case N_MODPARAM: return setting_pattern(v);
	default: return n;
	}
}

static void find_pattern(struct visit *v, const struct node *n)
{
	const struct node *pattern = pattern_of(v, n);

	if (!pattern || pattern->kind != N_STRING)
		return;
	if (v->argument && v->argument->kind == ARGUMENT_SUBST)
		check_subst_regex(v, pattern);
	else
		check_regex(v, pattern);
}

RULE(regex_bad, "K445", SEV_ERROR, PHASE_START, .nodes = NODE(BINARY) | NODE(ELEMENT) | NODE(CASE),
     .arguments = ARGUMENT(REGEX) | ARGUMENT(SUBST), .each_param = true, .run = find_pattern,
     .summary = "a regular expression that does not compile",
     .why = "Kamailio compiles constant patterns when it starts, as POSIX extended regular "
	    "expressions, and stops at the first one that is malformed. Perl's extensions, as "
	    "(?i) and (?:...), are malformed here.",
     .bad = "request_route {\n\tif ($rU =~ \"^(00[1-9]\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($rU =~ \"^(00[1-9])\")\n\t\texit;\n}\n")

RULE(
    regex_escape, "K450", SEV_WARNING, PHASE_RUN, .found_by = &rule_regex_bad,
    .summary = "a Perl escape in a POSIX regular expression",
    .why =
	"Kamailio compiles patterns with the C library, as POSIX extended regular expressions. "
	"\"\\d\" is a \"d\" there, so \"^\\d+$\" matches \"ddd\" and no number. Write [0-9]. In "
	"brackets a backslash is a backslash: \"[\\d]\" matches one, or a \"d\". Only \\w, \\s and "
	"\\b work outside of brackets. The modules regex, dialplan and lcr do use Perl patterns.",
    .bad = "request_route {\n\tif ($rU =~ \"^8\\d+$\")\n\t\texit;\n}\n",
    .good = "request_route {\n\tif ($rU =~ \"^8[0-9]+$\")\n\t\texit;\n}\n")

RULE(regex_lazy, "K461", SEV_NOTE, PHASE_RUN, .found_by = &rule_regex_bad,
     .summary = "a lazy Perl repetition in a POSIX regular expression",
     .why = "Perl's \".*?\" matches as little as it can. POSIX patterns have no such thing: the "
	    "question mark only says once more that nothing is enough, and the longest match wins. "
	    "Whether there is a match does not change.",
     .bad = "request_route {\n\tif ($ru =~ \"^sip:.*?@\")\n\t\texit;\n}\n",
     .good = "request_route {\n\tif ($ru =~ \"^sip:[^@]*@\")\n\t\texit;\n}\n")

static void check_subst(struct visit *v, const struct node *n)
{
	struct subst_error error = {0};

	if (n->kind != N_STRING)
		argument_report(v, "\"/regex/replacement/flags\"");
	else if (!subst_parse(v->session->regexes, n->text, &error))
		report(v, argument_span(v, error.at, 1), "%.*s", STR_ARG(error.text));
}

RULE(subst_argument, "K446", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(SUBST),
     .run = check_subst, .summary = "a subst expression that is malformed",
     .why = "subst() and its kin take \"/regex/replacement/flags\", as sed does; any character may "
	    "stand for the slash. They are read when the server starts, and the start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tsubst(\"/foo/bar\");\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tsubst(\"/foo/bar/g\");\n}\n")
