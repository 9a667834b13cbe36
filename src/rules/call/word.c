/*
 * word - arguments that are words out of a list: levels and facilities of the log.  Facts: as tried
 * with 5.6.3; vector 1380.
 */
#include "rules/call/argument.h"

#include "base/ascii.h"
#include "facts/words.h"

extern const struct rule rule_log_level_odd;

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

/* The server joins strings that follow each other: the level becomes text. */
static void check_joined(struct visit *v, const struct node *n)
{
	struct str text = v->argument->text, written, level;

	if (n->kind != N_STRING || v->argument->position != 1 || !str_starts(text, STR("L_")))
		return;
	written = source_text(&v->session->sources, n->at);
	if (!written.n || (written.p[0] != '"' && written.p[0] != '\''))
		return;
	level = str_skip(written, 1);
	level = str_head(level, ascii_run(level, ascii_is_word));
	if (text.n <= level.n || !words_find(WORDS_LOG_LEVEL, level, v->version) ||
	    level.n + 2 >= written.n || written.p[level.n + 1] != written.p[0])
		return;
	diag_hint(v->diags,
		  report(v, (struct span){n->at.lo, n->at.lo + (uint32_t)level.n + 2},
			 "%.*s is text here, not the level", STR_ARG(level)),
		  "a comma is missing behind it");
}

RULE(log_level_joined, "K468", SEV_WARNING, PHASE_RUN, .arguments = ARGUMENT(FORMAT),
     .run = check_joined, .summary = "a log level without a comma behind it",
     .why = "Strings that follow each other are one string, so xlog(\"L_INFO\" \"x\") writes "
	    "L_INFOx, and with the level of errors.",
     .bad = "loadmodule \"xlog\"\nrequest_route {\n\txlog(\"L_INFO\" \"hello\\n\");\n}\n",
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
