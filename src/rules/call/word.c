/*
 * word - arguments that are words out of a list: SIP methods, levels and facilities of the
 * log.  Facts: as tried with 5.6.3; vector 1380.
 */
#include "rules/call/argument.h"

#include "facts/words.h"

extern const struct rule rule_log_level_odd;
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
static bool goes_on(const struct visit *v, struct str name)
{
	for (size_t n = 3; n < name.n; n++)
		if (words_find(WORDS_METHOD, str_head(name, n), v->version))
			return true;
	return false;
}

static void refuse_method(struct visit *v, struct str name, size_t at)
{
	const char *nearest = words_nearest(WORDS_METHOD, name, v->version);
	struct diag *x =
	    report(v, argument_span(v, at, name.n),
		   name.n ? "\"%.*s\" is no SIP method" : "a method is missing%.*s", STR_ARG(name));

	if (nearest)
		diag_hint(v->diags, x, "did you mean \"%s\"?", nearest);
	else if (str_find(name, '$') >= 0)
		diag_hint(v->diags, x, "variables are not looked at here");
}

static void warn_method(struct visit *v, struct str name, size_t at)
{
	const char *nearest = words_nearest(WORDS_METHOD, name, v->version);

	if (!nearest || words_find(WORDS_METHOD_OTHER, name, v->version))
		return;
	diag_hint(v->diags,
		  report_as(v, &rule_method_unknown, argument_span(v, at, name.n),
			    "\"%.*s\" is no SIP method that the server knows", STR_ARG(name)),
		  "did you mean \"%s\"?", nearest);
}

/* Lists are written with "|"; a comma separates, too, but then nobody asks whether all are known.
 */
static void check_methods(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text;
	bool is_list = str_find(text, '|') >= 0;

	(void)n;
	if (!str_trim(text).n)
		return;
	for (size_t i = 0; i <= text.n;) {
		size_t end = i;
		struct str name;
		bool is_known;

		while (end < text.n && text.p[end] != '|' && text.p[end] != ',')
			end++;
		if (i > 0 && i == text.n)
			break;
		name = str_trim(str_head(str_skip(text, i), end - i));
		i = (size_t)(name.p - text.p);
		is_known = words_find(WORDS_METHOD, name, v->version) != NULL;
		if (!is_method_name(name) || (!is_known && (is_list || goes_on(v, name)))) {
			refuse_method(v, name, i);
			return;
		}
		if (!is_known)
			warn_method(v, name, i);
		i = end + 1;
	}
}

RULE(method_bad, "K447", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(METHODS),
     .run = check_methods, .summary = "an unknown SIP method in a list",
     .why = "In a list of methods each one must be known to the server; a single method need not. "
	    "The start fails.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE|BYE\"))\n"
	    "\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE|BYE\"))\n"
	     "\t\texit;\n}\n")

RULE(method_unknown, "K451", SEV_WARNING, PHASE_RUN, .found_by = &rule_method_bad,
     .summary = "a SIP method that is probably misspelt",
     .why =
	 "A method of one's own may be asked for, so the server takes any name; the condition is "
	 "then false for each message.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVTE\"))\n\t\texit;\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\"))\n"
	     "\t\texit;\n}\n")

/* "L_" and the first letter of ALERT BUG CRIT ERR WARN NOTICE INFO DBG: more is not looked at. */
static void check_level(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text;

	if (text.n > 1 && text.p[0] == '$')
		return;
	if (text.n < 3 || !text.p[2] || !strchr("ABCEWNID", text.p[2])) {
		diag_hint(v->diags, argument_report(v, "a log level"),
			  "L_ALERT L_CRIT L_ERR L_WARN L_NOTICE L_INFO L_DBG");
		return;
	}
	if (!words_find(WORDS_LOG_LEVEL, text, v->version))
		report_as(v, &rule_log_level_odd, n->at,
			  "log level \"%.*s\" is known by its first letter only",
			  STR_ARG(str_head(text, 60)));
}

RULE(log_level, "K448", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(LEVEL), .run = check_level,
     .summary = "an unknown log level",
     .why = "xlog() takes L_ALERT, L_BUG, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO and L_DBG, in "
	    "capital letters, or a variable with their number. The start fails.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"l_info\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFO\", \"hello\\n\");\n}\n")

RULE(log_level_odd, "K462", SEV_NOTE, PHASE_RUN, .found_by = &rule_log_level,
     .summary = "a log level that is probably misspelt",
     .why = "The server looks at the first letter behind \"L_\": L_INFOO is L_INFO. So it works.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFOO\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFO\", \"hello\\n\");\n}\n")

static void check_facility(struct visit *v, const struct node *n)
{
	const char *nearest;

	(void)n;
	if (words_find(WORDS_FACILITY, v->argument->text, v->version))
		return;
	nearest = words_nearest(WORDS_FACILITY, v->argument->text, v->version);
	diag_hint(v->diags, argument_report(v, "a log facility"),
		  nearest ? "did you mean \"%s\"?" : "as \"%s\"", nearest ? nearest : "LOG_LOCAL0");
}

RULE(log_facility, "K449", SEV_ERROR, PHASE_START, .arguments = ARGUMENT(FACILITY),
     .run = check_facility, .summary = "an unknown facility of the log",
     .why = "The first of three arguments of xlog() is a facility of syslog: LOG_LOCAL0 and so on. "
	    "The level comes second. The start fails.",
     .bad =
	 "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"LOCAL0\", \"L_INFO\", \"hello\\n\");\n}\n",
     .good = "loadmodule \"xlog\"\nrequest_route {\n"
	     "\txlog(\"LOG_LOCAL0\", \"L_INFO\", \"hello\\n\");\n}\n")
