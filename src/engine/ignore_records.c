/*
 * ignore_records - the records of what is reported about silenced findings, by ignore.c and for
 * baselines: apart, for those ask the registry.
 */
#include "text/rule.h"

RULE(ignore_unused, "K900", SEV_WARNING, PHASE_RUN, .of_all = true,
     .summary = "a comment that ignores a rule and silences nothing",
     .why = "\"kamcheck: ignore\" with the codes or names of rules silences them: on a line of its "
	    "own for the next statement (or the next line, if that is a directive), after a "
	    "statement for that line, above everything else for the whole file. When nothing is "
	    "found there any more the comment should go, before it hides something new.",
     .bad = "# kamcheck: ignore K103 not balanced on purpose\nrequest_route { exit; }\n",
     .good = "# kamcheck: ignore K104 it is a template\n#!else\nrequest_route { exit; }\n")

RULE(ignore_unknown, "K901", SEV_WARNING, PHASE_RUN,
     .summary = "a comment that ignores a rule that does not exist",
     .why = "Codes and names are those that \"kamcheck rules\" lists, separated by commas; a "
	    "reason may follow.",
     .bad = "# kamcheck: ignore K9999\nrequest_route { exit; }\n",
     .good = "# kamcheck: ignore stray_else\n#!else\nrequest_route { exit; }\n")

RULE(baseline_stale, "K902", SEV_NOTE, PHASE_RUN,
     .summary = "a baseline knows a finding that is not there any more",
     .why = "The file of --baseline holds findings that are not shown. One that was mended, or "
	    "whose line was changed, should go, before it hides a new one: \"kamcheck lint "
	    "--write-baseline\" writes the file anew. With --strict-baseline this is an error.")
