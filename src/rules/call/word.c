/*
 * rule_word - arguments that are words out of a list: SIP methods, levels and facilities of the
 * log.  Facts: as tried with 5.6.3; vector 1380.
 */
#include "rules/call/argument_state.h"
#include "text/rule.h"

#include "facts/words.h"

/* What is reported here. */
extern const struct rule rule_log_facility;
extern const struct rule rule_log_level;
extern const struct rule rule_log_level_odd;
extern const struct rule rule_method_bad;
extern const struct rule rule_method_unknown;

static bool is_token_byte(char c)
{
	return c > ' ' && c < 127 && !strchr("()<>@,;:\\\"/[]?={}|$#&^", c);
}

static bool is_method_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_token_byte(name.p[i]))
			return false;
	return name.n > 0;
}

/* Whether NAME begins with the name of a method and goes on: the server stops reading there. */
static bool goes_on(struct check *cx, struct str name)
{
	for (size_t n = 3; n < name.n; n++)
		if (words_find(WORDS_METHOD, str_head(name, n), cx->version))
			return true;
	return false;
}

static bool refuse_method(const struct argument *a, struct str name, size_t at)
{
	const char *nearest = words_nearest(WORDS_METHOD, name, a->cx->version);
	struct diag *x = diag_report(
	    a->cx->diags, &rule_method_bad, argument_inside(a->cx, a->node, at, name.n),
	    name.n ? "\"%.*s\" is no SIP method" : "a method is missing%.*s", STR_ARG(name));

	if (nearest)
		diag_hint(a->cx->diags, x, "did you mean \"%s\"?", nearest);
	else if (str_find(name, '$') >= 0)
		diag_hint(a->cx->diags, x, "variables are not looked at here");
	return false;
}

RULE(method_bad, "K447", SEV_ERROR, PHASE_START, .summary = "an unknown SIP method in a list",
     .why = "In a list of methods each one must be known to the server; a single method need not. "
	    "The start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE|BYE\"))\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE|BYE\"))\n"
	     "\t\texit;\n}\n")

static void warn_method(const struct argument *a, struct str name, size_t at)
{
	const char *nearest = words_nearest(WORDS_METHOD, name, a->cx->version);
	struct diag *x;

	if (!nearest || words_find(WORDS_METHOD_OTHER, name, a->cx->version))
		return;
	x = diag_report(a->cx->diags, &rule_method_unknown,
			argument_inside(a->cx, a->node, at, name.n),
			"\"%.*s\" is no SIP method that the server knows", STR_ARG(name));
	diag_hint(a->cx->diags, x, "did you mean \"%s\"?", nearest);
}

RULE(method_unknown, "K451", SEV_WARNING, PHASE_RUN,
     .summary = "a SIP method that is probably misspelt",
     .why =
	 "A method of one's own may be asked for, so the server takes any name; the condition is "
	 "then false for each message.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\"))\n"
	     "\t\texit;\n}\n")

/* Lists are written with "|"; a comma separates, too, but then nobody asks whether all are known.
 */
bool argument_methods(const struct argument *a)
{
	bool is_list = str_find(a->text, '|') >= 0;

	if (!str_trim(a->text).n)
		return true;

	for (size_t i = 0; i <= a->text.n;) {
		size_t end = i;
		struct str name;
		bool is_known;

		while (end < a->text.n && a->text.p[end] != '|' && a->text.p[end] != ',')
			end++;
		if (i > 0 && i == a->text.n)
			break;
		name = str_trim(str_head(str_skip(a->text, i), end - i));
		i = (size_t)(name.p - a->text.p);
		is_known = words_find(WORDS_METHOD, name, a->cx->version) != NULL;
		if (!is_method_name(name) || (!is_known && (is_list || goes_on(a->cx, name))))
			return refuse_method(a, name, i);
		if (!is_known)
			warn_method(a, name, i);
		i = end + 1;
	}
	return true;
}

/* "L_" and the first letter of ALERT BUG CRIT ERR WARN NOTICE INFO DBG: more is not looked at. */
bool argument_level(const struct argument *a)
{
	struct diag *x;

	if (a->text.n > 1 && a->text.p[0] == '$')
		return true;
	if (a->text.n > 2 && a->text.p[2] && strchr("ABCEWNID", a->text.p[2])) {
		if (!words_find(WORDS_LOG_LEVEL, a->text, a->cx->version))
			diag_report(a->cx->diags, &rule_log_level_odd, a->node->at,
				    "log level \"%.*s\" is known by its first letter only",
				    STR_ARG(str_head(a->text, 60)));
		return true;
	}
	x = argument_report(a, &rule_log_level, "a log level");
	diag_hint(a->cx->diags, x, "L_ALERT L_CRIT L_ERR L_WARN L_NOTICE L_INFO L_DBG");
	return false;
}

RULE(log_level, "K448", SEV_ERROR, PHASE_START, .summary = "an unknown log level",
     .why = "xlog() takes L_ALERT, L_BUG, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO and L_DBG, in "
	    "capital letters, or a variable with their number. The start fails.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"l_info\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFO\", \"hello\\n\");\n}\n")

RULE(log_level_odd, "K462", SEV_NOTE, PHASE_RUN, .summary = "a log level that is probably misspelt",
     .why = "The server looks at the first letter behind \"L_\": L_INFOO is L_INFO. So it works.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFOO\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFO\", \"hello\\n\");\n}\n")

bool argument_facility(const struct argument *a)
{
	const char *nearest;
	struct diag *x;

	if (words_find(WORDS_FACILITY, a->text, a->cx->version))
		return true;
	x = argument_report(a, &rule_log_facility, "a log facility");
	nearest = words_nearest(WORDS_FACILITY, a->text, a->cx->version);
	diag_hint(a->cx->diags, x, nearest ? "did you mean \"%s\"?" : "as \"%s\"",
		  nearest ? nearest : "LOG_LOCAL0");
	return false;
}

RULE(log_facility, "K449", SEV_ERROR, PHASE_START, .summary = "an unknown facility of the log",
     .why = "The first of three arguments of xlog() is a facility of syslog: LOG_LOCAL0 and so on. "
	    "The level comes second. The start fails.",
     .bad =
	 "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"LOCAL0\", \"L_INFO\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"LOG_LOCAL0\", \"L_INFO\", \"hello\\n\");\n}\n")
